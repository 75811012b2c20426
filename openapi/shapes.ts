/**
 * What the objects of an OpenAPI document may hold, as the specification's own schema has it.
 * Source: https://spec.openapis.org/oas/3.1/schema/2022-10-07
 *
 * @internal
 * @module
 */

/** What a value must look like. */
export type Shape =
  | "any"
  | "text"
  | "filled text"
  | "url"
  | "email"
  | "boolean"
  | "schema"
  | { readonly oneOf: readonly string[] }
  | { readonly list: Shape; readonly isFilled?: boolean }
  | MapShape
  | ObjectShape;

/** What an object of many names must look like. */
export interface MapShape {
  /** What each value must look like. */
  readonly map: Shape;
  /** What each name must look like. */
  readonly keys?: RegExp;
  /** Whether it must have one name and no more. */
  readonly isSingle?: boolean;
}

/** What an object must look like. */
export interface ObjectShape {
  /** The properties that it may have, beside extensions. */
  readonly fields: Readonly<Record<string, Shape>>;
  /** Those that it must have. */
  readonly required: readonly string[];
  /** Groups of which it may have one property at most. */
  readonly exclusive: readonly (readonly string[])[];
  /** Two properties of which it must have one. */
  readonly either?: readonly [string, string];
  /** Whether a reference may stand in its place. */
  readonly isReferable: boolean;
}

function object(
  fields: Readonly<Record<string, Shape>>,
  required: readonly string[] = [],
  exclusive: readonly (readonly string[])[] = [],
): ObjectShape {
  return { fields, required, exclusive, isReferable: false };
}

function referable(shape: ObjectShape): ObjectShape {
  return { ...shape, isReferable: true };
}

function withEither(shape: ObjectShape, either: readonly [string, string]): ObjectShape {
  return { ...shape, either };
}

const texts: Shape = { map: "text" };
const externalDocs = object({ description: "text", url: "url" }, ["url"]);
const example = object({ summary: "text", description: "text", value: "any", externalValue: "url" }, [], [
  ["value", "externalValue"],
]);
const examples: Shape = { map: referable(example) };
const variable = object({ enum: { list: "text", isFilled: true }, default: "text", description: "text" }, ["default"]);
const server = object({ url: "filled text", description: "text", variables: { map: variable } }, ["url"]);
const security: Shape = { list: { map: { list: "text" } } };

// A header holds media types, which hold encodings, which hold headers: the innermost are added when all are there.
const headerFields: Record<string, Shape> = {
  description: "text",
  required: "boolean",
  deprecated: "boolean",
  schema: "schema",
  style: { oneOf: ["simple"] },
  explode: "boolean",
  example: "any",
  examples,
};
const alone = ["schema", "style", "explode", "example", "examples", "allowReserved"].map((field) => [field, "content"]);
const header = withEither(object(headerFields, [], alone), ["schema", "content"]);
const headers: Shape = { map: referable(header) };
const encoding = object({
  contentType: "text",
  headers,
  style: { oneOf: ["form", "spaceDelimited", "pipeDelimited", "deepObject"] },
  explode: "boolean",
  allowReserved: "boolean",
});
const mediaType = object({ schema: "schema", example: "any", examples, encoding: { map: encoding } });
const content: Shape = { map: mediaType };
const singleContent: Shape = { map: mediaType, isSingle: true };
headerFields["content"] = singleContent;

const parameter = object(
  {
    name: "filled text",
    in: { oneOf: ["path", "query", "header", "cookie"] },
    description: "text",
    required: "boolean",
    deprecated: "boolean",
    allowEmptyValue: "boolean",
    allowReserved: "boolean",
    style: { oneOf: ["matrix", "label", "simple", "form", "spaceDelimited", "pipeDelimited", "deepObject"] },
    explode: "boolean",
    schema: "schema",
    content: singleContent,
    example: "any",
    examples,
  },
  ["name", "in"],
  alone,
);
const requestBody = object({ description: "text", content, required: "boolean" }, ["content"]);
const link = withEither(
  object(
    { operationRef: "url", operationId: "text", parameters: texts, requestBody: "any", description: "text", server },
    [],
    [["operationRef", "operationId"]],
  ),
  ["operationRef", "operationId"],
);
const response = object({ description: "text", headers, content, links: { map: referable(link) } });

const flow = (...urls: string[]) =>
  object({ ...Object.fromEntries(urls.map((url) => [url, "url"] as const)), refreshUrl: "url", scopes: texts }, [
    ...urls,
    "scopes",
  ]);
const flows = object({
  implicit: flow("authorizationUrl"),
  password: flow("tokenUrl"),
  clientCredentials: flow("tokenUrl"),
  authorizationCode: flow("authorizationUrl", "tokenUrl"),
});

const scheme = (type: string, fields: Readonly<Record<string, Shape>>, required: readonly string[]) =>
  object({ type: { oneOf: [type] }, description: "text", ...fields }, ["type", ...required]);

/** What each type of security scheme must look like. */
export const securitySchemes: Readonly<Record<string, ObjectShape>> = {
  apiKey: scheme("apiKey", { name: "filled text", in: { oneOf: ["query", "header", "cookie"] } }, ["name", "in"]),
  http: scheme("http", { scheme: "filled text", bearerFormat: "text" }, ["scheme"]),
  mutualTLS: scheme("mutualTLS", {}, []),
  oauth2: scheme("oauth2", { flows }, ["flows"]),
  openIdConnect: scheme("openIdConnect", { openIdConnectUrl: "url" }, ["openIdConnectUrl"]),
};

const KEYS = /^[a-zA-Z0-9._-]+$/;
const components = object({
  schemas: { map: "schema", keys: KEYS },
  // Unlike those of endpoints, responses and parameters are not completed here.
  responses: { map: referable({ ...response, required: ["description"] }), keys: KEYS },
  parameters: { map: referable(withEither(parameter, ["schema", "content"])), keys: KEYS },
  examples: { map: referable(example), keys: KEYS },
  requestBodies: { map: referable(requestBody), keys: KEYS },
  headers: { map: referable(header), keys: KEYS },
  securitySchemes: { map: "any", keys: KEYS },
  links: { map: referable(link), keys: KEYS },
});

/** The properties of an endpoint. A response may be a text too, and is looked at by itself. */
export const endpointShape: ObjectShape = object(
  {
    path: "filled text",
    method: "filled text",
    summary: "text",
    description: "text",
    responses: { map: "any" },
    parameters: { list: referable(parameter) },
    requestBody: referable(requestBody),
    operationId: "filled text",
    tags: { list: "filled text" },
    security,
    deprecated: "boolean",
    externalDocs,
    servers: { list: server },
  },
  ["path", "method"],
);

/** One response of an endpoint. */
export const responseShape: ObjectShape = referable(response);

/** The properties of `info` that stand in the document's `info`. */
export const insideInfo: Readonly<Record<string, Shape>> = {
  title: "filled text",
  version: "filled text",
  summary: "text",
  description: "text",
  termsOfService: "url",
  contact: object({ name: "text", url: "url", email: "email" }),
  license: object({ name: "filled text", identifier: "text", url: "url" }, ["name"], [["identifier", "url"]]),
};

/** The properties of `info` that stand beside it in the document, in its order. */
export const besideInfo: Readonly<Record<string, Shape>> = {
  servers: { list: server },
  security,
  tags: { list: object({ name: "filled text", description: "text", externalDocs }, ["name"]) },
  components,
  externalDocs,
};

/** The whole of `info`. */
export const infoShape: ObjectShape = object({ ...insideInfo, ...besideInfo }, ["title", "version"]);
