import type { Actor } from "../access/rights.ts";
import { writeTrail } from "../access/trail.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { addDays, dayIn, later } from "../register/day.ts";
import { readOffice } from "../register/office.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import {
  type ContactTyped,
  type Journalist,
  type JournalistTyped,
  keptAfter,
  readContact,
  readJournalist,
} from "./journalist.ts";
import { findByMail, lockJournalist, permitPress } from "./journalists.ts";
import { outletNamed } from "./outlets.ts";
import { retainUntilTomorrow } from "./retention.ts";

/** What journalists are told that their data are kept for, where nobody says otherwise. */
const ordinaryPurpose = {
  es: "Atender consultas de prensa y acreditar a quienes cubren a la oficina.",
  en: "To answer the press and to accredit whoever covers the office.",
} as const;

/** When this returns, the journalist is kept, with where their data come from; until two years after the last contact. */
export function addJournalist(
  db: Database,
  typed: JournalistTyped,
  actor: Actor,
  means: Means,
): Promise<{ journalist: number }> {
  return transact(db, async (tx) => {
    const institution = await permitPress(tx, actor, "journalist.log");
    const read = readJournalist(typed);
    const journalist = await enterJournalist(
      tx,
      read,
      { es: `Anotado por ${actor.name}`, en: `Noted by ${actor.name}` },
      means,
    );
    await writeTrail(tx, {
      at: means.clock.now(),
      actor,
      action: "journalist.log",
      institution,
      about: `journalist ${journalist}`,
      details: { what: "added" },
    });
    return { journalist };
  });
}

/** Two with one mail address are one journalist: Fault("conflict"). The trail names the number alone, so that erasing leaves no name there. */
export async function enterJournalist(
  tx: Transaction,
  read: Journalist,
  origin: Record<"es" | "en", string>,
  means: Means,
): Promise<number> {
  if (read.mail !== undefined) await checkMail(tx, read.mail);
  const at = means.clock.now();
  const { timeZone } = await readOffice(tx);
  const { id } = await tx
    .insertInto("journalist")
    .values({
      name: read.name,
      mail: read.mail ?? null,
      phone: read.phone ?? null,
      outlet_id: await outletNamed(tx, read.outlet, at),
      language: read.language,
      origin: origin[read.language],
      purpose: ordinaryPurpose[read.language],
      kept_until: addDays(dayIn(timeZone, at), keptAfter),
      created_at: at,
      changed_at: at,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await retainUntilTomorrow(tx, at, timeZone);
  return id;
}

/** When this returns, what is kept of the journalist is that. */
export async function changeJournalist(
  db: Database,
  id: number,
  typed: JournalistTyped,
  actor: Actor,
  means: Means,
): Promise<void> {
  await transact(db, async (tx) => {
    const institution = await permitPress(tx, actor, "journalist.log");
    await lockJournalist(tx, id);
    const changed = await saveJournalist(tx, id, readJournalist(typed), means);
    await writeTrail(tx, {
      at: means.clock.now(),
      actor,
      action: "journalist.log",
      institution,
      about: `journalist ${id}`,
      details: { what: "changed", fields: changed },
    });
  });
}

/** Gives the names of the fields that changed. */
export async function saveJournalist(tx: Transaction, id: number, read: Journalist, means: Means): Promise<string[]> {
  if (read.mail !== undefined) await checkMail(tx, read.mail, id);
  const before = await lockJournalist(tx, id);
  const at = means.clock.now();
  await tx
    .updateTable("journalist")
    .set({
      name: read.name,
      mail: read.mail ?? null,
      phone: read.phone ?? null,
      outlet_id: await outletNamed(tx, read.outlet, at),
      language: read.language,
      changed_at: at,
    })
    .where("id", "=", id)
    .execute();
  const was = { ...before, outlet: before.outlet?.name };
  return (["name", "mail", "phone", "outlet", "language"] as const).filter((field) => was[field] !== read[field]);
}

/** When this returns, nothing is kept of the journalist: neither accreditations nor notes nor the way to their page. */
export async function eraseJournalist(db: Database, id: number, actor: Actor, means: Means): Promise<void> {
  await transact(db, async (tx) => {
    const institution = await permitPress(tx, actor, "journalist.accredit");
    await lockJournalist(tx, id);
    await tx.deleteFrom("journalist").where("id", "=", id).execute();
    await writeTrail(tx, {
      at: means.clock.now(),
      actor,
      action: "journalist.accredit",
      institution,
      about: `journalist ${id}`,
      details: { what: "erased" },
    });
  });
}

/** When this returns, the note is kept, with its purpose and its last day, where the journalist can read it. */
export function logContact(
  db: Database,
  id: number,
  typed: ContactTyped,
  actor: Actor,
  means: Means,
): Promise<{ contact: number }> {
  return transact(db, async (tx) => {
    const institution = await permitPress(tx, actor, "journalist.log");
    const { timeZone } = await readOffice(tx);
    const at = means.clock.now();
    const read = readContact(typed, dayIn(timeZone, at));
    await touchJournalist(tx, id, at, timeZone);
    const row = await tx
      .insertInto("contact_log")
      .values({
        journalist_id: id,
        at,
        officer: actor.officer,
        officer_name: actor.name,
        channel: read.channel,
        purpose: read.purpose,
        note: read.note,
        kept_until: read.keptUntil,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    await writeTrail(tx, {
      at,
      actor,
      action: "journalist.log",
      institution,
      about: `journalist ${id}`,
      details: { what: "contact", contact: row.id, keptUntil: read.keptUntil },
    });
    return { contact: row.id };
  });
}

/** Something happened between the journalist and the office: they are kept two years longer. */
export async function touchJournalist(tx: Transaction, id: number, at: Date, timeZone: string): Promise<void> {
  const { keptUntil } = await lockJournalist(tx, id);
  const until = later(keptUntil, addDays(dayIn(timeZone, at), keptAfter));
  await tx.updateTable("journalist").set({ kept_until: until }).where("id", "=", id).execute();
  await retainUntilTomorrow(tx, at, timeZone);
}

async function checkMail(tx: Transaction, mail: string, but?: number): Promise<void> {
  const other = await findByMail(tx, mail);
  if (other !== undefined && other.id !== but)
    throw new Fault(
      "conflict",
      `mail: ${mail} is that of ${other.name}, who is here already.`,
      [],
      `correo: ${mail} es el de ${other.name}, que ya está aquí.`,
    );
}
