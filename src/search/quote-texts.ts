import { type AnswerContent, type TranscriptContent, type VoiceItem, voicesOf } from "@voceria/record";
import { sql } from "kysely";
import type { Reader } from "../store/database.ts";
import { timeZoneOf } from "./documents.ts";
import type { Found } from "./quote-candidates.ts";
import type { Candidate } from "./quote-judge.ts";
import { answerPassages, statementPassages, turnPassages, voiceNames } from "./quote-passages.ts";

/** What a text is, in which its words are looked at. */
export type QuotedText = {
  kind: "statement" | "turn" | "answer";
  number: string;
  /** Of a turn: its own number. */
  turn?: number;
  edition: number;
  /** The newest edition that may be shown, and what its note says where it is a correction. */
  newest: number;
  note?: string;
  entry: number;
  /** Of a statement its kind, of a turn its briefing's, of an answer what it is. */
  form: string;
  title: string;
  language: string;
  voice: VoiceItem[];
  /** Of an imported text, as its source has it. */
  sourceSpeaker?: string;
  day: string;
  at: Date;
  withdrawn?: { at: Date; reason: string };
};

type Asked = Pick<Found, "of" | "part" | "edition">;

/** Those texts as the record has them below `upTo`; an edition 0 means the newest. What was erased is not among them. */
export async function readTexts(db: Reader, found: readonly Found[], upTo: number): Promise<Candidate<QuotedText>[]> {
  const of = (...sources: Found["source"][]) => {
    const some = found.filter(({ source }) => sources.includes(source));
    return [...new Map(some.map((one) => [`${one.of} ${one.part} ${one.edition}`, one])).values()];
  };
  const [statements, turns, answers] = [of("statement", "claim"), of("turn"), of("answer")];
  return [
    ...(statements.length === 0 ? [] : await readStatements(db, statements, upTo)),
    ...(turns.length === 0 ? [] : await readTurns(db, turns, upTo)),
    ...(answers.length === 0 ? [] : await readAnswers(db, answers, upTo)),
  ];
}

const given = (asked: readonly Asked[]) => sql`
  unnest(${asked.map(({ of }) => of)}::text[], ${asked.map(({ part }) => part)}::integer[],
    ${asked.map(({ edition }) => edition)}::integer[]) with ordinality as given (of, part, edition, place)`;

async function readStatements(db: Reader, asked: readonly Asked[], upTo: number): Promise<Candidate<QuotedText>[]> {
  const { rows } = await sql<StatementRow>`
    select s.number, e.edition, e.entry, s.kind, s.language, s.spoken_day, s.spoken_at, e.title, e.summary, e.body, e.voice,
      e.source->>'speaker' as speaker, e.details->'claim'->>'text' as claim, n.edition as newest, n.note, w.reason, w.withdrawn_at
    from ${given(asked)} join statement s on s.number = given.of and s.status <> 'erased'
    join lateral (
      select edition, note from edition where statement_id = s.id and entry < ${upTo} order by edition desc limit 1) n on true
    join edition e on e.statement_id = s.id and e.edition = case when given.edition = 0 then n.edition else given.edition end
      and e.entry < ${upTo}
    left join withdrawal w on w.statement_id = s.id and w.entry < ${upTo}
    order by given.place`.execute(db);
  return rows.map((row) => ({
    text: {
      kind: "statement",
      number: row.number,
      form: row.kind,
      title: row.title,
      voice: row.voice,
      ...(row.speaker === null || row.voice.length > 0 ? {} : { sourceSpeaker: row.speaker }),
      day: row.spoken_day,
      at: row.spoken_at,
      ...standingOf(row),
    },
    passages: [
      ...statementPassages({ ...row, voice: voiceNames(row.voice, row.speaker) }),
      ...(row.claim === null ? [] : [{ role: "claim" as const, text: row.claim }]),
    ],
  }));
}

type Standing = {
  edition: number;
  newest: number;
  note: string | null;
  entry: number;
  language: string;
  reason: string | null;
  withdrawn_at: Date | null;
};

