import { expect, test } from "vitest";
import { withNowiki, withoutNowiki } from "./nowiki.ts";
import { firstLine, renderWiki } from "./wiki-text.ts";

test.each([
  ["[[Ana Soto|Soto, Ana]]<ref>{{cite web|x=[[y]]}}</ref>", "Soto, Ana", "Ana Soto"],
  ["{{sortname|George|Clinton}}", "George Clinton", "George Clinton"],
  ["{{sortname|John|Breckinridge|John C. Breckinridge}}", "John Breckinridge", "John C. Breckinridge"],
  ["[[File:A.jpg|80px|[[x]]]] '''[[Pedro Ewing#Vida|Pedro]]'''", "Pedro", "Pedro Ewing"],
  ["{{dts|1974|3|22}}", "1974-03-22", undefined],
  ["{{dts|22 March 1974}}", "22 March 1974", undefined],
  ["{{start date|1974|3}}", "1974-03", undefined],
  ["{{fecha|22|3|1974}}", "1974-03-22", undefined],
  ["{{dts|format=dmy|1974|March|2}}", "2 March 1974", undefined],
  ["{{nowrap|{{dts|1974|3|22}}}}", "1974-03-22", undefined],
  ["{{circa|1974}}", "c. 1974", undefined],
  ["April 21, 1789<br />{{snd}}<br>March 4, 1797<!-- x -->", "April 21, 1789 – March 4, 1797", undefined],
  ["A&nbsp;&amp;&#32;B {{efn|note}}<ref name=x />", "A & B", undefined],
  ["{{unclosed|[[Ana", "unclosed|Ana", undefined],
  ["20 January 2025 – {{CURRENT}}", "20 January 2025 – current", undefined],
  [withoutNowiki("<nowiki>[[A]] {{b}} ''c''</nowiki> '''d'''"), "[[A]] {{b}} ''c'' d", undefined],
])("%s is read as %s", (source, text, link) => {
  expect(renderWiki(source)).toEqual({ text, ...(link === undefined ? {} : { link }) });
});

test("what never closes costs no more than its length", () => {
  for (const part of [
    "{{",
    "[[",
    "[[a|{{b|",
    "<ref",
    "<ref>",
    "<!--",
    "{{a}}",
    "{{a|[[b]]}}",
    "'''",
    "&#x41;",
    "[http://",
  ])
    expect(typeof renderWiki(part.repeat(60_000 / part.length)).text).toBe("string");
});

test("further pages that a cell links to are told, and its first line", () => {
  expect(renderWiki("[[A|Ann]] and [[B|Bob]]")).toEqual({ text: "Ann and Bob", link: "A", others: ["B"] });
  expect(firstLine("[[A|Ann<br>Soto]] x<br />''died''")).toBe("[[A|Ann<br>Soto]] x");
  expect(firstLine("[[A]]")).toBeUndefined();
});

test("what is not markup is given back as it was", () => {
  const source = "<nowiki>|}</nowiki> [[a]] <NOWIKI>{{</nowiki> <nowiki>[[open";
  expect(withNowiki(withoutNowiki(source))).toBe(source.replace("NOWIKI", "nowiki"));
  expect(withoutNowiki(source)).not.toContain("|}");
});
