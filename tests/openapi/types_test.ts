import assert from "node:assert/strict";
import test from "node:test";
import { createOpenApi, type OpenApiDocument, type OpenApiEndpoint, type OpenApiInfo } from "@maktaba/std/openapi";
import type { معلومات_مواصفات, نقطة_نهائية } from "@maktaba/std/openapi/ar";

// What must not compile is what these tests are about; the type-check of the project fails when it does.

test("types: an endpoint has a path and a method, and no property that OpenAPI does not know", () => {
  const wrong: OpenApiEndpoint[] = [
    // @ts-expect-error: there is no method.
    { path: "/" },
    // @ts-expect-error: there is no such method.
    { path: "/", method: "fetch" },
    // @ts-expect-error: a misspelt property.
    { path: "/", method: "get", sumary: "x" },
    // @ts-expect-error: there is no such place.
    { path: "/", method: "get", parameters: [{ name: "x", in: "body" }] },
    // @ts-expect-error: a body has its media types in `content`.
    { path: "/", method: "post", requestBody: { schema: {} } },
    // @ts-expect-error: a response is described by a text or an object.
    { path: "/", method: "get", responses: { 200: 1 } },
  ];
  for (const endpoint of wrong) assert.throws(() => createOpenApi([endpoint], { title: "x", version: "1" }));
});

test("types: info has a title and a version", () => {
  // @ts-expect-error: there is no version.
  const info: OpenApiInfo = { title: "x" };
  // @ts-expect-error: there is no title.
  const معلومات: معلومات_مواصفات = { إصدار: "1" };
  assert.deepEqual([info, معلومات], [{ title: "x" }, { إصدار: "1" }]);
});

test("types: extensions may be anything, wherever the specification allows them", () => {
  const endpoint: OpenApiEndpoint = {
    path: "/",
    method: "get",
    "x-a": 1,
    parameters: [{ name: "x", in: "query", "x-b": [] }],
    responses: { 200: { "x-c": {} } },
  };
  const document: OpenApiDocument = createOpenApi([endpoint], { title: "x", version: "1", "x-d": null });
  assert.equal(document.paths["/"]?.get?.["x-a"], 1);
  assert.equal(document.info["x-d"], null);
});

test("types: endpoints that are declared as constants are taken as they are", () => {
  const endpoints = [{ path: "/", method: "GET", responses: { 200: "OK" }, tags: ["a"] }] as const;
  const نقاط = [{ مسار: "/", طريقة: "GET", استجابات: { 200: "نجاح" } }] as const satisfies نقطة_نهائية[];
  assert.equal(Object.keys(createOpenApi(endpoints, { title: "x", version: "1" }).paths).length, نقاط.length);
});
