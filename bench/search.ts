import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { sql } from "kysely";
import { openConnection } from "../src/store/database.ts";
import { type Found, search } from "../src/search/query.ts";
import { suggest } from "../src/search/suggest.ts";
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
      const ask = (words: string, order?: "date") =>
        search(db, { words, upTo, now, limit: 10, ...(order && { order }) });
      let hits = 0;
      let cut = 0;
      const counted = (found: Found) => {
        hits += found.hits.length;
        cut += Number(found.cut);
      };
      progress("asking for two words, by relevance");
      const ours = await each(questions, (words) => ask(words), counted);
      progress("again, four times, for what memory is left in use");
      const memory = [inUse()];
      for (let round = 0; round < 4; round++) {
        for (const words of questions) await ask(words);
        memory.push(inUse());
      }
      progress("asking for them by date");
      const byDate = await each(questions, (words) => ask(words, "date"));
      progress("asking plain PostgreSQL");
      const peer = await each(questions, (words) =>
        connection.query({
          name: "plain",
          text: `select d.id, d.of from search_document d
            where d.words @@ plainto_tsquery('spanish', plain_words($1)) order by d.spoken_at desc limit 10`,
          values: [words],
        }),
      );
      progress("the commonest words, mistyped ones, titles as one types");
      const common = await each(repeated(commonest, 100), (words) => ask(words), counted);
      let proposed = 0;
      const mistaken = questions.slice(0, 200).map(mistyped);
      const near = await each(
        mistaken,
        (words) => ask(words),
        (found) => {
          proposed += Number(found.meant !== undefined);
          cut += Number(found.cut);
        },
      );
      let offered = 0;
      const typed = begun(turns);
      const suggesting = await each(
        typed,
        (words) => suggest(db, words, upTo),
        ({ titles }) => {
          offered += titles.length;
        },
      );
      progress("beside twenty at once who mean ill");
      let [ill, stopped, late] = [0, 0, 0];
      const beside = await besideCrowd(
        async () => {
          stopped += Number((await ask(hostile[ill++ % hostile.length] ?? "")).cut);
        },
        () =>
          each(
            questions.slice(0, 100),
            (words) => ask(words),
            (found) => (late += Number(found.cut)),
          ),
      );
      const size = await sql<{ size: number }>`select pg_relation_size('search_document_words') as size`.execute(db);
      const note = `${whole(texts)} texts, ${whole(asked)} pairs of words of the briefings, each 10 with its sentence; index ${whole((size.rows[0]?.size ?? 0) / 2 ** 20)} MB`;
      const first = memory[0];
      const last = memory.at(-1);
      return [
        row(
          "search",
          ours,
          peer,
          `${note}; ${whole(hits)} hits with the commonest; ${whole(cut)} searches cut short; reach: p99 ≤ 50 ms; peer: newest 10 in plain full text, numbers alone`,
        ),
        {
          name: "search, memory",
          ours: `${last?.heap.toFixed(1)} MB heap, ${whole(last?.resident ?? 0)} MB resident`,
          peer: `${first?.heap.toFixed(1)} MB heap, ${whole(first?.resident ?? 0)} MB resident`,
          ratio: ((last?.heap ?? 0) / (first?.heap ?? 1)).toFixed(2),
          note: `after ${whole(5 * asked)} searches, beside after ${whole(asked)}; each after a collection: ${memory.map(({ heap }) => heap.toFixed(1)).join(", ")} MB`,
        },
        row("search by date", byDate, peer, "the same, newest first"),
        row(
          "search near",
          near,
          peer,
          `a letter too many in each word, nothing found, and what may have been meant is looked for; proposed for ${whole(proposed)} of ${whole(near.length)}; reach: p99 ≤ 50 ms`,
        ),
        row("search common", common, peer, `the commonest words: ${commonest.join(", ")}`),
        row(
          "suggestions",
          suggesting,
          peer,
          `as one types a title, ${whole(suggesting.length)} times: ${whole(offered)} titles offered; reach: p99 ≤ 50 ms`,
        ),
        row(
          "search beside 20",
          beside,
          peer,
          `two words, while twenty ask at once for phrases of common words, many words, what is left out: ${whole(stopped)} of their ${whole(ill)} were stopped after 1,500 ms and told so, and ${whole(late)} of these`,
        ),
      ];
    } finally {
      await connection.end();
      await office.remove();
    }
  },
};

const commonest = ["salud covid", "personas casos", "mexico pandemia", "salud", "decir vamos"];
const hostile = [
  '"personas salud"',
  '"vamos a decir" "casos de personas"',
  "salud -covid -casos -personas -vamos -decir -mexico -pandemia",
  "-salud -covid -casos -personas",
  "salud covid personas casos mexico pandemia decir vamos todos tenemos gracias doctor",
];

function repeated(questions: readonly string[], times: number): string[] {
  return Array.from({ length: times }, (_, at) => questions[at % questions.length] ?? "");
}

/** Titles as somebody types them: a whole word, and the first letters of the next. */
function begun(turns: readonly string[]): string[] {
  const draw = seeded(13);
  return Array.from({ length: 200 }, () => {
    const words = (turns[Math.floor(draw() * turns.length)] ?? "").match(/\p{L}+/gu) ?? [];
    return `${words[0] ?? ""} ${(words[1] ?? "").slice(0, 1 + Math.floor(draw() * 3))}`.trim();
  }).filter((typed) => typed.length > 1);
}

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

/** How long each takes, the first hundred asked before for nothing; `seen` is told what was answered to those that count. */
async function each<Answer>(
  questions: readonly string[],
  ask: (question: string) => Promise<Answer>,
  seen: (answer: Answer) => void = () => undefined,
): Promise<number[]> {
  for (const question of questions.slice(0, 100)) await ask(question);
  const taken: number[] = [];
  for (const question of questions) {
    const began = performance.now();
    const answer = await ask(question);
    taken.push(performance.now() - began);
    seen(answer);
  }
  return taken;
}

/** What `work` gives, while twenty do `ill` again and again. */
async function besideCrowd<T>(ill: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  const state = { ended: false };
  const crowd = Array.from({ length: 20 }, async () => {
    while (!state.ended) await ill();
  });
  try {
    return await work();
  } finally {
    state.ended = true;
    await Promise.all(crowd);
  }
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** In MB, once what is not in use is collected. */
function inUse(): { heap: number; resident: number } {
  collect();
  collect();
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed / 2 ** 20, resident: rss / 2 ** 20 };
}
