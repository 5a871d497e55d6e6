import { base64, type Entry, hex, Malformed, numberPattern, readEntry, writeInstant } from "@voceria/record";
import type pg from "pg";
import { eachRow, type Row } from "./audit-rows.ts";
import { hashInto } from "./audit-trees.ts";
import type { Difference } from "./difference.ts";
import { projection } from "./entries.ts";

/** What is told of each index from the first to the last, in order and without a gap. */
export type EntriesSeen = {
  differ(difference: Difference): void;
  /** `leaf` holds the hash until the call returns, and zeros where there is no entry. */
  leaf(leaf: Buffer): void;
  /** The first entry of a subject, which most are: no object is made for it. `at` in milliseconds. */
  begins(index: number, subject: number, at: number): void;
  /** Any other entry whose bytes can be read. */
  reads(index: number, entry: Entry): void;
};

const [indexField, bytesField, leafField, actField, atField, subjectField, prevField, numberField, editionField] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8,
] as const;
const commitmentField = 9;

/**
 * Each entry from `from` to `to` (exclusive), its bytes against its leaf hash and its columns. The columns are checked
 * by writing the entry from them and comparing, which is ten times as fast as reading it; what differs is then read.
 * Answers with how many of these entries' columns name a content.
 */
export async function auditEntries(
  connection: pg.Client,
  from: number,
  to: number,
  seen: EntriesSeen,
): Promise<number> {
  let next = from;
  let committed = 0;
  const missUpTo = (index: number): void => {
    for (; next < index; next++) {
      seen.differ({
        what: "entry",
        where: `entry ${next}`,
        found: "nothing",
        expected: "an entry: indexes have no gaps",
      });
      seen.leaf(Buffer.alloc(32));
    }
  };
  await eachRow(
    connection,
    `select index, bytes, leaf_hash, act, at, subject, prev, number, edition, commitment from record_entry
     where index >= ${from} and index < ${to} order by index`,
    (row) => {
      const index = row.int8(indexField)!;
      missUpTo(index);
      if (index < next) {
        seen.differ({ what: "entry", where: `entry ${index}`, found: "a second entry", expected: "one" });
        return;
      }
      if (!row.isNull(commitmentField)) committed += 1;
      auditEntry(row, next, seen);
      next += 1;
    },
  );
  missUpTo(to);
  return committed;
}

const leaf = Buffer.alloc(32);

function auditEntry(row: Row, index: number, seen: EntriesSeen): void {
  hashLeaf(row);
  const start = row.start[leafField]!;
  if (leaf.compare(row.bytes, start, start + row.size[leafField]!) !== 0)
    seen.differ({ what: "leaf hash", where: `entry ${index}`, found: hex(row.view(leafField)!), expected: hex(leaf) });
  seen.leaf(leaf);

  const columns = columnsOf(row);
  const bytes = row.latin1(bytesField)!;
  if (bytes === firstFrom(columns)) {
    seen.begins(index, columns.subject!, columns.at);
    return;
  }
  const where = `entry ${index}`;
  let entry = laterFrom(columns);
  if (entry === undefined || entry.text !== bytes) {
    const read = readEntryOf(row.view(bytesField)!, where, seen);
    if (read !== undefined) compareColumns(columns, row.view(commitmentField), read, where, seen);
    entry = read && { entry: read, text: "" };
  }
  if (entry !== undefined) seen.reads(index, entry.entry);
}

/** H(0x00 ‖ entry): the byte before the entry's is the length's last, which is no longer needed. */
function hashLeaf({ bytes, start, size }: Row): void {
  const from = start[bytesField]! - 1;
  bytes[from] = 0x00;
  hashInto(bytes.subarray(from, from + 1 + size[bytesField]!), leaf, 0);
}

type Columns = {
  act: string;
  at: number;
  subject: number | null;
  prev: number | null;
  number: string | null;
  edition: number | null;
  /** In base64. */
  commitment: string | null;
};

function columnsOf(row: Row): Columns {
  const commitment = row.start[commitmentField]!;
  return {
    act: row.latin1(actField)!,
    at: row.instant(atField)!,
    subject: row.int8(subjectField),
    prev: row.int8(prevField),
    number: row.latin1(numberField),
    edition: row.int4(editionField),
    commitment: row.isNull(commitmentField)
      ? null
      : row.bytes.toString("base64", commitment, commitment + row.size[commitmentField]!),
  };
}

/** The canonical JSON of a subject's first entry; undefined for any other act and for columns that no entry has. */
function firstFrom({ act, at, subject, prev, number, edition, commitment }: Columns): string | undefined {
  const imported = act === "statement.imported";
  if (!imported && act !== "statement.published") return undefined;
  if (commitment === null || subject === null || number === null || edition !== 1 || prev !== null) return undefined;
  if (!numberPattern.test(number) || number.startsWith("H") !== imported) return undefined;
  return `${headOf(act, at)}${commitment}","edition":1,"format":"voceria/entry/v1","number":"${number}","subject":${subject}}`;
}

/** The same of a correction or a withdrawal, with what it says. */
function laterFrom(columns: Columns): { entry: Entry; text: string } | undefined {
  const { act, at, subject, prev, number, edition, commitment } = columns;
  if (commitment === null || subject === null || prev === null || number === null || !numberPattern.test(number))
    return undefined;
  const head = headOf(act, at) + commitment;
  const common = { at: instantText(at), commitment, format: "voceria/entry/v1", number, prev, subject } as const;
  const tail = `"format":"voceria/entry/v1","number":"${number}","prev":${prev},"subject":${subject}}`;
  if (act === "statement.corrected" && edition !== null && edition >= 2)
    return { entry: { ...common, act, edition }, text: `${head}","edition":${edition},${tail}` };
  if (act === "statement.withdrawn" && edition === null) return { entry: { ...common, act }, text: `${head}",${tail}` };
  return undefined;
}

let lastHead = { act: "", at: Number.NaN, text: "" };

/** Many entries are of one act and one instant. */
function headOf(act: string, at: number): string {
  if (lastHead.at !== at || lastHead.act !== act)
    lastHead = { act, at, text: `{"act":"${act}","at":"${instantText(at)}","commitment":"` };
  return lastHead.text;
}

/** Empty for what is no instant of the record: no entry's bytes are then like it. */
function instantText(at: number): string {
  if (!Number.isInteger(at)) return "";
  try {
    return writeInstant(new Date(at));
  } catch {
    return "";
  }
}

function readEntryOf(bytes: Buffer, where: string, seen: EntriesSeen): Entry | undefined {
  try {
    return readEntry(bytes, where);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    seen.differ({
      what: "entry bytes",
      where,
      found: `${error.where}: ${error.what}`,
      expected: "an entry in canonical JSON",
    });
    return undefined;
  }
}

function compareColumns(columns: Columns, found: Buffer | null, entry: Entry, where: string, seen: EntriesSeen): void {
  const { commitment, ...expected } = { ...projection(entry), at: Date.parse(entry.at) };
  for (const [name, value] of Object.entries(expected)) {
    const held = columns[name as keyof typeof expected];
    if (held !== value)
      seen.differ({ what: `column ${name} of an entry`, where, found: String(held), expected: String(value) });
  }
  if (
    (found === null) !== (commitment === null) ||
    (found !== null && commitment !== null && !found.equals(commitment))
  )
    seen.differ({
      what: "column commitment of an entry",
      where,
      found: found === null ? "none" : base64(found),
      expected: commitment === null ? "none" : base64(commitment),
    });
}
