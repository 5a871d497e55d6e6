import { sql } from "kysely";
import { openConnection } from "../src/store/database.ts";
import { search } from "../src/search/query.ts";
import { type Bench, median, percentile, type Row, whole } from "./bench.ts";
import { searchOffice } from "./search-office.ts";
import { readTurns, seeded } from "./text-office.ts";

/** `VOCERIA_BENCH_TEXTS=5000` tries it with fewer; `BENCH_DATA=FOLDER` keeps the office for the next time. */
const texts = Number(process.env["VOCERIA_BENCH_TEXTS"] ?? 100_000);
const asked = 500;

export const bench: Bench = {
  name: "search",
  async run(progress) {
    const turns = readTurns();
    if (turns === undefined)
      return [
        {
          name: "search",
          ours: "not run",
          peer: "",
          ratio: "",
          note: "the covid19mx briefings are not beside the checkout",
        },
      ];
    progress(`making ${whole(texts)} texts of ${whole(turns.length)} turns`);
    const office = await searchOffice(turns, texts, progress);
    const connection = openConnection(office.address);
    await connection.connect();
    try {
      const { db, upTo } = office;
      const questions = twoWords(turns);
      const now = new Date("2026-01-01T00:00:00Z");
      progress("asking for two words, by relevance");
      const heapBefore = await heap();
      let hits = 0;
      let proposed = 0;
      let cut = 0;
      const ours = await each(questions, async (words) => {
        const found = await search(db, { words, upTo, now, limit: 10 });
        if (found.cut) cut++;
        hits += found.hits.length;
      });
      const grown = ((await heap()) - heapBefore) / 2 ** 20;
      progress("asking for them by date");
      const byDate = await each(questions, (words) => search(db, { words, upTo, now, limit: 10, order: "date" }));
      progress("asking plain PostgreSQL");
      const peer = await each(questions, (words) =>
        connection.query({
          name: "plain",
          text: `select d.id, d.of from search_document d
            where d.words @@ plainto_tsquery('spanish', plain_words($1)) order by d.spoken_at desc limit 10`,
          values: [words],
        }),
      );
      const common = await each(
        Array.from({ length: 50 }, (_, at) => commonest[at % commonest.length] ?? ""),
        (words) => search(db, { words, upTo, now, limit: 10 }),
      );
      const near = await each(questions.slice(0, 200).map(mistyped), async (words) => {
        const found = await search(db, { words, upTo, now, limit: 10 });
        if (found.cut) cut++;
        proposed += found.meant === undefined ? 0 : 1;
      });
      const size = await sql<{ size: number }>`select pg_relation_size('search_document_words') as size`.execute(db);
      const note = `${whole(texts)} texts, ${whole(asked)} pairs of words of the briefings, each 10 with its sentence; index ${whole((size.rows[0]?.size ?? 0) / 2 ** 20)} MB`;
      return [
        row(
          "search",
          ours,
          peer,
          `${note}; ${whole(hits)} hits; heap grew ${grown.toFixed(1)} MB; ${whole(cut)} searches cut short; reach: p99 ≤ 50 ms; peer: newest 10 in plain full text, numbers alone`,
        ),
        row("search by date", byDate, peer, "the same, newest first"),
        row(
          "search near",
          near,
          peer,
          `a letter too many in each word, nothing found, and what may have been meant is looked for; proposed for ${whole(proposed)} of ${whole(300)}`,
        ),
        row("search common", common, peer, `the commonest words: ${commonest.join(", ")}`),
      ];
    } finally {
      await connection.end();
      await office.remove();
    }
  },
};

const commonest = ["salud covid", "personas casos", "mexico pandemia", "salud", "decir vamos"];

function row(name: string, ours: readonly number[], peer: readonly number[], note: string): Row {
  const two = (values: readonly number[]) =>
    `p50 ${median(values).toFixed(1)} ms, p99 ${percentile(values, 99).toFixed(1)} ms`;
  return {
    name,
    ours: two(ours),
    peer: two(peer),
    ratio: (percentile(ours, 99) / percentile(peer, 99)).toFixed(2),
    note,
  };
}

/** Two words of one turn, neither of them short: what somebody who remembers it would type. */
function twoWords(turns: readonly string[]): string[] {
  const draw = seeded(11);
  const questions: string[] = [];
  while (questions.length < asked) {
    const words = (turns[Math.floor(draw() * turns.length)] ?? "").match(/\p{L}{5,}/gu) ?? [];
    if (words.length < 2) continue;
    const pick = () => words[Math.floor(draw() * words.length)] ?? "";
    questions.push(`${pick()} ${pick()}`);
  }
  return questions;
}

/** With a letter twice in each word. */
function mistyped(words: string): string {
  return words.replaceAll(/\p{L}+/gu, (word) => `${word.slice(0, 3)}${word[2] ?? ""}x${word.slice(3)}`);
}

async function each<T>(questions: readonly T[], ask: (question: T) => Promise<unknown>): Promise<number[]> {
  for (const question of questions.slice(0, 100)) await ask(question);
  const taken: number[] = [];
  for (const question of questions) {
    const began = performance.now();
    await ask(question);
    taken.push(performance.now() - began);
  }
  return taken;
}

function heap(): Promise<number> {
  return Promise.resolve(process.memoryUsage().heapUsed);
}
