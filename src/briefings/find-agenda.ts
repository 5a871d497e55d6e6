import { sql } from "kysely";
import { type Actor, institutionsFor } from "../access/rights.ts";
import type { Day } from "../register/day.ts";
import type { Reader } from "../store/database.ts";
import type { AgendaContent } from "./agenda-item.ts";
import { contentOf, isItemId } from "./agenda-items.ts";
import { type AgendaTime, compareSpans, sameTime, spanOf } from "./agenda-time.ts";

/** What everybody may know of an item that is public. */
export type PublicItem = Omit<AgendaContent, "internalNote"> & {
  uid: string;
  number: string;
  institution: string;
  state: "planned" | "cancelled";
  /** Why it is cancelled. */
  reason?: string;
  sequence: number;
  publishedAt: Date;
  /** When what is public of it changed last. */
  toldAt: Date;
};

/** What the agenda is narrowed to. */
export type AgendaFilter = { kind?: string; topic?: string; institution?: string; person?: string };

const most = 2_000;

/** The public items that last or can fall on some day from `from` to `to`, in the order of the agenda. */
export async function listPublicItems(
  db: Reader,
  { from, to, ...filter }: AgendaFilter & { from?: Day; to?: Day },
  timeZone: string,
): Promise<PublicItem[]> {
  const found = await readPublicItems(
    db,
    sql`${filtered(filter)}
      and i.last_day >= ${from ?? "-infinity"} and i.first_day <= ${to ?? "infinity"}`,
  );
  return inOrder(found, timeZone);
}

export type AgendaPlace = { day: Day; number: string };

/** The same by the first day that each can fall on, `limit` at a time: those that come after a place in that order. */
export async function listPublicItemsAfter(
  db: Reader,
  {
    from,
    to,
    after,
    limit,
    ...filter
  }: AgendaFilter & { from?: Day | undefined; to?: Day | undefined; after?: AgendaPlace | undefined; limit: number },
): Promise<{ items: PublicItem[]; next?: AgendaPlace }> {
  const found = await readPublicItems(
    db,
    sql`${filtered(filter)} and i.last_day >= ${from ?? "-infinity"} and i.first_day <= ${to ?? "infinity"}
      ${after === undefined ? sql`` : sql`and (i.first_day, i.number) > (${after.day}::date, ${after.number})`}`,
    sql`i.first_day, i.number limit ${limit + 1}`,
  );
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    ...(found.length > limit && last !== undefined ? { next: { day: last.time.day, number: last.number } } : {}),
  };
}

export async function findPublicItem(db: Reader, number: string): Promise<PublicItem | undefined> {
  return (await readPublicItems(db, sql`i.number = ${number}`))[0];
}

/** The months in which public items begin, the newest first, with how many each has. */
export async function listPublicMonths(db: Reader, filter: AgendaFilter): Promise<{ month: string; count: number }[]> {
  const { rows } = await sql<{ month: string; count: number }>`
    select to_char(i.first_day, 'YYYY-MM') as month, count(*)::int as count from agenda_item i
    where i.number is not null and ${filtered(filter)} group by 1 order by 1 desc`.execute(db);
  return rows;
}

/** What the public agenda could be narrowed to: whatever some public item names. */
export async function listPublicFilters(db: Reader): Promise<Record<keyof AgendaFilter, string[]>> {
  const { rows } = await sql<Record<keyof AgendaFilter, string[]>>`
    select array(select distinct kind from agenda_item where number is not null) as kind,
      array(select distinct unnest(topics) from agenda_item where number is not null) as topic,
      array(select distinct institution from agenda_item where number is not null) as institution,
      array(select distinct unnest(people) from agenda_item where number is not null) as person`.execute(db);
  return rows[0] ?? { kind: [], topic: [], institution: [], person: [] };
}

/** One public change, the newest first: what was said with it, and of title, time and place what it was before, where it is another now. */
export type PublicChange = {
  what: "changed" | "published" | "cancelled" | "reinstated";
  at: Date;
  note: string;
  before?: { title?: string; time?: AgendaTime; place?: string };
};

export async function listPublicChanges(db: Reader, number: string): Promise<PublicChange[]> {
  const { rows } = await sql<{ what: PublicChange["what"]; at: Date; note: string; content: AgendaContent }>`
    select c.what, c.at, c.note, c.content - 'internalNote' as content from agenda_change c
    join agenda_item i on i.id = c.item and i.number = ${number}
    where c.told order by c.version desc`.execute(db);
  return rows.map(({ what, at, note, content }, index) => {
    const previous = rows[index + 1]?.content;
    const before = what === "changed" && previous !== undefined ? beforeChange(previous, content) : {};
    return { what, at, note, ...(Object.keys(before).length === 0 ? {} : { before }) };
  });
}

function beforeChange(was: AgendaContent, is: AgendaContent): NonNullable<PublicChange["before"]> {
  const time = revived(was.time);
  return {
    ...(was.title === is.title ? {} : { title: was.title }),
    ...(sameTime(time, revived(is.time)) ? {} : { time }),
    ...(was.place === is.place ? {} : { place: was.place }),
  };
}

/** An item as an officer sees it who may read it. */
export type DeskItem = AgendaContent & {
  id: number;
  uid: string;
  number?: string;
  institution: string;
  state: "planned" | "cancelled";
  reason?: string;
  version: number;
  sequence: number;
  startedBy: string;
  startedAt: Date;
  changedAt: Date;
};

