/**
 * The names of what transfers of files tell; none of it is public.
 *
 * @internal
 * @module
 */

import { type Conversion, listener, recordNames, seconds } from "../../../internal/arabic.ts";
import type { TransferProgress } from "../../download.ts";
import type { تقدم_نقل } from "../download.ts";

/** Hands an Arabic listener how far a transfer has come. */
export const عند_تقدم_نقل: Conversion<(تقدم: تقدم_نقل) => void, (progress: TransferProgress) => void> = listener(
  recordNames<تقدم_نقل, TransferProgress>()({
    بايتات: "bytes",
    الإجمالي: "totalBytes",
    بايتات_في_الثانية: "bytesPerSecond",
    المدة_الباقية: ["remainingMs", seconds],
  }),
);
