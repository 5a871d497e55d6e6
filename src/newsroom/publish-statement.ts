import type { StatementContent } from "@voceria/record";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { appendToRecord } from "../recorder/append.ts";
import { dayIn } from "../register/day.ts";
import { readOffice } from "../register/office.ts";
import { voiceFor } from "../register/voice.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { type Attached, attach, attachmentsAsAsked, readAttachments } from "./attachments.ts";
import { checkComplete, type Details, readDetails, withImage } from "./details.ts";
import { editionRow, enterEdition, subjectOf, takeNumber } from "./editions.ts";
import { actOnce, type Published } from "./idempotency.ts";
import { resolveDetails } from "./resolve-details.ts";
import { type Kind, readKind, readLanguage, readTopics, type StatementDraft } from "./statement.ts";
import { enterable } from "./statement-content.ts";
import { takeBody, takeSummary, takeTitle } from "./text.ts";
import { checkTopics } from "./topics.ts";

/** `by` names the officer; `key` makes the act idempotent; `urgent` marks it as still to be reviewed. */
export type Hand = { by: string; key?: string; urgent?: boolean };

/**
 * When this returns, the statement, its first edition and its record entry are committed together, and whoever follows
 * the record is told. When it throws, nothing of it stands: no row, no entry, no number.
 * A named speaker must certainly hold a post that speaks on the office's day of publication (Fault "unconfirmed").
 */
export async function publishStatement(
  db: Database,
  draft: StatementDraft,
  { by, key, urgent = false }: Hand,
  means: Means,
): Promise<Published> {
  const officer = readOfficer(by);
  const text = readDraft(draft);
  const details = readDetails(text.kind, draft.details ?? {});
  checkComplete(text.kind, details);
  if (details.translates !== undefined && draft.speaker !== undefined)
    throw new Fault("invalid", "speaker: a translation speaks in the voice of its original. Leave the speaker out.");
  const files = await readAttachments(db, draft.attachments ?? []);
  const { attachments: _, ...rest } = draft;
  const body = files.length === 0 ? rest : { ...rest, attachments: attachmentsAsAsked(files) };
  const request = { ...(key === undefined ? {} : { key }), act: "publish" as const, body };
  let now = means.clock.now();
  for (;;) {
    try {
      return await transact(db, (tx) =>
        actOnce(tx, request, means, async () =>
          enter(
            tx,
            { text, speaker: draft.speaker, details, ...(await attach(tx, files, means)) },
            officer,
            urgent,
            now,
            means,
          ),
        ),
      );
    } catch (error) {
      if (!(error instanceof DayTurned)) throw error;
      now = error.at;
    }
  }
}

/** By whose hand: a name on one line, kept with the edition and shown to nobody outside. */
export function readOfficer(by: string): string {
  const name = by.normalize("NFC").trim();
  if (name === "" || name.length > 200 || /\p{Cc}/u.test(name))
    throw new Fault("invalid", "The officer who publishes must be named, with 1 to 200 characters on one line.");
  return name;
}

/** Between taking the number and the entry's own time, the office's day has turned: number and voice may be another day's. */
class DayTurned extends Error {
  readonly at: Date;
  constructor(at: Date) {
    super("the office's day turned during a publication");
    this.at = at;
  }
}

type Text = Omit<StatementContent, "voice" | "kind" | "attachments"> & { kind: Kind };
type Entering = Attached & { text: Text; speaker: string | undefined; details: Details };

function readDraft(draft: StatementDraft): Text {
  const { title, kind, language, topics, summary, body } = draft;
  return {
    format: "voceria/statement/v1",
    title: takeTitle(title),
    kind: readKind(kind),
    language: readLanguage(language),
    topics: readTopics(topics),
    ...(summary === undefined ? {} : { summary: takeSummary(summary) }),
    ...takeBody(body),
  };
}

async function enter(
  tx: Transaction,
  { text, speaker, details, attachments, image, files }: Entering,
  by: string,
  urgent: boolean,
  now: Date,
  means: Means,
) {
  await checkTopics(tx, text.topics);
  const { timeZone, pressContact: contact } = await readOffice(tx);
  const day = dayIn(timeZone, now);
  const { fields, voice: translated } = await resolveDetails(tx, details, { ...text, contact });
  const voice = translated ?? (speaker === undefined ? [] : [await voiceFor(tx, { speaker, day, at: now })]);
  const content = enterable("statement.published", {
    ...text,
    attachments,
    ...withImage(fields, image),
    voice,
  });
  const number = await takeNumber(tx, day.slice(0, 4));
  const { id } = await tx
    .insertInto("statement")
    .values({ number, kind: text.kind, language: text.language, spoken_at: now, spoken_day: day })
    .returning("id")
    .executeTakeFirstOrThrow();
  await tx
    .insertInto("edition")
    .values({ statement_id: id, edition: 1, ...editionRow(content, by, urgent) })
    .execute();
  const [appended] = await appendToRecord(
    tx,
    [{ act: "statement.published", number, edition: 1, content, files }],
    means,
  );
  if (appended === undefined) throw new Error("the record took a publication without an entry");
  const { index: entry, at } = appended;
  if (dayIn(timeZone, at) !== day) throw new DayTurned(at);
  const subject = subjectOf(appended);
  await enterEdition(tx, id, 1, appended);
  await tx
    .updateTable("statement")
    .set({ subject, first_entry: entry, published_at: at, spoken_at: at })
    .where("id", "=", id)
    .execute();
  return { statement: id, number, edition: 1, entry, subject, at };
}
