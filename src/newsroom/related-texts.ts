import type { Reference } from "@voceria/record";
import { sql } from "kysely";
import type { Reader } from "../store/database.ts";
import type { EditionDetails } from "./details.ts";
import type { StatementView } from "./statements.ts";

/** Another text that this one has to do with, by its newest edition that may be shown. */
export type RelatedText = {
  number: string;
  title: string;
  language: string;
  status: "current" | "withdrawn" | "erased";
  editions: number;
  at: Date;
};

export type RelatedTexts = {
  /** Of a translation: its original. `moved`: the original has an edition that this translation was not made from. */
  original?: RelatedText & { edition: number; moved: boolean };
  /** Of an original: what it was translated into, by language. */
  translations: (RelatedText & { edition: number; moved: boolean })[];
  /** Of a speech: its other text. */
  counterpart?: RelatedText & { delivery: "prepared" | "delivered" };
  /** Of a bulletin, or the translation of one: the others of its series, the newest first. */
  bulletins: (RelatedText & { ordinal: number })[];
  /** Of a bulletin, or the translation of one: its own place. */
  ordinal?: number;
};

type Row = RelatedText & { details: EditionDetails };

/** What a text has to do with, as far as it may be shown: read anew for each horizon, since others come to it later. */
export async function readRelatedTexts(db: Reader, view: StatementView, upTo: number): Promise<RelatedTexts> {
  const { number, translates, delivery } = view;
  const [original] = translates === undefined ? [] : await readRows(db, upTo, sql`s.number = ${translates.number}`);
  const translations =
    translates === undefined ? await readReferring(db, upTo, "translates", number) : ([] as readonly Row[]);
  const counterpart = delivery === undefined ? undefined : await findCounterpart(db, view, upTo);
  const series = view.series ?? original?.details.series;
  const bulletins =
    series === undefined
      ? []
      : (await readRows(db, upTo, sql`e.details ? 'series' and e.details #>> '{series,name}' = ${series.name}`)).filter(
          (row) => row.number !== (translates?.number ?? number),
        );
  return {
    ...(original === undefined || translates === undefined
      ? {}
      : { original: translated(original, original, translates) }),
    translations: translations.flatMap((row) =>
      row.details.translates === undefined ? [] : [translated(row, view, row.details.translates)],
    ),
    ...(counterpart?.details.delivery === undefined
      ? {}
      : { counterpart: { ...textOf(counterpart), delivery: counterpart.details.delivery } }),
    bulletins: bulletins
      .flatMap((row) =>
        row.details.series === undefined ? [] : [{ ...textOf(row), ordinal: row.details.series.ordinal }],
      )
      .toSorted((a, b) => b.ordinal - a.ordinal),
    ...(series === undefined ? {} : { ordinal: series.ordinal }),
  };
}

/**
 * The numbers of the texts whose pages say something of these: what they name, what names them, the bulletins of their
 * series and the translations of those.
 */
export async function numbersRelatedTo(db: Reader, numbers: readonly string[]): Promise<string[]> {
  if (numbers.length === 0) return [];
  const { rows } = await sql<{ number: string }>`
    with given as (select unnest(${numbers}::text[]) as number),
    own as (
      select s.number, e.details from given g join statement s using (number) join edition e on e.statement_id = s.id
      where e.details ?| array['translates', 'counterpart', 'series']
    ),
    named as (
      select number from given
      union select details #>> '{translates,number}' from own
      union select details #>> '{counterpart,number}' from own
      union select s.number from own
        join edition e on e.details ? 'series' and e.details #>> '{series,name}' = own.details #>> '{series,name}'
        join statement s on s.id = e.statement_id
    )
    select number from named where number is not null
    union select s.number from named join edition e
      on e.details ? 'translates' and e.details #>> '{translates,number}' = named.number
      join statement s on s.id = e.statement_id
    union select s.number from named join edition e
      on e.details ? 'counterpart' and e.details #>> '{counterpart,number}' = named.number
      join statement s on s.id = e.statement_id`.execute(db);
  return rows.map(({ number }) => number);
}

async function findCounterpart(db: Reader, view: StatementView, upTo: number): Promise<Row | undefined> {
  if (view.counterpart !== undefined) return (await readRows(db, upTo, sql`s.number = ${view.counterpart.number}`))[0];
  return (await readReferring(db, upTo, "counterpart", view.number))[0];
}

function readReferring(db: Reader, upTo: number, field: "translates" | "counterpart", number: string) {
  const holds = field === "translates" ? sql`e.details ? 'translates'` : sql`e.details ? 'counterpart'`;
  const names =
    field === "translates" ? sql`e.details #>> '{translates,number}'` : sql`e.details #>> '{counterpart,number}'`;
  return readRows(db, upTo, sql`${holds} and ${names} = ${number}`);
}

/** The newest edition that may be shown of each text one of whose editions is so, in the order of language and number. */
async function readRows(db: Reader, upTo: number, such: ReturnType<typeof sql>): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select s.number, s.language, e.title, e.details, e.edition as editions, s.published_at as at,
      case when s.status = 'withdrawn' and w.entry is null then 'current' else s.status end as status
    from (
      select distinct s.id from statement s join edition e on e.statement_id = s.id
      where s.first_entry < ${upTo} and e.entry < ${upTo} and ${such}
    ) found join statement s on s.id = found.id
    join lateral (
      select * from edition n where n.statement_id = s.id and n.entry < ${upTo} order by n.edition desc limit 1
    ) e on true
    left join withdrawal w on w.statement_id = s.id and w.entry < ${upTo}
    order by s.language, s.number`.execute(db);
  return rows;
}

/** A translation has not moved with its original while it was made from an edition that is no longer the newest. */
function translated(row: Row, original: { editions: number }, { edition }: Reference) {
  return { ...textOf(row), edition, moved: original.editions > edition };
}

function textOf({ number, title, language, status, editions, at }: Row): RelatedText {
  return { number, title, language, status, editions, at };
}
