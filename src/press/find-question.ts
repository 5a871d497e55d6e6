import { sql } from "kysely";
import { dayIn } from "../register/day.ts";
import { readNumber } from "../register/number.ts";
import type { Reader } from "../store/database.ts";
import {
  type Asker,
  type Basis,
  type Channel,
  isOverdue,
  type QuestionState,
  type Queue,
  type ShownAs,
  shownAsker,
} from "./question.ts";

/** What may be shown at a moment: the entries below `upTo`, by the clocks of the office. */
export type Moment = { upTo: number; now: Date; timeZone: string };

/** What anybody may learn of a question. Who works on it is the office's own: `state` is never "assigned". */
export type PublicQuestion = {
  number: string;
  queue: Queue;
  institution: string;
  language: string;
  /** As the office shows it; `shortened` where that is less than was asked. */
  text: string;
  shortened: boolean;
  askedAt: Date;
  channel: Channel;
  asker: { name?: string; outlet?: string };
  /** The public numbers of the briefing and the turn where it was asked. */
  briefing: string | undefined;
  turn: number | undefined;
  state: Exclude<QuestionState, "assigned" | "closed">;
  basis: Basis | undefined;
  takenAt: Date | undefined;
  dueOn: string | undefined;
  overdue: boolean;
  endedAt: Date | undefined;
  /** Whether an answer, or why there is none, stands in the record. */
  published: boolean;
};

export const shownFilters = ["open", "taken", "overdue", "answered"] as const;
export type ShownFilter = (typeof shownFilters)[number];

/** The questions of a briefing that may be shown, in the order in which they were asked. */
export function questionsOfBriefing(db: Reader, briefing: number, moment: Moment): Promise<PublicQuestion[]> {
  return find(db, moment, sql`q.briefing_id = ${briefing}`, sql`order by q.asked_at, q.id`);
}

export async function findPublicQuestion(
  db: Reader,
  number: string,
  moment: Moment,
): Promise<PublicQuestion | undefined> {
  return (await find(db, moment, sql`q.number = ${number}`, sql``))[0];
}

export type PublicQuery = {
  filter?: ShownFilter | undefined;
  queue?: Queue | undefined;
  institution?: string | undefined;
  words?: string | undefined;
  /** Only those before that number, in the order of the list. */
  before?: string | undefined;
  /** The newest first, whatever the filter. */
  newestFirst?: boolean;
  /** Only those that were answered or declined in the record below the horizon. */
  recorded?: boolean;
  limit: number;
};

/** Those that may be shown: overdue promises first asked first; all others the newest first. */
export async function listPublicQuestions(
  db: Reader,
  { filter, queue, institution, words, before, newestFirst = false, recorded = false, limit }: PublicQuery,
  moment: Moment,
): Promise<PublicQuestion[]> {
  const today = dayIn(moment.timeZone, moment.now);
  const sought = words === undefined || words.trim() === "" ? undefined : await soughtWords(db, words);
  if (sought === "") return [];
  const conditions = [
    ...(filter === undefined ? [] : [filters(today)[filter]]),
    ...(recorded ? [sql`q.first_entry < ${moment.upTo} and q.public_state in ('answered', 'declined')`] : []),
    ...(queue === undefined ? [] : [sql`q.queue = ${queue}`]),
    ...(institution === undefined ? [] : [sql`q.institution = ${institution}`]),
    ...(sought === undefined ? [] : [sql`q.words @@ ${sought}::tsquery`]),
    ...(before === undefined || readNumber(before) === undefined
      ? []
      : [sql`(q.asked_at, q.id) < (select b.asked_at, b.id from question b where b.number = ${before})`]),
  ];
  const order =
    filter === "overdue" && !newestFirst
      ? sql`order by q.due_on, q.asked_at, q.id`
      : sql`order by q.asked_at desc, q.id desc`;
  const where = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
  return find(db, moment, where, sql`${order} limit ${limit}`);
}

/** How many may be shown under each filter. */
export async function countPublicQuestions(db: Reader, moment: Moment): Promise<Record<ShownFilter | "all", number>> {
  const by = filters(dayIn(moment.timeZone, moment.now));
  const { rows } = await sql<Record<ShownFilter | "all", number>>`
    select count(*) as "all", ${sql.join(
      shownFilters.map((filter) => sql`count(*) filter (where ${by[filter]}) as ${sql.ref(filter)}`),
    )} from (${shownQuestions(moment)}) q`.execute(db);
  return rows[0] ?? { all: 0, open: 0, taken: 0, overdue: 0, answered: 0 };
}

