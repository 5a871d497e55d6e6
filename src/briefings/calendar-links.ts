import { findOfficer, actorOf } from "../access/officers.ts";
import { type Actor, institutionsFor, permit } from "../access/rights.ts";
import { newToken, readToken } from "../access/token.ts";
import { writeTrail } from "../access/trail.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { readOffice } from "../register/office.ts";
import { type Database, type Reader, transact } from "../store/database.ts";
import { intake } from "../text/intake.ts";

const mostLinks = 10;
const longestName = 80;

/**
 * When this returns, a calendar program reads the internal agenda under an address with this token, as far as its officer may
 * read it at that moment, until they end it, lose the right, or leave. The token is shown this once; its hash alone is kept.
 */
export function makeCalendarLink(
  db: Database,
  { name: typed, person: of }: { name: string; person?: string },
  actor: Actor,
  means: Means,
): Promise<{ token: string }> {
  return transact(db, async (tx) => {
    const [first] = institutionsFor(actor, "agenda.read");
    permit(actor, "agenda.read", first ?? (await readOffice(tx)).institution);
    const person = of === undefined ? undefined : intake(of);
    const name = intake(typed).replaceAll(/\s+/g, " ").trim();
    if (name === "" || Array.from(name).length > longestName)
      throw new Fault(
        "invalid",
        `device: name it, in at most ${longestName} characters.`,
        [],
        `aparato: póngale un nombre, de a lo más ${longestName} caracteres.`,
      );
    // Two of one officer's at once wait for each other, so that no more are made than may be.
    await tx.selectFrom("officer").select("id").where("id", "=", actor.officer).forUpdate().execute();
    if ((await listCalendarLinks(tx, actor)).length >= mostLinks)
      throw new Fault(
        "too-many",
        `You have ${mostLinks} addresses: withdraw one that no device uses.`,
        [],
        `Usted tiene ${mostLinks} direcciones: retire una que ya no use.`,
      );
    const at = means.clock.now();
    const { token, hash } = newToken(means.random);
    await tx
      .insertInto("agenda_link")
      .values({ token_hash: hash, officer: actor.officer, person: person ?? null, name, made_at: at })
      .execute();
    await writeTrail(tx, { at, actor, action: "calendar.linked", details: { name, person: person ?? null } });
    return { token };
  });
}

/** When this returns, the address is of no use any more. Fault("not-found") for what is not the officer's own. */
export function endCalendarLink(db: Database, id: number, actor: Actor, means: Means): Promise<void> {
  return transact(db, async (tx) => {
    const at = means.clock.now();
    const ended = await tx
      .updateTable("agenda_link")
      .set({ ended_at: at })
      .where("id", "=", id)
      .where("officer", "=", actor.officer)
      .where("ended_at", "is", null)
      .returning("name")
      .executeTakeFirst();
    if (ended === undefined) throw new Fault("not-found", "");
    await writeTrail(tx, { at, actor, action: "calendar.unlinked", details: { name: ended.name } });
  });
}

export type CalendarLink = { id: number; name: string; person?: string; madeAt: Date; readAt?: Date };

/** The officer's own that are of use, the newest first. */
export async function listCalendarLinks(db: Reader, actor: Pick<Actor, "officer">): Promise<CalendarLink[]> {
  const rows = await db
    .selectFrom("agenda_link")
    .selectAll()
    .where("officer", "=", actor.officer)
    .where("ended_at", "is", null)
    .orderBy("id", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    ...(row.person === null ? {} : { person: row.person }),
    madeAt: row.made_at,
    ...(row.read_at === null ? {} : { readAt: row.read_at }),
  }));
}

/** Programs ask every few minutes: that one did is noted no oftener than this, in milliseconds. */
const notedEvery = 300_000;

/** Who reads under an address, with the rights that they have now; undefined where it is of no use, for whatever reason. */
export async function openCalendarLink(
  db: Database,
  token: string | undefined,
  now: Date,
): Promise<{ actor: Actor; person?: string } | undefined> {
  const hash = readToken(token);
  if (hash === undefined) return undefined;
  const link = await db
    .selectFrom("agenda_link")
    .selectAll()
    .where("token_hash", "=", hash)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  const officer = link === undefined ? undefined : await findOfficer(db, link.officer);
  if (link === undefined || officer === undefined || officer.suspendedAt !== undefined) return undefined;
  if (institutionsFor(officer, "agenda.read").length === 0) return undefined;
  if (link.read_at === null || now.getTime() - link.read_at.getTime() >= notedEvery)
    await db.updateTable("agenda_link").set({ read_at: now }).where("id", "=", link.id).execute();
  return { actor: actorOf(officer), ...(link.person === null ? {} : { person: link.person }) };
}
