import assert from "node:assert/strict";
import test from "node:test";
import { createOpenApi, type OpenApiEndpoint, OpenApiError, type OpenApiInfo } from "@maktaba/std/openapi";
import { type ErrorCode, setLocale, ValidationError } from "@maktaba/std/errors";
import { assertProportional } from "../support/mod.ts";

setLocale("en");

const info: OpenApiInfo = { title: "Users", version: "1.0.0" };

test("createOpenApi() writes what OpenAPI 3.1.1 asks for, in its order", () => {
  const document = createOpenApi([{ path: "/users", method: "get" }], info);
  assert.deepEqual(document, {
    openapi: "3.1.1",
    info: { title: "Users", version: "1.0.0" },
    paths: { "/users": { get: { responses: { "200": { description: "OK" } } } } },
  });
  assert.deepEqual(Object.keys(document), ["openapi", "info", "paths"]);
});

test("createOpenApi() makes a document without endpoints", () => {
  assert.deepEqual(createOpenApi([], info).paths, {});
});

test("createOpenApi() keeps the order of paths and gathers the methods of one path", () => {
  const document = createOpenApi([
    { path: "/b", method: "POST" },
    { path: "/a", method: "get" },
    { path: "/b", method: "Delete" as "DELETE" },
  ], info);
  assert.deepEqual(Object.keys(document.paths), ["/b", "/a"]);
  assert.deepEqual(Object.keys(document.paths["/b"]!), ["post", "delete"]);
});

test("createOpenApi() takes all eight methods, in capitals or not", () => {
  for (const method of ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const) {
    const capitals = method.toUpperCase() as Uppercase<typeof method>;
    assert.ok(createOpenApi([{ path: "/", method }], info).paths["/"]?.[method]);
    assert.ok(createOpenApi([{ path: "/", method: capitals }], info).paths["/"]?.[method]);
  }
});

test("createOpenApi() copies every property of an endpoint to where the document has it", () => {
  const endpoint: OpenApiEndpoint = {
    path: "/users",
    method: "post",
    summary: "Add a user",
    description: "Adds **one** user.",
    operationId: "addUser",
    tags: ["users"],
    deprecated: true,
    externalDocs: { url: "https://example.com/users" },
    servers: [{ url: "https://users.example.com" }],
    security: [{ bearer: [] }],
    parameters: [{ name: "dry", in: "query", schema: { type: "boolean" } }],
    requestBody: { required: true, content: { "application/json": { schema: { type: "object" } } } },
    responses: { 201: { description: "Added", headers: { Location: { schema: { type: "string" } } } } },
    "x-internal": { owner: "team" },
  };
  const document = createOpenApi([endpoint], {
    ...info,
    components: { securitySchemes: { bearer: { type: "http", scheme: "bearer" } } },
  });
  const { path: _path, method: _method, ...operation } = endpoint;
  assert.deepEqual(document.paths["/users"]?.post, operation);
});

test("createOpenApi() puts what info holds where the document has it", () => {
  const full: OpenApiInfo = {
    title: "Users",
    version: "2.1",
    summary: "Users of the shop",
    description: "All of them",
    termsOfService: "https://example.com/terms",
    contact: { name: "Ali", email: "ali@example.com" },
    license: { name: "MIT", identifier: "MIT" },
    "x-audience": "public",
    servers: [{ url: "https://{region}.example.com", variables: { region: { default: "eu", enum: ["eu", "me"] } } }],
    security: [{}],
    tags: [{ name: "users" }],
    components: { schemas: { User: { type: "object" } } },
    externalDocs: { url: "https://example.com" },
  };
  const document = createOpenApi([], full);
  const { servers, security, tags, components, externalDocs, ...inner } = full;
  assert.deepEqual(document, {
    openapi: "3.1.1",
    info: inner,
    externalDocs,
    servers,
    security,
    tags,
    paths: {},
    components,
  });
});

test("createOpenApi() adds the parameters of the path that are not described, as strings", () => {
  const document = createOpenApi([{
    path: "/shops/{shop}/users/{id}",
    method: "get",
    parameters: [
      { name: "id", in: "path", schema: { type: "integer" } },
      { name: "fields", in: "query" },
    ],
  }], info);
  assert.deepEqual(document.paths["/shops/{shop}/users/{id}"]?.get?.parameters, [
    { name: "shop", in: "path", required: true, schema: { type: "string" } },
    { name: "id", in: "path", required: true, schema: { type: "integer" } },
    { name: "fields", in: "query", schema: { type: "string" } },
  ]);
});

