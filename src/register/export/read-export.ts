import { Fault } from "../../fault.ts";
import type { SourceFile } from "../import/candidate.ts";
import type { RegisterItem } from "../item.ts";
import { plainObject } from "../shape.ts";
import { readItem } from "../read-item.ts";
import { itemOfRow, readHeader, rowsOf } from "./read-csv.ts";
import { itemOfNode } from "./read-json-ld.ts";

/** One thing of an export of ours, as it stood in the register; or why it cannot be read. */
export type ReadBack = { line?: number; at?: string } & ({ item: RegisterItem } | { refused: string });

export type ExportKind = "jsonld" | "popolo" | "csv";

/** Which export of ours it is, by its beginning; undefined for anything else. */
export async function exportKindOf(file: Pick<SourceFile, "lines">): Promise<ExportKind | undefined> {
  let start = "";
  for await (const line of file.lines()) {
    // Blanks are taken off line by line: a file of nothing else is read in the time that its length takes.
    start += line.slice(0, 4000).replace(/\s+/g, "");
    if (/^\uFEFF?thing[,;]id[,;]/.test(start)) return "csv";
    if (start.startsWith('{"voceria_format":"voceria/popolo/v1"')) return "popolo";
    if (start.startsWith('{"@context":') && start.includes('"voc":"https://w3id.org/voceria/register#"'))
      return "jsonld";
    if (start.length >= 4000 || !'{"voceria_format":{"@context":'.includes(start.slice(0, 10))) return undefined;
  }
  return undefined;
}

/**
 * The things of an export of ours in the order of the file, each checked as docs/register-data.md has it. One that
 * cannot be read says why and stops no other. Fault("invalid") where the file as a whole is no export of ours.
 */
export async function* readExport(file: SourceFile): AsyncGenerator<ReadBack> {
  const kind = await exportKindOf(file);
  if (kind === undefined)
    throw new Fault("invalid", `${file.name}: it is no export of a register in JSON-LD, Popolo or CSV by Vocería.`);
  if (kind === "csv") yield* readTable(file);
  else yield* readObjects(file, kind === "popolo" ? itemOfPopolo : itemOfNode);
}

async function* readTable(file: SourceFile): AsyncGenerator<ReadBack> {
  let header: ReturnType<typeof readHeader> | undefined;
  for await (const { line, cells, refused } of rowsOf(file.lines())) {
    if (refused !== undefined) yield { line, refused: `${file.name}, line ${line}: ${refused}` };
    else if (header === undefined) header = readHeader(cells, `${file.name}, line ${line}`);
    else if (cells.length > 1 || cells[0] !== "") {
      const known = header;
      yield attempt({ line }, file.name, (where) => itemOfRow(known, cells, where));
    }
  }
}

/** As we write it, one object a line; in any other layout the whole text at once. */
async function* readObjects(
  file: SourceFile,
  read: (node: Record<string, unknown>) => unknown,
): AsyncGenerator<ReadBack> {
  let line = 0;
  let whole = false;
  for await (const text of file.lines()) {
    line += 1;
    if (line === 1) {
      whole = !/^\{"(@context|voceria_format)":.*[,"]$/.test(text);
      if (whole) break;
    }
    const object = text.replace(/,\s*$/, "");
    if (line > 1 && object.startsWith("{")) yield attempt({ line }, file.name, (where) => read(parsed(object, where)));
  }
  if (!whole) return;
  const document = parsed(await file.text(), file.name);
  for (const [name, list] of Object.entries(document)) {
    if (!Array.isArray(list)) continue;
    for (const [index, node] of list.entries())
      yield attempt({ at: `${name}[${index}]` }, file.name, (where) => read(plainObject(node, { where, field: "" })));
  }
}

function attempt(place: { line: number } | { at: string }, file: string, make: (where: string) => unknown): ReadBack {
  const where = `${file}, ${"line" in place ? `line ${place.line}` : place.at}`;
  try {
    return { ...place, item: readItem(make(where), where) };
  } catch (error) {
    if (error instanceof Fault) return { ...place, refused: error.message };
    throw error;
  }
}

function parsed(text: string, where: string): Record<string, unknown> {
  try {
    return plainObject(JSON.parse(text) as unknown, { where, field: "" });
  } catch (error) {
    if (error instanceof SyntaxError) throw new Fault("invalid", `${where}: it is not JSON: ${error.message}.`);
    throw error;
  }
}

/** The extension says all; Popolo's own fields follow from it. */
function itemOfPopolo({ id, voceria }: Record<string, unknown>): unknown {
  const { kind, data, source } = plainObject(voceria, {
    where: typeof id === "string" ? `"${id}"` : "a thing without an id",
    field: "voceria",
  });
  return { format: "voceria/register/v1", kind, id, change: "new", data, source };
}
