import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { createOpenApi, type OpenApiEndpoint, OpenApiError, type OpenApiInfo } from "@maktaba/std/openapi";
import { arabicPhrases, englishPhrases, phraseOf } from "../../openapi/phrases.ts";
import { endpointShape, infoShape, type ObjectShape, securitySchemes, type Shape } from "../../openapi/shapes.ts";
import { random } from "../support/mod.ts";

const info: OpenApiInfo = { title: "Users", version: "1.0.0" };

interface Definition {
  properties?: Record<string, unknown>;
  required?: string[];
  $defs?: Record<string, Definition>;
  then?: Definition;
}

/** The definitions of the specification's own schema, which the validator brings with it. */
async function definitions(): Promise<Record<string, Definition>> {
  const validator = import.meta.resolve("@seriousme/openapi-schema-validator");
  const path = fileURLToPath(new URL("schemas/v3.1/schema.json", validator));
  return JSON.parse(await readFile(path, "utf8")).$defs;
}

/** The shape at the end of a way of names through lists, maps and objects. */
function inside(shape: Shape, ...names: string[]): ObjectShape {
  let found = shape;
  for (const name of names) found = unwrap((found as ObjectShape).fields[name]!);
  return found as ObjectShape;
}

function unwrap(shape: Shape): Shape {
  if (typeof shape === "string") return shape;
  return "list" in shape ? unwrap(shape.list) : "map" in shape ? unwrap(shape.map) : shape;
}

const parameter = inside(endpointShape, "parameters");
const response = inside(infoShape, "components", "responses");
const mediaType = inside(response, "content");
const flows = inside(securitySchemes["oauth2"]!, "flows");

/** What the specification calls each object, what we make of it, and what we leave to others for a reason. */
const objects: readonly [definition: string, shape: ObjectShape, beside?: string[]][] = [
  ["info", infoShape, ["servers", "security", "tags", "components", "externalDocs"]],
  ["contact", inside(infoShape, "contact")],
  ["license", inside(infoShape, "license")],
  ["server", inside(infoShape, "servers")],
  ["server-variable", inside(infoShape, "servers", "variables")],
  ["tag", inside(infoShape, "tags")],
  ["external-documentation", inside(infoShape, "externalDocs")],
  ["response", response],
  ["link", inside(response, "links"), ["body"]],
  ["encoding", inside(mediaType, "encoding")],
  ["request-body", inside(endpointShape, "requestBody")],
  ["example", inside(mediaType, "examples")],
  ["oauth-flows", flows],
];

test("the shapes of objects have the properties that the specification's schema has, and require the same", async () => {
  const known = await definitions();
  for (const [name, shape, beside = []] of objects) {
    const { properties = {}, required = [] } = known[name]!;
    const ours = Object.keys(shape.fields).filter((field) => !beside.includes(field));
    const theirs = Object.keys(properties).filter((field) => !beside.includes(field));
    assert.deepEqual(ours.sort(), theirs.sort(), name);
    assert.deepEqual([...shape.required].sort(), [...required].sort(), name);
  }
});

test("the shapes of parameters, headers and media types have what the schema gives them in parts", async () => {
  const known = await definitions();
  const examples = ["example", "examples"];
  const names = (definition: string) => Object.keys(known[definition]!.properties ?? {});
  const expected: [ObjectShape, string[]][] = [
    [parameter, [...names("parameter"), ...examples, "style", "explode", "allowEmptyValue", "allowReserved"]],
    [inside(response, "headers"), [...names("header"), ...examples, "style", "explode"]],
    [mediaType, [...names("media-type"), ...examples]],
  ];
  for (const [shape, fields] of expected) assert.deepEqual(Object.keys(shape.fields).sort(), fields.sort());
});

test("the shape of an endpoint has what an operation has, and its path and method; callbacks are for later", async () => {
  const { operation } = await definitions();
  const theirs = Object.keys(operation!.properties!).filter((field) => field !== "callbacks");
  assert.deepEqual(Object.keys(endpointShape.fields).sort(), [...theirs, "path", "method"].sort());
});

test("the shapes of components are the specification's, but for callbacks and path items", async () => {
  const { components } = await definitions();
  const theirs = Object.keys(components!.properties!).filter((field) => field !== "callbacks" && field !== "pathItems");
  assert.deepEqual(Object.keys(inside(infoShape, "components").fields).sort(), theirs.sort());
});

