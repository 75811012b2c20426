/** A property of the document's own vocabulary, beyond the specification's; its name begins with `x-`. */
export interface OpenApiExtensions {
  /** Any value that JSON has. */
  [extension: `x-${string}`]: unknown;
}

/** A pointer to another part of the document, such as `{ $ref: "#/components/schemas/User" }`. */
export interface OpenApiReference {
  /** Where it leads. */
  $ref: string;
  /** Replaces the summary of what it leads to. */
  summary?: string | undefined;
  /** Replaces the description of what it leads to. */
  description?: string | undefined;
}

/**
 * A JSON Schema of the 2020-12 draft, which OpenAPI 3.1 uses as it is: an object of keywords, or `true` for anything and
 * `false` for nothing.
 */
export type OpenApiSchema = boolean | { [keyword: string]: unknown };

/** Where more can be read. */
export interface OpenApiExternalDocs extends OpenApiExtensions {
  /** The URL. */
  url: string;
  /** What is there. */
  description?: string | undefined;
}

/** One example of a value. */
export interface OpenApiExample extends OpenApiExtensions {
  /** In a few words. */
  summary?: string | undefined;
  /** At length, in Markdown. */
  description?: string | undefined;
  /** The value itself. */
  value?: unknown;
  /** Or where it can be had. */
  externalValue?: string | undefined;
}

/** A body or a part of it, in one media type. */
export interface OpenApiMediaType extends OpenApiExtensions {
  /** What it looks like. */
  schema?: OpenApiSchema | undefined;
  /** One example. */
  example?: unknown;
  /** Several, by name. */
  examples?: Record<string, OpenApiExample | OpenApiReference> | undefined;
  /** How the fields of a form are encoded. */
  encoding?: Record<string, unknown> | undefined;
}

/** Where a parameter stands. */
export type OpenApiParameterPlace = "path" | "query" | "header" | "cookie";

/** One parameter of a request. */
export interface OpenApiParameter extends OpenApiExtensions {
  /** Its name; for a path parameter, the one in braces. */
  name: string;
  /** Where it stands. */
  in: OpenApiParameterPlace;
  /** What it is for, in Markdown. */
  description?: string | undefined;
  /**
   * Whether a request must have it.
   *
   * @default true for a path parameter, else false
   */
  required?: boolean | undefined;
  /** Whether it should no longer be used. */
  deprecated?: boolean | undefined;
  /** How lists and objects are written, such as `"form"` or `"deepObject"`. */
  style?: string | undefined;
  /** Whether each item of a list becomes a parameter of its own. */
  explode?: boolean | undefined;
  /** Whether it may be there without a value; only for a query parameter. */
  allowEmptyValue?: boolean | undefined;
  /** Whether characters that mean something in a URL stand as they are; only for a query parameter. */
  allowReserved?: boolean | undefined;
  /** What its value looks like; a string where neither this nor `content` is given. */
  schema?: OpenApiSchema | undefined;
  /** Or its value in one media type. */
  content?: Record<string, OpenApiMediaType> | undefined;
  /** One example. */
  example?: unknown;
  /** Several, by name. */
  examples?: Record<string, OpenApiExample | OpenApiReference> | undefined;
}

/** One header of a response. */
export interface OpenApiHeader extends OpenApiExtensions {
  /** What it says, in Markdown. */
  description?: string | undefined;
  /** Whether it is always there. */
  required?: boolean | undefined;
  /** Whether it should no longer be used. */
  deprecated?: boolean | undefined;
  /** How lists and objects are written: `"simple"`. */
  style?: string | undefined;
  /** Whether each property of an object is written as `name=value`. */
  explode?: boolean | undefined;
  /** What its value looks like. */
  schema?: OpenApiSchema | undefined;
  /** Or its value in one media type. */
  content?: Record<string, OpenApiMediaType> | undefined;
  /** One example. */
  example?: unknown;
  /** Several, by name. */
  examples?: Record<string, OpenApiExample | OpenApiReference> | undefined;
}

/** The body of a request. */
export interface OpenApiRequestBody extends OpenApiExtensions {
  /** The body in each media type, such as `"application/json"`. */
  content: Record<string, OpenApiMediaType>;
  /** What it is, in Markdown. */
  description?: string | undefined;
  /**
   * Whether a request must have it.
   *
   * @default false
   */
  required?: boolean | undefined;
}

/** One answer to a request. */
export interface OpenApiResponse extends OpenApiExtensions {
  /** What it means, in Markdown. */
  description: string;
  /** Its headers, by name. */
  headers?: Record<string, OpenApiHeader | OpenApiReference> | undefined;
  /** Its body in each media type. */
  content?: Record<string, OpenApiMediaType> | undefined;
  /** What can be asked next. */
  links?: Record<string, unknown> | undefined;
}

/** The schemes of which any one lets a request in, each with the scopes that it needs. */
export type OpenApiSecurityRequirement = Record<string, readonly string[]>;

