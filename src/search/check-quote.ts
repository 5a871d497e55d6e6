import { sql } from "kysely";
import { Fault } from "../fault.ts";
import type { Database, Reader, Transaction } from "../store/database.ts";
import { inTurn } from "./in-turn.ts";
import type { Change } from "./quote-align.ts";
import { type Effort, newEffort } from "./quote-effort.ts";
import { findAlike, findHolding, type Found, quoteShingles, readKnown } from "./quote-candidates.ts";
import { quotesTakenIn } from "./quote-documents.ts";
import { type Candidate, judge, type Judgement, type Place, type Verdict } from "./quote-judge.ts";
import { type QuotedText, readTexts } from "./quote-texts.ts";
import { type Known, type Quote, readQuote } from "./quote-words.ts";

/** Where the words stand, or what is most alike, with what became of it. */
export type QuotePlace = Place<QuotedText> & {
  /** The editions, of those looked at, in which it stands so. */
  editions: number[];
  /** The newest edition says it otherwise: how, or nothing where no sentence of it is like it any more. */
  corrected?: { edition: number; note?: string; changes: Change[] };
};

/** What the record covers: a quote that is not in it was perhaps said elsewhere, before or after. */
export type Coverage = {
  from?: string;
  until?: string;
  statements: number;
  turns: number;
  answers: number;
  /** Entries of the record that were looked through: all that may be shown, unless `behind`. */
  entries: number;
  behind: boolean;
};

export type QuoteCheck = {
  verdict: Verdict;
  /** The quote as it was read. */
  quote: string;
  words: number;
  places: QuotePlace[];
  /** There are more places than these. */
  more: boolean;
  coverage: Coverage;
};

export const longestQuote = 10_000;
const milliseconds = 2_000;
const timeIsOver = "57014";

/**
 * What the office's record below `upTo` has to say of a quote: see `judge` for the verdicts. Every edition counts, also of what was
 * corrected or withdrawn since, which is told. Nothing of the quote is kept. Fault("too-large") beyond 10,000 characters or where too much would have to be compared, Fault("unavailable")
 * where the record could not be looked through in two seconds.
 */
export async function checkQuote(db: Database, typed: string, { upTo }: { upTo: number }): Promise<QuoteCheck> {
  if (typed.length > longestQuote)
    throw new Fault(
      "too-large",
      `A quote has at most ${longestQuote} characters and this has ${typed.length}: paste the sentences that matter.`,
      [],
      `Una cita tiene a lo más ${longestQuote} caracteres y esta tiene ${typed.length}: pegue las frases que importan.`,
    );
  const quote = readQuote(typed);
  const looked = Math.min(upTo, await quotesTakenIn(db));
  const coverage = { ...(await readCoverage(db, looked)), behind: looked < upTo };
  const asked = { quote: quote.text.replaceAll("\u00ad", ""), words: quote.segments.flat().length };
  const shingles = quoteShingles(quote);
  if (shingles.length === 0) return { verdict: "too-short", ...asked, places: [], more: false, coverage };
  const until = performance.now() + milliseconds;
  try {
    return (
      (await inTurn(until, () => checkWithin(db, quote, shingles, { looked, asked, coverage }))) ??
      Promise.reject(notInTime())
    );
  } catch (error) {
    if ((error as { code?: string }).code !== timeIsOver) throw error;
    throw notInTime();
  }
}

function checkWithin(
  db: Database,
  quote: Quote,
  shingles: readonly number[],
  { looked, asked, coverage }: { looked: number; asked: Pick<QuoteCheck, "quote" | "words">; coverage: Coverage },
): Promise<QuoteCheck> {
  return db
    .transaction()
    .setAccessMode("read only")
    .execute(async (tx) => {
      // The index alone: to read the table instead would take every text's numbers apart.
      await sql`select set_config('statement_timeout', ${String(milliseconds)}, true), set_config('jit', 'off', true),
          set_config('enable_seqscan', 'off', true)`.execute(tx);
      const known = await readKnown(tx, quote);
      const effort = newEffort();
      const { judgement, more } = await judgeRecord(tx, quote, shingles, known, looked, effort);
      // That there is no record of it is not said of what was not looked at.
      if (effort.over && judgement.places.length === 0) throw tooMuch();
      const places = await withCorrections(tx, quote, known, together(judgement.places), looked);
      return { verdict: judgement.verdict, ...asked, places, more, coverage };
    });
}

function notInTime(): Fault {
  return new Fault(
    "unavailable",
    "The record could not be looked through in time. Ask again, or about fewer words.",
    [],
    "No se alcanzó a revisar el libro público. Pregunte de nuevo, o por menos palabras.",
  );
}

function tooMuch(): Fault {
  return new Fault(
    "too-large",
    "The quote has too many words to compare with all that is like it: paste the sentences that matter.",
    [],
    "La cita tiene demasiadas palabras para compararla con todo lo que se le parece: pegue las frases que importan.",
  );
}

