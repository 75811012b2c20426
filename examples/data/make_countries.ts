/**
 * Writes `countries.csv` and its data's licence beside this file, from three packages of the Unicode CLDR that it
 * downloads from npm into a temporary directory:
 *
 *     node scripts/run.mjs examples/data/make_countries.ts
 */

import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The release of the CLDR. */
const release = "48.2.0";
/** The day on which a currency must be in use. */
const day = "2026-07-01";
/** Territories called by the CLDR's short names, which are those of ISO 3166-1 and of everyday use. */
const calledShort = new Set(["PS", "HK", "MO"]);

const columns = [
  "alpha2",
  "alpha3",
  "numeric",
  "name_ar",
  "name_en",
  "currency",
  "currency_ar",
  "currency_en",
] as const;
type Country = Record<typeof columns[number], string>;

interface Codes {
  _alpha3?: string;
  _numeric?: string;
}
interface Period {
  _from?: string;
  _to?: string;
  _tender?: "false";
}

const directory = mkdtempSync(join(tmpdir(), "maktaba-cldr-"));
try {
  unpack("cldr-core");
  unpack("cldr-localenames-full");
  unpack("cldr-numbers-full");
  const countries = readCountries();
  const lines = [columns, ...countries.map((country) => columns.map((column) => country[column]))].map(csvLine);
  writeFileSync(new URL("countries.csv", import.meta.url), lines.join(""));
  copyFileSync(join(directory, "cldr-core", "LICENSE"), new URL("countries.LICENSE.txt", import.meta.url));
  console.log(`${countries.length} countries and territories`);
} finally {
  rmSync(directory, { recursive: true });
}

function unpack(name: string): void {
  const archive = `${name}-${release}.tgz`;
  execFileSync("npm", ["pack", "--silent", `${name}@${release}`], { cwd: directory });
  execFileSync("tar", ["xzf", archive, "--transform", `s/^package/${name}/`], { cwd: directory });
}

function read<T>(...path: string[]): T {
  return JSON.parse(readFileSync(join(directory, ...path), "utf8")) as T;
}

function readCountries(): Country[] {
  const supplemental = (file: string) =>
    read<{ supplemental: Record<string, unknown> }>("cldr-core", "supplemental", file).supplemental;
  const codes = supplemental("codeMappings.json")["codeMappings"] as Record<string, Codes>;
  const { alias } = supplemental("aliases.json")["metadata"] as { alias: { territoryAlias: Record<string, unknown> } };
  const currencies = supplemental("currencyData.json")["currencyData"] as {
    region: Record<string, Record<string, Period>[]>;
  };
  const arabic = names("ar");
  const english = names("en");
  return Object.entries(codes)
    .filter(([alpha2, code]) => isCountry(alpha2, code) && !(alpha2 in alias.territoryAlias))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([alpha2, { _alpha3 = "", _numeric = "" }]) => {
      const currency = currencyOf(alpha2, currencies.region[alpha2] ?? []);
      return {
        alpha2,
        alpha3: _alpha3,
        numeric: _numeric,
        name_ar: arabic.territory(alpha2),
        name_en: english.territory(alpha2),
        currency,
        currency_ar: currency === "" ? "" : arabic.currency(currency),
        currency_en: currency === "" ? "" : english.currency(currency),
      };
    });
}

// ISO 3166-1 leaves the numbers from 900 to its users, and the CLDR uses them for what is no country.
function isCountry(alpha2: string, { _alpha3, _numeric }: Codes): boolean {
  return /^[A-Z]{2}$/.test(alpha2) && _alpha3 !== undefined && _numeric !== undefined && Number(_numeric) < 900;
}

/**
 * A currency that is legal tender on the day: the country's own, which ISO 4217 calls by the country's letters, or the
 * first of the CLDR's list, which begins with the one preferred.
 */
function currencyOf(alpha2: string, periods: Record<string, Period>[]): string {
  const inUse = (periods.flatMap(Object.entries) as [string, Period][])
    .filter(([, { _from = "", _to = "9999", _tender }]) => _tender !== "false" && _from <= day && _to > day)
    .map(([code]) => code);
  return inUse.find((code) => code.startsWith(alpha2)) ?? inUse[0] ?? "";
}

function names(language: string): { territory(code: string): string; currency(code: string): string } {
  interface Main<Part> {
    main: Record<string, Part>;
  }
  const { territories } = read<Main<{ localeDisplayNames: { territories: Record<string, string> } }>>(
    "cldr-localenames-full",
    "main",
    language,
    "territories.json",
  ).main[language]!.localeDisplayNames;
  const { currencies } = read<Main<{ numbers: { currencies: Record<string, { displayName: string }> } }>>(
    "cldr-numbers-full",
    "main",
    language,
    "currencies.json",
  ).main[language]!.numbers;
  return {
    territory: (code) => territories[calledShort.has(code) ? `${code}-alt-short` : code]!.normalize("NFC"),
    currency: (code) => currencies[code]!.displayName.normalize("NFC"),
  };
}

function csvLine(fields: readonly string[]): string {
  return fields.map((field) => /[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field).join(",") + "\n";
}
