import { type Actor, permit } from "../access/rights.ts";
import { writeTrail } from "../access/trail.ts";
import type { Means } from "../clock.ts";
import { readOffice } from "../register/office.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { type LineContent, type LineTyped, readLineContent, sameLine } from "./line.ts";
import { checkEvidence, checkOwner, keepLineVersion, lineColumns, lockLine } from "./lines.ts";

/** When this returns, the line stands with its first version; whoever wrote it has read it. By default for the office's own institution. */
export function startLine(
  db: Database,
  { institution, ...typed }: LineTyped & { institution?: string },
  actor: Actor,
  means: Means,
): Promise<{ id: number }> {
  return transact(db, async (tx) => {
    const of = institution ?? (await readOffice(tx)).institution;
    permit(actor, "line.write", of);
    const content = readLineContent(typed);
    await checkOwner(tx, content.owner, of);
    await checkEvidence(tx, content.evidence);
    const at = means.clock.now();
    const { id } = await tx
      .insertInto("line")
      .values({
        institution: of,
        ...lineColumns(content),
        started_by: actor.officer,
        started_at: at,
        changed_at: at,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    await stand(tx, { id, institution: of }, content, 1, "started", actor, at);
    return { id };
  });
}

export type ChangedLine =
  | { saved: true; version: number }
  /** Somebody else wrote meanwhile. `yours` is kept as version row `aside`, beside what stands. */
  | { saved: false; aside: number; yours: LineContent; standing: LineContent & { version: number } };

/**
 * When this returns, the line says that, as its next version, which whoever wrote it has read and everybody else has not;
 * every earlier one is kept. `read` is the version it was written on: where another stands by now that one stays, and what
 * was handed in is kept beside it.
 */
export function changeLine(
  db: Database,
  id: number,
  { read, ...typed }: LineTyped & { read: number },
  actor: Actor,
  means: Means,
): Promise<ChangedLine> {
  return transact(db, async (tx) => {
    const line = await lockLine(tx, id, actor, "line.write");
    const content = readLineContent(typed);
    // Who has left since may go on being named by what stands already.
    if (content.owner !== line.content.owner) await checkOwner(tx, content.owner, line.institution);
    await checkEvidence(tx, content.evidence);
    if (sameLine(line.content, content)) return { saved: true, version: line.version };
    const at = means.clock.now();
    if (line.version !== read) {
      const kept = { content, version: line.version, aside: true };
      const aside = await keepLineVersion(tx, id, kept, actor, at);
      return { saved: false, aside, yours: content, standing: { ...line.content, version: line.version } };
    }
    const version = line.version + 1;
    await tx
      .updateTable("line")
      .set({ ...lineColumns(content), version, changed_at: at })
      .where("id", "=", id)
      .execute();
    await stand(tx, line, content, version, "changed", actor, at);
    return { saved: true, version };
  });
}

async function stand(
  tx: Transaction,
  { id, institution }: { id: number; institution: string },
  content: LineContent,
  version: number,
  what: "started" | "changed",
  actor: Actor,
  at: Date,
): Promise<void> {
  await keepLineVersion(tx, id, { content, version }, actor, at);
  await tx
    .insertInto("line_reading")
    .values({ line_id: id, version, officer: actor.officer, name: actor.name, read_at: at, heard_at: at })
    .execute();
  await writeTrail(tx, {
    at,
    actor,
    action: "line.write",
    institution,
    about: `line ${id}`,
    details: { what, version },
  });
}
