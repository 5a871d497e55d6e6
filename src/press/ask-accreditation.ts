import { networkOf, type Pace, withinPace } from "../access/attempts.ts";
import { newToken, readToken } from "../access/token.ts";
import { writeTrail } from "../access/trail.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { addDays, dayIn } from "../register/day.ts";
import { readOffice } from "../register/office.ts";
import { type Database, transact } from "../store/database.ts";
import { addJob, type Task } from "../store/jobs.ts";
import type { Mailer } from "../store/mail.ts";
import { type Journalist, type JournalistTyped, keptAfter, readJournalist, readSentence } from "./journalist.ts";
import { findByMail } from "./journalists.ts";
import { enterJournalist, touchJournalist } from "./keep-journalist.ts";
import { confirmationMail } from "./press-words.ts";
import { retainUntilTomorrow } from "./retention.ts";
import { oneLine } from "../text/field.ts";

export type AccreditationTyped = JournalistTyped & { occasion: string; grounds: string };
type Asked = Journalist & { mail: string; occasion?: string; grounds: string };

export const confirmationTask = "accreditation-confirm";
/** How long somebody has to show that the address is theirs. */
const confirmWithin = 24 * 3_600_000;
const fromOneNetwork: Pace = { tries: 10, seconds: 3_600 };
const forOneAddress: Pace = { tries: 3, seconds: 3_600 };

/**
 * When this returns, whoever reads mail at that address has been asked whether they want to be accredited; the office is told of
 * nothing before they say so. Whether the address is known here changes neither the answer nor its time.
 */
export async function askAccreditation(
  db: Database,
  typed: AccreditationTyped,
  address: string,
  means: Means,
): Promise<{ mail: string }> {
  const asked = readAsked(typed);
  const now = means.clock.now();
  if (!(await withinPace(db, `accreditation from ${networkOf(address)}`, fromOneNetwork, now))) throw tooMany();
  const wanted = await withinPace(db, `accreditation for ${asked.mail}`, forOneAddress, now);
  await transact(db, async (tx) => {
    if (wanted) await addJob(tx, confirmationTask, { asked }, { tries: 6 });
  });
  return { mail: asked.mail };
}

/** The job that mails the question. The link is in the mail alone: the database has its hash, the queue has neither. */
export function confirmationTaskOf(
  { db, means }: { db: Database; means: Means },
  { mailer, url }: { mailer: Pick<Mailer, "send">; url: string },
): Task {
  return async (payload) => {
    const { asked } = payload as { asked: Asked };
    const { token, hash } = newToken(means.random);
    const office = await transact(db, async (tx) => {
      const now = means.clock.now();
      const read = await readOffice(tx);
      await tx
        .insertInto("accreditation_request")
        .values({
          token_hash: hash,
          mail: asked.mail,
          asked: JSON.stringify(asked),
          asked_at: now,
          expires_at: new Date(now.getTime() + confirmWithin),
        })
        .execute();
      await retainUntilTomorrow(tx, now, read.timeZone);
      return read;
    });
    const words = confirmationMail(office.name[asked.language], `${url}/accreditation/${token}`, asked.language);
    await mailer.send({ to: { name: asked.name, address: asked.mail }, ...words });
  };
}

/** What a link would ask for, without asking for it: a mail scanner that follows it does nothing. */
export async function readAccreditationRequest(
  db: Database,
  token: string,
  { clock }: Means,
): Promise<Pick<Asked, "name" | "mail" | "occasion" | "language"> | undefined> {
  const hash = readToken(token);
  if (hash === undefined) return undefined;
  const row = await db
    .selectFrom("accreditation_request")
    .select("asked")
    .where("token_hash", "=", hash)
    .where("expires_at", ">", clock.now())
    .executeTakeFirst();
  return row?.asked as Asked | undefined;
}

/**
 * When this returns, the office has the request, under the journalist of that address: whoever is known already is changed in nothing.
 * A link asks once: Fault("not-found") afterwards.
 */
export async function confirmAccreditation(
  db: Database,
  token: string,
  means: Means,
): Promise<{ language: "es" | "en" }> {
  return transact(db, async (tx) => {
    const hash = readToken(token);
    const now = means.clock.now();
    const row =
      hash &&
      (await tx
        .deleteFrom("accreditation_request")
        .where("token_hash", "=", hash)
        .where("expires_at", ">", now)
        .returning("asked")
        .executeTakeFirst());
    if (!row) throw noRequest();
    const asked = row.asked as Asked;
    const { institution, timeZone } = await readOffice(tx);
    const known = await findByMail(tx, asked.mail);
    const origin = { es: "La propia persona, al pedir acreditación", en: "Their own request to be accredited" };
    const journalist = known?.id ?? (await enterJournalist(tx, asked, origin, means));
    if (known !== undefined) await touchJournalist(tx, known.id, now, timeZone);
    const open = await tx
      .selectFrom("accreditation")
      .select("id")
      .where("journalist_id", "=", journalist)
      .where("state", "=", "requested")
      .where("occasion", asked.occasion === undefined ? "is" : "=", asked.occasion ?? null)
      .executeTakeFirst();
    if (open === undefined)
      await tx
        .insertInto("accreditation")
        .values({
          journalist_id: journalist,
          occasion: asked.occasion ?? null,
          grounds: asked.grounds,
          state: "requested",
          requested_at: now,
        })
        .execute();
    await writeTrail(tx, {
      at: now,
      action: "journalist.requested",
      institution,
      about: `journalist ${journalist}`,
    });
    return { language: asked.language };
  });
}

function readAsked(typed: AccreditationTyped): Asked {
  const journalist = readJournalist(typed);
  const { mail } = journalist;
  if (mail === undefined)
    throw new Fault(
      "invalid",
      "mail: write the address at which you can be answered.",
      [],
      "correo: escriba la dirección en que se le puede responder.",
    );
  const occasion = oneLine("occasion", "ocasión", typed.occasion, 200);
  const grounds = readSentence("grounds", "fundamento", typed.grounds);
  return { ...journalist, mail, grounds, ...(occasion === "" ? {} : { occasion }) };
}

/** The last day of a standing accreditation where nobody chooses another. */
export function ordinaryLastDay(now: Date, timeZone: string): string {
  return addDays(dayIn(timeZone, now), keptAfter / 2);
}

export function noRequest(): Fault {
  return new Fault(
    "not-found",
    "This link asks for nothing any more: it was used, or a day has passed. Ask again.",
    [],
    "Este enlace ya no pide nada: se usó, o pasó un día. Pida de nuevo la acreditación.",
  );
}

function tooMany(): Fault {
  return new Fault(
    "too-many",
    "Too many requests came from here: wait an hour.",
    [],
    "Desde aquí llegaron demasiadas solicitudes: espere una hora.",
  );
}
