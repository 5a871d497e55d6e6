import fc from "fast-check";
import { expect, test } from "vitest";
import { openCsv, writeCsvRecord } from "./csv-rows.ts";
import { textFile } from "./source-files.ts";

async function read(text: string) {
  const { header, rows } = await openCsv(textFile("a.csv", text));
  return { header, rows: await Array.fromAsync(rows) };
}

test("quotes, line breaks in quotes, CRLF and a byte order mark are read as RFC 4180 has them", async () => {
  const { header, rows } = await read('\ufeffname,"no\r\nte"\r\n"Pérez, ""Pepe""","a\r\nb"\r\nAna,\r\n');
  expect(header).toEqual(["name", "no\nte"]);
  expect(rows).toEqual([
    { line: 3, cells: { name: 'Pérez, "Pepe"', "no\nte": "a\nb" } },
    { line: 5, cells: { name: "Ana", "no\nte": "" } },
  ]);
});

test("a record that breaks the rules is named and the next is read", async () => {
  const { rows } = await read('a,b\n"x"y,1\n1,2,3\n4\nq"q,1\n5,6\n');
  expect(rows.map(({ line, wrong }) => [line, wrong !== undefined])).toEqual([
    [2, true],
    [3, true],
    [4, true],
    [5, true],
    [6, false],
  ]);
});

test("a quote that is never closed is one bad record", async () => {
  const { rows } = await read('a,b\n1,2\n"x,1\n3,4\n');
  expect(rows).toMatchObject([
    { line: 2 },
    { line: 3, wrong: expect.stringContaining("never closed") as string },
    { line: 4, cells: { a: "3" } },
  ]);
  const many = await read(`a,b\n${'"x,1\n3,4\n'.repeat(300)}`);
  expect(many.rows.filter(({ wrong }) => wrong === undefined).length).toBeGreaterThan(290);
});

test("semicolons and tabs part cells where the header has them", async () => {
  expect((await read("a;b\n1,5;2\n")).rows[0]?.cells).toEqual({ a: "1,5", b: "2" });
  expect((await read("a\tb\n1\t2\n")).rows[0]?.cells).toEqual({ a: "1", b: "2" });
});

test("what is written is read back, whatever the cells hold", async () => {
  const cell = fc.string({ unit: fc.constantFrom("a", "ñ", '"', ",", ";", "\n", " ", "\t", "x") });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 20 }), async (rows) => {
      const text = [["a", "b", "c"], ...rows].map((row) => writeCsvRecord(row)).join("");
      const found = await read(text);
      expect(found.rows.map(({ cells, wrong }) => [wrong, cells["a"], cells["b"], cells["c"]])).toEqual(
        rows.map((row) => [undefined, ...row]),
      );
    }),
  );
});
