import type { AnswerContent, TranscriptContent, VoiceItem } from "@voceria/record";
import { sql } from "kysely";
import { readHorizon } from "../recorder/horizon.ts";
import type { Database, Reader, Transaction } from "../store/database.ts";
import { goOn } from "./place.ts";
import { answerPassages, type Passage, statementPassages, turnPassages, voiceNames } from "./quote-passages.ts";
import { shinglesOf } from "./quote-shingles.ts";
import { mayBeMisread, type Word, wordsOf } from "./quote-words.ts";

/** A text as it is looked for. */
export type QuoteText = {
  source: "statement" | "claim" | "turn" | "answer";
  of: string;
  part: number;
  edition: number;
  entry: number;
  shingles: number[];
};

/** `read` gives the texts of its next entries from one on, and the entry to go on from. */
type Source = {
  name: string;
  /** The kinds of texts that it makes. */
  of: readonly QuoteText["source"][];
  read(db: Reader, from: number, upTo: number): Promise<{ made: Made; next: number }>;
};

const atOnce = 100;

/** Below which entry every quote can be found. */
export async function quotesTakenIn(db: Reader): Promise<number> {
  const { rows } = await sql<{ next: number | null }>`
    select min(next_entry) as next from search_place where source like 'quote-%'`.execute(db);
  return rows[0]?.next ?? 0;
}

/** When this returns, whatever may be shown at this moment is found by a quote of it, unless another process is just taking it in. */
export async function takeInQuotes(db: Database, ended: () => boolean = () => false): Promise<void> {
  const { size } = await readHorizon(db);
  for (const source of quoteSources)
    while (
      !ended() &&
      (await goOn(db, source.name, size, async (tx, from) => {
        const { made, next } = await source.read(tx, from, size);
        await made.keep(tx);
        await forget(tx, from, next);
        await sql`update search_place set next_entry = ${next} where source = ${source.name}`.execute(tx);
        return next;
      }))
    );
}

/** Every edition of every statement, and the claims of denials: a sentence that was corrected was said all the same. */
const statements: Source = {
  name: "quote-statement",
  of: ["statement", "claim"],
  async read(tx, from, upTo) {
    const { rows } = await sql<StatementRow>`
      select s.number, e.edition, e.entry, e.title, e.summary, e.body, e.voice, e.source->>'speaker' as speaker,
        e.details->'claim'->>'text' as claim, s.status = 'erased' as erased
      from edition e join statement s on s.id = e.statement_id
      where e.entry >= ${from} and e.entry < ${upTo} order by e.entry limit ${atOnce}`.execute(tx);
    const made = new Made();
    for (const { number: of, edition, entry, claim, erased, ...text } of rows) {
      if (erased) continue;
      const own = voiceNames(text.voice, text.speaker);
      const place = { of, part: 0, edition, entry };
      made.add({ source: "statement", ...place }, statementPassages({ ...text, voice: own }));
      if (claim !== null) made.add({ source: "claim", ...place }, [{ role: "claim", text: claim }]);
    }
    return { made, next: rows.length === atOnce ? rows.at(-1)!.entry + 1 : upTo };
  },
};

type StatementRow = {
  number: string;
  edition: number;
  entry: number;
  title: string;
  summary: string | null;
  body: string;
  voice: VoiceItem[];
  speaker: string | null;
  claim: string | null;
  erased: boolean;
};

const transcriptsAtOnce = 10;

/** Every turn of what was certified or imported, in every edition; the office's own edited version says nothing of what was said. */
const transcripts: Source = {
  name: "quote-transcript",
  of: ["turn"],
  async read(tx, from, upTo) {
    const { rows } = await sql<{ briefing: string; edition: number; entry: number; bytes: Buffer | null }>`
      select t.briefing, e.edition, e.entry, c.bytes
      from transcript_edition e join transcript t on t.id = e.transcript_id and t.version <> 'edited'
      left join record_content c on c.commitment = e.commitment
      where e.entry >= ${from} and e.entry < ${upTo} order by e.entry limit ${transcriptsAtOnce}`.execute(tx);
    const made = new Made();
    for (const { briefing: of, edition, entry, bytes } of rows) {
      if (bytes === null) continue;
      const { turns } = JSON.parse(bytes.toString("utf8")) as TranscriptContent;
      for (const turn of turns) made.add({ source: "turn", of, part: turn.turn, edition, entry }, turnPassages(turn));
    }
    return { made, next: rows.length === transcriptsAtOnce ? rows.at(-1)!.entry + 1 : upTo };
  },
};

