import { canonicalize, type Json, type StatementContent } from "@voceria/record";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { appendToRecord } from "../recorder/append.ts";
import { readOffice } from "../register/office.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { type Attached, attachAgain, attachmentsAsAsked, type ReadAttachment, readAttachments } from "./attachments.ts";
import { type DetailsDraft, type EditionDetails, withImage } from "./details.ts";
import { editionRow, enterEdition, type LockedStatement, lockStatement } from "./editions.ts";
import { actOnce, type Done, type Published } from "./idempotency.ts";
import { enterReview, type Signed } from "./publication-reviews.ts";
import { type Hand, signedBy } from "./publish-statement.ts";
import { resolveCorrection } from "./resolve-details.ts";
import { readKind, readLanguage, readSeverity, readTopics } from "./statement.ts";
import type { CorrectionDraft } from "./statement-draft.ts";
import { enterable } from "./statement-content.ts";
import { takeBody, takeReason, takeSummary, takeTitle } from "./text.ts";
import { checkTopics } from "../register/topics.ts";

/**
 * When this returns, the new edition with its public note and its record entry are committed together, and the editions
 * before it stand unchanged. Kind, language and voice stay the statement's own. Refused for a statement that was
 * withdrawn, for a correction that changes nothing, and when another edition came in since `draft.edition` was read.
 */
export async function correctStatement(
  db: Database,
  number: string,
  draft: CorrectionDraft,
  hand: Hand,
  means: Means,
): Promise<Published> {
  const signed = signedBy(hand);
  const { attachments: given, ...rest } = draft;
  const files = given && (await readAttachments(db, given));
  const correction = readCorrection(rest, files);
  const { key } = hand;
  const request = {
    ...(key === undefined ? {} : { key }),
    act: "correct" as const,
    body: {
      number,
      ...definedOf(rest),
      ...(files === undefined ? {} : { attachments: attachmentsAsAsked(files) }),
    },
  };
  return transact(db, (tx) =>
    actOnce(tx, request, means, () => enterCorrection(tx, number, correction, signed, means)),
  );
}

/** A correction that may be published, rendered, but for what only the statement's own state tells. */
export type Correction = {
  draft: Omit<CorrectionDraft, "attachments">;
  change: Change;
  /** All that the corrected edition has; absent: those it had. */
  files: readonly ReadAttachment[] | undefined;
};

export function readCorrection(
  draft: Omit<CorrectionDraft, "attachments">,
  files: readonly ReadAttachment[] | undefined,
): Correction {
  return { draft, change: readChange(draft), files };
}

/** When this returns, the new edition and its record entry stand in `tx`. */
export async function enterCorrection(
  tx: Transaction,
  number: string,
  { draft, change, files }: Correction,
  signed: Signed,
  means: Means,
): Promise<Done> {
  const statement = await lockStatement(tx, number);
  checkOpen(statement, draft.edition);
  checkSame(statement, draft);
  await checkTopics(tx, change.topics ?? []);
  const attached = files && (await attachAgain(tx, statement, files, means));
  const content = await correctedContent(tx, statement, change, draft.details ?? {}, attached);
  const edition = statement.editions + 1;
  await tx
    .insertInto("edition")
    .values({
      statement_id: statement.id,
      edition,
      ...editionRow(content, signed.name, signed.urgent !== undefined),
    })
    .execute();
  await tx.updateTable("statement").set({ editions: edition }).where("id", "=", statement.id).execute();
  const { id, subject } = statement;
  const [appended] = await appendToRecord(
    tx,
    [{ act: "statement.corrected", subject, number, edition, content, files: attached?.files ?? [] }],
    means,
  );
  if (appended === undefined) throw new Error("the record took a correction without an entry");
  await enterEdition(tx, id, edition, appended);
  const done = { statement: id, number, edition, entry: appended.index, subject, at: appended.at };
  await enterReview(tx, done, signed, (await readOffice(tx)).institution);
  return done;
}

type Change = Partial<Pick<StatementContent, "title" | "topics" | "body" | "html">> &
  Required<Pick<StatementContent, "note" | "severity">> & { summary?: string | undefined };