test("createOpenApi() takes a path parameter from the components that a reference leads to", () => {
  const components: NonNullable<OpenApiInfo["components"]> = {
    parameters: { Id: { name: "id", in: "path", required: true, schema: { type: "integer" } } },
  };
  const parameters = [{ $ref: "#/components/parameters/Id" }];
  const document = createOpenApi([{ path: "/users/{id}", method: "get", parameters }], { ...info, components });
  assert.deepEqual(document.paths["/users/{id}"]?.get?.parameters, parameters);
});

test("createOpenApi() adds nothing where a reference leads to another document, which may describe the parameter", () => {
  const parameters = [{ $ref: "common.json#/Id" }];
  const document = createOpenApi([{ path: "/users/{id}", method: "get", parameters }], info);
  assert.deepEqual(document.paths["/users/{id}"]?.get?.parameters, parameters);
});

test("createOpenApi() tells parameters of one name apart by their place", () => {
  const parameters = [{ name: "id", in: "query" }, { name: "id", in: "header" }] as const;
  const document = createOpenApi([{ path: "/users/{id}", method: "get", parameters }], info);
  assert.equal(document.paths["/users/{id}"]?.get?.parameters?.length, 3);
});

test("createOpenApi() gives a response without a description the phrase of its status", () => {
  const responses = { 201: {}, 299: {}, 404: "", 409: "Taken", "5XX": {}, default: { description: "" } };
  const document = createOpenApi([{ path: "/", method: "put", responses }], info);
  const described = document.paths["/"]?.put?.responses;
  assert.deepEqual(described, {
    "201": { description: "Created" },
    "299": { description: "Success" },
    "404": { description: "Not Found" },
    "409": { description: "Taken" },
    "5XX": { description: "Server error" },
    default: { description: "Any other response" },
  });
});

test("createOpenApi() keeps references where responses and bodies may have them", () => {
  const components: NonNullable<OpenApiInfo["components"]> = {
    responses: { Missing: { description: "Not there" } },
    requestBodies: { User: { content: { "application/json": {} } } },
  };
  const document = createOpenApi([{
    path: "/users",
    method: "post",
    requestBody: { $ref: "#/components/requestBodies/User" },
    responses: { 200: {}, 404: { $ref: "#/components/responses/Missing" } },
  }], { ...info, components });
  assert.deepEqual(document.paths["/users"]?.post?.responses["404"], { $ref: "#/components/responses/Missing" });
});

test("createOpenApi() neither changes what it is given nor shares it", () => {
  const schema = { type: "object" };
  const endpoints: OpenApiEndpoint[] = [{
    path: "/users/{id}",
    method: "get",
    responses: { 200: { content: { "application/json": { schema } } } },
  }];
  const before = structuredClone(endpoints);
  const document = createOpenApi(endpoints, Object.freeze({ ...info }));
  assert.deepEqual(endpoints, before);
  schema.type = "array";
  assert.ok(JSON.stringify(document).includes('"type":"object"'));
});

test("createOpenApi() leaves out properties that are undefined", () => {
  const document = createOpenApi(
    [{ path: "/", method: "get", summary: undefined, parameters: [], responses: { 200: {}, 404: undefined as never } }],
    { ...info, description: undefined, servers: undefined },
  );
  assert.equal(
    JSON.stringify(document),
    '{"openapi":"3.1.1","info":{"title":"Users","version":"1.0.0"},' +
      '"paths":{"/":{"get":{"responses":{"200":{"description":"OK"}}}}}}',
  );
  assert.ok(!("parameters" in document.paths["/"]!.get!));
});

test("createOpenApi() takes empty summaries and descriptions", () => {
  const document = createOpenApi([{ path: "/", method: "get", summary: "", description: "" }], {
    ...info,
    description: "",
  });
  assert.equal(document.info.description, "");
  assert.equal(document.paths["/"]?.get?.summary, "");
});

test("createOpenApi() refuses two endpoints of one method and path, and operation ids that repeat", () => {
  refuses([{ path: "/a", method: "get" }, { path: "/a", method: "GET" }], "OPENAPI_DUPLICATE", "GET /a", "method");
  refuses(
    [{ path: "/a", method: "get", operationId: "x" }, { path: "/b", method: "get", operationId: "x" }],
    "OPENAPI_DUPLICATE",
    "GET /b",
    "operationId",
  );
});

