import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import type { Installation } from "../src/store/installation.ts";
import { takeInDocuments } from "../src/search/documents.ts";
import type { Progress } from "./bench.ts";
import { recordOffice } from "./record-office.ts";

const [fewest, most] = [200, 8_000];
const folder = fileURLToPath(new URL("../../shared/data/statements/covid19mx/", import.meta.url));

/** The turns of the briefings in order, each as words in a row; undefined where the briefings are not there. */
export function readTurns(): string[] | undefined {
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder)
    .filter((name) => name.endsWith(".txt"))
    .toSorted()
    .flatMap((name) =>
      readFileSync(folder + name, "utf8")
        .split(/^[\p{Lu} .,()-]{4,}:\s*/mu)
        .map((turn) => turn.trim())
        .filter((turn) => turn !== ""),
    );
}

/** The same numbers each time (Numerical Recipes' generator), from 0 to below 1. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Texts of 200 to 8,000 words, as many short as long ones on a scale of ratios: consecutive turns from a place drawn by lot. */
export function* madeTexts(turns: readonly string[], count: number): Generator<string> {
  const draw = seeded(7);
  const lengths = turns.map((turn) => turn.split(/\s+/).length);
  for (let made = 0; made < count; made++) {
    const wanted = Math.round(fewest * (most / fewest) ** draw());
    let at = Math.floor(draw() * turns.length);
    const parts: string[] = [];
    let words = 0;
    while (words < wanted) {
      const turn = turns[at % turns.length] ?? "";
      const left = wanted - words;
      const length = lengths[at % turns.length] ?? 0;
      parts.push(length <= left ? turn : turn.split(/\s+/).slice(0, left).join(" "));
      words += Math.min(length, left);
      at++;
    }
    yield parts.join("\n\n");
  }
}

/** An office with so many statements as rows of its own tables, taken in by the program's own follower. */
export async function searchOffice(
  turns: readonly string[],
  count: number,
  progress: Progress,
): Promise<Installation & { remove(): Promise<void>; upTo: number }> {
  const office = await recordOffice();
  const { db } = office;
  const { rows } = await sql<{ next: number }>`select next_index as next from record_counter`.execute(db);
  const first = rows[0]?.next ?? 0;
  let done = 0;
  let batch: string[] = [];
  const write = async () => {
    const from = done;
    await sql`
      with given as (select text, ${from} + ord - 1 as n from unnest(${batch}::text[]) with ordinality as g (text, ord)),
      entered as (
        insert into record_entry (index, bytes, leaf_hash, act, at, subject, number, edition)
        select ${first} + n, '\\x00', decode(repeat('00', 32), 'hex'), 'statement.imported', now(), ${first} + n,
          'H-' || lpad((n + 1)::text, 6, '0'), 1 from given
      ),
      stated as (
        insert into statement (number, kind, language, first_entry, spoken_at, spoken_day, published_at)
        select 'H-' || lpad((n + 1)::text, 6, '0'), (array['discurso', 'comunicado', 'transcripcion'])[1 + n % 3], 'es-MX',
          ${first} + n, timestamptz '2000-01-01' + n * interval '2 hours', (timestamptz '2000-01-01' + n * interval '2 hours')::date, now()
        from given returning id, first_entry
      )
      insert into edition (statement_id, edition, title, body, html, entry, published_at, entered_by)
      select s.id, 1, substring(g.text from 1 for 80), g.text, '', s.first_entry, now(), 'bench'
      from stated s join given g on ${first} + g.n = s.first_entry`.execute(db);
    done += batch.length;
    batch = [];
    if (done % 10_000 === 0) progress(`${done} texts written`);
  };
  for (const text of madeTexts(turns, count)) {
    batch.push(text);
    if (batch.length === 250) await write();
  }
  if (batch.length > 0) await write();
  await sql`update record_counter set next_index = ${first + count}`.execute(db);
  await sql`insert into record_checkpoint (size, root, note, signed_at)
    values (${first + count}, decode(repeat('00', 32), 'hex'), 'bench', now())`.execute(db);
  // As an archive is brought in: the index of words is made once, over all.
  await sql.raw("drop index search_document_words").execute(db);
  progress("taking them in");
  const began = performance.now();
  await takeInDocuments(db);
  progress(`taken in, in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  await db.connection().execute(async (one) => {
    await sql.raw("set maintenance_work_mem = '512MB'").execute(one);
    await sql
      .raw("create index search_document_words on search_document using gin (words, facets) with (fastupdate = off)")
      .execute(one);
  });
  for (const table of ["search_document", "search_stem", "statement", "edition", "record_entry"])
    await sql.raw(`vacuum analyze ${table}`).execute(db);
  return { ...office, upTo: first + count };
}
