import { base64, batchRoot, hex } from "@voceria/record";
import type pg from "pg";
import { opens } from "./audit-entries.ts";
import type { AuditedSubjects } from "./audit-subjects.ts";
import type { Difference } from "./difference.ts";
import { sha256 } from "./sha256.ts";

type Known = {
  batches: readonly { index: number; count: number; root: string }[];
  subjects: AuditedSubjects;
  /** Contents that statements' entries were found to commit to. */
  contents: number;
  logTiles: readonly number[];
};

/** What stands beside the entries: batches and their items, attachments, the rows of subjects, and whatever belongs to nothing. */
export async function* auditApart(connection: pg.Client, known: Known): AsyncGenerator<Difference> {
  let items = 0;
  for (const batch of known.batches) items += yield* auditBatch(connection, batch);
  yield* auditSubjectRows(connection, known.subjects);
  const attachments = yield* auditAttachments(connection);
  yield* auditStray(connection, known, items, attachments);
}

type Item = { item: number; commitment: Buffer; held: boolean; salt: Buffer | null; bytes: Buffer | null };

async function* auditBatch(
  connection: pg.Client,
  { index, count, root }: Known["batches"][number],
): AsyncGenerator<Difference, number> {
  const commitments: Uint8Array[] = [];
  let held = 0;
  for (let from = 0; from < count; from += 1_000) {
    const { rows } = await connection.query<Item>(
      `select b.item, b.commitment, c.commitment is not null as held, c.salt, c.bytes
       from record_batch_item b left join record_content c using (commitment)
       where b.entry = $1 and b.item >= $2 and b.item < $3 order by b.item`,
      [index, from, Math.min(from + 1_000, count)],
    );
    for (const row of rows) {
      const where = `entry ${index}, item ${row.item}`;
      commitments.push(row.commitment);
      if (row.held) held += 1;
      if (!row.held)
        yield {
          what: "content of an item",
          where,
          found: "nothing",
          expected: `the content of commitment ${hex(row.commitment)}`,
        };
      else if (row.salt === null || row.bytes === null)
        yield {
          what: "content of an item",
          where,
          found: "erased",
          expected: "the content, since no entry says that it was erased",
        };
      else if (!opens("voceria/content/v1\n", row.salt, row.bytes, row.commitment))
        yield {
          what: "content or salt of an item",
          where,
          found: "bytes that do not open the commitment",
          expected: hex(row.commitment),
        };
    }
  }
  const { rows } = await connection.query<{ items: number }>(
    "select count(*) as items from record_batch_item where entry = $1",
    [index],
  );
  if (rows[0]?.items !== count)
    yield { what: "items of a batch", where: `entry ${index}`, found: String(rows[0]?.items), expected: String(count) };
  const found = base64(batchRoot(sha256, commitments));
  if (found !== root) yield { what: "root of a batch", where: `entry ${index}`, found, expected: root };
  return held;
}

async function* auditSubjectRows(connection: pg.Client, subjects: AuditedSubjects): AsyncGenerator<Difference> {
  const step = 5_000;
  for (let from = 0; from < subjects.count; from += step) {
    const { rows } = await connection.query({
      text: "select subject, current, edition, last, status from record_subject where subject >= $1 and subject < $2 order by subject",
      values: [from, from + step],
      rowMode: "array",
    });
    const to = Math.min(from + step, subjects.count);
    for (let subject = from, row = 0; subject < to; subject++) {
      const found = rows[row]?.[0] === subject ? (rows[row++] as unknown[]) : undefined;
      const { current, edition, last, status } = subjects.get(subject)!;
      const same =
        found !== undefined && found[1] === current && found[2] === edition && found[3] === last && found[4] === status;
      if (same) continue;
      const expected = JSON.stringify([subject, current, edition, last, status]);
      yield {
        what: "row of a subject",
        where: `subject ${subject}`,
        found: found === undefined ? "nothing" : JSON.stringify(found),
        expected,
      };
    }
  }
  const { rows } = await connection.query<{ subject: number }>(
    "select subject from record_subject where subject < 0 or subject >= $1 order by subject limit 100",
    [subjects.count],
  );
  for (const { subject } of rows)
    yield {
      what: "row of a subject",
      where: `subject ${subject}`,
      found: "a row",
      expected: "none: no entry begins it",
    };
}

