import type { Locale } from "../errors/locale.ts";
import type { OpenApiEndpoint } from "../openapi/endpoint.ts";
import type { OpenApiInfo } from "../openapi/info.ts";

/** What a document is made from: what the API is, and its endpoints. */
interface Description {
  info: OpenApiInfo;
  endpoints: readonly OpenApiEndpoint[];
}

const words: Readonly<Record<Locale, Readonly<Record<"title" | "health" | "list" | "add" | "one" | "none", string>>>> =
  {
    en: {
      title: "My API",
      health: "Tell whether the service is up",
      list: "List the items",
      add: "Add an item",
      one: "Get one item",
      none: "There is no such item",
    },
    ar: {
      title: "واجهتي البرمجية",
      health: "هل تعمل الخدمة",
      list: "سرد العناصر",
      add: "إضافة عنصر",
      one: "جلب عنصر واحد",
      none: "لا يوجد عنصر كهذا",
    },
  };

/** A small document to start from, in each language. */
export const starters: Readonly<Record<Locale, Description>> = { en: starter("en"), ar: starter("ar") };

function starter(locale: Locale): Description {
  const { title, health, list, add, one, none } = words[locale];
  const item = { $ref: "#/components/schemas/Item" };
  const json = (schema: Record<string, unknown>) => ({ "application/json": { schema } });
  return {
    info: {
      title,
      version: "1.0.0",
      servers: [{ url: "http://localhost:8000" }],
      components: {
        schemas: {
          Item: {
            type: "object",
            required: ["name"],
            properties: { id: { type: "integer", readOnly: true }, name: { type: "string", minLength: 1 } },
          },
        },
      },
    },
    endpoints: [
      { path: "/health", method: "get", summary: health },
      {
        path: "/items",
        method: "get",
        summary: list,
        parameters: [{
          name: "limit",
          in: "query",
          schema: { type: "integer", minimum: 1, maximum: 100, default: 20 },
        }],
        responses: { 200: { content: json({ type: "array", items: item }) } },
      },
      {
        path: "/items",
        method: "post",
        summary: add,
        requestBody: { required: true, content: json(item) },
        responses: { 201: { content: json(item) } },
      },
      {
        path: "/items/{id}",
        method: "get",
        summary: one,
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer" } }],
        responses: { 200: { content: json(item) }, 404: none },
      },
    ],
  };
}