test("createOpenApi() refuses paths that differ only in the names of their parameters", () => {
  refuses(
    [{ path: "/users/{id}", method: "get" }, { path: "/users/{name}", method: "delete" }],
    "OPENAPI_AMBIGUOUS",
    "DELETE /users/{name}",
    "path",
  );
  createOpenApi([{ path: "/users/{id}", method: "get" }, { path: "/users/me", method: "get" }], info);
});

const wrongParameters: readonly [part: object, code: ErrorCode, option: string][] = [
  [{ schema: {}, content: { "text/plain": {} } }, "OPENAPI_EXCLUSIVE", "schema"],
  [{ content: {} }, "OPENAPI_NOT_SINGLE", "content"],
  [{ content: { "text/plain": {}, "text/html": {} } }, "OPENAPI_NOT_SINGLE", "content"],
  [{ content: { "text/plain": 1 } }, "OPENAPI_NOT_OBJECT", "content.text/plain"],
  [{ schema: "string" }, "OPENAPI_NOT_SCHEMA", "schema"],
  // As Swagger 2 had it.
  [{ type: "integer" }, "OPENAPI_UNKNOWN", "type"],
  [{ style: "matrix" }, "OPENAPI_ONE_OF", "style"],
  [{ in: "header", style: "form" }, "OPENAPI_ONE_OF", "style"],
  [{ in: "cookie", allowReserved: true }, "OPENAPI_UNKNOWN", "allowReserved"],
  [{ explode: "yes" }, "OPENAPI_NOT_BOOLEAN", "explode"],
  [{ examples: { one: { value: 1, externalValue: "x" } } }, "OPENAPI_EXCLUSIVE", "examples.one.value"],
  [{ examples: [1] }, "OPENAPI_NOT_OBJECT", "examples"],
];

const wrongResponses: readonly [part: object, code: ErrorCode, option: string][] = [
  [{ schema: {} }, "OPENAPI_UNKNOWN", "schema"],
  [{ content: { "text/plain": { schema: 1 } } }, "OPENAPI_NOT_SCHEMA", "content.text/plain.schema"],
  [{ content: { "text/plain": { type: "string" } } }, "OPENAPI_UNKNOWN", "content.text/plain.type"],
  [{ headers: { ETag: {} } }, "OPENAPI_NEITHER", "headers.ETag.schema"],
  [{ headers: { ETag: { schema: {}, style: "form" } } }, "OPENAPI_ONE_OF", "headers.ETag.style"],
  [{ headers: { ETag: { name: "ETag" } } }, "OPENAPI_UNKNOWN", "headers.ETag.name"],
  [{ links: { next: {} } }, "OPENAPI_NEITHER", "links.next.operationRef"],
  [{ links: { next: { operationId: "a", parameters: { id: 1 } } } }, "OPENAPI_NOT_TEXT", "links.next.parameters.id"],
];

