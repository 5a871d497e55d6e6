import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import mammoth from "mammoth";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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

/** Each is tried for real: a Word file is what a stranger sends, and it is opened by whoever drafts. */
describe("A Word file that is an attack", () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.end("secret of the network");
  });
  const here = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let folder: string;
  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    folder = await mkdtemp(join(tmpdir(), "voceria-docx-"));
    await writeFile(join(folder, "secret.txt"), "secret of the machine");
  });
  afterAll(async () => {
    server.close();
    await rm(folder, { recursive: true });
    expect(asked).toEqual([]);
  });

  const paragraph = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;
  const laughs = Array.from({ length: 12 }, (_, at) => `<!ENTITY a${at + 1} "${`&a${at};`.repeat(10)}">`).join("");

  test.each<[string, () => Record<string, string>]>([
    [
      "entities that grow a thousand million times",
      () => ({
        "word/document.xml": word(paragraph("&a12;"), `<!DOCTYPE d [<!ENTITY a0 "ja">${laughs}]>`),
      }),
    ],
    [
      "one long entity a hundred thousand times",
      () => ({
        "word/document.xml": word(
          paragraph("&b;".repeat(100_000)),
          `<!DOCTYPE d [<!ENTITY b "${"largo ".repeat(10_000)}">]>`,
        ),
      }),
    ],
    [
      "an entity that is a file of this machine",
      () => ({
        "word/document.xml": word(
          paragraph("antes &f; después"),
          `<!DOCTYPE d [<!ENTITY f SYSTEM "file://${folder}/secret.txt">]>`,
        ),
      }),
    ],
    [
      "entities from the network",
      () => ({
        "word/document.xml": word(
          paragraph("antes &n; después"),
          `<!DOCTYPE d SYSTEM "${here()}/d.dtd" [<!ENTITY % p SYSTEM "${here()}/p.dtd">%p;<!ENTITY n SYSTEM "${here()}/n">]>`,
        ),
      }),
    ],
    [
      "pictures that are elsewhere",
      () => ({
        "word/document.xml": word(
          `${paragraph("antes")}${["f", "n"].map((id) => `<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:link="${id}" r:embed="${id}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`).join("")}`,
        ),
        "word/_rels/document.xml.rels": relations([
          ["f", "image", `file://${folder}/secret.txt`],
          ["n", "image", `${here()}/picture.png`],
        ]),
      }),
    ],
    [
      "a template and sub-documents that are elsewhere",
      () => ({
        "word/document.xml": word(`${paragraph("antes")}<w:subDoc r:id="s"/><w:altChunk r:id="s"/>`),
        "word/_rels/document.xml.rels": relations([
          ["s", "subDocument", `${here()}/sub.docx`],
          ["t", "attachedTemplate", `${here()}/template.dotm`],
        ]),
      }),
    ],
    [
      "a hundred thousand elements within each other",
      () => ({
        "word/document.xml": word(
          `${"<w:sdt><w:sdtContent>".repeat(100_000)}${paragraph("hondo")}${"</w:sdtContent></w:sdt>".repeat(100_000)}`,
        ),
      }),
    ],
    [
      "parts that are small each and too large together",
      () => ({
        "word/document.xml": word(paragraph("antes")),
        ...Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`word/media/${at}.bin`, "0".repeat(8_000_000)])),
      }),
    ],
    [
      "names that lead out of it",
      () => ({
        "word/document.xml": word(paragraph("antes")),
        "../../../../tmp/out.txt": "fuera",
        "/etc/out": "fuera",
      }),
    ],
  ])("by %s brings nothing in, asks nobody, and ends", async (_what, parts) => {
    const file = archive({
      "[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
      "_rels/.rels": relations([["r", "officeDocument", "word/document.xml"]]),
      ...parts(),
    });
    const read = await readDocx(file).catch((error: unknown) => {
      expect(error).toMatchObject({ name: "Fault", message: expect.stringContaining("save it as .docx") });
      return undefined;
    });
    if (read === undefined) return;
    expect(read.markdown).not.toContain("secret");
    expect(read.markdown.length).toBeLessThan(1_000);
  });

  test("of the kind that these are, without the attack, is read", async () => {
    const file = archive({
      "_rels/.rels": relations([["r", "officeDocument", "word/document.xml"]]),
      "word/document.xml": word(paragraph("Lo que dice.")),
    });
    expect((await readDocx(file)).markdown).toBe("Lo que dice.\n");
  });

  function word(body: string, doctype = ""): string {
    return `<?xml version="1.0"?>${doctype}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>${body}</w:body></w:document>`;
  }

  function relations(all: readonly (readonly [id: string, type: string, target: string])[]): string {
    const each = all.map(
      ([id, type, target]) =>
        `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"${target.includes("://") ? ' TargetMode="External"' : ""}/>`,
    );
    return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${each.join("")}</Relationships>`;
  }
});

function partsOf(file: Uint8Array): string {
  return [...zipParts(file, 10_000_000).values()].map((part) => part.toString()).join("\n");
}

/** A zip file of one part, packed as tightly as zeros are. */
function bomb(size: number): Uint8Array {
  return archive({ "word/document.xml": Buffer.alloc(size) });
}

/** A zip file of those parts. Its directory says of each that it is small. */
function archive(parts: Record<string, string | Buffer>): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of Object.entries(parts)) {
    const name = Buffer.from(path);
    const packed = deflateRawSync(content, { level: 9 });
    const local = Buffer.alloc(30);
    local.write("PK\u0003\u0004", "latin1");
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(Math.min(1_000, content.length), 22);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.write("PK\u0001\u0002", "latin1");
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(Math.min(1_000, content.length), 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    files.push(local, name, packed);
    directory.push(entry, name);
    offset += local.length + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", "latin1");
  end.writeUInt16LE(Object.keys(parts).length, 8);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, ...directory, end]);
}
