import { deflateRawSync } from "node:zlib";
import mammoth from "mammoth";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { documents } from "../../test/generated-documents.ts";
import { readDocx } from "./read-docx.ts";
import { tidy } from "./tidy.ts";
import { writeDocx } from "./write-docx.ts";
import { writeMarkdown } from "./write-markdown.ts";
import { zipParts } from "./zip-parts.ts";

const letter = {
  office: "Ministerio Secretaría General de Gobierno",
  motto: "La palabra del gobierno",
  kicker: "Comunicado 2026-0042",
  date: "Santiago, 25 de noviembre de 2026",
  voice: "Habla N. N., ministra",
  contact: "Contacto de prensa: prensa@a.cl, +56 2 2690 4000",
  address: "https://v.cl/statements/2026-0042",
  language: "es-CL",
  title: "Medidas & plazos <nuevos>",
  summary: "Lo principal.",
};
const body = `## Salud

El **gobierno** dijo *no* y ***sí*** en [su sitio](https://www.gob.cl/).\\
Otra línea.

- uno
- dos
  - tres

4. cuatro
5. cinco

| Región | Monto |
| --- | ---: |
| Aysén | **3** |
`;

describe("a text as a Word file", () => {
  test("has the letterhead, number, date and press contact of the office, and opens again", async () => {
    const file = Buffer.from(await writeDocx({ ...letter, body }, "https://v.cl"));
    const { value: text } = await mammoth.extractRawText({ buffer: file });
    for (const words of [letter.kicker, letter.date, letter.title, letter.summary, letter.voice])
      expect(text).toContain(words);
    const parts = partsOf(file);
    expect(parts).toContain(letter.office);
    expect(parts).toContain(letter.motto);
    expect(parts).toContain(letter.contact);
    expect(parts).toContain(letter.address);
  });

  test("comes back as the text that it was", async () => {
    const file = await writeDocx({ ...letter, body }, "https://v.cl");
    const { markdown, lost } = await readDocx(file);
    expect(lost).toEqual([]);
    // Where a list begins to count and how a column is set, mammoth does not say.
    const known = body.replace("4. cuatro\n5. cinco", "1. cuatro\n2. cinco").replace("---:", "---");
    expect(markdown.slice(markdown.indexOf("## Salud"))).toBe(known);
  });

  test("can be written of every document", async () => {
    await fc.assert(
      fc.asyncProperty(documents, async (written) => {
        const markdown = writeMarkdown(tidy(written));
        const file = await writeDocx({ ...letter, body: markdown }, "https://v.cl");
        const { value: text } = await mammoth.extractRawText({ buffer: Buffer.from(file) });
        expect(text).toContain(letter.title);
      }),
      { numRuns: 30 },
    );
  });

  test("that is none is refused in words that help", async () => {
    await expect(readDocx(new TextEncoder().encode("not a zip"))).rejects.toThrow("save it as .docx");
    await expect(readDocx(bomb(300 * 1024 * 1024))).rejects.toThrow("save it as .docx");
    await expect(readDocx(new Uint8Array(31 * 1024 * 1024))).rejects.toThrow("at most 30 are read");
  });
});

/** Of a file for which our bounds and the reader of Word files would see different parts, neither is unpacked. */
describe("A zip that hides a part", () => {
  const honest = bomb(1_000);
  const end = honest.length - 22;

  test("is read while it hides nothing", () => {
    expect(zipParts(honest, 10_000).size).toBe(1);
  });

  test.each<[string, (file: Buffer) => void]>([
    ["behind the count of its directory", (file) => [8, 10].forEach((at) => file.writeUInt16LE(0, end + at))],
    ["in a directory of zip64, by its disk", (file) => file.writeUInt16LE(0xffff, end + 4)],
    ["in a directory of zip64, by its disk's beginning", (file) => file.writeUInt16LE(0xffff, end + 6)],
    ["in a directory of zip64, by the count on this disk", (file) => file.writeUInt16LE(0xffff, end + 8)],
    ["in a directory of zip64, by its size", (file) => file.writeUInt32LE(0xffffffff, end + 12)],
  ])("%s is none", async (_where, hide) => {
    const file = Buffer.from(honest);
    hide(file);
    expect(() => zipParts(file, 10_000)).toThrow("not a zip file");
    await expect(readDocx(file)).rejects.toThrow("save it as .docx");
  });
});

function partsOf(file: Uint8Array): string {
  return [...zipParts(file, 10_000_000).values()].map((part) => part.toString()).join("\n");
}

/** A zip file of one part, packed as tightly as zeros are. */
function bomb(size: number): Uint8Array {
  const name = Buffer.from("word/document.xml");
  const packed = deflateRawSync(Buffer.alloc(size), { level: 9 });
  const local = Buffer.alloc(30);
  local.write("PK\u0003\u0004", "latin1");
  local.writeUInt16LE(8, 8);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.write("PK\u0001\u0002", "latin1");
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(1_000, 24);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", "latin1");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + packed.length, 16);
  return Buffer.concat([local, name, packed, entry, name, end]);
}
