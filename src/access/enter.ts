import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { readOffice } from "../register/office.ts";
import { findLink, makeLink, spendLink } from "./links.ts";
import { firstAdministratorsRights, readEmail, readName, readOfficerLanguage } from "./officer.ts";
import { findOfficer, findOfficerByEmail, listAdministrators, lockOfficers, type Officer } from "./officers.ts";
import { endSessionByToken, openSession, type SignInMethod, type Visitor } from "./sessions.ts";
import { writeTrail } from "./trail.ts";

/** A browser at the door: from where, and with which session it came, if with any. */
export type AtTheDoor = Visitor & { cookie?: string | undefined };

/** Whom a link would let in: an officer, or whoever becomes the first administrator. Undefined where it lets in nobody. */
export async function whomALinkLetsIn(
  db: Database,
  token: string,
  { clock }: Means,
): Promise<Officer | "first-administrator" | undefined> {
  const link = await findLink(db, token, clock.now());
  if (link === undefined) return undefined;
  if (link.officer === undefined)
    return (await listAdministrators(db)).length === 0 ? "first-administrator" : undefined;
  const officer = await findOfficer(db, link.officer);
  return officer?.suspendedAt === undefined ? officer : undefined;
}

/** When this returns, the link is used up and the token given back is a new session; a session brought along is over. */
export async function enterByLink(db: Database, token: string, door: AtTheDoor, means: Means): Promise<string> {
  return transact(db, async (tx) => {
    const link = await spendLink(tx, token, means.clock.now());
    if (link?.officer === undefined) throw linkIsOver();
    const officer = await findOfficer(tx, link.officer);
    if (officer === undefined || officer.suspendedAt !== undefined) throw linkIsOver();
    return enter(tx, officer.id, "link", door, means);
  });
}

export type NewAdministrator = { name: string; email: string; language: string };

/**
 * When this returns, the link is used up, the office has its first administrator and the token given back is their
 * session. Fault("conflict") where another was quicker.
 */
export async function enterAsFirstAdministrator(
  db: Database,
  token: string,
  fields: NewAdministrator,
  door: AtTheDoor,
  means: Means,
): Promise<string> {
  const name = readName(fields.name);
  const email = readEmail(fields.email);
  const language = readOfficerLanguage(fields.language);
  return transact(db, async (tx) => {
    await lockOfficers(tx);
    const now = means.clock.now();
    const link = await spendLink(tx, token, now);
    if (link === undefined || link.officer !== undefined) throw linkIsOver();
    if ((await listAdministrators(tx)).length > 0)
      throw new Fault(
        "conflict",
        "This office has an administrator already: ask for a link of your own.",
        [],
        "Esta oficina ya tiene quien la administre: pida un enlace propio.",
      );
    const { institution } = await readOffice(tx);
    const known = await findOfficerByEmail(tx, email);
    const officer = known?.id ?? (await addOfficer(tx, { name, email, language }, now));
    if (known?.suspendedAt !== undefined)
      await tx.updateTable("officer").set({ suspended_at: null }).where("id", "=", officer).execute();
    await tx
      .insertInto("officer_right")
      .values(
        firstAdministratorsRights.map((right) => ({ officer, institution, right, granted_at: now, granted_by: null })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await writeTrail(tx, {
      at: now,
      actor: { officer, address: door.address },
      action: "officer.founded",
      institution,
      about: email,
      details: { rights: firstAdministratorsRights },
    });
    return enter(tx, officer, "link", door, means);
  });
}

/** The one way in, however somebody has shown who they are: a new session, the old one over, both on the trail. */
export async function enter(
  tx: Transaction,
  officer: number,
  method: SignInMethod,
  door: AtTheDoor,
  means: Means,
): Promise<string> {
  const now = means.clock.now();
  await endSessionByToken(tx, door.cookie, now);
  const session = await openSession(tx, officer, method, door, means);
  await writeTrail(tx, {
    at: now,
    actor: { officer, address: door.address },
    action: "session.opened",
    details: { method, agent: door.agent.slice(0, 300) },
  });
  return session;
}

export async function addOfficer(
  tx: Transaction,
  { name, email, language }: { name: string; email: string; language: "es" | "en" },
  at: Date,
  by?: number,
): Promise<number> {
  const { id } = await tx
    .insertInto("officer")
    .values({ name, email, language, created_at: at, created_by: by ?? null, entered_at: null, suspended_at: null })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/**
 * A link that whoever holds this machine asks for: for the officer of that address, else for the only administrator,
 * else, in an office that has none yet, for whoever becomes the first. Gives the token.
 */
export async function linkFromConsole(
  db: Database,
  email: string | undefined,
  means: Means,
): Promise<{ token: string; officer: Officer | undefined }> {
  return transact(db, async (tx) => {
    const officer = await whoseLink(tx, email);
    const token = await makeLink(tx, { officer: officer?.id, madeBy: "console" }, means);
    await writeTrail(tx, {
      at: means.clock.now(),
      action: "link.made",
      about: officer?.email,
      details: { by: "console" },
    });
    return { token, officer };
  });
}

/** A link that makes the first administrator; undefined in an office that has one. */
export async function linkForFirstAdministrator(db: Database, means: Means): Promise<string | undefined> {
  if ((await listAdministrators(db)).length > 0) return undefined;
  return transact(db, (tx) => makeLink(tx, { officer: undefined, madeBy: "administrator" }, means));
}

async function whoseLink(tx: Transaction, email: string | undefined): Promise<Officer | undefined> {
  if (email !== undefined) {
    const officer = await findOfficerByEmail(tx, readEmail(email));
    if (officer === undefined)
      throw new Fault(
        "not-found",
        `No officer has the address ${email}: invite them from the desk's administration.`,
        [],
        `Nadie de la mesa tiene el correo ${email}: invítelo desde la administración.`,
      );
    if (officer.suspendedAt !== undefined)
      throw new Fault(
        "forbidden",
        `${officer.name} (${email}) is suspended: an administrator can restore them.`,
        [],
        `${officer.name} (${email}) tiene el ingreso suspendido: quien administra puede restablecerlo.`,
      );
    return officer;
  }
  const administrators = await listAdministrators(tx);
  if (administrators.length > 1)
    throw new Fault(
      "usage",
      "This office has several administrators: say whose link it should be with --as EMAIL.",
      administrators.map((one) => `${one.email}  ${one.name}`),
      "Esta oficina tiene varios administradores: diga de quién es el enlace con --as CORREO.",
    );
  return administrators[0];
}

function linkIsOver(): Fault {
  return new Fault(
    "not-found",
    "This link has been used or has expired: ask for another.",
    [],
    "Este enlace ya se usó o venció: pida otro.",
  );
}
