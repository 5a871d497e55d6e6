import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import type { Installation } from "../src/store/installation.ts";
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

export type TextOffice = Installation & { remove(): Promise<void>; upTo: number };

/**
 * An office with so many statements as rows of its own tables, of which nothing is taken in yet. In a folder that `BENCH_DATA` names it is
 * kept for the next time, whatever was taken in included.
 */
export async function textOffice(turns: readonly string[], count: number, progress: Progress): Promise<TextOffice> {
  const office = await recordOffice(process.env["BENCH_DATA"]);
  const { db } = office;
  const { rows } = await sql<{ written: number }>`select count(*) as written from statement`.execute(db);
  let written = rows[0]?.written ?? 0;
  if (written > count) throw new Error(`the kept office has ${written} texts: more than the ${count} asked for`);
  const batch: string[] = [];
  const write = async () => {
    await sql`
      with given as (select text, ${written} + ord - 1 as n from unnest(${batch}::text[]) with ordinality as g (text, ord)),
      entered as (
        insert into record_entry (index, bytes, leaf_hash, act, at, subject, number, edition)
        select n, '\\x00', decode(repeat('00', 32), 'hex'), 'statement.imported', now(), n, 'H-' || lpad((n + 1)::text, 6, '0'), 1 from given
      ),
      stated as (
        insert into statement (number, kind, language, first_entry, spoken_at, spoken_day, published_at)
        select 'H-' || lpad((n + 1)::text, 6, '0'), (array['discurso', 'comunicado', 'transcripcion'])[1 + n % 3], 'es-MX',
          n, timestamptz '2000-01-01' + n * interval '2 hours', (timestamptz '2000-01-01' + n * interval '2 hours')::date, now()
        from given returning id, first_entry
      )
      insert into edition (statement_id, edition, title, body, html, entry, published_at, entered_by)
      select s.id, 1, substring(g.text from 1 for 80), g.text, '', s.first_entry, now(), 'bench'
      from stated s join given g on g.n = s.first_entry`.execute(db);
    written += batch.length;
    batch.length = 0;
    if (written % 10_000 === 0) progress(`${written} texts written`);
  };
  const there = written;
  let at = 0;
  for (const text of there < count ? madeTexts(turns, count) : []) {
    if (at++ < there) continue;
    batch.push(text);
    if (batch.length === 250) await write();
  }
  if (batch.length > 0) await write();
  if (there < count) {
    await sql`update record_counter set next_index = ${count}`.execute(db);
    await sql`insert into record_checkpoint (size, root, note, signed_at)
      values (${count}, decode(repeat('00', 32), 'hex'), 'bench', now())`.execute(db);
    for (const table of ["statement", "edition", "record_entry"]) await sql.raw(`vacuum analyze ${table}`).execute(db);
  }
  return { ...office, upTo: count };
}

/** Takes in what is not yet, as an archive is brought in: the index is made once, over all. Returns whether there was anything. */
export async function takenIn(
  { db, upTo }: TextOffice,
  { source, index, on }: { source: string; index: string; on: string },
  takeIn: () => Promise<void>,
  progress: Progress,
): Promise<boolean> {
  const { rows } = await sql<{ whole: boolean }>`
    select next_entry >= ${upTo} and to_regclass(${index}) is not null as whole from search_place where source = ${source}`.execute(
    db,
  );
  if (rows[0]?.whole === true) return false;
  await sql.raw(`drop index if exists ${index}`).execute(db);
  progress("taking them in");
  const began = performance.now();
  await takeIn();
  const seconds = (performance.now() - began) / 1000;
  progress(`taken in, in ${seconds.toFixed(0)} s; making the index`);
  await db.connection().execute(async (one) => {
    await sql.raw("set maintenance_work_mem = '512MB'").execute(one);
    await sql.raw(`create index ${index} on ${on} with (fastupdate = off)`).execute(one);
  });
  return true;
}
