import { expect, test } from "vitest";
import type { TenureData } from "./item.ts";
import { compare } from "./import/classify.ts";
import { lastDayIn, readDate } from "./import/read-date.ts";
import { alsoRead, reading, readingIn } from "./reading.ts";

const told = (entered: string) => [readingIn(entered, "es").text, readingIn(entered, "en").text];

test("a reading is entered in both languages, days in words, the source's words as they are", () => {
  expect(told(reading("julian", { words: "5 de octubre de 1932 (juliano)", day: "1932-10-18" }))).toEqual([
    "«5 de octubre de 1932 (juliano)» es una fecha juliana; en el calendario gregoriano es el 18 de octubre de 1932.",
    '"5 de octubre de 1932 (juliano)" is a Julian date; in the Gregorian calendar it is 18 October 1932.',
  ]);
  expect(
    told(
      reading("two-posts", {
        words: "1974 22 March 1976",
        first: "Secretario",
        from: "1974",
        second: "Ministro",
        since: "22 March 1976",
      }),
    ),
  ).toEqual([
    "La celda dice «1974 22 March 1976», dos fechas en una: se lee como Secretario desde «1974», y Ministro desde «22 March 1976».",
    'The cell is "1974 22 March 1976", two dates in one: read as Secretario from 1974, and Ministro from 22 March 1976.',
  ]);
});

test("two readings of one date follow each other in each language", () => {
  const { interpretation = "" } = lastDayIn(readDate("early 1974"));
  expect(told(interpretation)).toEqual([
    "La fuente dice «early 1974», que no tiene límites propios. En la fuente el término es el primer día fuera del cargo; este es demasiado impreciso para quitarle un día.",
    'The source says "early 1974", which has no bounds of its own. The source\'s ends are the first day out of office; this one is too imprecise to take a day off.',
  ]);
  expect(alsoRead(undefined, reading("century"))).toBe(reading("century"));
});

test.each([
  ["The source gives no end: read as ongoing.", "La fuente no da término: se lee como que sigue."],
  ['The source gives no date here; it lies within the term "XV Riigikogu".', "«XV Riigikogu»"],
  [
    "It is 1990-04-03 or 1990-03-04: the source does not say whether it puts the day or the month first.",
    "Es el 3 de abril de 1990 o el 4 de marzo de 1990",
  ],
  ['The source says no more than "before 1974".', "La fuente no dice más que «before 1974»."],
  ['The source says "early 1974", which has no bounds of its own.', "que no tiene límites propios"],
  ['The date is read without "(resigned)", which stands beside it.', "La fecha se lee sin «(resigned)»"],
  [
    '"October 1917 (Julian)" is of the Julian calendar and overlaps its Gregorian namesake only in part.',
    "es del calendario juliano",
  ],
  [
    '"25 October 1917 (Julian)" is a Julian date; in the Gregorian calendar it is 1917-11-07.',
    "es el 7 de noviembre de 1917",
  ],
  ["1917-10-25 is a Julian date; in the Gregorian calendar it is 1917-11-07.", "1917-10-25 es una fecha juliana"],
  [
    "The source's ends are the first day out of office; this one is too imprecise to take a day off.",
    "En la fuente el término es",
  ],
  [
    "The source gives the same day as the first in office and the first out of it; that day is kept.",
    "se deja ese día",
  ],
  ["The source gives several dates; it lies between them.", "varias fechas"],
  [
    "The source gives no end and the person's death (+1990-01-01T00:00:00Z (precision 11)).",
    "la muerte de la persona (+1990-01-01T00:00:00Z (precision 11))",
  ],
  ["Its bounds are the earliest and latest dates that the source gives.", "más temprana y más tardía"],
  ["The source says that there is such a day and that it is unknown.", "no se conoce"],
  ["The source gives the century.", "da el siglo"],
  ["The source's precision is coarser than a century.", "menor que un siglo"],
  ['The cell is "1974 1976", two dates in one: it began between them.', "comenzó entre ellas"],
  [
    'The cell is "1974 1976", two dates in one: read as A from 1974, and B from 1976.',
    "se lee como A desde «1974», y B desde «1976»",
  ],
  ["Ended where the tenure of the successor begins.", "Termina donde comienza"],
  [
    "The source gives the century. The source gives several dates; it lies between them.",
    "La fuente da el siglo. La fuente da varias fechas; está entre ellas.",
  ],
])("what a former version entered in English alone is told in Spanish too: %s", (entered, spanish) => {
  expect(readingIn(entered, "es")).toEqual({ text: expect.stringContaining(spanish) as string, language: "es" });
  expect(readingIn(entered, "en")).toEqual({ text: entered, language: "en" });
});

test("somebody's own words in one language stay as they are, and are said to be in English", () => {
  for (const words of [
    "Read from the margin.",
    "The source gives the century. Read from the margin.",
    "x".repeat(100_000),
  ])
    expect(readingIn(words, "es")).toEqual({ text: words, language: "en" });
});

test("words of a source cannot pass for the border between the languages", () => {
  expect(told(reading("no-more", { words: "a [en] b" })).map((text) => text.replaceAll("\u00a0", " "))).toEqual([
    "La fuente no dice más que «a [en] b».",
    'The source says no more than "a [en] b".',
  ]);
});

test("our words for a reading are not the source's: other words make nothing new of what it says", () => {
  const data = (interpretation: string, edtf = ".."): TenureData => ({
    person: "a",
    post: "b",
    start: { raw: "1974", edtf: "1974", min: "1974-01-01", max: "1974-12-31" },
    end: { raw: "", edtf, interpretation },
    capacities: [{ capacity: "titular" }],
    interpretation,
  });
  const before = data("The source gives no end: read as ongoing.");
  expect(compare("tenure", before, data(reading("ongoing")))).toBe("same");
  expect(compare("tenure", before, data(reading("ongoing"), ""))).toBe("correction");
});
