import { createHash } from "node:crypto";
import { canonicalize } from "@voceria/record";
import { sql } from "kysely";
import { Fault } from "../../fault.ts";
import type { Transaction } from "../../store/database.ts";
import { type RegisterItem, referencesOf } from "../item.ts";
import { readItem } from "../read-item.ts";
import { type About, type Candidate, type CandidateKind, finding, type Finding, type SourceRow } from "./candidate.ts";

/** How the import stands with one thing of the source. Small, since there is one for each. */
export type Thing = {
  kind: CandidateKind;
  key: string;
  /** The row that stated it first, by its number. */
  row: number;
  hash: string;
  wanted: string;
  /** Further statements of it that differ, by their hash. */
  variants?: Map<string, { row: number; hash: string; about: boolean; wanted: string }>;
  slug?: string;
  /** Its parents lead back to itself. */
  orphan?: true;
  outcome?: "new" | "correction" | "change" | "unchanged" | "refused";
  why?: Finding;
};

export type StagedRow = Pick<SourceRow, "file" | "line" | "at" | "about" | "findings" | "refused">;

/** All that was read of the source: rows and things in memory, what they say in a table that vanishes with the transaction. */
export type Staged = { rows: StagedRow[]; things: Map<string, Thing> };

const rowsAtOnce = 1000;
const longestKey = 600;
/** The record's canonical JSON is kept whole in memory now and then; nobody's tenure needs more. */
const longestData = 256 << 10;

export const thingKey = ({ kind, key }: About) => `${kind} ${key}`;

/** When this returns, every row is read and every candidate that keeps the schema is in `import_candidate`. */
export async function stage(
  tx: Transaction,
  rows: AsyncIterable<SourceRow>,
  onRow: (read: number) => void,
): Promise<Staged> {
  await sql`create temporary table import_candidate (
    kind text not null, key text not null, hash text not null, data text not null
  ) on commit drop`.execute(tx);
  const staged: Staged = { rows: [], things: new Map() };
  let waiting: { kind: string; key: string; hash: string; data: string }[] = [];
  const flush = async () => {
    if (waiting.length === 0) return;
    await sql`insert into import_candidate
      select * from jsonb_to_recordset(${JSON.stringify(waiting)}::jsonb) as r (kind text, key text, hash text, data text)`.execute(
      tx,
    );
    waiting = [];
  };
  for await (const { states, ...row } of rows) {
    const number = staged.rows.push(row) - 1;
    const read = states.map((candidate) => ({
      candidate,
      about: row.about.some(({ kind, key }) => kind === candidate.kind && key === candidate.key),
      wrong: checkAlone(candidate),
    }));
    // What only a row names that is not taken does not stand in the register by itself.
    row.refused ??= read.find(({ about, wrong }) => about && wrong !== undefined)?.wrong;
    for (const { candidate, about, wrong } of row.refused === undefined ? read : []) {
      if (wrong !== undefined) row.findings.push(wrong);
      else waiting.push(...admit(staged, candidate, number, about));
    }
    if (waiting.length >= rowsAtOnce) await flush();
    if (number % rowsAtOnce === 0) onRow(number);
  }
  await flush();
  await sql`create index on import_candidate (kind, key, hash)`.execute(tx);
  await sql`analyze import_candidate`.execute(tx);
  return staged;
}

function admit({ rows, things }: Staged, candidate: Candidate, number: number, about: boolean) {
  const row = rows[number];
  if (row === undefined) throw new Error(`there is no row ${number}`);
  const { kind, key } = candidate;
  const data = canonicalize(candidate.data);
  const hash = digest(data);
  const known = things.get(thingKey(candidate));
  if (known === undefined) {
    things.set(thingKey(candidate), { kind, key, row: number, hash, wanted: candidate.wanted });
    return [{ kind, key, hash, data }];
  }
  const alike = known.hash === hash ? known : known.variants?.get(hash);
  if (alike !== undefined) {
    // The lesser of two wordings, so that the order of rows does not decide.
    if (candidate.wanted < alike.wanted) alike.wanted = candidate.wanted;
    if (about)
      row.findings.push(
        finding("repeated-row", `It says the same of ${kind} "${key}" as ${placeOf(rows, known.row)}.`),
      );
    return [];
  }
  (known.variants ??= new Map()).set(hash, { row: number, hash, about, wanted: candidate.wanted });
  return [{ kind, key, hash, data }];
}

/** Whether the register's schema takes it, whatever the things are called that it names. */
function checkAlone(candidate: Candidate): Finding | undefined {
  if (candidate.key.length > longestKey)
    return finding(
      "invalid",
      `The ${candidate.kind} has an identity of ${candidate.key.length} characters; at most ${longestKey} are taken.`,
    );
  const text = JSON.stringify(candidate.data);
  if (text.length > longestData)
    return finding(
      "too-large",
      `The ${candidate.kind} "${candidate.key}" holds ${text.length} characters; at most ${longestData} are taken.`,
    );
  const item = {
    format: "voceria/register/v1",
    kind: candidate.kind,
    id: "x",
    change: "new",
    data: candidate.data,
  } as RegisterItem;
  try {
    const placed = withReferences({ ...item, source: { id: "x", locator: candidate.key } }, () => "x");
    readItem(placed.item, `${candidate.kind} "${candidate.key}"`);
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return finding("invalid", error.message);
    throw error;
  }
}

/**
 * The item with ids in place of keys. Where `idOf` knows none, an optional reference is left out; `missing` are the
 * required ones, and `dropped` those left out.
 */
export function withReferences(
  item: RegisterItem,
  idOf: (about: About) => string | undefined,
): { item: RegisterItem; missing: About[]; dropped: About[] } {
  const copy = structuredClone(item);
  const missing: About[] = [];
  const dropped: About[] = [];
  for (const { field, kind, id } of referencesOf(item)) {
    if (field === "source.id") continue;
    const about = { kind: kind as CandidateKind, key: id };
    const found = idOf(about);
    const required = ["data.institution", "data.person", "data.post"].includes(field);
    if (found === undefined) (required ? missing : dropped).push(about);
    put(copy, field, found);
  }
  return { item: copy, missing, dropped };
}

function put(item: RegisterItem, field: string, id: string | undefined): void {
  const path = field.replaceAll(/\[(\d+)\]/g, ".$1").split(".");
  const last = path.pop() ?? "";
  let holder = item as unknown as Record<string, unknown>;
  for (const step of path) holder = holder[step] as Record<string, unknown>;
  if (id === undefined) delete holder[last];
  else holder[last] = id;
}

export function placeOf(rows: readonly StagedRow[], number: number): string {
  const { file, line, at } = rows[number] as StagedRow;
  return line === undefined ? `${file}, ${at ?? "its content"}` : `${file}, line ${line}`;
}

export function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
