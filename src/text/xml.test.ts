import fc from "fast-check";
import { XmlDocument } from "libxml2-wasm";
import { expect, test } from "vitest";
import { xml, xmlDocument } from "./xml.ts";

test("whatever stands in a template is read back as the same text, in an element and in an attribute", () => {
  const text = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom("]]>", "<!--", "&amp;", "<![CDATA[x]]>", `"'`, "a\r\nb", " a\tb ", "<?xml ?>"),
  );
  fc.assert(
    fc.property(text, (given) => {
      const document = XmlDocument.fromString(xmlDocument(xml`<a b="${given.replaceAll(/\s/g, " ")}">${given}</a>`));
      try {
        expect(document.root.content).toBe(given);
        expect(document.root.attrs[0]?.value).toBe(given.replaceAll(/\s/g, " "));
      } finally {
        document.dispose();
      }
    }),
    { numRuns: 300 },
  );
});

test("what XML cannot hold is replaced, so that one character does not make a document unreadable", () => {
  const hostile = "a\u0000b\u0008c\u000bd\u001fe\uffffg\ud800h";
  const document = XmlDocument.fromString(xmlDocument(xml`<a b="${hostile}">${hostile}</a>`));
  expect(document.root.content).toBe("a\ufffdb\ufffdc\ufffdd\ufffde\ufffdg\ufffdh");
  document.dispose();
});
