import type { StatementContent } from "@voceria/record";
import { type Actor, permit } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { readOffice } from "../register/office.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import type { AttachmentDraft } from "./attachments.ts";
import type { EditionDetails } from "./details.ts";
import type { DraftContent, Purpose } from "./draft.ts";
import { keepDraftFiles } from "./draft-files.ts";
import { type LockedStatement, lockStatement } from "./editions.ts";
import { enterDraft } from "./start-draft.ts";
import { readKind, readLanguage } from "./statement.ts";

/**
 * When this returns, a correction of the statement stands as a draft that begins with the newest edition. It goes the way
 * of every draft and, published, is the next edition; refused then if another came meanwhile.
 */
export function startCorrection(db: Database, number: string, actor: Actor, means: Means): Promise<{ id: number }> {
  return startFrom(db, "correction", number, ({ content }) => content, actor, means);
}

/**
 * When this returns, a translation into that language stands as a draft that begins with the newest edition's text. Its
 * voice is the original's; when the original moves on, readers of the translation are told.
 */
export function startTranslation(
  db: Database,
  number: string,
  { language }: { language: string },
  actor: Actor,
  means: Means,
): Promise<{ id: number }> {
  const into = readLanguage(language);
  return startFrom(
    db,
    "translation",
    number,
    ({ content, edition, translated }) => {
      if (translated || into.split("-")[0] === content.language.split("-")[0])
        throw new Fault(
          "invalid",
          `${number} is ${translated ? "a translation itself" : `in ${content.language} already`}. Translate an original into another language.`,
          [],
          `${number} ${translated ? "ya es una traducción" : `ya está en ${content.language}`}. Traduzca un original a otro idioma.`,
        );
      // The claim of a denial is somebody else's, and denied in every language.
      const { claim } = content.details;
      const details = { translates: { number, edition }, ...(claim === undefined ? {} : { claim }) };
      return { ...content, language: into, details };
    },
    actor,
    means,
  );
}

type Original = { content: DraftContent; edition: number; translated: boolean };

function startFrom(
  db: Database,
  purpose: Purpose,
  number: string,
  begun: (original: Original) => DraftContent,
  actor: Actor,
  means: Means,
): Promise<{ id: number }> {
  return transact(db, async (tx) => {
    const { institution } = await readOffice(tx);
    permit(actor, "draft.write", institution);
    const statement = await lockStatement(tx, number);
    if (statement.status !== "current")
      throw new Fault(
        "conflict",
        `${number} is ${statement.status}; nothing more comes of it. Publish a new statement instead.`,
        [],
        `${number} ${statement.status === "withdrawn" ? "quedó sin efecto" : "fue borrado"}; no admite más ediciones. Publique un texto nuevo.`,
      );
    const content = begun(await readOriginal(tx, statement));
    const of = { statement: statement.id, edition: statement.editions };
    const draft = await enterDraft(tx, { purpose, institution, of, content }, actor, means.clock.now());
    await keepDraftFiles(tx, draft.id, content.attachments);
    return draft;
  });
}

async function readOriginal(tx: Transaction, { id, editions, kind, language }: LockedStatement): Promise<Original> {
  const row = await tx
    .selectFrom("edition")
    .select(["title", "summary", "body", "topics", "details", "attachments"])
    .where("statement_id", "=", id)
    .where("edition", "=", editions)
    .executeTakeFirstOrThrow();
  const { contact, claim: { image, ...claim } = {}, ...details } = row.details as EditionDetails;
  return {
    edition: editions,
    translated: details.translates !== undefined,
    content: {
      title: row.title,
      summary: row.summary ?? "",
      body: row.body,
      kind: readKind(kind),
      language,
      topics: row.topics,
      speakers: [],
      attachments: await readAttached(tx, row.attachments as StatementContent["attachments"], image),
      details: { ...details, ...("text" in claim ? { claim } : {}) },
      ...(contact === undefined ? {} : { pressContact: contact }),
    },
  };
}

/** The files of an edition as a draft has them; what was erased of them is left out. */
async function readAttached(
  tx: Transaction,
  attachments: StatementContent["attachments"],
  image: string | undefined,
): Promise<AttachmentDraft[]> {
  if (attachments.length === 0) return [];
  const rows = await tx
    .selectFrom("record_content")
    .select(["commitment", "file"])
    .where(
      "commitment",
      "in",
      attachments.map(({ commitment }) => Buffer.from(commitment, "base64")),
    )
    .execute();
  const files = new Map(rows.map(({ commitment, file }) => [commitment.toString("base64"), file]));
  return attachments.flatMap(({ commitment, alt }) => {
    const file = files.get(commitment);
    if (file === undefined || file === null) return [];
    return [{ file, ...(alt === undefined ? {} : { alt }), ...(commitment === image ? { claim: true } : {}) }];
  });
}
