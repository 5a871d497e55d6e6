import type { StatementContent } from "@voceria/record";
import { sql } from "kysely";
import { Fault } from "../fault.ts";
import type { Appended } from "../recorder/append.ts";
import type { Transaction } from "../store/database.ts";
import { detailsOf } from "./details.ts";
import { writeNumber } from "../register/number.ts";

/** The next number of a series. Its row stays locked until the transaction ends, so that none is skipped. */
export async function takeNumber(tx: Transaction, series: string): Promise<string> {
  const [number] = await takeNumbers(tx, series, 1);
  if (number === undefined) throw new Error(`series ${series} gave no number`);
  return number;
}

export async function takeNumbers(tx: Transaction, series: string, count: number): Promise<string[]> {
  const taken = await sql<{ next: number }>`
    insert into statement_series values (${series}, ${1 + count})
    on conflict (series) do update set next = statement_series.next + ${count}
    returning next`.execute(tx);
  const next = taken.rows[0]?.next ?? 0;
  return Array.from({ length: count }, (_, index) => writeNumber(series, next - count + index));
}

export type LockedStatement = {
  id: number;
  number: string;
  subject: number;
  kind: string;
  language: string;
  status: "current" | "withdrawn" | "erased";
  editions: number;
};

/** The statement, held against every other act on it until the transaction ends. */
export async function lockStatement(tx: Transaction, number: string): Promise<LockedStatement> {
  const row = await tx
    .selectFrom("statement")
    .select(["id", "number", "subject", "kind", "language", "status", "editions"])
    .where("number", "=", number)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined)
    throw new Fault(
      "not-found",
      `There is no statement ${number}. Numbers look like 2026-0042, or H-000001 for imported ones.`,
      [],
      `No existe el texto ${number}. Los números son como 2026-0042, o H-000001 los importados.`,
    );
  if (row.subject === null) throw new Error(`statement ${number} stands without a subject in the record`);
  return { ...row, subject: row.subject };
}

/** The row of an edition, all but what its entry will say. */
export function editionRow(content: StatementContent, by: string, urgent: boolean) {
  return {
    title: content.title,
    summary: content.summary ?? null,
    body: content.body,
    html: content.html,
    topics: [...content.topics],
    voice: JSON.stringify(content.voice),
    attachments: JSON.stringify(content.attachments),
    details: JSON.stringify(detailsOf(content)),
    source: content.source === undefined ? null : JSON.stringify(content.source),
    note: content.note ?? null,
    severity: content.severity ?? null,
    entered_by: by,
    urgent,
  };
}

/** When this returns, the edition's row says which entry of the record it is. */
export async function enterEdition(tx: Transaction, id: number, edition: number, appended: Appended): Promise<void> {
  await tx
    .updateTable("edition")
    .set({ entry: appended.index, commitment: commitmentOf(appended), published_at: appended.at })
    .where("statement_id", "=", id)
    .where("edition", "=", edition)
    .execute();
}

export function subjectOf(appended: Appended): number {
  if (appended.subject === undefined) throw new Error(`entry ${appended.index} has no subject`);
  return appended.subject;
}

export function commitmentOf(appended: Appended): Buffer {
  if (appended.commitment === undefined) throw new Error(`entry ${appended.index} has no commitment`);
  return Buffer.from(appended.commitment);
}
