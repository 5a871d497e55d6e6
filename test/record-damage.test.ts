import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { randomBytes, randomInt } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Difference } from "../src/recorder/difference.ts";
import { signNow } from "../src/recorder/sequence.ts";
import { openConnection } from "../src/store/database.ts";
import type pg from "pg";
import { withoutForeignKeys } from "./database.ts";
import {
  asserted,
  audited,
  corrected,
  enter,
  type Founded,
  foundedInstallation,
  published,
  statement,
  withdrawn,
  withFiles,
} from "./recorder-office.ts";

let office: Founded;
let hand: pg.Client;

/** Every act, more than one tile, batches, an attachment, several checkpoints. */
beforeAll(async () => {
  office = await foundedInstallation();
  await enter(office, asserted("a", "b", "c"));
  await enter(office, ...Array.from({ length: 280 }, (_, at) => published(at + 1)));
  await signNow(office);
  const files = await withFiles(office, statement("Con anexo.\n"), {
    name: "anexo.pdf",
    media: "application/pdf",
    bytes: randomBytes(600_000),
  });
  await enter(office, corrected(3, 4, 2), {
    act: "statement.published",
    number: "2026-0281",
    edition: 1,
    ...files,
  });
  await signNow(office);
  await enter(office, withdrawn(7, 8), asserted("d"));
  await signNow(office);
  hand = openConnection(office.address);
  await hand.connect();
  await hand.query(withoutForeignKeys);
});

afterAll(async () => {
  await hand.end();
  await office.drop();
});

const whole = [
  "bytes",
  "part",
  "index",
  "subject",
  "prev",
  "edition",
  "entry",
  "item",
  "current",
  "last",
  "level",
  "size",
  "next_index",
  "next_subject",
];

const columns: readonly (readonly [table: string, column: string])[] = [
  ...["index", "bytes", "leaf_hash", "act", "at", "subject", "prev", "number", "edition", "commitment"].map(
    (column) => ["record_entry", column] as const,
  ),
  ...["commitment", "salt", "bytes", "part_of"].map((column) => ["record_content", column] as const),
  ...["sha256", "bytes"].map((column) => ["file", column] as const),
  ...["part", "bytes"].map((column) => ["file_part", column] as const),
  ...["entry", "item", "commitment"].map((column) => ["record_batch_item", column] as const),
  ...["subject", "current", "edition", "last", "status"].map((column) => ["record_subject", column] as const),
  ...["level", "index", "bytes"].flatMap((column) => [
    ["record_tile", column] as const,
    ["record_state_tile", column] as const,
  ]),
  ...["size", "root", "note"].map((column) => ["record_checkpoint", column] as const),
  ...["next_index", "next_subject", "last_at"].map((column) => ["record_counter", column] as const),
  ...["origin", "verifier_key", "lock_id"].map((column) => ["record", column] as const),
];

test("the record is clean before it is damaged", async () => {
  expect(await audited(office)).toEqual([]);
});

test.each(columns)("one flipped bit in %s.%s is named by the audit", async (table, column) => {
  const { rows } = await hand.query<{ place: string; value: unknown; length: number }>(
    `select ctid::text as place, ${column} as value, pg_column_size(${column}) as length from ${table} where ${column} is not null order by random() limit 3`,
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { place, value } of rows) {
    const { rows: changed } = await hand.query<{ place: string }>(
      `update ${table} set ${column} = $1 where ctid = $2::tid returning ctid::text as place`,
      [flipped(column, value), place],
    );
    let differences: Difference[];
    try {
      differences = await audited(office);
    } finally {
      await hand.query(`update ${table} set ${column} = $1 where ctid = $2::tid`, [value, changed[0]!.place]);
    }
    expect(differences.length, `${table}.${column} at ${place}`).toBeGreaterThan(0);
    expect(
      differences.every(({ what, where, found, expected }) => what !== "" && where !== "" && found !== expected),
    ).toBe(true);
  }
  expect(await audited(office)).toEqual([]);
});

test.each([
  "record_entry",
  "record_content",
  "file",
  "file_part",
  "record_batch_item",
  "record_subject",
  "record_tile",
  "record_state_tile",
])("a missing row of %s is named by the audit", async (table) => {
  const { rows } = await hand.query<{ row: string }>(
    `delete from ${table} where ctid = (select ctid from ${table} order by random() limit 1) returning ${table}::text as row`,
  );
  expect((await audited(office)).length).toBeGreaterThan(0);
  await hand.query(`insert into ${table} overriding system value select ($1::${table}).*`, [rows[0]!.row]);
  expect(await audited(office)).toEqual([]);
});

