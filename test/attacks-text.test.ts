import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openArchive } from "../src/newsroom/archive.ts";
import { convertText } from "../src/newsroom/convert-text.ts";
import { readSourceRow } from "../src/newsroom/source-row.ts";
import { takeBody, takeTitle } from "../src/newsroom/text.ts";
import { readName } from "../src/register/name.ts";
import { temporaryFolder } from "./processes.ts";
import { readFrontMatter } from "../src/text/front-matter.ts";

/** Each takes seconds for a thousandth of this where time grows with the square; the runner's limit ends what would. */
const many = 300_000;
const marks = "\u0345\u0301\u0327";

test("a heap of marks on one letter is refused at once, wherever a text may bring it", () => {
  expect(() => takeTitle(`a${marks.repeat(many)}`)).toThrow("More than 30 combining marks");
  expect(() => takeBody(`a${marks.repeat(many)}`)).toThrow("More than 30 combining marks");
  expect(() => takeBody(`a${"&#x345;&#x301;".repeat(many / 10)}`)).toThrow("More than 30 combining marks");
  const source = (text: { html: string } | { markdown: string }, title = "T") => {
    const converted = convertText({ title, text });
    return "refused" in converted ? converted.refused.slice(0, 100) : "taken in";
  };
  const refused = expect.stringContaining("More than 30 combining marks");
  expect(source({ markdown: `a${marks.repeat(many)}` })).toEqual(refused);
  expect(source({ html: `<p>a${marks.repeat(many)}</p>` })).toEqual(refused);
  expect(source({ html: `<p>a${"&#x345;<!-- -->&#x301;".repeat(many / 10)}</p>` })).toEqual(refused);
  expect(source({ html: "<p>a</p>" }, `a${marks.repeat(many)}`)).toEqual(refused);
});

test("as many marks as any language writes are kept", () => {
  for (const word of ["ṻ́", "ᾧ", "שָׁ֑", "ལྷྭི", "a" + "\u0301".repeat(30)])
    expect(takeTitle(word)).toBe(word.normalize("NFC"));
});

test("a row whose kind is a book of its own is taken in as of another kind", () => {
  const line = JSON.stringify({
    source_id: "1",
    date: "2001-01-01",
    title: "T",
    kind: marks.repeat(many),
    markdown: "x",
  });
  expect(readSourceRow({ line: 1, format: "json", bytes: Buffer.from(line) }, "2026-01-01")).toMatchObject({
    kind: "otro",
  });
});

test("names that a program may give meaning to are fields like any other", () => {
  const line = `{"source_id":"1","date":"2001-01-01","title":"T","markdown":"x","__proto__":{"kind":"speech"},"constructor":1}`;
  const row = readSourceRow({ line: 1, format: "json", bytes: Buffer.from(line) }, "2026-01-01");
  expect(row).toMatchObject({ kind: "otro", ignored: ["__proto__", "constructor"] });
  expect(readFrontMatter("---\nconstructor: a\ntoString: b\n---\nx", "a.md").fields).toEqual({
    constructor: "a",
    toString: "b",
  });
});

test("a head of very many fields is read once through", () => {
  const head = Array.from({ length: many }, (_, at) => `a${at}:`).join("\n");
  expect(Object.keys(readFrontMatter(`---\n${head}\n---\nx`, "a.md").fields)).toHaveLength(many);
});

test("no two people have names that look alike for a character that nobody sees", () => {
  for (const unseen of ["\u200b", "\u2060", "\u00ad", "\u202e", "\u2066", "\u0007", "\ue000", "\u{e0041}"])
    expect(() => readName(`Vallejo${unseen}, Camila`)).toThrow(/nobody sees/);
  expect(readName("Vallejo Dowling, Camila").full).toBe("Camila Vallejo Dowling");
  expect(readName("می\u200cنام, علی").surnames).toEqual(["می\u200cنام"]);
});

test("a name is as long as names are", () => {
  expect(() => readName(`${"A".repeat(5_000)}, B`)).toThrow("more than 200 characters");
  expect(() => readName(`a${marks.repeat(many)}, B`)).toThrow("More than 30 combining marks");
});

test("a folder brings each of its texts once, whatever links in it lead where", async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "sub"));
  await writeFile(join(folder, "sub", "uno.md"), "---\ntitle: Uno\n---\nx\n");
  await symlink("..", join(folder, "sub", "loop"));
  await symlink("/", join(folder, "root"));
  await symlink("/dev/zero", join(folder, "zero.md"));
  await symlink("sub/uno.md", join(folder, "dos.md"));
  const archive = await openArchive(folder);
  const rows = await Array.fromAsync(archive.rows);
  expect(rows.map(({ file, format }) => [file, format])).toEqual([["sub/uno.md", "markdown"]]);
  expect(archive.otherFiles()).toEqual(["dos.md", "root", "sub/loop", "zero.md"]);
});
