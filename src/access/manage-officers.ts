import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { listInstitutions } from "../register/list-institutions.ts";
import { readOffice } from "../register/office.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { addJob } from "../store/jobs.ts";
import { tellAccess } from "./access-notices.ts";
import { addOfficer } from "./enter.ts";
import { readEmail, readGrant, readName, readOfficerLanguage } from "./officer.ts";
import { findOfficer, findOfficerByEmail, listAdministrators, lockOfficers, type Officer } from "./officers.ts";
import { type Actor, type Grant, permit } from "./rights.ts";
import { endSession, endSessionsOf } from "./sessions.ts";
import { writeTrail } from "./trail.ts";

/** As typed: `grants` whole, what is not among them is taken away. */
export type OfficerFields = {
  name: string;
  email: string;
  language: string;
  grants: readonly { institution: string; right: string }[];
};

/** When this returns, the officer exists with those rights and a mail with their way in will be sent. Fault("conflict") for an address that is taken. */
export async function inviteOfficer(
  db: Database,
  fields: OfficerFields,
  actor: Actor,
  means: Means,
): Promise<{ id: number }> {
  return administering(db, actor, async (tx, institution) => {
    const { name, email, language, grants } = await readFields(tx, fields, institution);
    if ((await findOfficerByEmail(tx, email)) !== undefined) throw taken(email);
    const at = means.clock.now();
    const id = await addOfficer(tx, { name, email, language }, at, actor.officer);
    await grant(tx, id, grants, at, actor);
    await writeTrail(tx, {
      at,
      actor,
      action: "officer.invited",
      institution,
      about: email,
      details: { name, grants },
    });
    await addJob(tx, "invitation", { email, by: actor.name });
    return { id };
  });
}

/** When this returns, the officer is called and may do what was given, from their very next request on. */
export async function changeOfficer(
  db: Database,
  id: number,
  fields: OfficerFields,
  actor: Actor,
  means: Means,
): Promise<void> {
  await administering(db, actor, async (tx, institution) => {
    const officer = await theOfficer(tx, id);
    const { name, email, language, grants } = await readFields(tx, fields, institution);
    const other = await findOfficerByEmail(tx, email);
    if (other !== undefined && other.id !== id) throw taken(email);
    const at = means.clock.now();
    await tx.updateTable("officer").set({ name, email, language }).where("id", "=", id).execute();
    const given = grants.filter((one) => !holds(officer.grants, one));
    const takenAway = officer.grants.filter((one) => !holds(grants, one));
    await grant(tx, id, given, at, actor);
    for (const one of takenAway)
      await tx
        .deleteFrom("officer_right")
        .where("officer", "=", id)
        .where("institution", "=", one.institution)
        .where("right", "=", one.right)
        .execute();
    await tellAccess(tx, id);
    // A link that was sent to the old address lets nobody in.
    if (email !== officer.email) await voidLinks(tx, id, at);
    await keepAnAdministrator(tx);
    await writeTrail(tx, {
      at,
      actor,
      action: "officer.changed",
      institution,
      about: email,
      details: {
        ...(name === officer.name ? {} : { name: [officer.name, name] }),
        ...(email === officer.email ? {} : { email: [officer.email, email] }),
        ...(language === officer.language ? {} : { language: [officer.language, language] }),
        ...(given.length === 0 ? {} : { given }),
        ...(takenAway.length === 0 ? {} : { taken: takenAway }),
      },
    });
  });
}

/** When this returns, the officer is let in by nothing: no session, link, passkey or identity. What they did stays theirs. */
export async function suspendOfficer(db: Database, id: number, actor: Actor, means: Means): Promise<void> {
  await administering(db, actor, async (tx, institution) => {
    const officer = await theOfficer(tx, id);
    if (id === actor.officer)
      throw new Fault(
        "forbidden",
        "Nobody suspends themselves: ask another administrator.",
        [],
        "Nadie se suspende a sí mismo: pídalo a otra persona que administre.",
      );
    const at = means.clock.now();
    await tx.updateTable("officer").set({ suspended_at: at }).where("id", "=", id).execute();
    await endSessionsOf(tx, id, at);
    await voidLinks(tx, id, at);
    await keepAnAdministrator(tx);
    await writeTrail(tx, { at, actor, action: "officer.suspended", institution, about: officer.email });
  });
}

/** When this returns, the officer may sign in again, with the rights they had. */
export async function restoreOfficer(db: Database, id: number, actor: Actor, means: Means): Promise<void> {
  await administering(db, actor, async (tx, institution) => {
    const officer = await theOfficer(tx, id);
    await tx.updateTable("officer").set({ suspended_at: null }).where("id", "=", id).execute();
    await writeTrail(tx, {
      at: means.clock.now(),
      actor,
      action: "officer.restored",
      institution,
      about: officer.email,
    });
  });
}

/**
 * For whoever lost the device with their passkey: when this returns, no passkey and no session of theirs lets in any more,
 * and a mail with a new way in will be sent.
 */
