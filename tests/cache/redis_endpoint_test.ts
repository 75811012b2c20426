import assert from "node:assert/strict";
import test from "node:test";
import { parseRedisUrl } from "../../cache/internal/redis_endpoint.ts";

test("parseRedisUrl() reads every part of a URL", () => {
  assert.deepEqual(parseRedisUrl("rediss://us%3Aer:p%40%2Fss@example.com:7000/15"), {
    host: "example.com",
    port: 7_000,
    username: "us:er",
    password: "p@/ss",
    database: 15,
    isTls: true,
    address: "example.com:7000",
  });
});

test("parseRedisUrl() knows what is meant by what is left out", () => {
  const plain = {
    host: "localhost",
    port: 6_379,
    username: undefined,
    password: undefined,
    database: 0,
    isTls: false,
    address: "localhost:6379",
  };
  for (const url of ["redis://localhost:6379", "redis://localhost", "redis://localhost/", "redis://", "redis:///0"]) {
    assert.deepEqual(parseRedisUrl(url), plain, url);
  }
  assert.deepEqual(parseRedisUrl("redis://:pw@localhost").password, "pw");
  assert.deepEqual(parseRedisUrl("redis://user@localhost").username, "user");
});

test("parseRedisUrl() reads IPv6 addresses", () => {
  const { host, port, address } = parseRedisUrl("redis://[::1]:6380/1");
  assert.deepEqual([host, port, address], ["::1", 6_380, "[::1]:6380"]);
});
