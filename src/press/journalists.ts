import { sql } from "kysely";
import { type Action, type Actor, permit } from "../access/rights.ts";
import { Fault } from "../fault.ts";
import type { Day } from "../register/day.ts";
import { readOffice } from "../register/office.ts";
import type { Reader, Transaction } from "../store/database.ts";
import type { AccreditationState } from "./accreditation.ts";
import type { Channel, OutletKind } from "./journalist.ts";

export type JournalistRow = {
  id: number;
  name: string;
  mail?: string;
  phone?: string;
  outlet?: { id: number; name: string; kind: OutletKind };
  language: "es" | "en";
  origin: string;
  purpose: string;
  keptUntil: Day;
};

export type AccreditationRow = {
  id: number;
  journalist: number;
  /** Absent: a standing one. */
  occasion?: string;
  grounds: string;
  state: AccreditationState;
  reason?: string;
  validUntil?: Day;
  requestedAt: Date;
  decidedAt?: Date;
  decidedBy?: string;
};

export type ContactRow = {
  id: number;
  at: Date;
  officer: string;
  channel: Channel;
  purpose: string;
  note: string;
  keptUntil: Day;
  remark?: string;
};

/** Reading is an act too: whoever may not gets Fault("forbidden"), whatever there is. */
export async function permitPress(db: Reader, actor: Actor, action: Action): Promise<string> {
  const { institution } = await readOffice(db);
  permit(actor, action, institution);
  return institution;
}

/** A journalist held against every other act on them until the transaction ends. */
export async function lockJournalist(tx: Transaction, id: number): Promise<JournalistRow> {
  const row = isId(id)
    ? await tx.selectFrom("journalist").select("id").where("id", "=", id).forUpdate().executeTakeFirst()
    : undefined;
  const found = row && (await findJournalist(tx, id));
  if (found === undefined) throw noJournalist();
  return found;
}

export async function findJournalist(db: Reader, id: number): Promise<JournalistRow | undefined> {
  if (!isId(id)) return undefined;
  const row = await journalists(db).where("journalist.id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : ofRow(row);
}

export async function findByMail(db: Reader, mail: string): Promise<JournalistRow | undefined> {
  const row = await journalists(db)
    .where(sql`lower(journalist.mail)`, "=", mail.toLowerCase())
    .executeTakeFirst();
  return row === undefined ? undefined : ofRow(row);
}

/**
 * Those whose name, mail or outlet have all of these words at the beginning of a word, accents or not, in the order of names.
 * For lists and for whoever picks one; without words, all.
 */
export async function findJournalists(db: Reader, words: string, limit = 200): Promise<JournalistRow[]> {
  const asked = folded(words)
    .split(" ")
    .filter((word) => word !== "");
  // An office knows some thousands: they are read through.
  const known = (await journalists(db).execute()).map(ofRow);
  return known
    .filter(({ name, mail = "", outlet }) => {
      const told = ` ${folded(`${name} ${mail} ${outlet?.name ?? ""}`)}`;
      return asked.every((word) => told.includes(` ${word}`));
    })
    .toSorted((a, b) => order.compare(a.name, b.name) || a.id - b.id)
    .slice(0, limit);
}

const order = new Intl.Collator("es");

function folded(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[\s.@]+/g, " ")
    .trim();
}

export async function listAccreditations(
  db: Reader,
  { journalist, open }: { journalist?: number; open?: true },
): Promise<(AccreditationRow & { name: string; outlet?: string })[]> {
  let query = db
    .selectFrom("accreditation")
    .innerJoin("journalist", "journalist.id", "accreditation.journalist_id")
    .leftJoin("outlet", "outlet.id", "journalist.outlet_id")
    .leftJoin("officer", "officer.id", "accreditation.decided_by")
    .selectAll("accreditation")
    .select(["journalist.name", "outlet.name as outlet", "officer.name as officer"])
    .orderBy("accreditation.id", "desc");
  if (journalist !== undefined) query = query.where("journalist_id", "=", journalist);
  if (open) query = query.where("state", "=", "requested");
  return (await query.execute()).map((row) => ({
    id: row.id,
    journalist: row.journalist_id,
    ...(row.occasion === null ? {} : { occasion: row.occasion }),
    grounds: row.grounds,
    state: row.state,
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.valid_until === null ? {} : { validUntil: row.valid_until }),
    requestedAt: row.requested_at,
    ...(row.decided_at === null ? {} : { decidedAt: row.decided_at }),
    ...(row.officer === null ? {} : { decidedBy: row.officer }),
    name: row.name,
    ...(row.outlet === null ? {} : { outlet: row.outlet }),
  }));
}

/** Whether an accreditation of theirs is in force on that day, standing or for an occasion. */
export async function isAccredited(db: Reader, journalist: number, today: Day): Promise<boolean> {
  const row = await accreditedOn(db, today).where("journalist_id", "=", journalist).executeTakeFirst();
  return row !== undefined;
}

/** Those whose accreditation is in force on that day, by outlet and name. */
export async function listAccredited(db: Reader, today: Day): Promise<JournalistRow[]> {
  const rows = await journalists(db).where("journalist.id", "in", accreditedOn(db, today)).execute();
  return rows
    .map(ofRow)
    .toSorted((a, b) => order.compare(a.outlet?.name ?? "", b.outlet?.name ?? "") || order.compare(a.name, b.name));
}

function accreditedOn(db: Reader, today: Day) {
  return db
    .selectFrom("accreditation")
    .select("journalist_id")
    .where("state", "=", "granted")
    .where("valid_until", ">=", today);
}

/** The newest first. */
export async function listContacts(db: Reader, journalist: number): Promise<ContactRow[]> {
  const rows = await db
    .selectFrom("contact_log")
    .selectAll()
    .where("journalist_id", "=", journalist)
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    officer: row.officer_name,
    channel: row.channel,
    purpose: row.purpose,
    note: row.note,
    keptUntil: row.kept_until,
    ...(row.remark === null ? {} : { remark: row.remark }),
  }));
}

export function isId(id: number): boolean {
  return Number.isSafeInteger(id) && id > 0;
}

export function noJournalist(): Fault {
  return new Fault(
    "not-found",
    "There is no such journalist here. Open them from the list.",
    [],
    "No hay tal periodista aquí. Ábralo desde la lista.",
  );
}

function journalists(db: Reader) {
  return db
    .selectFrom("journalist")
    .leftJoin("outlet", "outlet.id", "journalist.outlet_id")
    .selectAll("journalist")
    .select(["outlet.name as outlet", "outlet.kind as kind"]);
}

type Row = Awaited<ReturnType<ReturnType<typeof journalists>["execute"]>>[number];

function ofRow(row: Row): JournalistRow {
  return {
    id: row.id,
    name: row.name,
    ...(row.mail === null ? {} : { mail: row.mail }),
    ...(row.phone === null ? {} : { phone: row.phone }),
    ...(row.outlet_id === null
      ? {}
      : { outlet: { id: row.outlet_id, name: row.outlet ?? "", kind: row.kind as OutletKind } }),
    language: row.language,
    origin: row.origin,
    purpose: row.purpose,
    keptUntil: row.kept_until,
  };
}