export async function renewAccess(db: Database, id: number, actor: Actor, means: Means): Promise<void> {
  await administering(db, actor, async (tx, institution) => {
    const officer = await theOfficer(tx, id);
    if (officer.suspendedAt !== undefined)
      throw new Fault(
        "conflict",
        `${officer.name} is suspended: restore them first.`,
        [],
        `${officer.name} está en suspensión: restablezca primero su acceso.`,
      );
    const at = means.clock.now();
    const passkeys = await tx.deleteFrom("passkey").where("officer", "=", id).executeTakeFirst();
    const sessions = await endSessionsOf(tx, id, at);
    await writeTrail(tx, {
      at,
      actor,
      action: "officer.renewed",
      institution,
      about: officer.email,
      details: { passkeys: Number(passkeys.numDeletedRows), sessions },
    });
    await addJob(tx, "invitation", { email: officer.email, by: actor.name });
  });
}

/** When this returns, that session of whichever officer is over. */
export async function endAnySession(db: Database, session: number, actor: Actor, means: Means): Promise<void> {
  await administering(db, actor, async (tx, institution) => {
    const at = means.clock.now();
    const officer = await endSession(tx, session, at);
    if (officer === undefined) throw noSession();
    const { email } = await theOfficer(tx, officer);
    await writeTrail(tx, { at, actor, action: "session.ended", institution, about: email });
  });
}

/** When this returns, that session of the officer's own is over; another's is as if it were not there. */
export async function endOwnSession(db: Database, session: number, actor: Actor, means: Means): Promise<void> {
  await transact(db, async (tx) => {
    const at = means.clock.now();
    if ((await endSession(tx, session, at)) !== actor.officer) throw noSession();
    await writeTrail(tx, { at, actor, action: "session.ended" });
  });
}

/** All of this is of administrators of the office itself. */
async function administering<T>(
  db: Database,
  actor: Actor,
  work: (tx: Transaction, institution: string) => Promise<T>,
): Promise<T> {
  return transact(db, async (tx) => {
    const { institution } = await readOffice(tx);
    permit(actor, "officer.manage", institution);
    await lockOfficers(tx);
    return work(tx, institution);
  });
}

async function readFields(tx: Transaction, fields: OfficerFields, office: string) {
  const known = new Set((await listInstitutions(tx)).map(({ id }) => id)).add(office);
  const grants = fields.grants.map(({ institution, right }) => {
    const one = readGrant(institution, right);
    if (!known.has(institution))
      throw new Fault(
        "invalid",
        `right: the register knows no institution "${institution}".`,
        [],
        `Derecho: autoridades y cargos no conoce la institución "${institution}".`,
      );
    if (one.right === "administrator" && institution !== office)
      throw new Fault(
        "invalid",
        "right: this office is administered for itself; choose its own institution.",
        [],
        "Derecho: la administración es de esta oficina; elija su propia institución.",
      );
    return one;
  });
  return {
    name: readName(fields.name),
    email: readEmail(fields.email),
    language: readOfficerLanguage(fields.language),
    grants: grants.filter((one, index) => grants.findIndex((each) => same(each, one)) === index),
  };
}

async function theOfficer(tx: Transaction, id: number): Promise<Officer> {
  const officer = await findOfficer(tx, id);
  if (officer === undefined)
    throw new Fault("not-found", "There is no such officer.", [], "No existe esa persona en esta oficina.");
  return officer;
}

async function grant(tx: Transaction, officer: number, grants: readonly Grant[], at: Date, actor: Actor) {
  if (grants.length === 0) return;
  await tx
    .insertInto("officer_right")
    .values(grants.map((one) => ({ ...one, officer, granted_at: at, granted_by: actor.officer })))
    .execute();
}

async function voidLinks(tx: Transaction, officer: number, at: Date): Promise<void> {
  await tx
    .updateTable("one_time_link")
    .set({ used_at: at })
    .where("officer", "=", officer)
    .where("used_at", "is", null)
    .execute();
}

/** Without one, nobody could let anybody in any more but from the machine itself. */
async function keepAnAdministrator(tx: Transaction): Promise<void> {
  if ((await listAdministrators(tx)).length > 0) return;
  throw new Fault(
    "conflict",
    "The office would be left without an administrator: make another one first.",
    [],
    "La oficina quedaría sin nadie que la administre: dé primero ese derecho a otra persona.",
  );
}

function holds(grants: readonly Grant[], one: Grant): boolean {
  return grants.some((each) => same(each, one));
}

function same(a: Grant, b: Grant): boolean {
  return a.institution === b.institution && a.right === b.right;
}

function taken(email: string): Fault {
  return new Fault(
    "conflict",
    `${email} is an officer's address already.`,
    [],
    `${email} ya es el correo de una persona de esta oficina.`,
  );
}

function noSession(): Fault {
  return new Fault("not-found", "There is no such open session.", [], "No hay ninguna sesión abierta así.");
}
