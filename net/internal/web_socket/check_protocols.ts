import { ValidationError } from "../../../errors/validation_error.ts";

/**
 * Throws unless a value is a list of subprotocols: each a token, none twice (RFC 6455, section 4.1). The runtimes refuse
 * others in different ways.
 *
 * @param protocols The value.
 */
export function checkProtocols(protocols: unknown): asserts protocols is readonly string[] {
  const isList = Array.isArray(protocols) && new Set(protocols).size === protocols.length &&
    protocols.every((name) => typeof name === "string" && /^[\w!#$%&'*+.^`|~-]+$/.test(name));
  if (isList) return;
  throw new ValidationError({ code: "ARGUMENT_NOT_PROTOCOLS", params: { name: "protocols", value: protocols } });
}
