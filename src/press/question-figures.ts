import { sql } from "kysely";
import { dayIn } from "../register/day.ts";
import type { Reader } from "../store/database.ts";
import type { Moment } from "./find-question.ts";

/** `medianDays`: half of those that were answered took no longer, from being asked, to a tenth of a day. */
export type QuestionCounts = {
  asked: number;
  taken: number;
  answered: number;
  declined: number;
  overdue: number;
  medianDays: number | undefined;
};
export type QuestionFigures = {
  total: QuestionCounts;
  /** By the month in which they were asked, 'YYYY-MM', by the clocks of the office. */
  months: (QuestionCounts & { month: string })[];
  institutions: (QuestionCounts & { institution: string })[];
  rows: (QuestionCounts & { institution: string; month: string })[];
};

/**
 * What was asked and what became of it. All that was asked counts, shown or not, so that nobody makes the figures better by
 * not showing; but for exclusives while they are protected, what was asked in turns that are not public, and what was closed.
 */
export async function questionFigures(db: Reader, moment: Moment): Promise<QuestionFigures> {
  const { upTo, now, timeZone } = moment;
  const today = dayIn(timeZone, now);
  const { rows } = await sql<Row>`
    with counted as (
      select q.institution, to_char(q.asked_at at time zone ${timeZone}, 'YYYY-MM') as month, q.asked_at, q.taken_at, q.due_on, q.ended_at,
        case when first.entry >= ${upTo} then 'open' else q.state end as state
      from question q
      left join question_answer first on first.question_id = q.id and first.edition = 1
      where not q.withheld and q.state <> 'closed' and q.asked_at <= ${now}
        and (q.exclusive_until is null or q.exclusive_until <= ${now} or (q.basis = 'on-record' and first.entry < ${upTo}))
    )
    select institution, month, count(*)::int as asked,
      (count(*) filter (where taken_at is not null))::int as taken,
      (count(*) filter (where state = 'answered'))::int as answered,
      (count(*) filter (where state = 'declined'))::int as declined,
      (count(*) filter (where taken_at is not null and due_on < ${today} and state in ('open', 'taken', 'assigned')))::int as overdue,
      (percentile_cont(0.5) within group (order by extract(epoch from ended_at - asked_at) / 86400)
        filter (where state = 'answered'))::float8 as median
    from counted group by grouping sets ((), (month), (institution), (institution, month))
    order by month nulls first, institution nulls first`.execute(db);
  const of = (institution: boolean, month: boolean) =>
    rows.filter((row) => (row.institution !== null) === institution && (row.month !== null) === month);
  return {
    total: of(false, false).map(countsOf)[0] ?? none,
    months: of(false, true).map((row) => ({ month: row.month ?? "", ...countsOf(row) })),
    institutions: of(true, false).map((row) => ({ institution: row.institution ?? "", ...countsOf(row) })),
    rows: of(true, true).map((row) => ({
      institution: row.institution ?? "",
      month: row.month ?? "",
      ...countsOf(row),
    })),
  };
}

type Row = Omit<QuestionCounts, "medianDays"> & {
  institution: string | null;
  month: string | null;
  median: number | null;
};

const none: QuestionCounts = { asked: 0, taken: 0, answered: 0, declined: 0, overdue: 0, medianDays: undefined };

function countsOf({ asked, taken, answered, declined, overdue, median }: Row): QuestionCounts {
  const medianDays = median === null ? undefined : Math.round(median * 10) / 10;
  return { asked, taken, answered, declined, overdue, medianDays };
}
