import { ValidationError } from "../../errors/validation_error.ts";
import {
  checkDelay,
  checkInteger,
  checkOptions,
  checkText,
  notOfType,
  type OptionNames,
} from "../../internal/validate.ts";
import type { SftpOptions } from "../sftp_options.ts";
import { WRITE_OPTIONS } from "./write_options.ts";

const optionNames: OptionNames<SftpOptions> = {
  host: true,
  port: true,
  username: true,
  password: true,
  privateKey: true,
  passphrase: true,
  hostKey: true,
  knownHosts: true,
  connectTimeoutMs: true,
  ...WRITE_OPTIONS,
};

/** Throws unless the options of a transfer can be used. */
export function checkSftpOptions(options: SftpOptions): void {
  checkOptions(options, optionNames);
  const { port = 22, privateKey, password, connectTimeoutMs = 10_000 } = options;
  checkText("host", options.host);
  checkInteger("port", port, { min: 1, max: 65_535 });
  checkText("username", options.username);
  if (privateKey === undefined) checkText("password", password);
  else if (typeof privateKey !== "string" && !(privateKey instanceof Uint8Array)) {
    throw notOfType("BYTES", "privateKey", typeof privateKey);
  }
  if (options.hostKey !== undefined) checkHostKey(options.hostKey);
  if (options.knownHosts !== undefined) checkText("knownHosts", options.knownHosts);
  checkDelay("connectTimeoutMs", connectTimeoutMs);
  if (connectTimeoutMs > 0) return;
  const params = { name: "connectTimeoutMs", min: 1, max: Infinity, value: connectTimeoutMs };
  throw new ValidationError({ code: "ARGUMENT_NOT_IN_RANGE", params });
}

/** Throws unless a value is a fingerprint or several. */
function checkHostKey(value: unknown): void {
  const all = Array.isArray(value) ? value : [value];
  if (all.length > 0 && all.every((item) => typeof item === "string" && /^SHA256:[\w+/]{43}=?$/.test(item))) return;
  throw new ValidationError({ code: "ARGUMENT_NOT_FINGERPRINT", params: { name: "hostKey", value } });
}
