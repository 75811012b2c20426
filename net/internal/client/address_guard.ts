import type { LookupFunction } from "node:net";
import { NetworkError } from "../../../errors/network_error.ts";
import { builtin } from "../../../internal/runtime.ts";

/** Says whether an address may be connected to. */
export type AddressRule = (address: string) => boolean;

/**
 * Refuses a URL whose host is an address that may not be connected to, and makes what resolves a name so that it leads to
 * none: the address that was judged is the one that is connected to, as a name may lead elsewhere when it is asked for
 * once more.
 *
 * @param url The URL.
 * @param method The method, for the message.
 * @param isAllowed Says which addresses may be connected to; all if it is not given.
 * @returns Options for `node:http`.
 */
export function guardAddress(
  url: URL,
  method: string,
  isAllowed: AddressRule | undefined,
): { lookup?: LookupFunction } {
  if (isAllowed === undefined) return {};
  const judge = (address: string): NetworkError | undefined => {
    if (isAllowed(address)) return undefined;
    const params = { method, url, address };
    return new NetworkError({ code: "NET_NOT_PUBLIC", params, reason: "refused", retryable: false });
  };
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const refusal = builtin<typeof import("node:net")>("node:net")!.isIP(host) === 0 ? undefined : judge(host);
  if (refusal !== undefined) throw refusal;
  return {
    lookup: (name, options, callback) => {
      builtin<typeof import("node:dns")>("node:dns")!.lookup(name, { ...options, all: true }, (error, addresses) => {
        const wrong = error ?? addresses.map(({ address }) => judge(address)).find((it) => it !== undefined);
        const [first] = addresses ?? [];
        if (wrong) callback(wrong as NodeJS.ErrnoException, "");
        else if (options.all) callback(null, addresses);
        else callback(null, first!.address, first!.family);
      });
    },
  };
}