test.each([
  ["a statement", "commitment = (select commitment from record_entry where index = 5)", "entry 5"],
  [
    "an item of a batch",
    "commitment = (select commitment from record_batch_item where entry = 0 and item = 1)",
    "entry 0, item 1",
  ],
])("the changed or vanished content of %s is named by where it belongs", async (_, which, where) => {
  const { rows } = await hand.query<{ row: string; commitment: Buffer; bytes: Buffer }>(
    `select record_content::text as row, commitment, bytes from record_content where ${which}`,
  );
  const { row, commitment, bytes } = rows[0]!;
  const place = { where };
  await hand.query("update record_content set bytes = $2 where commitment = $1", [commitment, flipped("bytes", bytes)]);
  expect(await audited(office)).toEqual([expect.objectContaining(place)]);
  await hand.query("update record_content set salt = null, bytes = null, erased_at = now() where commitment = $1", [
    commitment,
  ]);
  expect(await audited(office)).toEqual([expect.objectContaining({ ...place, found: "erased" })]);
  await hand.query("delete from record_content where commitment = $1", [commitment]);
  expect(await audited(office)).toEqual([expect.objectContaining({ ...place, found: "nothing" })]);
  await hand.query("insert into record_content select ($1::record_content).*", [row]);
  expect(await audited(office)).toEqual([]);
});

test("the changed, erased or vanished bytes of an attachment are named by its commitment", async () => {
  const { rows } = await hand.query<{ row: string; commitment: Buffer; file: number }>(
    "select record_content::text as row, commitment, file from record_content where purpose = 'attachment'",
  );
  const { row, commitment, file } = rows[0]!;
  const where = `attachment ${commitment.toString("hex")}`;
  const kept = await hand.query<{ bytes: Buffer }>("select bytes from file_part where file = $1 and part = 1", [file]);
  const set = (bytes: Buffer) =>
    hand.query("update file_part set bytes = $2 where file = $1 and part = 1", [file, bytes]);
  await set(flipped("bytes", kept.rows[0]!.bytes) as Buffer);
  expect(await audited(office)).toEqual([
    expect.objectContaining({ where, what: "attachment or salt" }),
    expect.objectContaining({ where, what: "digest of an attachment" }),
  ]);
  await set(kept.rows[0]!.bytes);
  await hand.query("update record_content set salt = null, file = null, erased_at = now() where commitment = $1", [
    commitment,
  ]);
  expect(await audited(office)).toEqual([expect.objectContaining({ where, found: "erased" })]);
  await hand.query("delete from record_content where commitment = $1", [commitment]);
  expect(await audited(office)).toEqual([expect.objectContaining({ where, found: "nothing" })]);
  await hand.query("insert into record_content select ($1::record_content).*", [row]);
  expect(await audited(office)).toEqual([]);
});

test("a content that no entry commits to is named", async () => {
  const commitment = randomBytes(32);
  await hand.query("insert into record_content (commitment, purpose, erased_at) values ($1, 'content', now())", [
    commitment,
  ]);
  expect(await audited(office)).toEqual([expect.objectContaining({ where: `content ${commitment.toString("hex")}` })]);
  await hand.query("delete from record_content where commitment = $1", [commitment]);
});

test("one flipped bit in the lock is named by the audit", async () => {
  const path = join(office.data, "record.lock");
  const note = await readFile(path);
  for (const at of [0, note.indexOf(10) + 1, note.length - 10]) {
    const damaged = Buffer.from(note);
    damaged[at]! ^= 1;
    await writeFile(path, damaged);
    expect((await audited(office)).map(({ where }) => where).join(), `byte ${at}`).toContain("record.lock");
  }
  await writeFile(path, note);
  expect(await audited(office)).toEqual([]);
});

function flipped(column: string, value: unknown): unknown {
  if (Buffer.isBuffer(value)) {
    const damaged = Buffer.from(value);
    damaged[randomInt(damaged.length)]! ^= 1 << randomInt(8);
    return damaged;
  }
  // A bit that leads to no other row's key.
  if (whole.includes(column)) return (value as number) ^ (column === "level" ? 4 : 1 << 20);
  if (value instanceof Date) return new Date(value.getTime() ^ 1);
  const text = value as string;
  if (column === "status") return text === "current" ? "withdrawn" : "current";
  const at = column === "note" ? text.length - 20 : randomInt(text.length);
  return `${text.slice(0, at)}${String.fromCodePoint(text.codePointAt(at)! ^ 1)}${text.slice(at + 1)}`;
}
