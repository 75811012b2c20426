import assert from "node:assert/strict";
import test from "node:test";
import { CookieJar as ToughJar } from "tough-cookie";
import { ValidationError } from "../../errors/mod.ts";
import { createClient, createCookieJar } from "../../net/mod.ts";
import { collectReports, failureOf, serve, type TestServer } from "./support.ts";

/** Answers with the cookies that came, and sets those that a path asks for. */
function serveCookies(set: Record<string, string[]>): Promise<TestServer> {
  return serve(({ url, headers }, response) => {
    const cookies = set[url];
    if (cookies !== undefined) response.setHeader("set-cookie", cookies);
    response.setHeader("content-type", "text/plain").end(headers.cookie ?? "none");
  });
}

test("a client with cookies: true sends back what is set, each client for itself", async () => {
  await using server = await serveCookies({ "/login": ["session=7; HttpOnly", "theme=dark; Path=/"] });
  const client = createClient({ baseUrl: server.url, cookies: true });
  assert.equal(await client.get("/login"), "none");
  assert.equal(await client.get("/x"), "session=7; theme=dark");
  assert.equal(await client.extend({}).get("/x"), "session=7; theme=dark");
  assert.equal(await createClient({ baseUrl: server.url, cookies: true }).get("/x"), "none");
  assert.equal(await client.get("/x", { cookies: false }), "none");
});

test("a jar takes in cookies on the way of a redirect, and of a failure", async () => {
  await using server = await serve(({ url, headers }, response) => {
    if (url === "/login") response.writeHead(302, { "set-cookie": "step=1", location: "/next" }).end();
    else if (url === "/next") response.writeHead(302, { "set-cookie": "step=2", location: "/home" }).end();
    else if (url === "/fail") response.writeHead(403, { "set-cookie": "seen=1" }).end();
    else response.writeHead(200, { "content-type": "text/plain" }).end(headers.cookie);
  });
  const client = createClient({ baseUrl: server.url, cookies: true });
  assert.equal(await client.get("/login"), "step=2");
  await failureOf(client.get("/fail"));
  assert.equal(await client.get("/"), "step=2; seen=1");
});

test("a jar keeps cookies from other hosts, on a redirect too", async () => {
  await using other = await serveCookies({});
  await using server = await serve((_request, response) => {
    response.writeHead(302, { "set-cookie": "a=1", location: `http://localhost:${other.port}/` }).end();
  });
  const client = createClient({ cookies: true });
  assert.equal(await client.get(server.url, { headers: { cookie: "own=1" } }), "none");
});

test("a jar sends cookies where and when they belong", async () => {
  const jar = createCookieJar();
  const at = "https://www.shop.example/cart/list";
  for (
    const cookie of [
      "host=1",
      "all=1; Domain=shop.example",
      "deep=1; Path=/cart/list",
      "elsewhere=1; Path=/other",
      "safe=1; Secure",
      "gone=1; Max-Age=0",
      "past=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
      "later=1; Max-Age=60",
    ]
  ) {
    await jar.setCookie(cookie, at);
  }
  const names = async (url: string) => (await jar.cookies(url)).map(({ name }) => name).sort().join();
  assert.equal(await names(at), "all,deep,host,later,safe");
  assert.equal(await names("https://www.shop.example/cart/"), "all,host,later,safe");
  assert.equal(await names("http://www.shop.example/cart/"), "all,host,later");
  assert.equal(await names("https://other.shop.example/cart/list"), "all");
  assert.equal(await names("https://shop.example.evil.example/"), "");
  assert.equal(await names("https://www.shop.example/other"), "elsewhere");
});

test("a jar ends cookies when their time is over, and replaces those of the same name", async () => {
  const jar = createCookieJar();
  const url = "http://a.example/";
  await jar.setCookie("a=1; Path=/", url);
  await jar.setCookie("a=2; Path=/", url);
  assert.equal(await jar.getCookieString(url), "a=2");
  await jar.setCookie("a=2; Path=/; Max-Age=0", url);
  assert.equal(await jar.getCookieString(url), "");
  await jar.setCookie("b=1; Max-Age=100; HttpOnly; SameSite=Strict; Path=/", url);
  const [cookie] = await jar.cookies(new URL(url));
  const { expires, ...rest } = cookie!;
  const left = expires!.getTime() - Date.now();
  assert.ok(left > 60_000 && left <= 100_000);
  assert.deepEqual(rest, {
    name: "b",
    value: "1",
    domain: "a.example",
    path: "/",
    secure: false,
    httpOnly: true,
    sameSite: "strict",
  });
  await jar.clear();
  assert.equal(await jar.getCookieString(url), "");
});

