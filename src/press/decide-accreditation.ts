import type { Actor } from "../access/rights.ts";
import { writeTrail } from "../access/trail.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Day, dayIn } from "../register/day.ts";
import { readOffice } from "../register/office.ts";
import { type Database, transact } from "../store/database.ts";
import { addJob, type Task } from "../store/jobs.ts";
import type { Mailer } from "../store/mail.ts";
import { type AccreditationMove, moveAccreditation } from "./accreditation.ts";
import { readLastDay, readSentence } from "./journalist.ts";
import { findJournalist, isId, listAccreditations, lockJournalist, permitPress } from "./journalists.ts";
import { touchJournalist } from "./keep-journalist.ts";
import { makeJournalistLink } from "./own-data.ts";
import { decisionMail } from "./press-words.ts";
import { oneLine } from "../text/field.ts";

export const decisionTask = "accreditation-decided";

export type Decision =
  | { move: "grant"; until: string }
  | { move: "refuse"; reason: string }
  | { move: "revoke"; reason: string };

/** When this returns, it is decided, with the reason, and the journalist will be told by mail where there is an address. */
export async function decideAccreditation(
  db: Database,
  id: number,
  decision: Decision,
  actor: Actor,
  means: Means,
): Promise<{ journalist: number }> {
  return transact(db, async (tx) => {
    const institution = await permitPress(tx, actor, "journalist.accredit");
    const row = isId(id)
      ? await tx.selectFrom("accreditation").selectAll().where("id", "=", id).forUpdate().executeTakeFirst()
      : undefined;
    if (row === undefined)
      throw new Fault("not-found", "There is no such accreditation.", [], "No hay tal acreditación.");
    const { timeZone } = await readOffice(tx);
    const at = means.clock.now();
    const state = moveAccreditation(row.state, decision.move);
    const told =
      decision.move === "grant"
        ? { valid_until: readLastDay(decision.until, dayIn(timeZone, at)) }
        : { reason: readSentence("reason", "motivo", decision.reason) };
    await tx
      .updateTable("accreditation")
      .set({ state, ...told, decided_at: at, decided_by: actor.officer })
      .where("id", "=", id)
      .execute();
    await touchJournalist(tx, row.journalist_id, at, timeZone);
    await addJob(tx, decisionTask, { accreditation: id }, { tries: 8 });
    await writeTrail(tx, {
      at,
      actor,
      action: "journalist.accredit",
      institution,
      about: `journalist ${row.journalist_id}`,
      details: { what: pastOf[decision.move], accreditation: id },
    });
    return { journalist: row.journalist_id };
  });
}

/** When this returns, the journalist is accredited, as if they had asked: for whoever came by telephone or at the door. */
export function accredit(
  db: Database,
  journalist: number,
  typed: { occasion: string; grounds: string; until: string },
  actor: Actor,
  means: Means,
): Promise<{ accreditation: number }> {
  return transact(db, async (tx) => {
    const institution = await permitPress(tx, actor, "journalist.accredit");
    await lockJournalist(tx, journalist);
    const { timeZone } = await readOffice(tx);
    const at = means.clock.now();
    const occasion = oneLine("occasion", "ocasión", typed.occasion, 200);
    const until: Day = readLastDay(typed.until, dayIn(timeZone, at));
    const { id } = await tx
      .insertInto("accreditation")
      .values({
        journalist_id: journalist,
        occasion: occasion === "" ? null : occasion,
        grounds: readSentence("grounds", "fundamento", typed.grounds),
        state: "granted",
        valid_until: until,
        requested_at: at,
        decided_at: at,
        decided_by: actor.officer,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    await touchJournalist(tx, journalist, at, timeZone);
    await addJob(tx, decisionTask, { accreditation: id }, { tries: 8 });
    await writeTrail(tx, {
      at,
      actor,
      action: "journalist.accredit",
      institution,
      about: `journalist ${journalist}`,
      details: { what: "granted", accreditation: id },
    });
    return { accreditation: id };
  });
}

/** The job that tells the journalist what was decided, with the way to all that is kept of them. */
export function decisionTaskOf(
  { db, means }: { db: Database; means: Means },
  { mailer, url }: { mailer: Pick<Mailer, "send">; url: string },
): Task {
  return async (payload) => {
    const { accreditation: id } = payload as { accreditation: number };
    const letter = await transact(db, async (tx) => {
      const row = await tx.selectFrom("accreditation").select("journalist_id").where("id", "=", id).executeTakeFirst();
      const journalist = row && (await findJournalist(tx, row.journalist_id));
      if (journalist?.mail === undefined) return undefined;
      const decided = (await listAccreditations(tx, { journalist: journalist.id })).find((one) => one.id === id);
      if (decided === undefined || decided.state === "requested" || decided.state === "withdrawn") return undefined;
      const { name, pressContact } = await readOffice(tx);
      const token = await makeJournalistLink(tx, journalist.id, means);
      const { language } = journalist;
      return {
        to: { name: journalist.name, address: journalist.mail },
        ...decisionMail(
          decided,
          { office: name[language], pressContact, link: `${url}/accreditation/mine/${token}` },
          language,
        ),
      };
    });
    if (letter !== undefined) await mailer.send(letter);
  };
}

const pastOf: Record<Exclude<AccreditationMove, "withdraw">, string> = {
  grant: "granted",
  refuse: "refused",
  revoke: "revoked",
};
