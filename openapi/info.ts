import type {
  OpenApiComponents,
  OpenApiContact,
  OpenApiExtensions,
  OpenApiExternalDocs,
  OpenApiLicense,
  OpenApiSecurityRequirement,
  OpenApiServer,
  OpenApiTag,
} from "./document.ts";

/** What an API is, and what its document holds beside the endpoints, as {@linkcode createOpenApi} takes it. */
export interface OpenApiInfo extends OpenApiExtensions {
  /** The API's name. */
  title: string;
  /** The API's version, such as `"1.0.0"`. */
  version: string;
  /** What it is, in a few words. */
  summary?: string | undefined;
  /** What it is, at length, in Markdown. */
  description?: string | undefined;
  /** The URL of its terms. */
  termsOfService?: string | undefined;
  /** Who answers questions. */
  contact?: OpenApiContact | undefined;
  /** What it may be used under. */
  license?: OpenApiLicense | undefined;
  /** The servers that it is on. */
  servers?: readonly OpenApiServer[] | undefined;
  /** The groups of endpoints. */
  tags?: readonly OpenApiTag[] | undefined;
  /** Schemas, security schemes and other parts that endpoints refer to. */
  components?: OpenApiComponents | undefined;
  /** Who may use endpoints that do not say so themselves. */
  security?: readonly OpenApiSecurityRequirement[] | undefined;
  /** Where more can be read. */
  externalDocs?: OpenApiExternalDocs | undefined;
}
