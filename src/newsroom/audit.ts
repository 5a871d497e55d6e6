import { canonicalize, type Content, type Entry, type Json, readContent, readEntry } from "@voceria/record";
import { sql } from "kysely";
import { type Difference, differing, readKept, shown } from "../recorder/difference.ts";
import { readOffice } from "../register/office.ts";
import { inSnapshot, type Reader } from "../store/database.ts";
import { detailsOf } from "./details.ts";
import { archiveSeries, readNumber } from "../register/number.ts";
import { startOfDay } from "../register/start-of-day.ts";
import { dayIn } from "../register/day.ts";

const block = 1_000;

/**
 * Recomputes every row that pages are read from (statements, editions, withdrawals, number series) from entries and
 * contents, and names each difference. Reads in blocks: memory does not grow with the record. HTML is compared with
 * the content it was rendered to at publication; today's renderer has no say.
 */
export async function* auditNewsroom(
  db: Reader,
  onProgress?: (done: number, total: number) => void,
): AsyncGenerator<Difference> {
  const { timeZone } = await readOffice(db);
  const { total } = await db
    .selectFrom("statement")
    .select(sql<number>`coalesce(max(id), 0)::bigint`.as("total"))
    .executeTakeFirstOrThrow();
  for (let from = 0; from < total; from += block) {
    yield* auditStatements(db, from, from + block, timeZone);
    onProgress?.(Math.min(from + block, total), total);
  }
  yield* auditFiles(db);
  yield* findStray(db);
  yield* auditSeries(db);
}

type Row = {
  id: number;
  number: string;
  subject: number | null;
  kind: string;
  language: string;
  status: string;
  editions: number;
  first_entry: number | null;
  spoken_at: Date;
  spoken_day: string;
  published_at: Date | null;
  source_name: string | null;
  source_id: string | null;
  source_sha256: Buffer | null;
};
type Kept = {
  statement_id: number;
  entry: number;
  bytes: Buffer;
  commitment: Buffer | null;
  content: Buffer | null;
  erased: boolean;
};

async function* auditStatements(db: Reader, after: number, upTo: number, timeZone: string): AsyncGenerator<Difference> {
  const { statements, kept, editions, withdrawals } = await inSnapshot(db, (tx) => readBlock(tx, after, upTo));
  const entriesOf = Map.groupBy(kept.rows, (row) => row.statement_id);
  const editionsOf = Map.groupBy(editions.rows, (row) => row.statement_id);
  const withdrawalOf = new Map(withdrawals.rows.map((row) => [row.statement_id, row]));
  for (const row of statements.rows) {
    const history = (entriesOf.get(row.id) ?? []).flatMap((one) => {
      const entry = readKept(() => readEntry(one.bytes));
      return entry === undefined
        ? []
        : [
            {
              ...one,
              entryRead: entry,
              index: one.entry,
              contentRead: readKept(() => (one.content === null ? undefined : readContent(one.content))),
            },
          ];
    });
    yield* auditStatement(row, history, timeZone);
    yield* auditEditions(row.number, editionsOf.get(row.id) ?? [], history);
    yield* auditWithdrawal(row.number, withdrawalOf.get(row.id), history);
  }
}

async function readBlock(tx: Reader, after: number, upTo: number) {
  return {
    statements: await sql<Row>`select * from statement where id > ${after} and id <= ${upTo} order by id`.execute(tx),
    kept: await sql<Kept>`
      select s.id as statement_id, e.index as entry, e.bytes, e.commitment, c.bytes as content, c.erased_at is not null as erased
      from statement s join record_entry e on e.number = s.number
      left join record_content c on c.commitment = e.commitment
      where s.id > ${after} and s.id <= ${upTo} order by e.index`.execute(tx),
    editions: await sql<EditionRow>`
      select * from edition where statement_id > ${after} and statement_id <= ${upTo}`.execute(tx),
    withdrawals: await sql<WithdrawalRow>`
      select * from withdrawal where statement_id > ${after} and statement_id <= ${upTo}`.execute(tx),
  };
}

