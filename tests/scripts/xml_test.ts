import assert from "node:assert/strict";
import test from "node:test";
import { parseXml } from "../../scripts/lib/xml.ts";

test("parseXml() reads elements, attributes and text", () => {
  const { name, attributes, children, text } = parseXml(
    `<?xml version="1.0"?>\n<!-- <no> -->\n<a x="1" y='"'>one<b/><c z="a > b">two</c>three</a>\n`,
  );
  assert.deepEqual([name, attributes, text], ["a", { x: "1", y: '"' }, "onethree"]);
  assert.deepEqual(children.map((child) => [child.name, child.attributes, child.text]), [
    ["b", {}, ""],
    ["c", { z: "a > b" }, "two"],
  ]);
});

test("parseXml() resolves entities in attributes and text, each once", () => {
  const { attributes, text } = parseXml(`<a x="&lt;&#10;&#x645;&quot;">&amp;lt; &apos;&gt;</a>`);
  assert.equal(attributes["x"], '<\nم"');
  assert.equal(text, "&lt; '>");
});

test("parseXml() takes a bare > in text, as Node writes it", () => {
  assert.equal(parseXml("<a>x => y</a>").text, "x => y");
});

test("parseXml() refuses a document that is cut off", () => {
  for (const source of ["", "<a>", "<a><b></b>", "<a/><b/>", `<a x="1`]) {
    assert.throws(() => parseXml(source), /cut off/);
  }
});