test("the shapes of flows and security schemes are the specification's", async () => {
  const known = await definitions();
  const kinds = {
    implicit: "implicit",
    password: "password",
    clientCredentials: "client-credentials",
    authorizationCode: "authorization-code",
  };
  for (const [ours, theirs] of Object.entries(kinds)) {
    const { properties = {}, required = [] } = known["oauth-flows"]!.$defs![theirs]!;
    assert.deepEqual(Object.keys(inside(flows, ours).fields).sort(), Object.keys(properties).sort());
    assert.deepEqual([...inside(flows, ours).required].sort(), required.sort());
  }
  const schemes = { apiKey: "type-apikey", http: "type-http", oauth2: "type-oauth2", openIdConnect: "type-oidc" };
  for (const [ours, theirs] of Object.entries(schemes)) {
    const { required = [] } = known["security-scheme"]!.$defs![theirs]!.then!;
    assert.deepEqual([...securitySchemes[ours]!.required].sort(), ["type", ...required].sort());
  }
});

test("createOpenApi() takes just the paths that the specification takes, by rules of its own for random ones", () => {
  const next = random(3);
  const parts = ["/", "a", "{a}", "{b}", "{", "}", "?", "#", "{}", "{a/b}", " ", "م", ".", "{a.b}", "//"];
  let taken = 0;
  for (let times = 0; times < 3_000; times++) {
    const path = Array.from({ length: 1 + Math.floor(next() * 6) }, () => parts[Math.floor(next() * parts.length)])
      .join("");
    const isTaken = isTemplate(path);
    if (isTaken) taken++;
    const make = () => createOpenApi([{ path, method: "get" }], info);
    if (isTaken) assert.deepEqual(Object.keys(make().paths), [path]);
    else assert.throws(make, OpenApiError, path);
  }
  assert.ok(taken > 100);
});

/** The rule once more, read character by character. */
function isTemplate(path: string): boolean {
  const names: string[] = [];
  let name: string | undefined;
  for (const character of path) {
    if (character === "?" || character === "#") return false;
    if (character === "{") {
      if (name !== undefined) return false;
      name = "";
    } else if (character === "}") {
      if (name === undefined || name === "" || names.includes(name)) return false;
      names.push(name);
      name = undefined;
    } else if (name !== undefined) {
      if (character === "/") return false;
      name += character;
    }
  }
  return path.startsWith("/") && name === undefined;
}

test("createOpenApi() follows a pointer to every part of a document, and to nothing else", () => {
  const components: NonNullable<OpenApiInfo["components"]> = {
    schemas: {
      "a.b-c_1": {
        type: "object",
        properties: { "x/y": {}, "~": {}, "%": {}, "م": {}, "": {} },
        anyOf: [{}, { not: {} }],
      },
    },
  };
  const pointers: string[] = [];
  const visit = (value: unknown, pointer: string): void => {
    pointers.push(pointer);
    if (typeof value !== "object" || value === null) return;
    for (const [key, item] of Object.entries(value)) {
      visit(item, `${pointer}/${encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"))}`);
    }
  };
  visit(components, "#/components");
  assert.ok(pointers.length > 10);
  const referring = (pointer: string): OpenApiInfo => ({
    ...info,
    components: { ...components, schemas: { ...components.schemas, Refers: { $ref: pointer } } },
  });
  for (const pointer of pointers) {
    createOpenApi([], referring(pointer));
    for (const wrong of [`${pointer}/none`, `${pointer}/`, `${pointer}x`, pointer.replace("schemas", "Schemas")]) {
      if (pointers.includes(wrong)) continue;
      assert.throws(() => createOpenApi([], referring(wrong)), { code: "OPENAPI_REFERENCE" }, wrong);
    }
  }
});

test("every status has a phrase in both languages, its own or that of its range", () => {
  assert.deepEqual(Object.keys(arabicPhrases), Object.keys(englishPhrases));
  for (let status = 100; status < 600; status++) {
    for (
      const [phrases, pattern] of [[englishPhrases, /^[A-Z][A-Za-z ]+$/], [
        arabicPhrases,
        /^[\u0600-\u06ff ]+$/,
      ]] as const
    ) {
      assert.match(phraseOf(String(status), phrases), pattern);
    }
  }
  const responses = Object.fromEntries([200, 299, 404, 499, "3XX", "default"].map((status) => [status, {}]));
  const endpoint: OpenApiEndpoint = { path: "/", method: "get", responses };
  const described = createOpenApi([endpoint], info, { locale: "ar" }).paths["/"]?.get?.responses ?? {};
  assert.deepEqual(
    Object.fromEntries(
      Object.entries(described).map(([status, it]) => [status, "description" in it && it.description]),
    ),
    {
      "200": "نجاح",
      "299": "نجاح",
      "404": "غير موجود",
      "499": "خطأ من العميل",
      "3XX": "تحويل",
      default: "أي جواب آخر",
    },
  );
});