const wrong: readonly [endpoint: unknown, code: ErrorCode, option: string][] = [
  [null, "OPENAPI_NOT_OBJECT", "endpoints[0]"],
  ["/users", "OPENAPI_NOT_OBJECT", "endpoints[0]"],
  [{ method: "get" }, "OPENAPI_MISSING", "path"],
  [{ path: "", method: "get" }, "OPENAPI_NOT_FILLED", "path"],
  [{ path: "users", method: "get" }, "OPENAPI_PATH_START", "path"],
  [{ path: "https://example.com/users", method: "get" }, "OPENAPI_PATH_START", "path"],
  [{ path: "/users?x=1", method: "get" }, "OPENAPI_PATH_TEMPLATE", "path"],
  [{ path: "/users#top", method: "get" }, "OPENAPI_PATH_TEMPLATE", "path"],
  [{ path: "/users/{id", method: "get" }, "OPENAPI_PATH_TEMPLATE", "path"],
  [{ path: "/users/id}", method: "get" }, "OPENAPI_PATH_TEMPLATE", "path"],
  [{ path: "/users/{}", method: "get" }, "OPENAPI_PATH_TEMPLATE", "path"],
  [{ path: "/users/{a{b}}", method: "get" }, "OPENAPI_PATH_TEMPLATE", "path"],
  [{ path: "/{id}/{id}", method: "get" }, "OPENAPI_PATH_TEMPLATE", "path"],
  [{ path: "/" }, "OPENAPI_MISSING", "method"],
  [{ path: "/", method: "fetch" }, "OPENAPI_ONE_OF", "method"],
  [{ path: "/", method: "get", sumary: "x" }, "OPENAPI_UNKNOWN", "sumary"],
  [{ path: "/", method: "get", summary: 1 }, "OPENAPI_NOT_TEXT", "summary"],
  [{ path: "/", method: "get", operationId: "" }, "OPENAPI_NOT_FILLED", "operationId"],
  [{ path: "/", method: "get", deprecated: "yes" }, "OPENAPI_NOT_BOOLEAN", "deprecated"],
  [{ path: "/", method: "get", tags: "users" }, "OPENAPI_NOT_ARRAY", "tags"],
  [{ path: "/", method: "get", tags: [1] }, "OPENAPI_NOT_FILLED", "tags[0]"],
  [{ path: "/", method: "get", responses: [] }, "OPENAPI_NOT_OBJECT", "responses"],
  [{ path: "/", method: "get", responses: {} }, "OPENAPI_EMPTY", "responses"],
  [{ path: "/", method: "get", responses: { ok: {} } }, "OPENAPI_RESPONSE_STATUS", "responses"],
  [{ path: "/", method: "get", responses: { 99: {} } }, "OPENAPI_RESPONSE_STATUS", "responses"],
  [{ path: "/", method: "get", responses: { 200: 1 } }, "OPENAPI_NOT_OBJECT", "responses.200"],
  [
    { path: "/", method: "get", responses: { 200: { description: 1 } } },
    "OPENAPI_NOT_TEXT",
    "responses.200.description",
  ],
  [{ path: "/", method: "get", responses: { 200: { content: [] } } }, "OPENAPI_NOT_OBJECT", "responses.200.content"],
  [{ path: "/", method: "post", requestBody: {} }, "OPENAPI_MISSING", "requestBody.content"],
  [{ path: "/", method: "post", requestBody: "json" }, "OPENAPI_NOT_OBJECT", "requestBody"],
  [{ path: "/", method: "get", parameters: {} }, "OPENAPI_NOT_ARRAY", "parameters"],
  [{ path: "/", method: "get", parameters: ["id"] }, "OPENAPI_NOT_OBJECT", "parameters[0]"],
  [{ path: "/", method: "get", parameters: [{ in: "query" }] }, "OPENAPI_MISSING", "parameters[0].name"],
  [{ path: "/", method: "get", parameters: [{ name: "x", in: "body" }] }, "OPENAPI_ONE_OF", "parameters[0].in"],
  [
    { path: "/", method: "get", parameters: [{ name: "x", in: "path" }] },
    "OPENAPI_PARAMETER_NOT_IN_PATH",
    "parameters[0].name",
  ],
  [
    { path: "/{x}", method: "get", parameters: [{ name: "x", in: "path", required: false }] },
    "OPENAPI_PARAMETER_REQUIRED",
    "parameters[0].required",
  ],
  [
    { path: "/", method: "get", parameters: [{ name: "x", in: "query" }, { name: "x", in: "query" }] },
    "OPENAPI_DUPLICATE",
    "parameters[1].name",
  ],
  ...wrongParameters.map(([part, code, option]): typeof wrong[number] => [
    { path: "/", method: "get", parameters: [{ name: "x", in: "query", ...part }] },
    code,
    `parameters[0].${option}`,
  ]),
  ...wrongResponses.map(([part, code, option]): typeof wrong[number] => [
    { path: "/", method: "get", responses: { 200: part } },
    code,
    `responses.200.${option}`,
  ]),
  [{ path: "/", method: "get", security: [{ none: [] }] }, "OPENAPI_SECURITY", "security[0]"],
  [{ path: "/", method: "get", security: ["bearer"] }, "OPENAPI_NOT_OBJECT", "security[0]"],
  [{ path: "/", method: "get", "x-big": 1n }, "OPENAPI_NOT_JSON", "endpoint"],
  [
    { path: "/", method: "get", responses: { 200: { $ref: "#/components/responses/None" } } },
    "OPENAPI_REFERENCE",
    "$ref",
  ],
  [
    { path: "/", method: "get", parameters: [{ name: "x", in: "query", schema: { $ref: "#/components/schemas/X" } }] },
    "OPENAPI_REFERENCE",
    "$ref",
  ],
];

