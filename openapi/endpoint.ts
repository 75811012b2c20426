import type {
  OpenApiExtensions,
  OpenApiExternalDocs,
  OpenApiMethod,
  OpenApiParameter,
  OpenApiReference,
  OpenApiRequestBody,
  OpenApiResponse,
  OpenApiSecurityRequirement,
  OpenApiServer,
} from "./document.ts";

/** A response whose description may be left out: the status's own phrase stands in for it, such as "Not Found". */
export type OpenApiResponseInput = Omit<OpenApiResponse, "description"> & {
  /** What it means, in Markdown. */
  description?: string | undefined;
};

/** One endpoint of an API, as {@linkcode createOpenApi} takes it. */
export interface OpenApiEndpoint extends OpenApiExtensions {
  /**
   * The path, beginning with a slash; what is in braces is a parameter, such as `/users/{id}`. A parameter of the path
   * that `parameters` does not describe is added as a string.
   */
  path: string;
  /** The method, in capitals or not. */
  method: OpenApiMethod | Uppercase<OpenApiMethod>;
  /** What it does, in a few words. */
  summary?: string | undefined;
  /** What it does, at length, in Markdown. */
  description?: string | undefined;
  /**
   * The answers, by status: `200`, a range such as `2XX`, or `default`. A text stands for a response with that
   * description.
   *
   * @default `{ 200: "OK" }`
   */
  responses?: Record<string | number, OpenApiResponseInput | OpenApiReference | string> | undefined;
  /** What a request takes beside its body. */
  parameters?: readonly (OpenApiParameter | OpenApiReference)[] | undefined;
  /** The body that a request takes. */
  requestBody?: OpenApiRequestBody | OpenApiReference | undefined;
  /** A name of its own in the document, which generated clients use. */
  operationId?: string | undefined;
  /** The groups that it belongs to. */
  tags?: readonly string[] | undefined;
  /** Who may use it, where that differs from the whole API; an empty list lets everybody. */
  security?: readonly OpenApiSecurityRequirement[] | undefined;
  /**
   * Whether it should no longer be used.
   *
   * @default false
   */
  deprecated?: boolean | undefined;
  /** Where more can be read. */
  externalDocs?: OpenApiExternalDocs | undefined;
  /** Servers that only this endpoint has. */
  servers?: readonly OpenApiServer[] | undefined;
}
