import { type RawBuilder, sql } from "kysely";
import type { Reader } from "../store/database.ts";
import type { Severity } from "./statement.ts";

/** What became of a statement, an answer or a transcript after it was published: corrected, or left without effect. */
export type Amendment = {
  of: "statement" | "answer" | "transcript";
  number: string;
  /** Of a statement, its kind; of a transcript, its format. */
  kind: string;
  /** Of a transcript: the office's edited version, and not the one that was certified or imported. */
  edited: boolean;
  language: string;
  /** As the text is called by that edition; of an answer, what was asked. */
  title: string;
  edition: number;
  /** Of a correction; a withdrawal has none. */
  severity?: Severity;
  /** The public note of the correction, or the reason of the withdrawal. */
  words: string;
  entry: number;
  at: Date;
};

/** All that may be shown, the newest first: at most `limit`, of entries before `before`. `next`: where the next begin. */
export async function listAmendments(
  db: Reader,
  { upTo, before, limit }: { upTo: number; before?: number; limit: number },
): Promise<{ amendments: Amendment[]; next?: number; total: number }> {
  const below = Math.min(upTo, before ?? upTo);
  const { rows } = await sql<Row>`
    select * from (${amendments(below)}) a order by entry desc limit ${limit + 1}`.execute(db);
  const shown = rows.slice(0, limit).map(amendmentOf);
  const last = shown.at(-1);
  return {
    amendments: shown,
    ...(rows.length > limit && last !== undefined ? { next: last.entry } : {}),
    total: await countAmendments(db, upTo),
  };
}

/** The `limit` after the first `offset` in the order in which they were entered: what stands there never changes. */
export async function listAmendmentsFrom(
  db: Reader,
  { upTo, offset, limit }: { upTo: number; offset: number; limit: number },
): Promise<Amendment[]> {
  const { rows } = await sql<Row>`
    select * from (${amendments(upTo)}) a order by entry offset ${offset} limit ${limit}`.execute(db);
  return rows.map(amendmentOf);
}

export async function countAmendments(db: Reader, upTo: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from (${amendments(upTo)}) a`.execute(db);
  return rows[0]?.count ?? 0;
}

type Row = Omit<Amendment, "severity"> & { severity: Severity | null };

function amendments(upTo: number): RawBuilder<unknown> {
  return sql`
    select 'statement' as of, s.number, s.kind, false as edited, s.language, e.title, e.edition, e.severity,
      e.note as words, e.entry, e.published_at as at
      from edition e join statement s on s.id = e.statement_id
      where e.entry < ${upTo} and e.edition > 1 and e.note is not null
    union all
    select 'statement', s.number, s.kind, false, s.language, e.title, e.edition, null, w.reason, w.entry, w.withdrawn_at
      from withdrawal w join statement s on s.id = w.statement_id
      join lateral (
        select * from edition n where n.statement_id = s.id and n.entry < w.entry order by n.edition desc limit 1
      ) e on true
      where w.entry < ${upTo}
    union all
    select 'answer', q.number, '', false, a.content ->> 'language', a.content ->> 'question', a.edition, a.severity,
      a.note, a.entry, a.published_at
      from question_answer a join question q on q.id = a.question_id
      where a.entry < ${upTo} and a.edition > 1 and a.note is not null
    union all
    select 'answer', q.number, '', false, a.content ->> 'language', a.content ->> 'question', a.edition, null,
      w.reason, w.entry, w.withdrawn_at
      from question_withdrawal w join question q on q.id = w.question_id
      join lateral (
        select * from question_answer n where n.question_id = q.id and n.entry < w.entry order by n.edition desc limit 1
      ) a on true
      where w.entry < ${upTo}
    union all
    select 'transcript', t.briefing, e.kind, t.version = 'edited', e.language, e.title, e.edition, e.severity,
      e.note, e.entry, e.entered_at
      from transcript_edition e join transcript t on t.id = e.transcript_id
      where e.entry < ${upTo} and e.edition > 1 and e.note is not null`;
}

function amendmentOf({ severity, ...row }: Row): Amendment {
  return { ...row, ...(severity === null ? {} : { severity }) };
}