function standingOf({ edition, newest, note, entry, language, reason, withdrawn_at: at }: Standing) {
  return {
    edition,
    newest,
    entry,
    language,
    ...(note === null ? {} : { note }),
    ...(reason === null || at === null ? {} : { withdrawn: { at, reason } }),
  };
}

type StatementRow = Standing & {
  number: string;
  kind: string;
  spoken_day: string;
  spoken_at: Date;
  title: string;
  summary: string | null;
  body: string;
  voice: VoiceItem[];
  speaker: string | null;
  claim: string | null;
};

async function readTurns(db: Reader, asked: readonly Asked[], upTo: number): Promise<Candidate<QuotedText>[]> {
  const briefings = [...new Map(asked.map((one) => [`${one.of} ${one.edition}`, { ...one, part: 0 }])).values()];
  const { rows } = await sql<
    Standing & { of: string; asked: number; title: string; kind: string; day: string; entered_at: Date; bytes: Buffer }
  >`
    select given.of, given.edition as asked, e.edition, e.entry, e.title, e.kind, e.day, e.language, e.entered_at, c.bytes,
      n.edition as newest, n.note, null as reason, null as withdrawn_at
    from ${given(briefings)} join transcript t on t.briefing = given.of and t.version <> 'edited'
    join lateral (
      select edition, note from transcript_edition where transcript_id = t.id and entry < ${upTo} order by edition desc limit 1) n on true
    join transcript_edition e on e.transcript_id = t.id and e.entry < ${upTo}
      and e.edition = case when given.edition = 0 then n.edition else given.edition end
    join record_content c on c.commitment = e.commitment and c.bytes is not null`.execute(db);
  const read = new Map(
    rows.map((row) => [
      `${row.of} ${row.asked}`,
      { row, content: JSON.parse(row.bytes.toString("utf8")) as TranscriptContent },
    ]),
  );
  return asked.flatMap(({ of, part, edition }) => {
    const found = read.get(`${of} ${edition}`);
    const turn = found?.content.turns.find((one) => one.turn === part);
    if (found === undefined || turn === undefined) return [];
    const { row } = found;
    return [
      {
        text: {
          kind: "turn" as const,
          number: of,
          turn: part,
          form: row.kind,
          title: row.title,
          voice: voicesOf({ ...found.content, turns: [turn] }),
          day: row.day,
          at: row.entered_at,
          ...standingOf(row),
        },
        passages: turnPassages(turn),
      },
    ];
  });
}

async function readAnswers(db: Reader, asked: readonly Asked[], upTo: number): Promise<Candidate<QuotedText>[]> {
  const timeZone = await timeZoneOf(db);
  const { rows } = await sql<Standing & { number: string; content: AnswerContent; published_at: Date; day: string }>`
    select q.number, a.edition, a.entry, a.content, a.published_at, (a.published_at at time zone ${timeZone})::date as day, q.language,
      n.edition as newest, n.note, w.reason, w.withdrawn_at
    from ${given(asked)} join question q on q.number = given.of
    join lateral (
      select edition, note from question_answer where question_id = q.id and entry < ${upTo} order by edition desc limit 1) n on true
    join question_answer a on a.question_id = q.id and a.entry < ${upTo}
      and a.edition = case when given.edition = 0 then n.edition else given.edition end
    join record_entry r on r.index = a.entry
    join record_content c on c.commitment = r.commitment and c.bytes is not null
    left join question_withdrawal w on w.question_id = q.id and w.entry < ${upTo}
    order by given.place`.execute(db);
  return rows.map((row) => ({
    text: {
      kind: "answer",
      number: row.number,
      form: row.content.basis === "on-record" ? "answer" : "declined",
      title: row.content.question,
      voice: [...row.content.voice],
      day: row.day,
      at: row.published_at,
      ...standingOf(row),
    },
    passages: answerPassages(row.content),
  }));
}
