import assert from "node:assert/strict";
import test from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import {
  createOpenApi,
  type OpenApiDocument,
  type OpenApiEndpoint,
  type OpenApiInfo,
  type OpenApiMethod,
  type OpenApiParameter,
} from "@maktaba/std/openapi";
import { ValidationError } from "@maktaba/std/errors";

// One for all, as making one compiles the specification's schema.
const validator = new Validator();

async function assertValid(document: OpenApiDocument): Promise<void> {
  const { valid, errors } = await validator.validate(document as unknown as Record<string, unknown>);
  assert.ok(valid, JSON.stringify(errors, null, 1));
}

const info: OpenApiInfo = { title: "Users", version: "1.0.0" };

test("createOpenApi() makes documents that the specification's schema accepts: the smallest ones", async () => {
  await assertValid(createOpenApi([], info));
  await assertValid(createOpenApi([{ path: "/", method: "get" }], info));
});

test("createOpenApi() makes documents that the specification's schema accepts: one with everything", async () => {
  await assertValid(createOpenApi([{
    path: "/المستخدمون/{id}",
    method: "PATCH",
    summary: "تعديل مستخدم",
    description: "يعدل مستخدمًا واحدًا.",
    operationId: "changeUser",
    tags: ["المستخدمون"],
    deprecated: true,
    externalDocs: { url: "https://example.com" },
    servers: [{ url: "https://users.example.com" }],
    security: [{ bearer: [] }, { key: [] }],
    parameters: [
      { $ref: "#/components/parameters/Language" },
      { name: "filter", in: "query", content: { "application/json": { schema: { type: "object" } } } },
      { name: "session", in: "cookie", schema: true },
    ],
    requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/User" } } } },
    responses: {
      200: {
        headers: { ETag: { schema: { type: "string" } } },
        content: { "application/json": { schema: { $ref: "#/components/schemas/User" } } },
      },
      404: "لا مستخدم بهذا الرقم",
      "5XX": {},
      default: { $ref: "#/components/responses/Problem" },
    },
    "x-owner": "team",
  }], {
    ...info,
    summary: "واجهة",
    contact: { name: "علي", url: "https://example.com", email: "ali@example.com" },
    license: { name: "MIT", identifier: "MIT" },
    servers: [{ url: "https://{region}.example.com", variables: { region: { default: "me" } } }],
    tags: [{ name: "المستخدمون", description: "كل ما يخصهم" }],
    security: [{}],
    externalDocs: { url: "https://example.com" },
    components: {
      schemas: { User: { type: "object", properties: { name: { type: ["string", "null"] } } } },
      parameters: { Language: { name: "Accept-Language", in: "header", schema: { type: "string" } } },
      responses: { Problem: { description: "Problem" } },
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
        key: { type: "apiKey", in: "header", name: "X-Key" },
      },
    },
  }));
});

test("createOpenApi() makes valid documents of many endpoints of every kind", async () => {
  for (let seed = 1; seed <= 40; seed++) {
    const endpoints = randomEndpoints(new Random(seed));
    const document = createOpenApi(endpoints, info);
    await assertValid(document);
    assertComplete(document, endpoints);
  }
});

test("createOpenApi() makes a document of 1,000 endpoints in a moment", async () => {
  const endpoints = Array.from({ length: 1_000 }, (_, index): OpenApiEndpoint => ({
    path: `/things${index}/{id}`,
    method: "get",
    parameters: [{ name: "page", in: "query", schema: { type: "integer", minimum: 1 } }],
    responses: { 200: { content: { "application/json": { schema: { type: "object" } } } }, 404: {} },
  }));
  const start = performance.now();
  const document = createOpenApi(endpoints, info);
  assert.ok(performance.now() - start < 1_000);
  assert.equal(Object.keys(document.paths).length, 1_000);
  await assertValid(document);
});

