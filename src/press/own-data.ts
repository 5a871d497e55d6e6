import { networkOf, type Pace, withinPace } from "../access/attempts.ts";
import { readEmail } from "../access/officer.ts";
import { newToken, readToken } from "../access/token.ts";
import { writeTrail } from "../access/trail.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { dayIn } from "../register/day.ts";
import { readOffice } from "../register/office.ts";
import { type Database, type Reader, type Transaction, transact } from "../store/database.ts";
import { addJob, type Task } from "../store/jobs.ts";
import type { Mailer } from "../store/mail.ts";
import { type AccreditationStanding, moveAccreditation, standingOn } from "./accreditation.ts";
import { type JournalistTyped, readJournalist, readRemark } from "./journalist.ts";
import {
  type AccreditationRow,
  type ContactRow,
  findByMail,
  findJournalist,
  type JournalistRow,
  listAccreditations,
  listContacts,
} from "./journalists.ts";
import { saveJournalist } from "./keep-journalist.ts";
import { ownLinkMail } from "./press-words.ts";

/** How long a link leads to what is kept. */
const linkLasts = 7 * 86_400_000;
export const ownLinkTask = "journalist-link";
const fromOneNetwork: Pace = { tries: 10, seconds: 900 };
const forOneAddress: Pace = { tries: 3, seconds: 900 };

/** All that the office keeps of one journalist, as they see it and take it away. */
export type OwnData = JournalistRow & {
  accreditations: (Omit<AccreditationRow, "state" | "journalist"> & { state: AccreditationStanding })[];
  contacts: ContactRow[];
};

/** When the transaction commits, the token given back leads that journalist to all that is kept of them, for a week. */
export async function makeJournalistLink(tx: Transaction, journalist: number, means: Means): Promise<string> {
  const { token, hash } = newToken(means.random);
  const now = means.clock.now();
  await tx
    .insertInto("journalist_link")
    .values({
      token_hash: hash,
      journalist_id: journalist,
      made_at: now,
      expires_at: new Date(now.getTime() + linkLasts),
    })
    .execute();
  return token;
}

/**
 * When this returns, whoever has that address will be mailed the way to their data, if anything is kept of them. Neither the
 * answer nor the time it takes tells whether it is.
 */
export async function askForOwnData(db: Database, typed: string, address: string, means: Means): Promise<void> {
  const mail = readEmail(typed);
  const now = means.clock.now();
  if (!(await withinPace(db, `own data from ${networkOf(address)}`, fromOneNetwork, now)))
    throw new Fault(
      "too-many",
      "Too many links were asked for from here: wait a quarter of an hour.",
      [],
      "Desde aquí se pidieron demasiados enlaces: espere un cuarto de hora.",
    );
  const wanted = await withinPace(db, `own data for ${mail}`, forOneAddress, now);
  await transact(db, async (tx) => {
    if (wanted) await addJob(tx, ownLinkTask, { mail }, { tries: 6 });
  });
}

export function ownLinkTaskOf(
  { db, means }: { db: Database; means: Means },
  { mailer, url }: { mailer: Pick<Mailer, "send">; url: string },
): Task {
  return async (payload) => {
    const { mail } = payload as { mail: string };
    const letter = await transact(db, async (tx) => {
      const journalist = await findByMail(tx, mail);
      if (journalist === undefined) return undefined;
      const { name } = await readOffice(tx);
      const { language } = journalist;
      const token = await makeJournalistLink(tx, journalist.id, means);
      return {
        to: { name: journalist.name, address: mail },
        ...ownLinkMail(name[language], `${url}/accreditation/mine/${token}`, language),
      };
    });
    if (letter !== undefined) await mailer.send(letter);
  };
}

/** Undefined for a link that never was, has expired, or whose journalist was erased: all alike. */
export async function readOwnData(db: Reader, token: string, { clock }: Means): Promise<OwnData | undefined> {
  const id = await journalistOf(db, token, clock.now());
  const journalist = id === undefined ? undefined : await findJournalist(db, id);
  if (journalist === undefined) return undefined;
  const { timeZone } = await readOffice(db);
  const today = dayIn(timeZone, clock.now());
  const accreditations = (await listAccreditations(db, { journalist: journalist.id })).map(
    ({ journalist: _of, name: _name, outlet: _outlet, ...one }) => ({ ...one, state: standingOn(today, one) }),
  );
  return { ...journalist, accreditations, contacts: await listContacts(db, journalist.id) };
}

