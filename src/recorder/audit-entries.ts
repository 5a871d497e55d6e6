import { hash } from "node:crypto";
import { base64, type Entry, hex, Malformed, numberPattern, readEntry, writeInstant } from "@voceria/record";
import type pg from "pg";
import { asciiAt, bytesAt, type Column, instantAt, int4At, int8At, readColumns } from "./audit-columns.ts";
import { hashInto } from "./audit-trees.ts";
import type { Difference } from "./difference.ts";
import { projection } from "./entries.ts";

/** A block of consecutive entries with the contents they commit to. */
export type Block = { from: number; to: number; columns: Column[] };

/** `entries` are undefined where the bytes cannot be read. */
export type AuditedBlock = { leaves: Buffer; entries: (Entry | undefined)[]; erased: number[]; contents: number };

const blockText = (from: number, to: number) => `
  select array_agg(index), array_agg(bytes), array_agg(leaf_hash), array_agg(act), array_agg(at), array_agg(subject), array_agg(prev),
    array_agg(number), array_agg(edition), array_agg(commitment), array_agg(held), array_agg(salt), array_agg(content)
  from (
    select e.*, c.commitment is not null as held, c.salt, c.bytes as content
    from record_entry e left join record_content c on c.commitment = e.commitment
    where e.index >= ${from} and e.index < ${to} order by e.index) block`;

export async function readBlock(connection: pg.Client, from: number, to: number): Promise<Block> {
  return { from, to, columns: await readColumns(connection, blockText(from, to)) };
}

/**
 * Each entry's bytes against its leaf hash, its columns and its content's commitment. The columns are checked by writing
 * the entry from them and comparing bytes, which is ten times as fast as reading it; what differs is then read.
 */
export function auditBlock({ from, to, columns }: Block, differ: (difference: Difference) => void): AuditedBlock {
  const [index, bytes, leafHash, act, at, subject, prev, number, edition, commitment, held, salt, content] =
    columns as [Column, Column, Column, Column, Column, Column, Column, Column, Column, Column, Column, Column, Column];
  const audited: AuditedBlock = { leaves: Buffer.alloc((to - from) * 32), entries: [], erased: [], contents: 0 };
  for (let row = 0, expected = from; expected < to; expected++) {
    if (row >= index.length || int8At(index, row) !== expected) {
      differ({
        what: "entry",
        where: `entry ${expected}`,
        found: "nothing",
        expected: "an entry: indexes have no gaps",
      });
      audited.entries.push(undefined);
      continue;
    }
    const where = `entry ${expected}`;
    const start = bytes.start[row]!;
    const at32 = (expected - from) * 32;
    hashLeaf(bytes, row, audited.leaves, at32);
    if (audited.leaves.compare(leafHash.bytes, leafHash.start[row], leafHash.start[row]! + 32, at32, at32 + 32) !== 0)
      differ({
        what: "leaf hash",
        where,
        found: hex(bytesAt(leafHash, row)!),
        expected: hex(audited.leaves.subarray(at32, at32 + 32)),
      });

    const columnsOf: Columns = {
      act: asciiAt(act, row)!,
      at: instantAt(at, row)!,
      subject: int8At(subject, row),
      prev: int8At(prev, row),
      number: asciiAt(number, row),
      edition: int4At(edition, row),
      commitment: bytesAt(commitment, row),
    };
    let entry = fromColumns(columnsOf);
    if (entry === undefined || entry.text !== bytes.bytes.toString("latin1", start, start + bytes.size[row]!)) {
      const read = readEntryOf(bytesAt(bytes, row)!, where, differ);
      if (read !== undefined) compareColumns(columnsOf, read, where, differ);
      entry = read && { entry: read, text: "" };
    }
    audited.entries.push(entry?.entry);
    if (columnsOf.commitment !== null) {
      if (held.bytes[held.start[row]!] !== 1)
        differ({
          what: "content",
          where,
          found: "nothing",
          expected: `the content of commitment ${hex(columnsOf.commitment)}`,
        });
      else {
        audited.contents += 1;
        if (content.size[row]! < 0 || salt.size[row]! < 0) audited.erased.push(expected);
        else if (!opensAt(salt, content, row, commitment))
          differ({
            what: "content or salt",
            where,
            found: "bytes that do not open the commitment",
            expected: hex(columnsOf.commitment),
          });
      }
    }
    row += 1;
  }
  return audited;
}

/** H(0x00 ‖ entry): the byte before the entry's is the length's last, which is no longer needed. */
function hashLeaf({ bytes, start, size }: Column, row: number, leaves: Buffer, at: number): void {
  const from = start[row]! - 1;
  bytes[from] = 0x00;
  hashInto(bytes.subarray(from, from + 1 + size[row]!), leaves, at);
}

