import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { assertItems, lockRegister } from "./assert-items.ts";
import { listStanding, readStanding, type Standing } from "./assertions.ts";
import { addDays, type Day, dayIn, dayInWords, isDay } from "./day.ts";
import { type Citing, confirmationId, freeId, sourceItem } from "./cite-source.ts";
import { readEdtf } from "./edtf.ts";
import { findPost } from "./find-tenure.ts";
import type { Gender, RegisterItem, TenureData } from "./item.ts";
import { readName, slugOf } from "./name.ts";
import { type Office, readOffice } from "./office.ts";
import { findPerson } from "./people.ts";
import { ongoing as ongoingEnd, redated, spanned } from "./tenure.ts";
import { reading } from "./reading.ts";

export type Confirming = {
  /** The post; by default the one that speaks now. */
  post?: string;
  /** Who holds it: an id, a full name, or for somebody new "Surnames, Given names". By default whom the register has. */
  person?: string;
  /** For somebody new to the register: titles agree with it. */
  gender?: Gender;
  /** The day for which the source vouches. */
  on: Day;
  /** Since when, in EDTF, where somebody else than the register's incumbent holds the post. */
  since?: string;
  source: Citing;
};

export type Confirmed = {
  person: string;
  name: string;
  post: string;
  tenure: string;
  day: Day;
  /** The last day on which the confirmation is relied on. */
  until: Day;
  /** Whose tenure ended by it. */
  ended?: string;
  /** Absent where the very same was confirmed before: nothing was entered. */
  entry?: number;
};

/**
 * When this returns, the register says on a source's word who held the post on the day `on`, in the record as one
 * entry; they certainly hold it from then until `until`, the office's `confirmationDays` later, unless something else
 * becomes known. Somebody other than the incumbent needs `since`: the former tenure ends where the new one begins.
 * Fault("invalid") for a day to come, before the tenure began, or a name that cannot be read; Fault("not-found") for a
 * post or person that is not there; Fault("conflict") where several could be meant.
 */
export async function confirmIncumbent(db: Database, asked: Confirming, means: Means): Promise<Confirmed> {
  return transact(db, (tx) => enterConfirmation(tx, asked, means));
}

/** The same within a transaction of the caller's. */
export async function enterConfirmation(tx: Transaction, asked: Confirming, means: Means): Promise<Confirmed> {
  await lockRegister(tx);
  const office = await readOffice(tx);
  checkDays(asked, office, means);
  const post = await findPost(tx, office, asked.post);
  const holders = await ongoing(tx, post.id);
  const person = asked.person === undefined ? await onlyHolder(tx, holders, post) : await findPerson(tx, asked.person);
  const held = holders.find(({ data }) => data.person === person?.id);
  const source = await sourceItem(tx, asked.source);
  const plan =
    held !== undefined && person !== undefined
      ? confirming(held, person, asked)
      : await replacing(tx, post, holders, person, asked, source.id);
  return enter(tx, plan, source, post.id, asked, office, means);
}

type Plan = {
  person: string;
  name: string;
  tenure: string;
  ended?: string;
  items: RegisterItem[];
};

async function enter(
  tx: Transaction,
  plan: Plan,
  source: { id: string; item?: RegisterItem },
  post: string,
  asked: Confirming,
  office: Office,
  means: Means,
): Promise<Confirmed> {
  const { person, name, tenure, ended } = plan;
  const until = addDays(asked.on, office.confirmationDays);
  const done = { person, name, post, tenure, day: asked.on, until, ...(ended === undefined ? {} : { ended }) };
  const cited = { id: source.id, locator: asked.source.locator };
  const { id, before } = await confirmationId(tx, `${tenure}-${asked.on}`, cited);
  if (before !== undefined) return { ...done, until: before.data.until };
  const confirmation: RegisterItem = {
    format: "voceria/register/v1",
    kind: "confirmation",
    id,
    change: "new",
    data: { tenure, day: asked.on, until },
    source: cited,
  };
  const items = [...(source.item === undefined ? [] : [source.item]), ...plan.items, confirmation];
  const { entry } = await assertItems(tx, items, "asserted", means);
  return { ...done, entry };
}

function checkDays({ on, since, source }: Confirming, office: Office, means: Means): void {
  if (!isDay(on))
    throw new Fault(
      "invalid",
      `"${on}" is not a day that exists; write it as 2026-11-23.`,
      [],
      `"${on}" no es un día que exista; escríbalo como 2026-11-23.`,
    );
  if (source.date !== undefined && !isDay(source.date))
    throw new Fault(
      "invalid",
      `The source's date "${source.date}" is not a day that exists; write it as 2026-11-23.`,
      [],
      `La fecha de la fuente, "${source.date}", no es un día que exista; escríbala como 2026-11-23.`,
    );
  const today = dayIn(office.timeZone, means.clock.now());
  if (on > today)
    throw new Fault(
      "invalid",
      `${dayInWords(on, "en")} is still to come; a source can vouch for today at most.`,
      [],
      `El ${dayInWords(on, "es")} todavía no llega; una fuente responde a lo más por hoy.`,
    );
  if (source.date !== undefined && source.date < on)
    throw new Fault(
      "invalid",
      `A source of ${dayInWords(source.date, "en")} cannot vouch for ${dayInWords(on, "en")}: give --on with a day no later than the source, or a newer source.`,
      [],
      `Una fuente del ${dayInWords(source.date, "es")} no puede responder por el ${dayInWords(on, "es")}: elija un día que no sea posterior a la fuente, o una fuente más nueva.`,
    );
  if (since !== undefined && (since.includes("/") || readEdtf(since).min > on))
    throw new Fault(
      "invalid",
      `"${since}" is not a date up to ${on} since which somebody can hold the post.`,
      [],
      `"${since}" no es una fecha, hasta el ${on}, desde la que alguien pueda ejercer el cargo.`,
    );
}

