import { type Action, type Actor, may, permit } from "../access/rights.ts";
import { writeTrail } from "../access/trail.ts";
import { Fault } from "../fault.ts";
import { listStanding } from "../register/assertions.ts";
import { dayIn } from "../register/day.ts";
import { writeNumber } from "../register/number.ts";
import { readOffice } from "../register/office.ts";
import { checkTopics } from "../register/topics.ts";
import type { Reader, Transaction } from "../store/database.ts";
import { tellPages } from "../store/tell-pages.ts";
import { type AgendaContent, agendaKinds, pressAccesses } from "./agenda-item.ts";
import { daysOf, timeColumns, type TimeColumns, timeOf } from "./agenda-time.ts";

/** An item held against every other act on it until the transaction ends. */
export type LockedItem = {
  id: number;
  institution: string;
  content: AgendaContent;
  state: "planned" | "cancelled";
  version: number;
  sequence: number;
  published: boolean;
};

/**
 * Whoever may not read it learns the same as where there is none: Fault("not-found"). What is public already takes the right
 * to publish; `action` is for what is internal. Fault("conflict") where another version than `read` stands.
 */
export async function lockItem(
  tx: Transaction,
  id: number,
  read: number,
  actor: Actor,
  action: (item: LockedItem) => Action,
): Promise<LockedItem> {
  const row = isItemId(id)
    ? await tx.selectFrom("agenda_item").selectAll().where("id", "=", id).forUpdate().executeTakeFirst()
    : undefined;
  if (row === undefined || !may(actor, "agenda.read", row.institution)) throw noItem(id);
  const item = {
    id,
    institution: row.institution,
    content: contentOf(row),
    state: row.state,
    version: row.version,
    sequence: row.sequence,
    published: row.number !== null,
  };
  permit(actor, action(item), row.institution);
  if (row.version !== read)
    throw new Fault(
      "conflict",
      "Somebody changed this meanwhile. What you typed is below: compare it with what stands now, then save again.",
      [],
      "Alguien cambió esto entretanto. Lo que usted escribió está abajo: compárelo con lo que hay ahora y guarde de nuevo.",
    );
  return item;
}

export function isItemId(id: number): boolean {
  return Number.isSafeInteger(id) && id > 0;
}

export function noItem(id: number): Fault {
  return new Fault(
    "not-found",
    `There is nothing ${id} in the agenda for you. Open it from the agenda.`,
    [],
    `No hay un punto ${id} de la agenda para usted. Ábralo desde la agenda.`,
  );
}

/** Fault("invalid") names who is not in the register, and topics that the office does not have. */
export async function checkNamed(db: Reader, { people, topics }: AgendaContent): Promise<void> {
  await checkTopics(db, topics);
  if (people.length === 0) return;
  const known = await listStanding(db, "person", { ids: people });
  const missing = people.find((person) => !known.some(({ id }) => id === person));
  if (missing !== undefined)
    throw new Fault(
      "invalid",
      `people: nobody in the register has the id "${missing}": choose from the list.`,
      [],
      `personas: en autoridades y cargos no hay nadie con el identificador «${missing}»: elija de la lista.`,
    );
}

/** The next number of the year that it is in the office's own zone: gapless, and taken by what is made public alone. */
export async function takeAgendaNumber(tx: Transaction, at: Date): Promise<string> {
  const { timeZone } = await readOffice(tx);
  const series = dayIn(timeZone, at).slice(0, 4);
  const { next } = await tx
    .insertInto("agenda_series")
    .values({ series, next: 2 })
    .onConflict((conflict) =>
      conflict.column("series").doUpdateSet((row) => ({ next: row("agenda_series.next", "+", 1) })),
    )
    .returning("next")
    .executeTakeFirstOrThrow();
  return writeNumber(series, next - 1);
}

export type KeptChange = {
  version: number;
  what: "started" | "changed" | "published" | "cancelled" | "reinstated";
  /** Whether the public sees it, with its note. */
  told: boolean;
  sequence: number;
  note: string;
  content: AgendaContent;
};

/** When the transaction commits, this version is kept whatever follows, it stands on the trail, and where it is public every process shows it. */
export async function keepChange(
  tx: Transaction,
  { id, institution }: { id: number; institution: string },
  change: KeptChange,
  actor: Actor,
  at: Date,
): Promise<void> {
  const { content, ...columns } = change;
  await tx
    .insertInto("agenda_change")
    .values({ item: id, ...columns, at, officer: actor.officer, name: actor.name, content: JSON.stringify(content) })
    .execute();
  await writeTrail(tx, {
    at,
    actor,
    action: change.told ? "agenda.publish" : "agenda.write",
    institution,
    about: `agenda ${id}`,
    details: { what: change.what, version: change.version },
  });
  if (change.told) await tellPages(tx, ["agenda"]);
}

type Row = TimeColumns & {
  kind: string;
  title: string;
  place: string;
  note: string;
  internal_note: string;
  link: string | null;
  press: string;
  press_note: string;
  people: string[];
  topics: string[];
  last_day: string;
};

export function contentOf(row: Row): AgendaContent {
  return {
    kind: agendaKinds.find((kind) => kind === row.kind) ?? "otro",
    title: row.title,
    time: timeOf(row),
    place: row.place,
    note: row.note,
    internalNote: row.internal_note,
    ...(row.link === null ? {} : { link: row.link }),
    press: pressAccesses.find((press) => press === row.press) ?? "unsaid",
    pressNote: row.press_note,
    people: row.people,
    topics: row.topics,
  };
}

export function contentColumns(content: AgendaContent, timeZone: string) {
  const { until: _, ...time } = timeColumns(content.time);
  return {
    kind: content.kind,
    title: content.title,
    place: content.place,
    note: content.note,
    internal_note: content.internalNote,
    link: content.link ?? null,
    press: content.press,
    press_note: content.pressNote,
    people: content.people,
    topics: content.topics,
    ...time,
    last_day: daysOf(content.time, timeZone).last,
  };
}
