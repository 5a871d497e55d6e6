import { sql } from "kysely";
import { checkQuote } from "../src/search/check-quote.ts";
import { type Bench, median, percentile, whole } from "./bench.ts";
import { quoteOffice } from "./quote-office.ts";
import { stretchOf } from "./quote-pairs.ts";
import { readTurns, seeded } from "./text-office.ts";

/** `VOCERIA_BENCH_TEXTS=5000` tries it with fewer; `BENCH_DATA=FOLDER` keeps the office for the next time. */
const texts = Number(process.env["VOCERIA_BENCH_TEXTS"] ?? 100_000);
const asked = 500;
const limit = 100;

/** Thirty words of a text of which two were changed, looked for among all: whether they are found, and how soon. */
export const bench: Bench = {
  name: "quote",
  async run(progress) {
    const turns = readTurns();
    if (turns === undefined)
      return [
        {
          name: "quote",
          ours: "not run",
          peer: "",
          ratio: "",
          note: "the covid19mx briefings are not beside the checkout",
        },
      ];
    const office = await quoteOffice(turns, texts, progress);
    try {
      const { db, upTo, sampled } = office;
      const quotes = changedQuotes(sampled);
      progress(`asking ${quotes.length} times`);
      for (const quote of quotes.slice(0, 100)) await checkQuote(db, quote, { upTo });
      const taken: number[] = [];
      let found = 0;
      for (const quote of quotes) {
        const began = performance.now();
        const { verdict, places } = await checkQuote(db, quote, { upTo });
        taken.push(performance.now() - began);
        if (verdict === "differs" && (places[0]?.likeness ?? 0) > 0.75) found += 1;
      }
      const size = await sql<{ index: number; rows: number }>`
        select pg_relation_size('quote_text_shingles') as index, pg_total_relation_size('quote_text') as rows`.execute(
        db,
      );
      const { index = 0, rows = 0 } = size.rows[0] ?? {};
      return [
        {
          name: "quote",
          ours: `p50 ${median(taken).toFixed(1)} ms, p99 ${percentile(taken, 99).toFixed(1)} ms`,
          peer: `p99 ≤ ${limit} ms`,
          ratio: (percentile(taken, 99) / limit).toFixed(2),
          note: `30 words, two changed, among ${whole(texts)} texts: ${found} of ${quotes.length} found and told as differing; index ${whole(index / 2 ** 20)} MB, with its rows ${whole(rows / 2 ** 20)} MB`,
        },
      ];
    } finally {
      await office.remove();
    }
  },
};

function changedQuotes(sampled: readonly string[]): string[] {
  const draw = seeded(23);
  const quotes: string[] = [];
  const words = sampled.flatMap((text) => text.slice(0, 300).match(/\p{L}{5,}/gu) ?? []);
  while (quotes.length < asked) {
    const run = stretchOf(sampled[Math.floor(draw() * sampled.length)] ?? "", draw, 30, 30);
    if (run === undefined) continue;
    const places = [3 + Math.floor(draw() * 11), 16 + Math.floor(draw() * 11)];
    for (const at of places) run[at] = words[Math.floor(draw() * words.length)] ?? "otra";
    quotes.push(run.join(" "));
  }
  return quotes;
}
