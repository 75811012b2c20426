import { ValidationError } from "../../errors/validation_error.ts";

/** Throws unless a value is the label of an encoding that this runtime can decode. */
export function checkEncoding(name: string, value: unknown): asserts value is string {
  try {
    if (typeof value === "string") return void new TextDecoder(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new ValidationError({ code: "ARGUMENT_NOT_ENCODING", params: { name, value } });
}