/** What was answered on the record, or why nothing was, with what was asked: the asker's words stand under the answer's entry. */
const answers: Source = {
  name: "quote-answer",
  of: ["answer"],
  async read(tx, from, upTo) {
    const { rows } = await sql<{ number: string; edition: number; entry: number; content: AnswerContent }>`
      select q.number, a.edition, a.entry, a.content from question_answer a join question q on q.id = a.question_id
      join record_entry r on r.index = a.entry join record_content c on c.commitment = r.commitment and c.bytes is not null
      where a.entry >= ${from} and a.entry < ${upTo} and q.number is not null order by a.entry limit ${atOnce}`.execute(
      tx,
    );
    const made = new Made();
    for (const { number: of, edition, entry, content } of rows)
      made.add({ source: "answer", of, part: 0, edition, entry }, answerPassages(content));
    return { made, next: rows.length === atOnce ? rows.at(-1)!.entry + 1 : upTo };
  },
};

export const quoteSources: readonly Source[] = [statements, transcripts, answers];

/** In how many of the texts taken in at once it stands, as a part of them, for a shingle to be common. */
const common = { share: 0.04, texts: 8 };

class Made {
  readonly #texts: QuoteText[] = [];
  readonly #words = new Set<string>();
  readonly #counts = new Map<number, number>();

  add(place: Omit<QuoteText, "shingles">, passages: readonly Passage[]): void {
    const found = new Set<number>();
    for (const { text } of passages) {
      const words = wordsOf(text);
      this.#note(words);
      for (const shingle of shinglesOf(words)) found.add(shingle);
    }
    // Fewer than three words in a row are found in too many texts to tell anything.
    if (found.size === 0) return;
    for (const shingle of found) this.#counts.set(shingle, (this.#counts.get(shingle) ?? 0) + 1);
    this.#texts.push({ ...place, shingles: [...found] });
  }

  #note(words: readonly Word[]): void {
    for (const { form } of words) if (mayBeMisread(form)) this.#words.add(form);
  }

  get texts(): readonly QuoteText[] {
    return this.#texts;
  }

  async keep(tx: Transaction): Promise<void> {
    if (this.#texts.length === 0) return;
    const column = <K extends keyof QuoteText>(name: K) => this.#texts.map((text) => text[name]);
    await sql`
      insert into quote_text (source, of, part, edition, entry, shingles)
      select source, of, part, edition, entry, shingles::integer[]
      from unnest(${column("source")}::text[], ${column("of")}::text[], ${column("part")}::integer[], ${column("edition")}::integer[],
        ${column("entry")}::bigint[], ${this.#texts.map(({ shingles }) => `{${shingles.join(",")}}`)}::text[])
        as given (source, of, part, edition, entry, shingles)
      on conflict (source, of, part, edition) do update set entry = excluded.entry, shingles = excluded.shingles`.execute(
      tx,
    );
    const least = Math.max(common.texts, this.#texts.length * common.share);
    const shared = [...this.#counts].flatMap(([shingle, count]) => (count >= least ? [shingle] : []));
    // In one order always, so that two that keep the same wait for each other and never both.
    await sql`insert into quote_common select * from unnest(${shared.toSorted((a, b) => a - b)}::integer[]) on conflict do nothing`.execute(
      tx,
    );
    await sql`insert into quote_word select * from unnest(${[...this.#words].toSorted()}::text[]) on conflict do nothing`.execute(
      tx,
    );
  }
}

/** Whose words were erased is looked for no more. */
async function forget(tx: Transaction, from: number, upTo: number): Promise<void> {
  await sql`
    delete from quote_text d using record_entry o, record_entry e
    where e.act = 'content.erased' and e.index >= ${from} and e.index < ${upTo}
      and o.subject = e.subject and d.entry = o.index
      and not exists (select from record_content c where c.commitment = o.commitment and c.bytes is not null)`.execute(
    tx,
  );
}