test("createOpenApi() refuses each wrong endpoint with a code, the endpoint and the property", () => {
  for (const [endpoint, code, option] of wrong) {
    const { path, method } = (endpoint ?? {}) as { path?: string; method?: string };
    const isNamed = path !== undefined && method !== undefined;
    refuses([endpoint], code, isNamed ? `${method.toUpperCase()} ${path}` : "endpoints[0]", option);
  }
});

test("createOpenApi() names the endpoint, the rule and the value in its messages", () => {
  assert.throws(() => createOpenApi([{ path: "users", method: "get" }], info), {
    message: "Cannot describe GET users as path must begin with a slash: current value is users",
  });
  assert.throws(
    () => createOpenApi([{ path: "/a", method: "get" }, { path: "/a", method: "get" }], info),
    { message: "Cannot describe GET /a as GET /a has the same method: GET" },
  );
});

const wrongInfo: readonly [info: unknown, option: string][] = [
  [{}, "title"],
  [{ title: "x" }, "version"],
  [{ title: "x", version: 1 }, "version"],
  [{ title: "", version: "1" }, "title"],
  [{ ...info, name: "x" }, "name"],
  [{ ...info, servers: "https://example.com" }, "servers"],
  [{ ...info, servers: ["https://example.com"] }, "servers[0]"],
  [{ ...info, servers: [{}] }, "servers[0].url"],
  [{ ...info, tags: [{ description: "x" }] }, "tags[0].name"],
  [{ ...info, license: {} }, "license.name"],
  [{ ...info, externalDocs: {} }, "externalDocs.url"],
  [{ ...info, components: [] }, "components"],
  [{ ...info, components: { schemes: {} } }, "components.schemes"],
  [{ ...info, components: { schemas: { مستخدم: {} } } }, "components.schemas"],
  [{ ...info, components: { schemas: { User: "object" } } }, "components.schemas.User"],
  [{ ...info, components: { responses: { Problem: {} } } }, "components.responses.Problem.description"],
  [{ ...info, components: { parameters: { Id: { name: "id", in: "query" } } } }, "components.parameters.Id.schema"],
  [
    { ...info, components: { parameters: { Id: { name: "id", in: "path", schema: {} } } } },
    "components.parameters.Id.required",
  ],
  [{ ...info, components: { securitySchemes: { a: {} } } }, "components.securitySchemes.a.type"],
  [{ ...info, components: { securitySchemes: { a: { type: "basic" } } } }, "components.securitySchemes.a.type"],
  [{ ...info, components: { securitySchemes: { a: { type: "http" } } } }, "components.securitySchemes.a.scheme"],
  [
    { ...info, components: { securitySchemes: { a: { type: "apiKey", name: "x", in: "path" } } } },
    "components.securitySchemes.a.in",
  ],
  [
    { ...info, components: { securitySchemes: { a: { type: "oauth2", flows: { password: { scopes: {} } } } } } },
    "components.securitySchemes.a.flows.password.tokenUrl",
  ],
  [
    { ...info, components: { securitySchemes: { a: { type: "http", scheme: "basic", bearerFormat: "JWT" } } } },
    "components.securitySchemes.a.scheme",
  ],
  [{ ...info, license: { name: "MIT", identifier: "MIT", url: "https://example.com" } }, "license.identifier"],
  [{ ...info, termsOfService: "https://example.com/شروط" }, "termsOfService"],
  [{ ...info, contact: { url: "not a url" } }, "contact.url"],
  [{ ...info, contact: { email: "nobody" } }, "contact.email"],
  [{ ...info, contact: { email: "a@b c.com" } }, "contact.email"],
  [{ ...info, externalDocs: { url: "https://example.com/%zz" } }, "externalDocs.url"],
  [{ ...info, servers: [{ url: "/", variables: { a: {} } }] }, "servers[0].variables.a.default"],
  [{ ...info, servers: [{ url: "/", variables: { a: { default: "x", enum: [] } } }] }, "servers[0].variables.a.enum"],
  [{ ...info, security: [{ bearer: [] }] }, "security[0]"],
];

test("createOpenApi() refuses wrong info", () => {
  for (const [wrongOne, option] of wrongInfo) {
    assert.throws(() => createOpenApi([], wrongOne as OpenApiInfo), (error) => {
      assert.ok(error instanceof OpenApiError, option);
      assert.deepEqual([error.endpoint, error.option], ["info", option]);
      return true;
    });
  }
  const cyclic: Record<string, unknown> = {};
  cyclic["x-self"] = cyclic;
  assert.throws(() => createOpenApi([], { ...info, components: cyclic }), { code: "OPENAPI_NOT_JSON" });
});