type EditionRow = {
  statement_id: number;
  edition: number;
  title: string;
  summary: string | null;
  body: string;
  html: string;
  topics: string[];
  voice: Json;
  attachments: Json;
  details: Json;
  source: Json;
  note: string | null;
  severity: string | null;
  entry: number | null;
  commitment: Buffer | null;
  published_at: Date | null;
};
type WithdrawalRow = { statement_id: number; reason: string; entry: number | null; withdrawn_at: Date | null };
type Told = Kept & { entryRead: Entry; index: number; contentRead: Content | undefined };

function* auditStatement(row: Row, history: readonly Told[], timeZone: string): Generator<Difference> {
  const where = `statement ${row.number}`;
  const first = history[0];
  if (first === undefined) {
    yield {
      what: "a statement without an entry",
      where,
      found: row.number,
      expected: "an entry of the record with this number",
    };
    return;
  }
  const published = history.filter(({ entryRead }) => "edition" in entryRead);
  const withdrawn = history.some(({ entryRead }) => entryRead.act === "statement.withdrawn");
  const erased = history.some(({ entryRead }) => entryRead.act === "content.erased");
  const newest = published.at(-1)?.contentRead;
  const content = first.contentRead?.format === "voceria/statement/v1" ? first.contentRead : undefined;
  const at = new Date(first.entryRead.at);
  yield* differing(where, {
    subject: [row.subject, "subject" in first.entryRead ? first.entryRead.subject : null],
    first_entry: [row.first_entry, first.index],
    published_at: [instant(row.published_at), at.toISOString()],
    editions: [row.editions, published.length],
    // An erasure is told by the record's own state; its projection belongs to the act that erases.
    ...(erased ? {} : { status: [row.status, withdrawn ? "withdrawn" : "current"] }),
  });
  if (content === undefined || newest?.format !== "voceria/statement/v1") return;
  const day = content.source?.date ?? dayIn(timeZone, at);
  yield* differing(where, {
    kind: [row.kind, newest.kind],
    language: [row.language, newest.language],
    spoken_day: [row.spoken_day, day],
    spoken_at: [instant(row.spoken_at), (content.source === undefined ? at : startOfDay(day, timeZone)).toISOString()],
    source_name: [row.source_name, content.source?.name ?? null],
    source_id: [row.source_id, content.source?.id ?? null],
    source_sha256: [row.source_sha256?.toString("base64") ?? null, content.source?.sha256 ?? null],
  });
}

function* auditEditions(number: string, rows: readonly EditionRow[], history: readonly Told[]): Generator<Difference> {
  const entries = new Map(
    history.flatMap((one) => ("edition" in one.entryRead ? [[one.entryRead.edition, one] as const] : [])),
  );
  for (const row of rows)
    if (!entries.has(row.edition))
      yield {
        what: "an edition without an entry",
        where: `edition ${row.edition} of ${number}`,
        found: `edition ${row.edition}`,
        expected: "an entry of the record for it",
      };
  for (const [edition, one] of entries) {
    const where = `edition ${edition} of ${number}`;
    const row = rows.find((candidate) => candidate.edition === edition);
    if (row === undefined) {
      yield {
        what: "an entry without its edition",
        where,
        found: "no row",
        expected: `the edition of entry ${one.index}`,
      };
      continue;
    }
    yield* differing(where, {
      entry: [row.entry, one.index],
      commitment: [
        row.commitment?.toString("base64") ?? null,
        "commitment" in one.entryRead ? one.entryRead.commitment : null,
      ],
      published_at: [instant(row.published_at), new Date(one.entryRead.at).toISOString()],
    });
    const content = one.contentRead;
    if (one.erased || content?.format !== "voceria/statement/v1") continue;
    yield* differing(where, {
      title: [row.title, content.title],
      summary: [row.summary, content.summary ?? null],
      body: [row.body, content.body],
      html: [row.html, content.html],
      topics: [canonicalize(row.topics), canonicalize(content.topics)],
      voice: [canonicalize(row.voice), canonicalize(content.voice)],
      attachments: [canonicalize(row.attachments), canonicalize(content.attachments)],
      details: [canonicalize(row.details), canonicalize(detailsOf(content))],
      source: [canonicalize(row.source), canonicalize(content.source ?? null)],
      note: [row.note, content.note ?? null],
      severity: [row.severity, content.severity ?? null],
    });
  }
}

