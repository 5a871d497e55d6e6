import { newToken } from "../access/token.ts";
import type { Means } from "../clock.ts";
import { readOffice } from "../register/office.ts";
import { type Database, transact } from "../store/database.ts";
import type { Task } from "../store/jobs.ts";
import { addMail, type Mailer } from "../store/mail.ts";
import type { ClearanceMail } from "./ask-clearance.ts";
import { officialMail, overdueMail } from "./clearance-words.ts";

/**
 * The job that mails an official: makes a link for this one mail and sends it. Whoever has answered meanwhile, or is no
 * longer asked, is sent nothing. The link is in the mail alone: the database has its hash, the queue has neither.
 */
export function clearanceMailTaskOf(
  { db, means }: { db: Database; means: Means },
  { mailer, url }: { mailer: Pick<Mailer, "send">; url: string },
): Task {
  return async (payload) => {
    const { clearance: id, mail } = payload as { clearance: number; mail: ClearanceMail };
    const letter = await transact(db, async (tx) => {
      const row = await tx
        .selectFrom("clearance")
        .innerJoin("draft", "draft.id", "clearance.draft_id")
        .innerJoin("officer", "officer.id", "clearance.asked_by")
        .selectAll("clearance")
        .select([
          "draft.state",
          "officer.name as asker",
          "officer.email as asker_mail",
          "officer.language as asker_language",
          "officer.suspended_at",
        ])
        .where("clearance.id", "=", id)
        .executeTakeFirst();
      if (row === undefined || row.ended_at !== null || row.standing !== "waiting") return undefined;
      if (row.state === "published" || row.state === "dropped") return undefined;
      const { name: office, timeZone } = await readOffice(tx);
      const { token, hash } = newToken(means.random);
      await tx
        .insertInto("clearance_link")
        .values({ token_hash: hash, clearance_id: id, made_at: means.clock.now() })
        .execute();
      const { official, institution, draft_id: draft } = row;
      if (mail === "due" && row.suspended_at === null)
        await addMail(
          tx,
          {
            to: { name: row.asker, address: row.asker_mail },
            ...overdueMail({ draft, official, institution }, row.asker_language),
          },
          { key: `clearance-overdue:${id}` },
        );
      const language = row.language === "en" ? "en" : "es";
      const words = officialMail(
        mail,
        {
          official,
          askedBy: row.asked_by_name,
          office,
          message: row.message ?? undefined,
          due: hourInWords(row.due_at, timeZone, language),
          link: `${url}${clearancePath(token)}`,
        },
        language,
      );
      return { to: { name: official, address: row.mail }, ...words };
    });
    if (letter !== undefined) await mailer.send(letter);
  };
}

/** Where an official reads what is put to them; the token is in the path and nowhere else. */
export function clearancePath(token: string): string {
  return `/clearance/${token}`;
}

/** «miércoles 25 de noviembre, 09:22, hora de Chile»: as the pages say it, to stand in a subject. */
function hourInWords(instant: Date, timeZone: string, language: "es" | "en"): string {
  const parts = new Intl.DateTimeFormat(language === "es" ? "es-CL" : "en-GB", {
    timeZone,
    weekday: "long",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "longGeneric",
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? "";
  const time = `${part("hour")}:${part("minute")}`;
  const zone = part("timeZoneName").replace(/ Time$/, " time");
  return language === "es"
    ? `${part("weekday")} ${part("day")} de ${part("month")}, ${time}, ${zone}`
    : `${part("weekday")} ${part("day")} ${part("month")}, ${time}, ${zone}`;
}