test("createOpenApi() refuses what it is given, or makes a document that the specification's schema accepts", async () => {
  await assertValid(createOpenApi([full], fullInfo));
  let refused = 0;
  let made = 0;
  for (let seed = 1; seed <= 300; seed++) {
    const random = new Random(seed);
    const input = structuredClone({ endpoints: [full, ...randomEndpoints(random)], info: fullInfo });
    for (let count = 1 + random.below(2); count > 0; count--) damage(random, input);
    let document: OpenApiDocument;
    try {
      document = createOpenApi(input.endpoints, input.info);
    } catch (error) {
      refused++;
      assert.ok(error instanceof ValidationError, String((error as Error).stack));
      continue;
    }
    made++;
    const { valid, errors } = await validator.validate(document as unknown as Record<string, unknown>);
    // References to other documents may lead somewhere; the validator does not follow them, and stops there.
    assert.ok(
      valid || /only internal refs/.test(String(errors)),
      `${seed}: ${JSON.stringify(errors, null, 1)}\n${JSON.stringify(input)}`,
    );
  }
  assert.ok(refused > 50 && made > 50, `${refused} refused, ${made} made`);
});

/** An endpoint and an info in which everything is that the specification has. */
const full: OpenApiEndpoint = {
  path: "/full/{id}",
  method: "put",
  summary: "s",
  description: "d",
  operationId: "full",
  tags: ["t"],
  deprecated: false,
  externalDocs: { url: "https://example.com", description: "d" },
  servers: [{ url: "/v1", description: "d", variables: { a: { default: "x", enum: ["x"], description: "d" } } }],
  security: [{ http: [], oauth2: ["read"] }],
  parameters: [
    { name: "id", in: "path", required: true, style: "simple", explode: false, schema: { type: "string" } },
    { name: "q", in: "query", style: "form", allowReserved: true, allowEmptyValue: false, schema: {}, example: 1 },
    { name: "h", in: "header", content: { "application/json": { schema: true } } },
    {
      name: "c",
      in: "cookie",
      schema: {},
      examples: { one: { value: 1 }, two: { externalValue: "https://example.com" } },
    },
    { $ref: "#/components/parameters/Page", description: "d" },
  ],
  requestBody: {
    description: "d",
    required: true,
    content: {
      "multipart/form-data": {
        schema: { type: "object" },
        encoding: {
          file: { contentType: "image/png", headers: { "X-A": { schema: {} } }, style: "form", explode: true },
        },
      },
    },
  },
  responses: {
    200: {
      description: "d",
      headers: {
        ETag: { description: "d", required: true, schema: {}, style: "simple" },
        X: { content: { "a/b": {} } },
      },
      content: { "application/json": { example: { a: 1 } } },
      links: { next: { operationId: "full", parameters: { id: "$response.body#/id" }, server: { url: "/" } } },
    },
    404: { $ref: "#/components/responses/Problem" },
  },
  "x-extension": { any: ["thing"] },
};
const fullInfo: OpenApiInfo = {
  ...info,
  summary: "s",
  description: "d",
  termsOfService: "https://example.com/terms",
  contact: { name: "n", url: "https://example.com", email: "a@example.com" },
  license: { name: "MIT", identifier: "MIT" },
  servers: [{ url: "https://example.com" }],
  tags: [{ name: "t", description: "d", externalDocs: { url: "https://example.com" } }],
  externalDocs: { url: "https://example.com" },
  security: [{}],
  components: {
    schemas: { User: { type: "object" }, Anything: true },
    responses: { Problem: { description: "d" } },
    parameters: { Page: { name: "page", in: "query", schema: { type: "integer" } } },
    examples: { One: { summary: "s", value: 1 } },
    requestBodies: { User: { content: { "application/json": { schema: { $ref: "#/components/schemas/User" } } } } },
    headers: { ETag: { schema: { type: "string" } } },
    links: { Next: { operationRef: "#/paths/~1full~1%7Bid%7D/put" } },
    securitySchemes: {
      http: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
      key: { type: "apiKey", name: "k", in: "query" },
      tls: { type: "mutualTLS", description: "d" },
      oauth2: {
        type: "oauth2",
        flows: { authorizationCode: { authorizationUrl: "/a", tokenUrl: "/t", scopes: { read: "r" } } },
      },
      oidc: { type: "openIdConnect", openIdConnectUrl: "https://example.com/.well-known/openid-configuration" },
    },
  },
};

const junk = [
  null,
  undefined,
  "",
  "text",
  0,
  1.5,
  true,
  false,
  [],
  [null],
  {},
  { a: 1 },
  { $ref: "#/components/schemas/Anything" },
  ["x"],
  NaN,
];

