import type { StatementContent } from "@voceria/record";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { appendToRecord } from "../recorder/append.ts";
import { dayIn } from "../register/day.ts";
import { readOffice } from "../register/office.ts";
import { voiceFor } from "../register/voice.ts";
import type { Transaction } from "../store/database.ts";
import { type Attached, attach, type ReadAttachment } from "./attachments.ts";
import { checkComplete, type Details, readDetails, withImage } from "./details.ts";
import { editionRow, enterEdition, subjectOf, takeNumber } from "./editions.ts";
import type { Done } from "./idempotency.ts";
import { enterReview, type Signed } from "./publication-reviews.ts";
import { resolveDetails } from "./resolve-details.ts";
import { type Kind, readKind, readLanguage, readTopics } from "./statement.ts";
import type { StatementDraft } from "./statement-draft.ts";
import { enterable } from "./statement-content.ts";
import { takeBody, takeSummary, takeTitle } from "./text.ts";
import { checkTopics } from "../register/topics.ts";

/** A text that may be published, rendered, but for who speaks and what else only the moment of publication tells. */
export type Publication = {
  text: Omit<StatementContent, "voice" | "kind" | "attachments"> & { kind: Kind };
  details: Details;
  speakers: readonly { speaker: string; post?: string }[];
  files: readonly ReadAttachment[];
  /** Where the files were read through ahead of the hour. */
  attached?: Attached;
};

/** The rules that need no database: what a statement must have, in a form that the record takes. Rendering is done here. */
export function readPublication(
  draft: Omit<StatementDraft, "attachments">,
  files: readonly ReadAttachment[],
): Publication {
  const { title, language, topics, summary, body, speaker } = draft;
  const kind = readKind(draft.kind);
  const text = {
    format: "voceria/statement/v1",
    title: takeTitle(title),
    kind,
    language: readLanguage(language),
    topics: readTopics(topics),
    ...(summary === undefined ? {} : { summary: takeSummary(summary) }),
    ...takeBody(body),
  } as const;
  const details = readDetails(kind, draft.details ?? {});
  checkComplete(kind, details);
  const speakers = [
    ...(speaker === undefined ? [] : [{ speaker }]),
    ...(draft.speakers ?? []).map(({ person, post }) => ({ speaker: person, post })),
  ];
  if (details.translates !== undefined && speakers.length > 0)
    throw new Fault(
      "invalid",
      "speaker: a translation speaks in the voice of its original. Leave the speaker out.",
      [],
      "voz: una traducción habla con la voz de su original. Deje la voz en blanco.",
    );
  return { text, details, speakers, files };
}

/**
 * When this returns, the statement, its first edition and its record entry stand in `tx`. Each speaker must certainly hold
 * a post that speaks on the day of `now` (Fault "unconfirmed"). Run by `onItsDay`.
 */
export async function enterPublication(
  tx: Transaction,
  { text, details, speakers, files, attached }: Publication,
  signed: Signed,
  now: Date,
  means: Means,
): Promise<Done> {
  const { attachments, image, files: committed } = attached ?? (await attach(tx, files, means));
  await checkTopics(tx, text.topics);
  const { timeZone, pressContact: contact, institution } = await readOffice(tx);
  const day = dayIn(timeZone, now);
  const { fields, voice: translated } = await resolveDetails(tx, details, { ...text, contact });
  const voice = translated ? [...translated] : [];
  for (const each of speakers) voice.push(await voiceFor(tx, { ...each, day, at: now }));
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
    .values({ statement_id: id, edition: 1, ...editionRow(content, signed.name, signed.urgent !== undefined) })
    .execute();
  const [appended] = await appendToRecord(
    tx,
    [{ act: "statement.published", number, edition: 1, content, files: committed }],
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
  const done = { statement: id, number, edition: 1, entry, subject, at };
  await enterReview(tx, done, signed, institution);
  return done;
}

/** Runs the transaction of a publication, and once more where the office's day turned during it. */
export async function onItsDay<T>(means: Means, attempt: (now: Date) => Promise<T>): Promise<T> {
  let now = means.clock.now();
  for (;;) {
    try {
      return await attempt(now);
    } catch (error) {
      if (!(error instanceof DayTurned)) throw error;
      now = error.at;
    }
  }
}

/** Between taking the number and the entry's own time, the office's day has turned: number and voice may be another day's. */
class DayTurned extends Error {
  readonly at: Date;
  constructor(at: Date) {
    super("the office's day turned during a publication");
    this.at = at;
  }
}