/** First the texts that have all of it, then those that have the most of it. */
async function judgeRecord(
  tx: Transaction,
  quote: Quote,
  shingles: readonly number[],
  known: Known,
  upTo: number,
  effort: Effort,
): Promise<{ judgement: Judgement<QuotedText>; more: boolean }> {
  const holding = await findHolding(tx, shingles, upTo);
  const candidates = await readTexts(tx, holding.found, upTo);
  const first = judge(quote, candidates, known, effort);
  const whole = first.places.length > 0 && first.places.every(({ kinds }) => kinds.length === 0);
  if (whole || first.verdict === "too-short") return { judgement: first, more: holding.more };
  const name = ({ source, of, part, edition }: Found) => `${source} ${of} ${part} ${edition}`;
  const seen = new Set(holding.found.map(name));
  const alike = (await findAlike(tx, shingles, upTo)).filter((found) => !seen.has(name(found)));
  const judgement = judge(quote, [...candidates, ...(await readTexts(tx, alike, upTo))], known, effort);
  return { judgement, more: false };
}

/** One place for each text whose words they are, by the first of its editions that has them. */
function together(places: readonly Place<QuotedText>[]): QuotePlace[] {
  const found = new Map<string, QuotePlace>();
  for (const place of places.toSorted((a, b) => a.text.edition - b.text.edition)) {
    const { kind, number, turn = 0, edition } = place.text;
    const name = `${kind} ${number} ${turn} ${place.role} ${place.context.words}`;
    const same = found.get(name);
    if (same === undefined) found.set(name, { ...place, editions: [edition] });
    else if (!same.editions.includes(edition)) same.editions.push(edition);
  }
  const order = places.map(({ role }) => role);
  return [...found.values()].toSorted(
    (a, b) =>
      b.likeness - a.likeness ||
      order.indexOf(a.role) - order.indexOf(b.role) ||
      a.text.at.getTime() - b.text.at.getTime(),
  );
}

/** What the newest edition says instead, where a place stands only in older ones. */
async function withCorrections(
  tx: Transaction,
  quote: Quote,
  known: Known,
  places: readonly QuotePlace[],
  upTo: number,
): Promise<QuotePlace[]> {
  const older = places.filter(({ text, editions, role }) => !editions.includes(text.newest) && role !== "claim");
  const sourceOf = { statement: "statement", turn: "turn", answer: "answer" } as const;
  const newest = await readTexts(
    tx,
    older.map(({ text: { kind, number, turn = 0 } }) => ({
      source: sourceOf[kind],
      of: number,
      part: turn,
      edition: 0,
    })),
    upTo,
  );
  return places.map((place) => {
    if (!older.includes(place)) return place;
    const { kind, number, turn, newest: edition, note } = place.text;
    const now = newest.find(({ text }) => text.kind === kind && text.number === number && text.turn === turn);
    const judged = now === undefined ? undefined : ownJudgement(quote, now, known, place);
    if (judged !== undefined && judged.kinds.length === 0) return { ...place, editions: [...place.editions, edition] };
    return {
      ...place,
      corrected: { edition, ...(note === undefined ? {} : { note }), changes: judged?.changes ?? [] },
    };
  });
}

function ownJudgement(
  quote: Quote,
  candidate: Candidate<QuotedText>,
  known: Known,
  { role }: QuotePlace,
): Place<QuotedText> | undefined {
  return judge(quote, [candidate], known).places.find((place) => place.role === role);
}

type Counted = Omit<Coverage, "behind">;
const remembered = new WeakMap<Reader, Counted>();

async function readCoverage(db: Reader, upTo: number): Promise<Counted> {
  const before = remembered.get(db);
  if (before?.entries === upTo) return before;
  const { rows } = await sql<{
    first: string | null;
    last: string | null;
    statements: number;
    turns: number;
    answers: number;
  }>`
    select least(s.first, t.first) as first, greatest(s.last, t.last) as last, s.count::int as statements, t.turns::int as turns,
      (select count(distinct question_id) from question_answer where entry < ${upTo})::int as answers
    from (select count(*), min(spoken_day) as first, max(spoken_day) as last from statement
        where first_entry < ${upTo} and status <> 'erased') s,
      (select coalesce(sum(turns), 0) as turns, min(day) as first, max(day) as last from (
        select distinct on (t.id) e.turns, e.day from transcript t join transcript_edition e on e.transcript_id = t.id
        where t.version <> 'edited' and e.entry < ${upTo} order by t.id, e.edition desc) one) t`.execute(db);
  const { first = null, last = null, statements = 0, turns = 0, answers = 0 } = rows[0] ?? {};
  const coverage = {
    ...(first === null ? {} : { from: first }),
    ...(last === null ? {} : { until: last }),
    statements,
    turns,
    answers,
    entries: upTo,
  };
  remembered.set(db, coverage);
  return coverage;
}