/** All that the officer may read, internal or public, on these days, in the order of the agenda. */
export async function listDeskItems(
  db: Reader,
  { from, to, person }: { from?: Day; to?: Day; person?: string },
  actor: Pick<Actor, "grants">,
  timeZone: string,
): Promise<DeskItem[]> {
  const found = await readDeskItems(
    db,
    actor,
    sql`i.last_day >= ${from ?? "-infinity"} and i.first_day <= ${to ?? "infinity"}
      and (${person ?? null}::text is null or i.people @> array[${person ?? ""}])`,
  );
  return inOrder(found, timeZone);
}

export async function findDeskItem(
  db: Reader,
  id: number,
  actor: Pick<Actor, "grants">,
): Promise<DeskItem | undefined> {
  if (!isItemId(id)) return undefined;
  return (await readDeskItems(db, actor, sql`i.id = ${id}`))[0];
}

export type DeskChange = {
  version: number;
  at: Date;
  by: string;
  what: "started" | "changed" | "published" | "cancelled" | "reinstated";
  told: boolean;
  note: string;
  content: AgendaContent;
};

/** Every version of an item that was found for this officer before, the newest first. */
export async function listDeskChanges(db: Reader, item: Pick<DeskItem, "id">): Promise<DeskChange[]> {
  const rows = await db
    .selectFrom("agenda_change")
    .selectAll()
    .where("item", "=", item.id)
    .orderBy("version", "desc")
    .execute();
  return rows.map(({ version, at, name, what, told, note, content }) => {
    const kept = content as AgendaContent;
    return { version, at, by: name, what, told, note, content: { ...kept, time: revived(kept.time) } };
  });
}

/** By when each can begin; its span is measured once. */
function inOrder<T extends { time: AgendaTime; title: string }>(items: readonly T[], timeZone: string): T[] {
  const title = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return items
    .map((item) => ({ item, span: spanOf(item.time, timeZone) }))
    .toSorted((a, b) => compareSpans(a.span, b.span) || title(a.item.title, b.item.title))
    .map(({ item }) => item);
}

function filtered({ kind, topic, institution, person }: AgendaFilter) {
  return sql`(${kind ?? null}::text is null or i.kind = ${kind ?? null})
    and (${topic ?? null}::text is null or i.topics @> array[${topic ?? ""}])
    and (${institution ?? null}::text is null or i.institution = ${institution ?? null})
    and (${person ?? null}::text is null or i.people @> array[${person ?? ""}])`;
}

type Row = Parameters<typeof contentOf>[0] & {
  id: number;
  uid: string;
  number: string | null;
  institution: string;
  state: "planned" | "cancelled";
  reason: string | null;
  version: number;
  sequence: number;
  published_at: Date;
  told_at: Date;
  started_name: string;
  started_at: Date;
  changed_at: Date;
};

/** Why it is cancelled, where it is. */
const reason = sql`case when i.state = 'cancelled' then
  (select c.note from agenda_change c where c.item = i.id and c.what = 'cancelled' order by c.version desc limit 1) end as reason`;

async function readPublicItems(
  db: Reader,
  where: ReturnType<typeof sql>,
  order = sql`i.first_day desc, i.id desc limit ${most}`,
): Promise<PublicItem[]> {
  const { rows } = await sql<Row>`
    select i.uid, i.number, i.institution, i.kind, i.title, i.place, i.note, '' as internal_note, i.link, i.press, i.press_note,
      i.people, i.topics, i.precision, i.first_day, i.last_day, i.part, i.starts_at, i.ends_at, i.state, i.sequence,
      i.published_at, i.told_at, ${reason}
    from agenda_item i where i.number is not null and ${where} order by ${order}`.execute(db);
  return rows.map((row) => {
    const { internalNote: _, ...content } = contentOf(row);
    return {
      ...content,
      uid: row.uid,
      number: row.number ?? "",
      institution: row.institution,
      state: row.state,
      ...(row.reason === null ? {} : { reason: row.reason }),
      sequence: row.sequence,
      publishedAt: row.published_at,
      toldAt: row.told_at,
    };
  });
}

async function readDeskItems(
  db: Reader,
  actor: Pick<Actor, "grants">,
  where: ReturnType<typeof sql>,
): Promise<DeskItem[]> {
  const institutions = institutionsFor(actor, "agenda.read");
  if (institutions.length === 0) return [];
  const { rows } = await sql<Row>`
    select i.*, o.name as started_name, ${reason} from agenda_item i join officer o on o.id = i.started_by
    where i.institution = any(${institutions}::text[]) and ${where}
    order by i.first_day desc, i.id desc limit ${most}`.execute(db);
  return rows.map((row) => ({
    ...contentOf(row),
    id: row.id,
    uid: row.uid,
    ...(row.number === null ? {} : { number: row.number }),
    institution: row.institution,
    state: row.state,
    ...(row.reason === null ? {} : { reason: row.reason }),
    version: row.version,
    sequence: row.sequence,
    startedBy: row.started_name,
    startedAt: row.started_at,
    changedAt: row.changed_at,
  }));
}

/** Out of JSON, where instants are text. */
function revived(time: AgendaTime): AgendaTime {
  if (time.precision !== "exact") return time;
  return { ...time, start: new Date(time.start), ...(time.end === undefined ? {} : { end: new Date(time.end) }) };
}