function readChange(draft: Omit<CorrectionDraft, "attachments">): Change {
  const { title, summary, topics, body } = draft;
  return {
    note: takeReason("note", draft.note),
    severity: readSeverity(draft.severity),
    ...(title === undefined ? {} : { title: takeTitle(title) }),
    ...(summary === undefined ? {} : { summary: summary.trim() === "" ? undefined : takeSummary(summary) }),
    ...(topics === undefined ? {} : { topics: readTopics(topics) }),
    ...(body === undefined ? {} : takeBody(body)),
  };
}

function checkOpen({ number, status, editions }: LockedStatement, expected: number | undefined): void {
  if (status === "withdrawn")
    throw new Fault(
      "conflict",
      `${number} was withdrawn and takes no corrections. Publish a new statement instead.`,
      [],
      `${number} quedó sin efecto y ya no se corrige. Publique otro texto.`,
    );
  if (status === "erased")
    throw new Fault(
      "conflict",
      `${number} was erased and takes no corrections. Publish a new statement instead.`,
      [],
      `${number} fue borrado y ya no se corrige. Publique otro texto.`,
    );
  if (expected !== undefined && expected !== editions)
    throw new Fault(
      "conflict",
      `${number} stands at edition ${editions}, and this correction was made to edition ${expected}. Read the newest edition and correct that one.`,
      [],
      `${number} ya va en la edición ${editions}, y esta corrección se hizo sobre la ${expected}. Lea la última y corrija esa.`,
    );
}

function checkSame({ number, kind, language }: LockedStatement, draft: Correction["draft"]): void {
  const changed =
    draft.kind !== undefined && draft.kind !== kind
      ? `kind: ${number} is a ${kind}`
      : draft.language !== undefined && readLanguage(draft.language) !== language
        ? `language: ${number} is in ${language}`
        : undefined;
  if (changed !== undefined)
    throw new Fault(
      "invalid",
      `${changed}, and a correction cannot change that. Withdraw it and publish a new statement.`,
      [],
      `Una corrección no cambia ni la clase ni el idioma de ${number}. Déjelo sin efecto y publique otro texto.`,
    );
}

async function correctedContent(
  tx: Transaction,
  statement: LockedStatement,
  change: Change,
  details: DetailsDraft,
  attached: Attached | undefined,
): Promise<StatementContent> {
  const before = await tx
    .selectFrom("edition")
    .select(["title", "summary", "body", "html", "topics", "voice", "attachments", "details", "source"])
    .where("statement_id", "=", statement.id)
    .where("edition", "=", statement.editions)
    .executeTakeFirstOrThrow();
  const summary = "summary" in change ? change.summary : (before.summary ?? undefined);
  const kept = before.details as EditionDetails;
  const { number, language } = statement;
  const kind = readKind(statement.kind);
  const resolved = await resolveCorrection(tx, { number, kind, language, before: kept }, details);
  const said = withImage(resolved, attached === undefined ? kept.claim?.image : attached.image);
  const attachments = attached?.attachments ?? (before.attachments as StatementContent["attachments"]);
  const after = {
    title: change.title ?? before.title,
    topics: change.topics ?? before.topics,
    body: change.body ?? before.body,
  };
  if (
    after.title === before.title &&
    after.body === before.body &&
    (summary ?? null) === before.summary &&
    after.topics.join(" ") === before.topics.join(" ") &&
    canonicalize(said) === canonicalize(kept) &&
    canonicalize(attachments) === canonicalize(before.attachments as Json)
  )
    throw new Fault(
      "invalid",
      `The correction of ${statement.number} changes nothing: title, summary, topics, text, attachments and what else it says are those of edition ${statement.editions}.`,
      [],
      `La corrección de ${statement.number} no cambia nada: todo está igual que en la edición ${statement.editions}. Cambie el texto o la ficha, o descarte este borrador.`,
    );
  return enterable("statement.corrected", {
    format: "voceria/statement/v1",
    kind,
    language,
    ...after,
    // A text that stays keeps the HTML it was published with, whatever renderer came since.
    html: change.body === undefined || change.body === before.body ? before.html : (change.html ?? before.html),
    ...(summary === undefined ? {} : { summary }),
    ...said,
    voice: before.voice as StatementContent["voice"],
    attachments,
    ...(before.source === null ? {} : { source: before.source as NonNullable<StatementContent["source"]> }),
    note: change.note,
    severity: change.severity,
  });
}

function definedOf(draft: Omit<CorrectionDraft, "attachments">): Record<string, Json> {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
}