function* auditWithdrawal(
  number: string,
  row: WithdrawalRow | undefined,
  history: readonly Told[],
): Generator<Difference> {
  const where = `withdrawal of ${number}`;
  const one = history.find(({ entryRead }) => entryRead.act === "statement.withdrawn");
  if (one === undefined || row === undefined) {
    if (row !== undefined)
      yield {
        what: "a withdrawal without an entry",
        where,
        found: row.reason,
        expected: "an entry of the record for it",
      };
    if (one !== undefined)
      yield {
        what: "an entry without its withdrawal",
        where,
        found: "no row",
        expected: `the withdrawal of entry ${one.index}`,
      };
    return;
  }
  yield* differing(where, {
    entry: [row.entry, one.index],
    withdrawn_at: [instant(row.withdrawn_at), new Date(one.entryRead.at).toISOString()],
  });
  const content = one.contentRead;
  if (!one.erased && content?.format === "voceria/withdrawal/v1")
    yield* differing(where, { reason: [row.reason, content.reason] });
}

/** What a file is served as is what its text lists it as; that its bytes are those is the record's own audit. */
async function* auditFiles(db: Reader): AsyncGenerator<Difference> {
  const { rows } = await sql<{ number: string; edition: number; listed: string; held: string | null }>`
    select s.number, e.edition, a->>'name' || ', ' || (a->>'media') as listed, f.name || ', ' || f.media as held
    from edition e join statement s on s.id = e.statement_id, jsonb_array_elements(e.attachments) a
    left join record_content c on c.commitment = decode(a->>'commitment', 'base64')
    left join file f on f.id = c.file
    where e.attachments <> '[]' and c.erased_at is null
      and (f.name, f.media) is distinct from (a->>'name', a->>'media')
    order by e.entry`.execute(db);
  for (const { number, edition, listed, held } of rows)
    yield {
      what: "file differs from the record",
      where: `edition ${edition} of ${number}`,
      found: shown(held),
      expected: listed,
    };
}

/** Entries of statements that no row shows. */
async function* findStray(db: Reader): AsyncGenerator<Difference> {
  const stray = await sql<{ index: number; number: string }>`
    select e.index, e.number from record_entry e
    where e.number is not null and not exists (select from statement s where s.number = e.number)
    order by e.index`.execute(db);
  for (const { index, number } of stray.rows)
    yield {
      what: "an entry without its statement",
      where: `entry ${index}`,
      found: "no row",
      expected: `statement ${number}`,
    };
}

/** Every series runs from 1 to the one before its next without a gap. */
async function* auditSeries(db: Reader): AsyncGenerator<Difference> {
  const series = new Map<string, { count: number; greatest: number }>();
  const { numbers, counters } = await inSnapshot(db, async (tx) => ({
    numbers: await tx.selectFrom("statement").select("number").execute(),
    counters: await tx.selectFrom("statement_series").selectAll().execute(),
  }));
  for (const { number } of numbers) {
    const read = readNumber(number);
    if (read === undefined) {
      yield {
        what: "a number that is none",
        where: `statement ${number}`,
        found: number,
        expected: "a number like 2026-0042 or H-000001",
      };
      continue;
    }
    const { count, greatest } = series.get(read.series) ?? { count: 0, greatest: 0 };
    series.set(read.series, { count: count + 1, greatest: Math.max(greatest, read.ordinal) });
  }
  const next = new Map(counters.map((row) => [row.series, row.next]));
  for (const name of new Set([...series.keys(), ...next.keys()])) {
    const { count, greatest } = series.get(name) ?? { count: 0, greatest: 0 };
    const where = `series ${name === archiveSeries ? "H" : name}`;
    yield* differing(where, { next: [next.get(name) ?? 1, greatest + 1], count: [count, greatest] });
  }
}

function instant(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
