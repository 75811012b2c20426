import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import test from "node:test";
import {
  fingerprintOf,
  hostName,
  judgeHostKey,
  keyType,
  knownKeyTypes,
  parseKnownHosts,
} from "../../fs/internal/host_keys.ts";
import { skip, type TempDir, tempDir } from "../support/mod.ts";
import { hasProgram, pattern, runProgram } from "./helpers.ts";

/** A host key of a type with these bytes in it: enough for all that looks at keys here. */
function key(type: string, seed = 1): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  return Buffer.concat([length, Buffer.from(type), pattern(40, seed)]);
}

function line(hosts: string, bytes: Buffer, marker = ""): string {
  return `${marker}${marker && " "}${hosts} ${keyType(bytes)} ${bytes.toString("base64")}`;
}

function judge(file: string[], host: string, port: number, bytes: Buffer): string {
  const result = judgeHostKey(parseKnownHosts(file.join("\n")), host, port, bytes);
  return "line" in result ? `${result.verdict} by line ${result.line}` : result.verdict;
}

const ed = key("ssh-ed25519");
const otherEd = key("ssh-ed25519", 2);
const rsa = key("ssh-rsa", 3);

test("judgeHostKey() trusts a key that is listed for the host, by name and port", () => {
  const file = [line("example.com", ed), line("[example.com]:2222", otherEd), line("a.org,b.org,10.0.0.7", rsa)];
  assert.equal(judge(file, "example.com", 22, ed), "trusted");
  assert.equal(judge(file, "EXAMPLE.com", 22, ed), "trusted");
  assert.equal(judge(file, "example.com", 2222, otherEd), "trusted");
  for (const host of ["a.org", "b.org", "10.0.0.7"]) assert.equal(judge(file, host, 22, rsa), "trusted", host);
  assert.equal(judge(file, "c.org", 22, rsa), "unknown");
  assert.equal(judge(file, "example.com.evil.org", 22, ed), "unknown");
  assert.equal(judge([], "example.com", 22, ed), "unknown");
});

test("judgeHostKey() finds out that a key has changed", () => {
  const file = ["# a comment", "", line("example.com", ed), line("[example.com]:2222", ed)];
  assert.equal(judge(file, "example.com", 22, otherEd), "changed by line 3");
  assert.equal(judge(file, "example.com", 2222, otherEd), "changed by line 4");
});

test("judgeHostKey() takes any of several keys of a host", () => {
  const file = [line("example.com", ed), line("example.com", otherEd), line("example.com", rsa)];
  for (const bytes of [ed, otherEd, rsa]) assert.equal(judge(file, "example.com", 22, bytes), "trusted");
  assert.equal(judge(file, "example.com", 22, key("ssh-ed25519", 9)), "changed by line 1");
  assert.equal(judge(file, "example.com", 22, key("ssh-rsa", 9)), "changed by line 3");
});

test("judgeHostKey() calls a key of a new type unknown", () => {
  assert.equal(judge([line("example.com", ed)], "example.com", 22, rsa), "unknown");
});

test("judgeHostKey() takes a key that is known for the usual port on another one, but trusts no other by it", () => {
  const file = [line("example.com", ed)];
  assert.equal(judge(file, "example.com", 2222, ed), "trusted");
  assert.equal(judge(file, "example.com", 2222, otherEd), "unknown");
  assert.equal(judge([line("[example.com]:2222", ed)], "example.com", 22, ed), "unknown");
});

test("judgeHostKey() refuses a revoked key, whatever else is listed", () => {
  const revoked = line("*", ed, "@revoked");
  assert.equal(judge([line("example.com", ed), revoked], "example.com", 22, ed), "revoked by line 2");
  assert.equal(judge([revoked, line("example.com", ed)], "example.com", 22, ed), "revoked by line 1");
  assert.equal(judge([revoked, line("example.com", otherEd)], "example.com", 22, otherEd), "trusted");
  assert.equal(judge([line("example.com", ed, "@revoked")], "example.com", 2222, ed), "revoked by line 1");
  // A revoked key is no key that another could have replaced.
  assert.equal(judge([revoked], "example.com", 22, otherEd), "unknown");
});

test("judgeHostKey() knows wildcards and exceptions", () => {
  const file = [line("*.example.com,!secret.example.com,host?", ed)];
  assert.equal(judge(file, "www.example.com", 22, ed), "trusted");
  assert.equal(judge(file, "a.b.example.com", 22, ed), "trusted");
  assert.equal(judge(file, "secret.example.com", 22, ed), "unknown");
  assert.equal(judge(file, "example.com", 22, ed), "unknown");
  assert.equal(judge(file, "host1", 22, ed), "trusted");
  assert.equal(judge(file, "host12", 22, ed), "unknown");
  assert.equal(judge([line("a.c", ed)], "abc", 22, ed), "unknown");
  assert.equal(judge([line("[*.example.com]:2200", ed)], "www.example.com", 2200, ed), "trusted");
  assert.equal(judge([line("!example.com", ed)], "other.com", 22, ed), "unknown");
});

