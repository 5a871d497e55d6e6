import { findPerson } from "../register/people.ts";
import type { Reader } from "../store/database.ts";
import { renderMarkdown } from "../text/markdown.ts";
import { type ClearanceKey, findClearance } from "./answer-clearance.ts";
import { type ContentChanges, contentChanges } from "./content-changes.ts";
import type { DraftContent, Particulars } from "./draft.ts";
import { textOf } from "./drafts.ts";
import type { Standing } from "./workflow.ts";

/** What an official sees by their link: the text that is put to them, what they have said, and nothing else of the office. */
export type ClearancePage = {
  official: string;
  institution: string;
  askedBy: string;
  askedAt: Date;
  dueAt: Date;
  language: "es" | "en";
  message?: string;
  standing: Standing;
  answeredAt?: Date;
  reason?: string;
  /** Whether they may still answer: the text is neither out nor dropped. */
  open: boolean;
  /** Absent once the text is no longer theirs to read here. */
  text?: DraftContent & { html: string; voices: string[] };
  /** Where they were asked before: what has changed since the text that they then had, word by word. */
  changes?: ContentChanges;
};

/** Undefined for what leads nowhere, whatever the reason. Reading changes nothing. */
export async function readClearance(db: Reader, key: ClearanceKey): Promise<ClearancePage | undefined> {
  const found = await findClearance(db, key);
  if (found === undefined) return undefined;
  const row = await db
    .selectFrom("clearance")
    .innerJoin("draft", "draft.id", "clearance.draft_id")
    .leftJoin("clearance as earlier", "earlier.id", "clearance.again_of")
    .selectAll("clearance")
    .select(["draft.state", "earlier.version_id as earlier_version"])
    .where("clearance.id", "=", found.id)
    .executeTakeFirstOrThrow();
  const open = row.state !== "published" && row.state !== "dropped";
  const content = await contentOfVersion(db, row.version_id);
  const before = row.earlier_version === null ? undefined : await contentOfVersion(db, row.earlier_version);
  return {
    official: row.official,
    institution: row.institution,
    askedBy: row.asked_by_name,
    askedAt: row.asked_at,
    dueAt: row.due_at,
    language: row.language === "en" ? "en" : "es",
    ...(row.message === null ? {} : { message: row.message }),
    standing: row.standing,
    ...(row.answered_at === null ? {} : { answeredAt: row.answered_at }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    open,
    ...(row.state === "dropped"
      ? {}
      : { text: { ...content, html: renderMarkdown(content.body), voices: await voicesOf(db, content) } }),
    ...(before === undefined || row.state === "dropped" ? {} : { changes: contentChanges(before, content) }),
  };
}

/** What stood in a version that was kept. */
export async function contentOfVersion(db: Reader, id: number): Promise<DraftContent> {
  const row = await db
    .selectFrom("draft_version")
    .select(["title", "summary", "body", "particulars"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return { ...textOf(row), ...(row.particulars as Particulars) };
}

async function voicesOf(db: Reader, { speakers }: DraftContent): Promise<string[]> {
  return Promise.all(
    speakers.map(async ({ person }) => (await findPerson(db, person))?.data.names.at(-1)?.full ?? person),
  );
}
