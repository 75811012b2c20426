import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import {
  createOpenApi,
  type OpenApiDocument,
  type OpenApiEndpoint,
  type OpenApiInfo,
  type OpenApiMethod,
  type OpenApiPathItem,
  saveOpenApi,
} from "@maktaba/std/openapi";
import { إنشاء_مواصفات, حفظ_مواصفات, type نقطة_نهائية } from "@maktaba/std/openapi/ar";
import { random, tempDir } from "../support/mod.ts";

/** The endpoints and info that a document was made of, read back from it. */
function takeApart(document: OpenApiDocument): { endpoints: OpenApiEndpoint[]; info: OpenApiInfo } {
  const { openapi: _, info, paths, ...rest } = document;
  const endpoints = Object.entries(paths).flatMap(([path, item]: [string, OpenApiPathItem]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method: method as OpenApiMethod, ...operation! }))
  );
  return { endpoints, info: { ...info, ...rest } as OpenApiInfo };
}

/** A shop, described as its authors would. */
const endpoints: OpenApiEndpoint[] = [
  {
    path: "/products",
    method: "GET",
    summary: "All products",
    operationId: "listProducts",
    tags: ["products"],
    parameters: [
      { name: "page", in: "query", description: "From 1", schema: { type: "integer", minimum: 1, default: 1 } },
      { name: "tag", in: "query", explode: false, style: "form", schema: { type: "array", items: { type: "string" } } },
    ],
    responses: {
      200: {
        description: "A page of products",
        headers: { "X-Total": { description: "How many there are", schema: { type: "integer" } } },
        content: {
          "application/json": { schema: { type: "array", items: { $ref: "#/components/schemas/Product" } } },
        },
      },
      "4XX": { $ref: "#/components/responses/Problem" },
    },
  },
  {
    path: "/products/{id}",
    method: "get",
    summary: "One product",
    operationId: "getProduct",
    tags: ["products"],
    responses: {
      200: { content: { "application/json": { schema: { $ref: "#/components/schemas/Product" } } } },
      404: {},
    },
  },
  {
    path: "/products/{id}",
    method: "put",
    summary: "Change a product",
    operationId: "putProduct",
    tags: ["products"],
    security: [{ token: [] }],
    requestBody: {
      required: true,
      content: { "application/json": { schema: { $ref: "#/components/schemas/Product" } } },
    },
    responses: { 204: {}, 401: {}, 404: {}, 422: "The product is not valid" },
  },
  { path: "/health", method: "head" },
];
const info: OpenApiInfo = {
  title: "متجر",
  version: "2.0.0",
  servers: [{ url: "https://shop.example.com" }],
  tags: [{ name: "products", description: "What is sold" }],
  components: {
    schemas: {
      Product: {
        type: "object",
        required: ["id", "name"],
        properties: {
          id: { type: "integer" },
          name: { type: "string" },
          parent: { $ref: "#/components/schemas/Product" },
        },
      },
    },
    responses: { Problem: { description: "What went wrong", content: { "application/problem+json": {} } } },
    securitySchemes: { token: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
  },
};

test("createOpenApi() describes a whole API as it would be written by hand", () => {
  const document = createOpenApi(endpoints, info);
  assert.deepEqual(document, {
    openapi: "3.1.1",
    info: { title: "متجر", version: "2.0.0" },
    servers: [{ url: "https://shop.example.com" }],
    tags: [{ name: "products", description: "What is sold" }],
    paths: {
      "/products": {
        get: {
          summary: "All products",
          operationId: "listProducts",
          tags: ["products"],
          parameters: endpoints[0]!.parameters,
          responses: endpoints[0]!.responses,
        },
      },
      "/products/{id}": {
        get: {
          summary: "One product",
          operationId: "getProduct",
          tags: ["products"],
          parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
          responses: {
            "200": {
              description: "OK",
              content: { "application/json": { schema: { $ref: "#/components/schemas/Product" } } },
            },
            "404": { description: "Not Found" },
          },
        },
        put: {
          summary: "Change a product",
          operationId: "putProduct",
          tags: ["products"],
          security: [{ token: [] }],
          parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
          requestBody: endpoints[2]!.requestBody,
          responses: {
            "204": { description: "No Content" },
            "401": { description: "Unauthorized" },
            "404": { description: "Not Found" },
            "422": { description: "The product is not valid" },
          },
        },
      },
      "/health": { head: { responses: { "200": { description: "OK" } } } },
    },
    components: info.components,
  });
});

test("createOpenApi() makes the same document again of what it made", () => {
  const first = createOpenApi(endpoints, info);
  const { endpoints: again, info: infoAgain } = takeApart(first);
  assert.equal(JSON.stringify(createOpenApi(again, infoAgain)), JSON.stringify(first));
});

test("createOpenApi() makes the same document whatever the order of properties in what it is given", () => {
  const backwards = <T extends object>(record: T): T => Object.fromEntries(Object.entries(record).reverse()) as T;
  assert.deepEqual(createOpenApi(endpoints.map(backwards), backwards(info)), createOpenApi(endpoints, info));
});

test("saveOpenApi() writes what createOpenApi() made, and what was read back makes it again", async () => {
  await using dir = await tempDir();
  const document = createOpenApi(endpoints, info);
  const path = await saveOpenApi(document, dir.join("openapi.json"));
  const read: OpenApiDocument = JSON.parse(await readFile(path, "utf8"));
  const { endpoints: again, info: infoAgain } = takeApart(read);
  assert.deepEqual(createOpenApi(again, infoAgain), document);
});

const names: Readonly<Record<string, keyof نقطة_نهائية>> = {
  path: "مسار",
  method: "طريقة",
  summary: "ملخص",
  description: "وصف",
  responses: "استجابات",
  parameters: "معاملات",
  requestBody: "جسم_الطلب",
  operationId: "معرف_العملية",
  tags: "وسوم",
  security: "أمان",
  deprecated: "مهمل",
};

test("إنشاء_مواصفات() makes of any endpoint in Arabic the document that createOpenApi() makes of it in English", async () => {
  const next = random(5);
  for (let times = 0; times < 100; times++) {
    const chosen = endpoints.filter(() => next() < 0.7).map((endpoint) => ({
      ...endpoint,
      ...(next() < 0.3 ? { deprecated: true } : {}),
      ...(next() < 0.3 ? { description: "وصف" } : {}),
    }));
    const arabic = chosen.map((endpoint) =>
      Object.fromEntries(
        Object.entries(endpoint).map(([name, value]) => [names[name], value]),
      ) as unknown as نقطة_نهائية
    );
    const { components, servers, tags, title, version } = info;
    const معلومات = { عنوان: title, إصدار: version, خوادم: servers, وسوم: tags, مكونات: components };
    assert.deepEqual(إنشاء_مواصفات(arabic, معلومات, { لغة: "en" }), createOpenApi(chosen, info));
  }
  await using dir = await tempDir();
  const document = createOpenApi(endpoints, info);
  await saveOpenApi(document, dir.join("a.json"));
  await حفظ_مواصفات(document, dir.join("b.json"));
  assert.equal(await readFile(dir.join("a.json"), "utf8"), await readFile(dir.join("b.json"), "utf8"));
});
