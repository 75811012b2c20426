import { type RecordNames, recordNames } from "../../../internal/arabic.ts";
import type { ClientTls } from "../../client_options.ts";
import type { tls_عميل } from "../client_options.ts";

/** Whom a client trusts in TLS, and how it says who it is. */
export const أسماء_tls: RecordNames<tls_عميل, ClientTls> = recordNames<tls_عميل, ClientTls>()({
  جهات_التوثيق: "ca",
  شهادة: "cert",
  مفتاح: "key",
});