/** Replaces, removes or adds something, anywhere. */
function damage(random: Random, input: object): void {
  const places: [Record<string, unknown>, string][] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const key of Object.keys(value)) {
      places.push([value as Record<string, unknown>, key]);
      visit((value as Record<string, unknown>)[key]);
    }
  };
  visit(Object.values(input)[0]);
  visit(Object.values(input)[1]);
  const [holder, key] = random.pick(places);
  switch (random.below(3)) {
    case 0:
      holder[key] = random.pick(junk);
      break;
    case 1:
      if (!Array.isArray(holder)) delete holder[key];
      break;
    default:
      if (!Array.isArray(holder)) {
        holder[random.pick(["x-new", "new", "description", "schema", "content"])] = random.pick(junk);
      }
  }
}

/** Whatever was described is in the document, under its path and method, with all parameters of its path. */
function assertComplete(document: OpenApiDocument, endpoints: readonly OpenApiEndpoint[]): void {
  let operations = 0;
  for (const item of Object.values(document.paths)) operations += Object.keys(item).length;
  assert.equal(operations, endpoints.length);
  for (const { path, method, summary, responses } of endpoints) {
    const operation = document.paths[path]?.[method.toLowerCase() as OpenApiMethod];
    assert.ok(operation, `${method} ${path}`);
    assert.equal(operation.summary, summary);
    assert.deepEqual(Object.keys(operation.responses).sort(), Object.keys(responses ?? { 200: 1 }).sort());
    const inPath = (operation.parameters ?? []).filter((it): it is OpenApiParameter => "in" in it && it.in === "path");
    const names = [...path.matchAll(/\{(.+?)\}/g)].map(([, name]) => name);
    assert.deepEqual(inPath.map(({ name }) => name).sort(), names.sort());
    assert.ok(inPath.every(({ required, schema }) => required === true && schema !== undefined));
  }
}

/** Numbers that look random and are the same in every run: a linear congruential generator (Numerical Recipes). */
class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor(this.#state / 2 ** 32 * limit);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}

const methods = ["get", "PUT", "post", "DELETE", "options", "head", "PATCH", "trace"] as const;
const segments = ["users", "مستخدمون", "a-b", "v1.0", "~x", "%20", "{id}", "{رقم}", "{a}.{b}", "pre{fix}"];
const bodies = [{ type: "object" }, { type: ["string", "null"] }, true, {}, { type: "array", items: false }] as const;

function randomEndpoints(random: Random): OpenApiEndpoint[] {
  const endpoints = new Map<string, OpenApiEndpoint>();
  for (let count = random.below(20); count >= 0; count--) {
    const parts = Array.from({ length: random.below(4) }, () => random.pick(segments));
    const path = `/${[...new Set(parts)].join("/")}`;
    const method = random.pick(methods);
    // Two paths of one shape are refused, which other tests show: the shape is the key, so that there is one of each.
    const shape = path.replace(/\{.+?\}/g, "{}");
    const known = [...endpoints.values()].find((it) => it.path.replace(/\{.+?\}/g, "{}") === shape);
    endpoints.set(`${method} ${shape}`, randomEndpoint(random, known?.path ?? path, method));
  }
  return [...endpoints.values()];
}

function randomEndpoint(random: Random, path: string, method: typeof methods[number]): OpenApiEndpoint {
  const endpoint: OpenApiEndpoint = { path, method };
  if (random.below(2)) endpoint.summary = random.pick(["ملخص", "Summary", '"quoted"', "سطر\nآخر"]);
  if (random.below(2)) endpoint.tags = [random.pick(["a", "ب"])];
  if (random.below(2)) {
    endpoint.parameters = [{ name: random.pick(["page", "صفحة"]), in: random.pick(["query", "cookie"]) }];
  }
  if (random.below(2)) endpoint.requestBody = { content: { "application/json": { schema: random.pick(bodies) } } };
  if (random.below(2)) {
    endpoint.responses = {
      [random.pick([200, 201, "2XX", "default"])]: random.pick(["نجاح", {}, { content: { "text/plain": {} } }]),
    };
  }
  return endpoint;
}