async function ongoing(tx: Transaction, post: string): Promise<Standing<"tenure">[]> {
  const rows = await tx
    .selectFrom("tenure")
    .select("slug")
    .where("post", "=", post)
    .where("end_edtf", "=", "..")
    .where("superseded", "is", null)
    .execute();
  return listStanding(tx, "tenure", { ids: rows.map(({ slug }) => slug) });
}

async function onlyHolder(tx: Transaction, holders: readonly Standing<"tenure">[], post: Standing<"post">) {
  const people = [...new Set(holders.map(({ data }) => data.person))];
  if (people.length > 1)
    throw new Fault(
      "conflict",
      `Several people hold ${post.id} in the register: ${people.join(", ")}. Say whom with --person.`,
      [],
      `Varias personas ejercen ${post.id}: ${people.join(", ")}. Indique quién.`,
    );
  if (people[0] === undefined)
    throw new Fault(
      "invalid",
      `The register has nobody in ${post.id}; say who with --person and since when with --since.`,
      [],
      "Autoridades y cargos no tiene a nadie en ese cargo: diga quién lo ejerce y desde cuándo.",
    );
  return readStanding(tx, "person", people[0]);
}

function confirming(held: Standing<"tenure">, person: Standing<"person">, asked: Confirming): Plan {
  const { start } = held.data;
  if (start.min !== undefined && asked.on < start.min)
    throw new Fault(
      "invalid",
      `The register has ${person.id} in ${held.data.post} only from "${start.raw}"; a confirmation cannot be for ${asked.on}.`,
      [],
      `Autoridades y cargos tiene a ${person.id} en ${held.data.post} solo desde «${start.raw}»; no se puede confirmar el ${asked.on}.`,
    );
  if (asked.since !== undefined && asked.since !== start.edtf)
    throw new Fault(
      "conflict",
      `The register has ${person.id} in ${held.data.post} since ${start.edtf}; leave --since out, or correct the date first.`,
      [],
      `Autoridades y cargos tiene a ${person.id} en ${held.data.post} desde ${start.edtf}; deje vacío «desde cuándo», o corrija primero la fecha.`,
    );
  return { person: person.id, name: person.data.names.at(-1)?.full ?? "", tenure: held.id, items: [] };
}

async function replacing(
  tx: Transaction,
  post: Standing<"post">,
  holders: readonly Standing<"tenure">[],
  person: Standing<"person"> | undefined,
  asked: Confirming,
  sourceId: string,
): Promise<Plan> {
  if (asked.since === undefined)
    throw new Fault(
      "invalid",
      `"${asked.person}" is not whom the register has in ${post.id}; say since when with --since, as exactly as the source does (2026-03-11, 2026-03 or 2026).`,
      [],
      `"${asked.person}" no es a quien autoridades y cargos tiene en ese cargo; diga desde cuándo, tan exactamente como la fuente (2026-03-11, 2026-03 o 2026).`,
    );
  if (holders.length > (post.data.seats ?? 1))
    throw new Fault(
      "conflict",
      `Several people hold ${post.id} in the register; end the former ones first.`,
      [],
      `Varias personas ejercen ${post.id} en autoridades y cargos; asiente primero los ceses.`,
    );
  const source = { id: sourceId, locator: asked.source.locator };
  const name = person?.data.names.at(-1) ?? readName(asked.person ?? "");
  const id = person?.id ?? (await freeId(tx, "person", slugOf(name.full)));
  const since = asked.since;
  const items: RegisterItem[] = [];
  if (person === undefined)
    items.push({
      format: "voceria/register/v1",
      kind: "person",
      id,
      change: "new",
      data: {
        names: [name],
        ...(asked.gender === undefined ? {} : { gender: asked.gender, genderSource: "reading" as const }),
      },
      source,
    });
  // With a seat still free nobody has to go; with none, the incumbent goes when the successor comes.
  const former = holders.length < (post.data.seats ?? 1) ? undefined : holders[0];
  if (former !== undefined)
    items.push({
      format: "voceria/register/v1",
      kind: "tenure",
      id: former.id,
      change: "change",
      data: ended(former, since),
      source,
    });
  const tenure = await freeId(tx, "tenure", `${id}-${since.slice(0, 4).toLowerCase()}`);
  items.push({
    format: "voceria/register/v1",
    kind: "tenure",
    id: tenure,
    change: "new",
    data: {
      person: id,
      post: post.id,
      ...spanned({ raw: since, edtf: since }, ongoingEnd, asked.on),
      assertedOn: asked.on,
      capacities: [{ capacity: "titular" }],
    },
    source,
  });
  return { person: id, name: name.full, tenure, ...(former === undefined ? {} : { ended: former.id }), items };
}

/** The former tenure ends where the successor's begins; its own confirmations bind no longer. */
function ended(former: Standing<"tenure">, since: string): TenureData {
  const { start, person, post } = former.data;
  try {
    return redated(former.data, {
      end: { raw: "", edtf: since, interpretation: reading("successor") },
    });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault(
      "invalid",
      `The register has ${person} in ${post} from "${start.raw}"; a successor cannot have begun in ${since}.`,
      [],
      `Autoridades y cargos tiene a ${person} en ese cargo desde "${start.raw}"; nadie puede haberle sucedido en ${since}.`,
    );
  }
}