const contentDomain = "voceria/content/v1\n";
let scratch = Buffer.alloc(65_536);

/** `opens` for the values of a row, without an object for each: at this pace they would cost more than the hashing. */
function opensAt(salt: Column, content: Column, row: number, commitment: Column): boolean {
  const from = contentDomain.length + salt.size[row]!;
  const length = from + content.size[row]!;
  if (length > scratch.length) scratch = Buffer.alloc(length * 2);
  scratch.write(contentDomain, 0, "latin1");
  salt.bytes.copy(scratch, contentDomain.length, salt.start[row], salt.start[row]! + salt.size[row]!);
  content.bytes.copy(scratch, from, content.start[row], content.start[row]! + content.size[row]!);
  return hash("sha256", scratch.subarray(0, length), "latin1") === asciiAt(commitment, row);
}

export function opens(domain: string, salt: Buffer, bytes: Buffer, commitment: Buffer): boolean {
  const length = domain.length + salt.length + bytes.length;
  if (length > scratch.length) scratch = Buffer.alloc(length * 2);
  scratch.write(domain, 0, "latin1");
  salt.copy(scratch, domain.length);
  bytes.copy(scratch, domain.length + salt.length);
  return hash("sha256", scratch.subarray(0, length), "latin1") === commitment.toString("latin1");
}

type Columns = {
  act: string;
  at: number;
  subject: number | null;
  prev: number | null;
  number: string | null;
  edition: number | null;
  commitment: Buffer | null;
};

let lastInstant = { at: Number.NaN, text: "" };

function instantText(at: number): string {
  if (lastInstant.at !== at)
    lastInstant = { at, text: Number.isInteger(at) ? safely(() => writeInstant(new Date(at))) : "" };
  return lastInstant.text;
}

function safely(work: () => string): string {
  try {
    return work();
  } catch {
    return "";
  }
}

/** The canonical JSON of the acts on statements, and what it says; undefined for any other act and for columns that no entry has. */
function fromColumns({
  act,
  at,
  subject,
  prev,
  number,
  edition,
  commitment,
}: Columns): { entry: Entry; text: string } | undefined {
  if (commitment === null || subject === null || number === null || !numberPattern.test(number)) return undefined;
  const instant = instantText(at);
  if (instant === "") return undefined;
  const committed = commitment.toString("base64");
  const head = `{"act":"${act}","at":"${instant}","commitment":"${committed}",`;
  const common = { at: instant, commitment: committed, format: "voceria/entry/v1", number, subject } as const;
  if (act === "statement.published" || act === "statement.imported") {
    if (edition !== 1 || prev !== null || (number.codePointAt(0) === 0x48) !== (act === "statement.imported"))
      return undefined;
    return {
      entry: { ...common, act, edition },
      text: `${head}"edition":1,"format":"voceria/entry/v1","number":"${number}","subject":${subject}}`,
    };
  }
  if (prev === null) return undefined;
  if (act === "statement.corrected" && edition !== null && edition >= 2)
    return {
      entry: { ...common, act, edition, prev },
      text: `${head}"edition":${edition},"format":"voceria/entry/v1","number":"${number}","prev":${prev},"subject":${subject}}`,
    };
  if (act === "statement.withdrawn" && edition === null)
    return {
      entry: { ...common, act, prev },
      text: `${head}"format":"voceria/entry/v1","number":"${number}","prev":${prev},"subject":${subject}}`,
    };
  return undefined;
}

function readEntryOf(bytes: Buffer, where: string, differ: (difference: Difference) => void): Entry | undefined {
  try {
    return readEntry(bytes, where);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    differ({
      what: "entry bytes",
      where,
      found: `${error.where}: ${error.what}`,
      expected: "an entry in canonical JSON",
    });
    return undefined;
  }
}

function compareColumns(columns: Columns, entry: Entry, where: string, differ: (difference: Difference) => void): void {
  const { commitment, ...expected } = { ...projection(entry), at: Date.parse(entry.at) };
  for (const [name, value] of Object.entries(expected)) {
    const found = columns[name as keyof typeof expected];
    if (found !== value)
      differ({ what: `column ${name} of an entry`, where, found: String(found), expected: String(value) });
  }
  const found = columns.commitment;
  if (
    (found === null) !== (commitment === null) ||
    (found !== null && commitment !== null && !found.equals(commitment))
  )
    differ({
      what: "column commitment of an entry",
      where,
      found: found === null ? "none" : base64(found),
      expected: commitment === null ? "none" : base64(commitment),
    });
}