/** When this returns, what is kept of them is what they say. */
export async function correctOwnData(db: Database, token: string, typed: JournalistTyped, means: Means): Promise<void> {
  await asJournalist(db, token, means, async (tx, id) => {
    const read = readJournalist(typed);
    const before = await findJournalist(tx, id);
    if (read.mail === undefined || read.mail !== before?.mail)
      throw new Fault(
        "invalid",
        "mail: your address is how you come here. To change it, write to the press contact.",
        [],
        "correo: su dirección es con lo que usted llega aquí. Para cambiarla, escriba al contacto de prensa.",
      );
    return { what: "corrected", fields: await saveJournalist(tx, id, read, means) };
  });
}

/** When this returns, what they say to a note stands beside it; an empty remark is taken back. */
export async function remarkOnContact(
  db: Database,
  token: string,
  { contact, remark }: { contact: number; remark: string },
  means: Means,
): Promise<void> {
  await asJournalist(db, token, means, async (tx, id) => {
    const said = readRemark(remark);
    const changed = await tx
      .updateTable("contact_log")
      .set({ remark: said === "" ? null : said, remarked_at: said === "" ? null : means.clock.now() })
      .where("id", "=", contact)
      .where("journalist_id", "=", id)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw noOwnData();
    return { what: "remarked", contact };
  });
}

/** When this returns, they are no longer accredited, nor ask to be. */
export async function withdrawOwnAccreditation(
  db: Database,
  token: string,
  accreditation: number,
  means: Means,
): Promise<void> {
  await asJournalist(db, token, means, async (tx, id) => {
    const row = await tx
      .selectFrom("accreditation")
      .select("state")
      .where("id", "=", accreditation)
      .where("journalist_id", "=", id)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) throw noOwnData();
    const state = moveAccreditation(row.state, "withdraw");
    await tx.updateTable("accreditation").set({ state }).where("id", "=", accreditation).execute();
    return { what: "withdrawn", accreditation };
  });
}

/** When this returns, nothing is kept of them; what was published with their name at their wish stays published. */
export async function eraseOwnData(db: Database, token: string, means: Means): Promise<void> {
  await asJournalist(db, token, means, async (tx, id) => {
    await tx.deleteFrom("journalist").where("id", "=", id).execute();
    return { what: "erased" };
  });
}

export function noOwnData(): Fault {
  return new Fault(
    "not-found",
    "This link leads nowhere any more: it lasts a week. Ask for another.",
    [],
    "Este enlace ya no lleva a ninguna parte: dura una semana. Pida otro.",
  );
}

/** Does what the journalist of a link asks, with its trail, in one transaction. Fault("not-found") where the link leads nowhere. */
export async function asJournalist(
  db: Database,
  token: string,
  { clock }: Means,
  act: (tx: Transaction, journalist: number) => Promise<Record<string, unknown>>,
): Promise<void> {
  await transact(db, async (tx) => {
    const id = await journalistOf(tx, token, clock.now());
    if (id === undefined) throw noOwnData();
    const { institution } = await readOffice(tx);
    const details = await act(tx, id);
    await writeTrail(tx, {
      at: clock.now(),
      action: "journalist.own",
      institution,
      about: `journalist ${id}`,
      details,
    });
  });
}

/** Whose link it is; undefined where it leads nowhere. */
export function journalistByLink(db: Reader, token: string, { clock }: Means): Promise<number | undefined> {
  return journalistOf(db, token, clock.now());
}

async function journalistOf(db: Reader, token: string, now: Date): Promise<number | undefined> {
  const hash = readToken(token);
  if (hash === undefined) return undefined;
  const row = await db
    .selectFrom("journalist_link")
    .select("journalist_id")
    .where("token_hash", "=", hash)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  return row?.journalist_id;
}