test("a jar refuses cookies for others, for public suffixes, and what is none, without telling the value", async () => {
  const jar = createCookieJar();
  for (const cookie of ["s=s3cret; Domain=other.example", "s=s3cret; Domain=co.uk", "s=s3cret; Domain=com"]) {
    const error = await failureOf<ValidationError>(jar.setCookie(cookie, "https://shop.co.uk/"));
    assert.equal(error.code, "ARGUMENT_NOT_COOKIE");
    assert.ok(!JSON.stringify(error).includes("s3cret") && !error.message.includes("s3cret"));
  }
  await assert.rejects(jar.setCookie("", "https://shop.example/"), ValidationError);
  await assert.rejects(jar.setCookie("a=1", "shop.example"), ValidationError);
  await assert.rejects(jar.setCookie("a=قيمة", "http://shop.example/"), { code: "ARGUMENT_NOT_HEADERS" });
  await assert.rejects(jar.getCookieString("shop.example"), ValidationError);
  await assert.rejects(jar.cookies("ftp://shop.example"), ValidationError);
  // A prefix that is not kept is ignored, as browsers do.
  await jar.setCookie("__Host-a=1; Path=/", "http://shop.example/");
  assert.equal(await jar.getCookieString("http://shop.example/"), "");
});

test("a client passes over a cookie that a server may not set, and reports it", async () => {
  using log = collectReports();
  await using server = await serveCookies({ "/": ["bad=1; Domain=other.example", "good=1"] });
  const client = createClient({ baseUrl: server.url, cookies: true });
  await client.get("/");
  assert.equal(await client.get("/x"), "good=1");
  assert.equal(log.reports.filter(({ message }) => message === "A cookie was refused").length, 1);
});

test("a client sends its jar's cookies beside those of the request's headers", async () => {
  await using server = await serveCookies({ "/set": ["a=1"] });
  const client = createClient({ baseUrl: server.url, cookies: true });
  await client.get("/set");
  assert.equal(await client.get("/x", { headers: { cookie: "own=1" } }), "a=1; own=1");
});

test("a jar is kept as JSON", async () => {
  await using server = await serveCookies({ "/set": ["a=1; Path=/", "b=2; Path=/b; Max-Age=1000"] });
  const jar = createCookieJar();
  assert.deepEqual(jar.toJSON(), { cookies: [] });
  await createClient({ baseUrl: server.url, cookies: jar }).get("/set");
  const again = createCookieJar(JSON.parse(JSON.stringify(jar)));
  assert.deepEqual(JSON.parse(JSON.stringify(again)), JSON.parse(JSON.stringify(jar)));
  const client = createClient({ baseUrl: server.url, cookies: again });
  assert.equal(await client.get("/b"), "b=2; a=1");
  assert.deepEqual(again.toJSON().cookies.length, 2);
  for (const json of [null, 1, [], { cookies: 1 }]) {
    assert.throws(() => createCookieJar(json as never), ValidationError);
  }
});

test("a jar takes what is set at the same time", async () => {
  const jar = createCookieJar();
  const url = "http://a.example/";
  await Promise.all(Array.from({ length: 50 }, (_, n) => jar.setCookie(`c${n}=1`, url)));
  assert.equal((await jar.cookies(url)).length, 50);
});

test("a client takes a jar of tough-cookie itself", async () => {
  await using server = await serveCookies({ "/set": ["a=1"] });
  const jar = new ToughJar();
  const client = createClient({ baseUrl: server.url, cookies: jar });
  await client.get("/set");
  assert.equal(await client.get("/x"), "a=1");
  assert.equal(await jar.getCookieString(`${server.url}/x`), "a=1");
});
