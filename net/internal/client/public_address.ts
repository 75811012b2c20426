import type { BlockList } from "node:net";
import { builtin } from "../../../internal/runtime.ts";

// Those of the IANA registries for special purposes (RFC 6890) that do not lead to a host of the public network.
const NOT_PUBLIC_4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
];

// Those that hold an address of the fourth version (6to4, Teredo, translation) lead wherever that one does.
const NOT_PUBLIC_6 = [
  "::/128",
  "::1/128",
  "64:ff9b::/96",
  "64:ff9b:1::/48",
  "100::/64",
  "2001::/23",
  "2001:db8::/32",
  "2002::/16",
  "3fff::/20",
  "5f00::/16",
  "fc00::/7",
  "fe80::/10",
  "fec0::/10",
  "ff00::/8",
];

let known: BlockList | undefined;

/**
 * Whether an address is one of the public network: not of this machine, of a private network, or of another special
 * purpose.
 *
 * @param address The address, without brackets.
 * @returns Whether it is; false for what is no address.
 */
export function isPublicAddress(address: string): boolean {
  const { BlockList, isIP } = builtin<typeof import("node:net")>("node:net")!;
  known ??= listOf(BlockList);
  // A zone belongs to an address of the local link.
  const version = address.includes("%") ? 0 : isIP(address);
  return version !== 0 && !known.check(address, version === 4 ? "ipv4" : "ipv6");
}

function listOf(List: typeof BlockList): BlockList {
  const list = new List();
  for (const [version, networks] of [["ipv4", NOT_PUBLIC_4], ["ipv6", NOT_PUBLIC_6]] as const) {
    for (const network of networks) {
      const [address, prefix] = network.split("/");
      list.addSubnet(address!, Number(prefix), version);
    }
  }
  return list;
}
