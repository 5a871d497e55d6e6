import { type Entry, readBase64, type SubjectState } from "@voceria/record";
import { sql } from "kysely";
import { Fault } from "../fault.ts";
import type { Transaction } from "../store/database.ts";
import type { CommittedFile } from "./commit-file.ts";
import { packed } from "./tiles.ts";

export type Counter = { nextIndex: number; nextSubject: number; lastAt: Date };
export type NewEntry = {
  entry: Entry;
  bytes: Uint8Array;
  leaf: Uint8Array;
  commitment?: Uint8Array;
  items?: readonly Uint8Array[];
};
export type ContentRow = { commitment: Uint8Array; salt: Uint8Array; bytes: Uint8Array };

/** When this returns, no other transaction can append before `tx` ends. */
export async function lockCounter(tx: Transaction): Promise<Counter> {
  const { rows } = await sql<Counter & { founded: boolean }>`
    select c.next_index as "nextIndex", c.next_subject as "nextSubject", c.last_at as "lastAt", r.origin is not null as founded
    from record_counter c left join record r on true for update of c`.execute(tx);
  const counter = rows[0];
  if (counter === undefined || !counter.founded)
    throw new Fault(
      "conflict",
      'No record is founded in this database; "voceria start" founds a trial, "voceria init" the real one.',
      [],
      "En esta base de datos no se ha fundado un libro público: «voceria start» funda uno de prueba y «voceria init», el verdadero.",
    );
  return counter;
}

/** When this returns, contents and salts stand in `tx`; nobody finds them before an entry commits to them. */
export async function insertContents(tx: Transaction, rows: readonly ContentRow[]): Promise<void> {
  for (const some of portions(rows)) {
    const { blob, offsets } = packed(some.map((row) => row.bytes));
    const fixed = Buffer.concat(some.flatMap((row) => [row.commitment, row.salt]));
    await sql`
      insert into record_content (commitment, purpose, salt, bytes)
      select substring(p.fixed from (c.place::int - 1) * 64 + 1 for 32), 'content',
        substring(p.fixed from (c.place::int - 1) * 64 + 33 for 32), substring(p.blob from c.start for c.length)
      from (select ${blob}::bytea as blob, ${fixed}::bytea as fixed) p,
        unnest(${offsets}::int[], ${some.map((row) => row.bytes.length)}::int[])
          with ordinality as c(start, length, place)`.execute(tx);
  }
}

/** When this returns, the files stand in `tx` as attachments of the content; nobody finds them before an entry commits to it. */
export async function insertAttachments(
  tx: Transaction,
  partOf: Uint8Array,
  files: readonly CommittedFile[],
): Promise<void> {
  if (files.length === 0) return;
  await tx
    .insertInto("record_content")
    .values(
      files.map(({ file, salt, commitment }) => ({
        commitment: Buffer.from(commitment),
        purpose: "attachment" as const,
        salt: Buffer.from(salt),
        bytes: null,
        erased_at: null,
        part_of: Buffer.from(partOf),
        file,
      })),
    )
    .execute();
}

const empty = new Uint8Array(32);
const portionBytes = 16 << 20;

function* portions(rows: readonly ContentRow[]): Generator<ContentRow[]> {
  let portion: ContentRow[] = [];
  let bytes = 0;
  for (const row of rows) {
    if (portion.length > 0 && bytes + row.bytes.length > portionBytes) {
      yield portion;
      [portion, bytes] = [[], 0];
    }
    portion.push(row);
    bytes += row.bytes.length;
  }
  if (portion.length > 0) yield portion;
}

export type Writing = {
  counter: Counter;
  at: Date;
  nextSubject: number;
  entries: readonly NewEntry[];
  states: readonly SubjectState[];
};

/**
 * When this returns, the entries stand in `tx` behind the locked counter, with the state of the subjects they change,
 * and followers are told when it commits. One statement, since everybody else waits.
 */
export async function writeEntries(
  tx: Transaction,
  { counter, at, nextSubject, entries, states }: Writing,
): Promise<void> {
  const { blob, offsets } = packed(entries.map(({ bytes }) => bytes));
  const rows = entries.map(({ entry, commitment }) => projection(entry, commitment));
  const fixed = Buffer.concat(entries.flatMap(({ leaf }, place) => [leaf, rows[place]?.commitment ?? empty]));
  const items = entries.flatMap((entry, place) =>
    (entry.items ?? []).map((commitment, item) => ({ entry: counter.nextIndex + place, item, commitment })),
  );
  const nextIndex = counter.nextIndex + entries.length;
  await sql`
    with entries as (
      insert into record_entry (index, bytes, leaf_hash, act, at, subject, prev, number, edition, commitment)
      select ${counter.nextIndex}::bigint + e.place - 1, substring(p.blob from e.start for e.length),
        substring(p.fixed from (e.place::int - 1) * 64 + 1 for 32), e.act, ${at}::timestamptz, e.subject, e.prev, e.number, e.edition,
        case when e.committed then substring(p.fixed from (e.place::int - 1) * 64 + 33 for 32) end
      from (select ${blob}::bytea as blob, ${fixed}::bytea as fixed) p,
        unnest(${offsets}::int[], ${entries.map(({ bytes }) => bytes.length)}::int[], ${rows.map((row) => row.act)}::text[],
          ${rows.map((row) => row.subject)}::bigint[], ${rows.map((row) => row.prev)}::bigint[], ${rows.map((row) => row.number)}::text[],
          ${rows.map((row) => row.edition)}::int[], ${rows.map((row) => row.commitment !== null)}::boolean[])
          with ordinality as e(start, length, act, subject, prev, number, edition, committed, place)
      order by e.place),
    items as (
      insert into record_batch_item (entry, item, commitment)
      select i.entry, i.item, substring(p.commitments from (i.place::int - 1) * 32 + 1 for 32)
      from (select ${Buffer.concat(items.map((item) => item.commitment))}::bytea as commitments) p,
        unnest(${items.map((item) => item.entry)}::bigint[], ${items.map((item) => item.item)}::int[]) with ordinality as i(entry, item, place)),
    states as (
      insert into record_subject (subject, current, edition, last, status)
      select * from unnest(${states.map((state) => state.subject)}::bigint[], ${states.map((state) => state.current)}::bigint[],
        ${states.map((state) => state.edition)}::int[], ${states.map((state) => state.last)}::bigint[], ${states.map((state) => state.status)}::text[])
      on conflict (subject) do update
        set current = excluded.current, edition = excluded.edition, last = excluded.last, status = excluded.status),
    counted as (
      update record_counter set next_index = ${nextIndex}, next_subject = ${nextSubject}, last_at = ${at})
    select pg_notify('voceria_record', ${String(nextIndex)})`.execute(tx);
}

export type Projection = {
  act: string;
  subject: number | null;
  prev: number | null;
  number: string | null;
  edition: number | null;
  commitment: Uint8Array | null;
};

/** The columns beside an entry's bytes; `commitment` where it is at hand as bytes already. */
export function projection(entry: Entry, commitment?: Uint8Array): Projection {
  return {
    act: entry.act,
    subject: "subject" in entry ? entry.subject : null,
    prev: "prev" in entry ? entry.prev : null,
    number: "number" in entry ? entry.number : null,
    edition: "edition" in entry ? entry.edition : null,
    commitment: "commitment" in entry ? (commitment ?? readBase64(entry.commitment, "commitment")) : null,
  };
}