/** The number of every question that may be shown, in the order in which they were asked, with when it last changed in public. */
export async function listQuestionAddresses(db: Reader, moment: Moment): Promise<{ number: string; at: Date }[]> {
  const { rows } = await sql<{ number: string; at: Date }>`
    select q.number, greatest(q.shown_at, q.taken_at,
      case when q.public_state in ('answered', 'declined') then q.ended_at end) as at
    from (${shownQuestions(moment)}) q order by q.asked_at, q.id`.execute(db);
  return rows;
}

function filters(today: string) {
  return {
    open: sql`q.public_state = 'open'`,
    taken: sql`q.public_state = 'taken'`,
    overdue: sql`q.public_state = 'taken' and q.due_on < ${today}`,
    answered: sql`q.public_state in ('answered', 'declined')`,
  };
}

/**
 * Every question that may be shown at a moment, with the state that may be told of it. An answer whose entry is not below
 * the horizon has not been given yet, and a question that it shows for the first time has not been asked. The rule is
 * isShown's of question.ts; a test holds the two together.
 */
export function shownQuestions({ upTo, now }: Moment) {
  return sql`
    select s.*, case
        when s.pending or s.state = 'assigned' then case when s.taken_at is null then 'open' else 'taken' end
        else s.state end as public_state,
      to_tsvector('spanish', plain_words(coalesce(s.shown_text, s.text))) ||
        to_tsvector('english', plain_words(coalesce(s.shown_text, s.text))) as words
    from (
      select each.*, first.entry as first_entry, coalesce(first.entry >= ${upTo}, false) as pending,
        first.published_at as first_at, briefing.number as briefing, turn.ordinal as turn
      from question each
      left join briefing on briefing.id = each.briefing_id
      left join briefing_turn turn on turn.id = each.turn_id and turn.shown_revision is not null
      left join question_answer first on first.question_id = each.id and first.edition = 1
      where each.shown_at <= ${now} and not each.withheld and each.number is not null and each.state <> 'closed'
    ) s
    where not (s.pending and s.shown_at >= s.first_at)
      and (s.exclusive_until is null or s.exclusive_until <= ${now}
        or (s.basis = 'on-record' and s.first_entry < ${upTo}))`;
}

/** Words as they are typed, any of which may stand in what is looked for. */
export async function soughtWords(db: Reader, words: string): Promise<string> {
  const asked = words.slice(0, 2_000).replaceAll("\0", " ").split(/\s+/).slice(0, 24).join(" ");
  const { rows } = await sql<{ words: string | null }>`
    select string_agg(quote_literal(word), ' | ')::tsquery::text as words
    from unnest(tsvector_to_array(
      to_tsvector('spanish', plain_words(${asked})) || to_tsvector('english', plain_words(${asked})))) as word`.execute(
    db,
  );
  return rows[0]?.words ?? "";
}

type Row = {
  number: string;
  queue: Queue;
  institution: string;
  language: string;
  text: string;
  shown_text: string | null;
  asked_at: Date;
  channel: Channel;
  asker: Asker;
  shown_as: ShownAs;
  briefing: string | null;
  turn: number | null;
  public_state: PublicQuestion["state"];
  basis: Basis | null;
  taken_at: Date | null;
  due_on: string | null;
  ended_at: Date | null;
  first_entry: number | null;
  pending: boolean;
};

async function find(
  db: Reader,
  moment: Moment,
  where: ReturnType<typeof sql>,
  order: ReturnType<typeof sql>,
): Promise<PublicQuestion[]> {
  const { rows } = await sql<Row>`
    select q.* from (${shownQuestions(moment)}) q where ${where} ${order}`.execute(db);
  const today = dayIn(moment.timeZone, moment.now);
  return rows.map((row) => {
    const over = row.public_state === "answered" || row.public_state === "declined";
    return {
      number: row.number,
      queue: row.queue,
      institution: row.institution,
      language: row.language,
      text: row.shown_text ?? row.text,
      shortened: row.shown_text !== null,
      askedAt: row.asked_at,
      channel: row.channel,
      asker: shownAsker(row.asker, row.shown_as),
      briefing: row.briefing ?? undefined,
      turn: row.turn ?? undefined,
      state: row.public_state,
      basis: over ? (row.basis ?? undefined) : undefined,
      takenAt: row.taken_at ?? undefined,
      dueOn: row.due_on ?? undefined,
      overdue: isOverdue({ state: row.public_state, dueOn: row.due_on ?? undefined }, today),
      endedAt: over ? (row.ended_at ?? undefined) : undefined,
      published: over && row.first_entry !== null && !row.pending,
    };
  });
}
