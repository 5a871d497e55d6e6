import { hex, type SubjectState } from "@voceria/record";
import type pg from "pg";
import type { AuditedContents } from "./audit-contents.ts";
import { eachRow } from "./audit-rows.ts";
import type { AuditedSubjects } from "./audit-subjects.ts";
import { GrowingTree, hashInto } from "./audit-trees.ts";
import type { Difference } from "./difference.ts";

type Known = {
  batches: readonly { index: number; count: number; root: string }[];
  subjects: AuditedSubjects;
  contents: AuditedContents;
  /** How many entries commit to a content. */
  committed: number;
  logTiles: readonly number[];
};

/** What stands beside the entries: the items of batches, attachments, the rows of subjects, and whatever belongs to nothing. */
export async function* auditApart(connection: pg.Client, known: Known): AsyncGenerator<Difference> {
  for (const batch of known.batches) yield* auditBatch(connection, batch);
  yield* auditSubjectRows(connection, known.subjects);
  if (known.contents.attachments > 0) yield* auditAttachments(connection);
  yield* auditStray(connection, known);
}

/** The items' commitments against the root that the entry asserts. */
async function* auditBatch(connection: pg.Client, { index, count, root }: Known["batches"][number]) {
  const tree = new GrowingTree(() => undefined);
  const leaf = Buffer.alloc(32);
  let found = 0;
  await eachRow(
    connection,
    `select item, commitment from record_batch_item where entry = ${index} order by item`,
    (row) => {
      found += 1;
      if (row.int4(0)! >= count) return;
      hashInto(Buffer.concat([Buffer.of(0x00), row.view(1)!]), leaf, 0);
      tree.push(leaf, 0);
    },
  );
  const where = `entry ${index}`;
  if (found !== count) yield { what: "items of a batch", where, found: String(found), expected: String(count) };
  const made = tree.root().toString("base64");
  if (made !== root) yield { what: "root of a batch", where, found: made, expected: root };
}

async function* auditSubjectRows(connection: pg.Client, subjects: AuditedSubjects): AsyncGenerator<Difference> {
  const differences: Difference[] = [];
  let next = 0;
  const missUpTo = (subject: number): void => {
    for (; next < subject; next++) differences.push(differing(next, "nothing", subjects.get(next)));
  };
  await eachRow(
    connection,
    "select subject, current, edition, last, status from record_subject order by subject",
    (row) => {
      const subject = row.int8(0)!;
      missUpTo(Math.min(subject, subjects.count));
      if (subjects.isRow(subject, row.int8(1)!, row.int4(2)!, row.int8(3)!, row.latin1(4)!)) next = subject + 1;
      else {
        const found = JSON.stringify([subject, row.int8(1), row.int4(2), row.int8(3), row.latin1(4)]);
        differences.push(differing(subject, found, subjects.get(subject)));
        if (subject === next) next += 1;
      }
    },
  );
  missUpTo(subjects.count);
  yield* differences;
}

function differing(subject: number, found: string, state: SubjectState | undefined): Difference {
  const expected =
    state === undefined
      ? "none: no entry begins it"
      : JSON.stringify([subject, state.current, state.edition, state.last, state.status]);
  return { what: "row of a subject", where: `subject ${subject}`, found, expected };
}

/** That the content each is part of lists it. */
async function* auditAttachments(connection: pg.Client): AsyncGenerator<Difference> {
  const loose: { commitment: string; partOf: string }[] = [];
  await eachRow(
    connection,
    `select a.commitment, a.part_of,
       position(convert_to('"commitment":"' || encode(a.commitment, 'base64') || '"', 'UTF8') in c.bytes) > 0
     from record_content a left join record_content c on c.commitment = a.part_of and c.purpose = 'content'
     where a.purpose = 'attachment'`,
    (row) => {
      if (!row.boolean(2)) loose.push({ commitment: hex(row.view(0)!), partOf: hex(row.view(1)!) });
    },
  );
  for (const { commitment, partOf } of loose)
    yield {
      what: "attachment",
      where: `attachment ${commitment}`,
      found: `part of ${partOf}, which does not list it`,
      expected: "a content that lists it",
    };
}

/** Counted first: only where a count does not agree is it asked which rows belong to nothing. */
async function* auditStray(connection: pg.Client, known: Known): AsyncGenerator<Difference> {
  const { rows } = await connection.query<{ items: number }>("select count(*) as items from record_batch_item");
  const { held, attachments, missing } = known.contents;
  const expected = known.committed + (rows[0]?.items ?? 0) - missing + attachments;
  if (held !== expected) {
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
        found: String(held),
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