/** How a request shows who it is from. */
export interface OpenApiSecurityScheme extends OpenApiExtensions {
  /** What kind of scheme. */
  type: "apiKey" | "http" | "mutualTLS" | "oauth2" | "openIdConnect";
  /** At length, in Markdown. */
  description?: string | undefined;
  /** The name of the header, query parameter or cookie (for `apiKey`). */
  name?: string | undefined;
  /** Where it stands (for `apiKey`). */
  in?: "query" | "header" | "cookie" | undefined;
  /** The scheme of the Authorization header, such as `"bearer"` (for `http`). */
  scheme?: string | undefined;
  /** What a bearer token is, such as `"JWT"` (for `http`). */
  bearerFormat?: string | undefined;
  /** The flows (for `oauth2`). */
  flows?: Record<string, unknown> | undefined;
  /** Where the provider describes itself (for `openIdConnect`). */
  openIdConnectUrl?: string | undefined;
}

/** What one request to one path does. */
export interface OpenApiOperation extends OpenApiExtensions {
  /** In a few words. */
  summary?: string | undefined;
  /** At length, in Markdown. */
  description?: string | undefined;
  /** A name of its own, which generated clients use. */
  operationId?: string | undefined;
  /** The groups that it belongs to. */
  tags?: readonly string[] | undefined;
  /** Where more can be read. */
  externalDocs?: OpenApiExternalDocs | undefined;
  /** What a request takes beside its body. */
  parameters?: (OpenApiParameter | OpenApiReference)[] | undefined;
  /** The body that a request takes. */
  requestBody?: OpenApiRequestBody | OpenApiReference | undefined;
  /** The answers, by status. */
  responses: Record<string, OpenApiResponse | OpenApiReference>;
  /** Whether it should no longer be used. */
  deprecated?: boolean | undefined;
  /** Who may use it; an empty list lets everybody. */
  security?: readonly OpenApiSecurityRequirement[] | undefined;
  /** Servers that only this operation has. */
  servers?: readonly OpenApiServer[] | undefined;
}

/** The methods that an endpoint may have. */
export type OpenApiMethod = "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace";

/** All the operations of one path. */
export type OpenApiPathItem = Partial<Record<OpenApiMethod, OpenApiOperation>>;

/** A server that the paths are on. */
export interface OpenApiServer extends OpenApiExtensions {
  /** Its URL, which the paths are added to. */
  url: string;
  /** What it is, in Markdown. */
  description?: string | undefined;
  /** The variables in braces of the URL. */
  variables?:
    | Record<string, { default: string; enum?: readonly string[] | undefined; description?: string | undefined }>
    | undefined;
}

/** A group of operations. */
export interface OpenApiTag extends OpenApiExtensions {
  /** Its name, which operations give in `tags`. */
  name: string;
  /** What it is, in Markdown. */
  description?: string | undefined;
  /** Where more can be read. */
  externalDocs?: OpenApiExternalDocs | undefined;
}

/** Parts of the document that others refer to, each by name. */
export interface OpenApiComponents extends OpenApiExtensions {
  /** Schemas. */
  schemas?: Record<string, OpenApiSchema> | undefined;
  /** Responses. */
  responses?: Record<string, OpenApiResponse | OpenApiReference> | undefined;
  /** Parameters. */
  parameters?: Record<string, OpenApiParameter | OpenApiReference> | undefined;
  /** Examples. */
  examples?: Record<string, OpenApiExample | OpenApiReference> | undefined;
  /** Request bodies. */
  requestBodies?: Record<string, OpenApiRequestBody | OpenApiReference> | undefined;
  /** Headers. */
  headers?: Record<string, OpenApiHeader | OpenApiReference> | undefined;
  /** What can be asked after a response. */
  links?: Record<string, unknown> | undefined;
  /** Security schemes. */
  securitySchemes?: Record<string, OpenApiSecurityScheme | OpenApiReference> | undefined;
}

/** Who answers questions about the API. */
export interface OpenApiContact extends OpenApiExtensions {
  /** A person's or an organisation's name. */
  name?: string | undefined;
  /** A page. */
  url?: string | undefined;
  /** An e-mail address. */
  email?: string | undefined;
}

/** What the API may be used under. */
export interface OpenApiLicense extends OpenApiExtensions {
  /** Its name. */
  name: string;
  /** Its SPDX expression, such as `"MIT"`; not together with `url`. */
  identifier?: string | undefined;
  /** Its text; not together with `identifier`. */
  url?: string | undefined;
}

/** An OpenAPI document of version 3.1. Source: https://spec.openapis.org/oas/v3.1.1 */
export interface OpenApiDocument extends OpenApiExtensions {
  /** The version of the specification that it follows. */
  openapi: string;
  /** What the API is. */
  info: OpenApiExtensions & {
    /** Its name. */
    title: string;
    /** Its version, not the specification's. */
    version: string;
    /** In a few words. */
    summary?: string | undefined;
    /** At length, in Markdown. */
    description?: string | undefined;
    /** Where its terms are. */
    termsOfService?: string | undefined;
    /** Who answers questions. */
    contact?: OpenApiContact | undefined;
    /** What it may be used under. */
    license?: OpenApiLicense | undefined;
  };
  /** The servers that the paths are on. */
  servers?: readonly OpenApiServer[] | undefined;
  /** The operations, by path and method. */
  paths: Record<string, OpenApiPathItem>;
  /** Parts that others refer to. */
  components?: OpenApiComponents | undefined;
  /** Who may use operations that do not say so themselves. */
  security?: readonly OpenApiSecurityRequirement[] | undefined;
  /** The groups of operations. */
  tags?: readonly OpenApiTag[] | undefined;
  /** Where more can be read. */
  externalDocs?: OpenApiExternalDocs | undefined;
}