test("createOpenApi() refuses arguments of other types with a ValidationError", () => {
  assert.throws(() => createOpenApi({} as never, info), { name: "ValidationError", code: "ARGUMENT_NOT_ARRAY" });
  assert.throws(() => createOpenApi([], null as never), { name: "ValidationError", code: "ARGUMENT_NOT_OBJECT" });
});

test("createOpenApi() follows references through escapes, and leaves data and other documents alone", () => {
  const schemas = {
    Tree: { type: "object", properties: { children: { type: "array", items: { $ref: "#/components/schemas/Tree" } } } },
    Data: { const: { $ref: "#/nowhere" }, examples: [{ $ref: "#/nowhere" }], "x-data": { $ref: "#/nowhere" } },
    Own: { $id: "https://example.com/own", $defs: { x: {} }, $ref: "#/$defs/x" },
    Other: { $ref: "other.json#/X" },
  };
  const content = {
    "a/b~c": { schema: { $ref: "#/paths/~1%7Bid%7D/get/responses/200/content/a~1b~0c/schema/$defs/x" } },
  };
  content["a/b~c"].schema = { ...content["a/b~c"].schema, $defs: { x: {} } } as never;
  createOpenApi([{ path: "/{id}", method: "get", responses: { 200: { content } } }], {
    ...info,
    components: { schemas },
  });
  const named = { User: { type: "object", properties: { $ref: { type: "string" } } } };
  createOpenApi([], { ...info, components: { schemas: named } });
  assert.throws(() => createOpenApi([], { ...info, components: { schemas: { User: { $ref: 1 } } } }), {
    code: "OPENAPI_NOT_TEXT",
  });
  const examples = { one: { $ref: "#/components/examples/None" } };
  assert.throws(
    () => createOpenApi([{ path: "/", method: "get", responses: { 200: { content: { "a/b": { examples } } } } }], info),
    { code: "OPENAPI_REFERENCE" },
  );
  const broken = { schemas: { A: { $ref: "#/components/schemas/B" } } };
  assert.throws(() => createOpenApi([], { ...info, components: broken }), (error) => {
    assert.ok(error instanceof OpenApiError);
    assert.equal(error.endpoint, "components");
    return true;
  });
});

test("createOpenApi() is not led astray by names that objects have anyway", () => {
  const schemas = { A: { $ref: "#/components/toString/B" } };
  assert.throws(() => createOpenApi([], { ...info, components: { schemas } }), { code: "OPENAPI_REFERENCE" });
  const endpoint = { path: "/", method: "constructor" } as unknown as OpenApiEndpoint;
  assert.throws(() => createOpenApi([endpoint], info), { code: "OPENAPI_ONE_OF" });
  assert.ok("/__proto__" in createOpenApi([{ path: "/__proto__", method: "get" }], info).paths);
  const parameters = [{ $ref: "#/components/parameters/toString" }];
  assert.throws(() => createOpenApi([{ path: "/{id}", method: "get", parameters }], info), {
    code: "OPENAPI_REFERENCE",
  });
});

test("createOpenApi() takes time in proportion to a path made to make it slow", async () => {
  await assertProportional(5_000, (size) => {
    const path = `/${"{".repeat(size)}`;
    assert.throws(() => createOpenApi([{ path, method: "get" }], info), { code: "OPENAPI_PATH_TEMPLATE" });
  }, "createOpenApi");
});

test("OpenApiError is a ValidationError with the endpoint as plain data too", () => {
  try {
    createOpenApi([{ path: "users", method: "get" }], info);
    assert.fail("must throw");
  } catch (error) {
    assert.ok(error instanceof OpenApiError && error instanceof ValidationError);
    assert.equal(error.name, "OpenApiError");
    assert.equal(error.toJSON().code, "OPENAPI_PATH_START");
  }
});

function refuses(endpoints: readonly unknown[], code: ErrorCode, endpoint: string, option: string): void {
  assert.throws(() => createOpenApi(endpoints as OpenApiEndpoint[], info), (error) => {
    assert.ok(error instanceof OpenApiError, `${code} for ${option}: ${error}`);
    assert.deepEqual([error.code, error.endpoint, error.option], [code, endpoint, option]);
    return true;
  });
}
