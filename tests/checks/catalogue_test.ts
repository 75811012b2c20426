import { test } from "node:test";
import { catalogue } from "../../scripts/checks/catalogue.ts";
import { assertTells } from "./checkout.ts";

const file = (messages: object) => `export const messages = ${JSON.stringify(messages)};`;
const text = { en: "Cannot open {path}: {reason}", ar: "لا يمكن فتح {path}: {reason}" };

test("catalogue() wants good texts in both languages", async () => {
  await assertTells(
    catalogue,
    {
      "errors/catalogue/net.ts": file({
        NET_A: { en: "{what} was cut", ar: "{what} انقطع" },
        NET_B: { en: "Cannot {x}, {y}", ar: "لا {y} و{x}" },
      }),
      "errors/catalogue/net_tcp.ts": file({ NET_TCP_A: { en: "Lost", ar: "انقطعت" } }),
      "net/request.ts": 'export const codes = ["NET_A", "NET_B", "NET_TCP_A"];',
    },
    {
      "errors/catalogue/net.ts": file({
        NET_A: { en: "cannot open.", ar: "" },
        NET_B: { en: "Cannot open {path}", ar: "لا يمكن فتح {file}؟" },
        NET_C: { en: "Cannot  open {the path}", ar: "Cannot" },
        NET_D: { en: "Cannot open" },
      }),
      "net/request.ts": 'export const codes = ["NET_A", "NET_B", "NET_C", "NET_D"];',
    },
    [
      "errors/catalogue/net.ts: NET_A in Arabic does not begin with an Arabic letter",
      "errors/catalogue/net.ts: NET_A in English does not begin with a capital letter",
      "errors/catalogue/net.ts: NET_A in en ends with a mark or space",
      "errors/catalogue/net.ts: NET_B has other values in ar (file) than in en (path)",
      "errors/catalogue/net.ts: NET_B in ar ends with a mark or space",
      "errors/catalogue/net.ts: NET_C in Arabic does not begin with an Arabic letter",
      "errors/catalogue/net.ts: NET_C in en has a brace that is no placeholder",
      "errors/catalogue/net.ts: NET_C in en has a run of spaces or a line break",
      "errors/catalogue/net.ts: NET_D has no text in Arabic",
    ],
  );
});

test("catalogue() wants codes that say their module and are used", async () => {
  await assertTells(
    catalogue,
    {
      "errors/catalogue/db.ts": file({ DB_OPEN: text }),
      "errors/catalogue/core.ts": file({ ARGUMENT_NOT_TEXT: text }),
      "db/open.ts": 'export const code = "DB_OPEN";',
      "internal/validate.ts": "export const code = (type: string) => `ARGUMENT_NOT_${type}`;",
    },
    {
      "errors/catalogue/db.ts": file({ DATABASE_OPEN: text, DB_Close: text, DB_OPEN: text }),
      "db/open.ts": 'export const codes = ["DATABASE_OPEN", "DB_Close", "DB_OPENED"];',
    },
    [
      "errors/catalogue/db.ts: DATABASE_OPEN does not begin with DB_",
      "errors/catalogue/db.ts: DB_Close is not in capitals joined by _",
      "errors/catalogue/db.ts: DB_OPEN is not used",
    ],
  );
});