type File = { commitment: Buffer; salt: Buffer | null; bytes: Buffer | null; part_of: Buffer; listed: boolean | null };

/** Each against its commitment, and that the content it is part of lists it. */
async function* auditAttachments(connection: pg.Client): AsyncGenerator<Difference, number> {
  let after: Buffer = Buffer.alloc(0);
  for (let count = 0; ;) {
    const { rows } = await connection.query<File>(
      `select a.commitment, a.salt, a.bytes, a.part_of, 
         position(convert_to('"commitment":"' || encode(a.commitment, 'base64') || '"', 'UTF8') in c.bytes) > 0 as listed
       from record_content a left join record_content c on c.commitment = a.part_of and c.purpose = 'content'
       where a.purpose = 'attachment' and a.commitment > $1 order by a.commitment limit 4`,
      [after],
    );
    if (rows.length === 0) return count;
    for (const { commitment, salt, bytes, part_of: partOf, listed } of rows) {
      const where = `attachment ${hex(commitment)}`;
      count += 1;
      after = commitment;
      if (salt !== null && bytes !== null && !opens("voceria/attachment/v1\n", salt, bytes, commitment))
        yield {
          what: "attachment or salt",
          where,
          found: "bytes that do not open the commitment",
          expected: hex(commitment),
        };
      if (listed !== true)
        yield {
          what: "attachment",
          where,
          found: `part of ${hex(partOf)}, which does not list it`,
          expected: "a content that lists it",
        };
    }
  }
}

/** Counted first: only where a count does not agree is it asked which rows belong to nothing. */
async function* auditStray(
  connection: pg.Client,
  known: Known,
  items: number,
  attachments: number,
): AsyncGenerator<Difference> {
  // One pass over a whole table each: the indexes that blocks are read by would only slow these down.
  await connection.query("set local enable_seqscan to on; set local enable_hashjoin to on");
  const { rows } = await connection.query<{ contents: number }>("select count(*) as contents from record_content");
  const expected = known.contents + items + attachments;
  if (rows[0]?.contents !== expected) {
    const stray = await connection.query<{ commitment: Buffer; purpose: string }>(`
      select c.commitment, c.purpose from record_content c
      where c.purpose = 'content' and not exists (select from record_entry e where e.commitment = c.commitment)
        and not exists (select from record_batch_item b where b.commitment = c.commitment)
      limit 100`);
    for (const { commitment } of stray.rows)
      yield {
        what: "content",
        where: `content ${hex(commitment)}`,
        found: "a content",
        expected: "none: no entry commits to it",
      };
    if (stray.rows.length === 0)
      yield {
        what: "contents",
        where: "table record_content",
        found: String(rows[0]?.contents),
        expected: String(expected),
      };
  }
  const batches = known.batches.map(({ index }) => index);
  const loose = await connection.query<{ entry: number }>(
    "select distinct entry from record_batch_item where entry <> all($1::bigint[]) limit 100",
    [batches],
  );
  for (const { entry } of loose.rows)
    yield {
      what: "items of a batch",
      where: `entry ${entry}`,
      found: "items",
      expected: "none: the entry is no batch",
    };
  const tiles = await connection.query<{ level: number; index: number }>(
    `select level, index from record_tile t where not exists (
       select from unnest($1::int[]) with ordinality as l(tiles, level) where t.level = l.level - 1 and t.index >= 0 and t.index < l.tiles) limit 100`,
    [known.logTiles],
  );
  for (const { level, index } of tiles.rows)
    yield {
      what: "tile",
      where: `level ${level}, number ${index}`,
      found: "a tile",
      expected: "none: the log does not reach so far",
    };
  const beyond = await connection.query<{ id: number; size: number }>(
    "select id, size from record_checkpoint where size > (select coalesce(max(index) + 1, 0) from record_entry) or size < 0",
  );
  for (const { id, size } of beyond.rows)
    yield {
      what: "size of a checkpoint",
      where: `checkpoint ${id}`,
      found: String(size),
      expected: "a size the log has reached",
    };
  const fallen = await connection.query<{ id: number; size: number; before: number }>(
    "select id, size, before from (select id, size, lag(size) over (order by id) as before from record_checkpoint) c where size < before limit 100",
  );
  for (const { id, size, before } of fallen.rows)
    yield {
      what: "order of checkpoints",
      where: `checkpoint ${id}`,
      found: String(size),
      expected: `${before} or more`,
    };
}