test("judgeHostKey() knows hashed names", () => {
  const salt = Buffer.alloc(20, 7);
  const hashed = (name: string) => {
    return `|1|${salt.toString("base64")}|${createHmac("sha1", salt).update(name).digest("base64")}`;
  };
  const file = [line(hashed("example.com"), ed), line(hashed("[example.com]:2222"), otherEd)];
  assert.equal(judge(file, "example.com", 22, ed), "trusted");
  assert.equal(judge(file, "Example.COM", 22, ed), "trusted");
  assert.equal(judge(file, "example.com", 2222, otherEd), "trusted");
  assert.equal(judge(file, "example.com", 22, otherEd), "changed by line 1");
  assert.equal(judge(file, "example.org", 22, ed), "unknown");
});

test("parseKnownHosts() passes over what is no entry", () => {
  const good = line("example.com", ed);
  const file = [
    "# comment",
    "   ",
    "example.com",
    "example.com ssh-ed25519",
    "example.com ssh-ed25519 !!!!",
    // The type that is written is not the key's own.
    `example.com ssh-rsa ${ed.toString("base64")}`,
    // The format of SSH 1.
    "example.com 1024 35 14710580347",
    line("example.com", ed, "@cert-authority"),
    line("example.com", ed, "@unknown-marker"),
    "|1|broken ssh-ed25519 AAAA",
    `\t${good}   a comment with words\r`,
  ];
  const entries = parseKnownHosts(file.join("\n"));
  assert.equal(entries.length, 1);
  assert.equal(entries[0]!.line, 11);
  assert.equal(entries[0]!.type, "ssh-ed25519");
  assert.equal(judge(file, "example.com", 22, ed), "trusted");
});

test("knownKeyTypes() lists the types to ask a host for", () => {
  const file = [
    line("example.com", rsa),
    line("example.com", key("ssh-rsa", 8)),
    line("example.com", ed, "@revoked"),
    line("[example.com]:2222", key("ecdsa-sha2-nistp256")),
    line("other.org", otherEd),
  ];
  const entries = parseKnownHosts(file.join("\n"));
  assert.deepEqual(knownKeyTypes(entries, "example.com", 22), ["ssh-rsa"]);
  assert.deepEqual(knownKeyTypes(entries, "example.com", 2222), ["ecdsa-sha2-nistp256", "ssh-rsa"]);
  assert.deepEqual(knownKeyTypes(entries, "none.org", 22), []);
});

test("hostName() writes a port that is not the usual one", () => {
  assert.equal(hostName("example.com", 22), "example.com");
  assert.equal(hostName("example.com", 2222), "[example.com]:2222");
  assert.equal(hostName("::1", 2222), "[::1]:2222");
});

test("keyType() gives nothing for what is no key", () => {
  assert.equal(keyType(ed), "ssh-ed25519");
  assert.equal(keyType(Buffer.from([])), "");
  assert.equal(keyType(Buffer.from([0, 0, 0, 9, 1])), "");
  assert.equal(keyType(new Uint8Array(ed)), "ssh-ed25519");
});

/** Makes a host key with ssh-keygen; gives its line for a file of known hosts and its bytes. */
async function makeKey(dir: TempDir, type: string): Promise<{ path: string; bytes: Buffer; text: string }> {
  const path = dir.join(type);
  runProgram("ssh-keygen", "-q", "-t", type, "-N", "", "-C", "", "-f", path);
  const [name, base64] = (await readFile(`${path}.pub`, "utf8")).trim().split(" ");
  return { path, bytes: Buffer.from(base64!, "base64"), text: `${name} ${base64}` };
}

test("fingerprintOf() and keyType() agree with ssh-keygen for every type", async (t) => {
  if (!hasProgram("ssh-keygen")) return skip(t, "no ssh-keygen");
  await using dir = await tempDir();
  for (const type of ["ed25519", "ecdsa", "rsa"]) {
    const { path, bytes, text } = await makeKey(dir, type);
    const [, fingerprint] = runProgram("ssh-keygen", "-l", "-E", "sha256", "-f", `${path}.pub`).toString().split(" ");
    assert.equal(fingerprintOf(bytes), fingerprint);
    assert.equal(keyType(bytes), text.split(" ")[0]);
  }
});

test("judgeHostKey() reads the file that ssh-keygen has hashed", async (t) => {
  if (!hasProgram("ssh-keygen")) return skip(t, "no ssh-keygen");
  await using dir = await tempDir();
  const { bytes, text } = await makeKey(dir, "ed25519");
  const path = dir.join("known_hosts");
  await writeFile(path, `example.com ${text}\n[example.com]:2222,10.1.2.3 ${text}\n`);
  runProgram("ssh-keygen", "-q", "-H", "-f", path);
  const hashed = await readFile(path, "utf8");
  assert.ok(hashed.startsWith("|1|") && !hashed.includes("example"));
  const file = hashed.split("\n");
  for (const [host, port] of [["example.com", 22], ["example.com", 2222], ["10.1.2.3", 22]] as const) {
    assert.equal(judge(file, host, port, bytes), "trusted", `${host} ${port}`);
    assert.match(judge(file, host, port, key("ssh-ed25519")), /^changed/);
  }
  assert.equal(judge(file, "example.org", 22, bytes), "unknown");
});
