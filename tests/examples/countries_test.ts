import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { readCsv } from "../../fs/mod.ts";
import { projectFile } from "../cli/command.ts";

const path = projectFile("examples/data/countries.csv");
const columns = ["alpha2", "alpha3", "numeric", "name_ar", "name_en", "currency", "currency_ar", "currency_en"];

test("the countries have the codes of ISO 3166-1, each once, in order", async () => {
  const countries = await readCsv(path);
  assert.equal(countries.length, 249);
  for (const country of countries) {
    assert.deepEqual(Object.keys(country), columns);
    assert.match(country["alpha2"]!, /^[A-Z]{2}$/);
    assert.match(country["alpha3"]!, /^[A-Z]{3}$/);
    assert.match(country["numeric"]!, /^[0-8]\d\d$/);
    assert.match(country["currency"]!, /^([A-Z]{3})?$/);
  }
  for (const column of ["alpha2", "alpha3", "numeric", "name_ar", "name_en"]) {
    assert.equal(new Set(countries.map((country) => country[column])).size, 249, column);
  }
  const codes = countries.map(({ alpha2 }) => alpha2!);
  assert.deepEqual(codes, codes.toSorted());
});

test("the countries have names in Arabic and in English, and currencies with both or neither", async () => {
  for (const country of await readCsv(path)) {
    assert.match(country["name_ar"]!, /^[\p{Script=Arabic}\p{M} ()-]+$/u);
    assert.match(country["name_en"]!, /^[\p{Script=Latin} .,'’&()-]+$/u);
    const hasCurrency = country["currency"] !== "";
    assert.equal(country["currency_ar"] !== "", hasCurrency);
    assert.equal(country["currency_en"] !== "", hasCurrency);
  }
});

test("the countries are plain text: UTF-8 in NFC, without marks of direction or a byte order mark", async () => {
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await readFile(path));
  assert.equal(text, text.normalize("NFC"));
  assert.doesNotMatch(text, /[\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069\u0640\r]/);
  assert.ok(text.endsWith("\n"));
});

test("the countries are those that a reader would look up", async () => {
  const byCode = new Map((await readCsv(path)).map((country) => [country["alpha2"], country]));
  const expected: [string, string, string, string, string][] = [
    ["PS", "PSE", "275", "فلسطين", "ILS"],
    ["EG", "EGY", "818", "مصر", "EGP"],
    ["SA", "SAU", "682", "المملكة العربية السعودية", "SAR"],
    ["LS", "LSO", "426", "ليسوتو", "LSL"],
    ["HR", "HRV", "191", "كرواتيا", "EUR"],
    ["AQ", "ATA", "010", "أنتاركتيكا", ""],
  ];
  for (const [alpha2, alpha3, numeric, name, currency] of expected) {
    const country = byCode.get(alpha2)!;
    const found = [country["alpha3"], country["numeric"], country["name_ar"], country["currency"]];
    assert.deepEqual(found, [alpha3, numeric, name, currency]);
  }
  assert.equal(byCode.has("XK"), false);
});
