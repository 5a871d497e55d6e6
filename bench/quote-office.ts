import { sql } from "kysely";
import { takeInQuotes } from "../src/search/quote-documents.ts";
import type { Installation } from "../src/store/installation.ts";
import type { Progress } from "./bench.ts";
import { recordOffice } from "./record-office.ts";
import { madeTexts } from "./search-office.ts";

/** An office with so many statements as rows of its own tables, taken in for quotes by the program itself; `sampled` are some of their texts. */
export async function quoteOffice(
  turns: readonly string[],
  count: number,
  progress: Progress,
): Promise<Installation & { remove(): Promise<void>; upTo: number; sampled: string[] }> {
  const office = await recordOffice();
  const { db } = office;
  const { rows } = await sql<{ next: number }>`select next_index as next from record_counter`.execute(db);
  const first = rows[0]?.next ?? 0;
  const sampled: string[] = [];
  let done = 0;
  let batch: string[] = [];
  const write = async () => {
    const from = done;
    await sql`
      with given as (select text, ${from} + ord - 1 as n from unnest(${batch}::text[]) with ordinality as g (text, ord)),
      stated as (
        insert into statement (number, kind, language, first_entry, spoken_at, spoken_day, published_at)
        select 'H-' || lpad((n + 1)::text, 6, '0'), 'discurso', 'es-MX', ${first} + n, timestamptz '2000-01-01' + n * interval '2 hours',
          (timestamptz '2000-01-01' + n * interval '2 hours')::date, now()
        from given returning id, first_entry
      )
      insert into edition (statement_id, edition, title, body, html, entry, published_at, entered_by)
      select s.id, 1, substring(g.text from 1 for 80), g.text, '', s.first_entry, now(), 'bench'
      from stated s join given g on ${first} + g.n = s.first_entry`.execute(db);
    done += batch.length;
    batch = [];
    if (done % 10_000 === 0) progress(`${done} texts written`);
  };
  let at = 0;
  for (const text of madeTexts(turns, count)) {
    if (at++ % Math.max(1, Math.floor(count / 600)) === 0) sampled.push(text);
    batch.push(text);
    if (batch.length === 250) await write();
  }
  if (batch.length > 0) await write();
  await sql`update record_counter set next_index = ${first + count}`.execute(db);
  await sql`insert into record_checkpoint (size, root, note, signed_at)
    values (${first + count}, decode(repeat('00', 32), 'hex'), 'bench', now())`.execute(db);
  // As an archive is brought in: the index is made once, over all.
  await sql.raw("drop index quote_text_shingles").execute(db);
  progress("taking them in");
  const began = performance.now();
  await takeInQuotes(db);
  progress(`taken in, in ${((performance.now() - began) / 1000).toFixed(0)} s; making the index`);
  await db.connection().execute(async (one) => {
    await sql.raw("set maintenance_work_mem = '512MB'").execute(one);
    await sql
      .raw("create index quote_text_shingles on quote_text using gin (shingles) with (fastupdate = off)")
      .execute(one);
  });
  for (const table of ["quote_text", "statement", "edition"]) await sql.raw(`vacuum analyze ${table}`).execute(db);
  return { ...office, upTo: first + count, sampled };
}
