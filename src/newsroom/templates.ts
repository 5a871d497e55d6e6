import { type Actor, permit } from "../access/rights.ts";
import { writeTrail } from "../access/trail.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, type Reader, transact } from "../store/database.ts";
import { type DraftText, readContact, readDraftText } from "./draft.ts";
import { textOf } from "./drafts.ts";
import { type Kind, readKind, readLanguage } from "./statement.ts";

/** What a new draft of a kind begins with, in one language. */
export type Template = DraftText & { kind: Kind; language: string; pressContact?: string };

/** In the order of kinds and languages. */
export async function listTemplates(db: Reader, institution: string): Promise<Template[]> {
  const rows = await db
    .selectFrom("template")
    .selectAll()
    .where("institution", "=", institution)
    .orderBy("kind")
    .orderBy("language")
    .execute();
  return rows.map(templateOf);
}

/** The template for that language, else one for another form of it: a text in es-PE begins with what there is in es. */
export async function findTemplate(
  db: Reader,
  institution: string,
  kind: Kind,
  language: string,
): Promise<Template | undefined> {
  const templates = (await listTemplates(db, institution)).filter((one) => one.kind === kind);
  return (
    templates.find((one) => one.language === language) ??
    templates.find((one) => one.language.split("-")[0] === language.split("-")[0])
  );
}

/** When this returns, new drafts of that kind and language begin so; drafts that stand already are as they were. */
export async function saveTemplate(
  db: Database,
  institution: string,
  template: DraftText & { kind: string; language: string; pressContact?: string },
  actor: Actor,
  means: Means,
): Promise<void> {
  permit(actor, "office.manage", institution);
  const [kind, language] = [readKind(template.kind), readLanguage(template.language)];
  const text = readDraftText(template);
  const contact = readContact(template.pressContact ?? "") ?? null;
  await transact(db, async (tx) => {
    const at = means.clock.now();
    const columns = { ...text, press_contact: contact, changed_at: at, changed_by: actor.officer };
    await tx
      .insertInto("template")
      .values({ institution, kind, language, ...columns })
      .onConflict((conflict) => conflict.columns(["institution", "kind", "language"]).doUpdateSet(columns))
      .execute();
    const about = `template ${kind} ${language}`;
    await writeTrail(tx, { at, actor, action: "office.manage", institution, about, details: { what: "saved" } });
  });
}

/** When this returns, drafts of that kind and language begin empty. */
export async function removeTemplate(
  db: Database,
  institution: string,
  { kind, language }: { kind: string; language: string },
  actor: Actor,
  means: Means,
): Promise<void> {
  permit(actor, "office.manage", institution);
  await transact(db, async (tx) => {
    const { numDeletedRows } = await tx
      .deleteFrom("template")
      .where("institution", "=", institution)
      .where("kind", "=", kind)
      .where("language", "=", language)
      .executeTakeFirstOrThrow();
    if (numDeletedRows === 0n)
      throw new Fault(
        "not-found",
        `There is no template for ${kind} in ${language}.`,
        [],
        `No hay una plantilla de ${kind} en ${language}.`,
      );
    const about = `template ${kind} ${language}`;
    const at = means.clock.now();
    await writeTrail(tx, { at, actor, action: "office.manage", institution, about, details: { what: "removed" } });
  });
}

function templateOf(row: DraftText & { kind: string; language: string; press_contact: string | null }): Template {
  return {
    ...textOf(row),
    kind: readKind(row.kind),
    language: row.language,
    ...(row.press_contact === null ? {} : { pressContact: row.press_contact }),
  };
}
