import { listAble } from "../access/officers.ts";
import { type Action, type Actor, may, permit } from "../access/rights.ts";
import { Fault } from "../fault.ts";
import type { Reader, Transaction } from "../store/database.ts";
import type { Evidence, LineContent } from "./line.ts";

/** A line held against every other act on it until the transaction ends. */
export type LockedLine = { id: number; institution: string; content: LineContent; version: number };

/** Whoever may not read it learns the same as where there is none: Fault("not-found"). */
export async function lockLine(tx: Transaction, id: number, actor: Actor, action: Action): Promise<LockedLine> {
  const row = isLineId(id)
    ? await tx.selectFrom("line").selectAll().where("id", "=", id).forUpdate().executeTakeFirst()
    : undefined;
  if (row === undefined || !may(actor, "line.read", row.institution)) throw noLine(id);
  permit(actor, action, row.institution);
  return { id, institution: row.institution, content: contentOf(row), version: row.version };
}

export function isLineId(id: number): boolean {
  return Number.isSafeInteger(id) && id > 0;
}

export function noLine(id: number): Fault {
  return new Fault(
    "not-found",
    `There is no line ${id} for you. Open it from the list of lines.`,
    [],
    `No hay una línea ${id} para usted. Ábrala desde la lista de líneas.`,
  );
}

type Row = {
  subject: string;
  body: string;
  evidence: unknown;
  valid_from: string;
  valid_until: string | null;
  owner: number;
};

export function contentOf(row: Row): LineContent {
  return {
    subject: row.subject,
    body: row.body,
    evidence: row.evidence as Evidence[],
    validFrom: row.valid_from,
    ...(row.valid_until === null ? {} : { validUntil: row.valid_until }),
    owner: row.owner,
  };
}

export function lineColumns({ subject, body, evidence, validFrom, validUntil, owner }: LineContent) {
  return {
    subject,
    body,
    evidence: JSON.stringify(evidence),
    valid_from: validFrom,
    valid_until: validUntil ?? null,
    owner,
  };
}

/** When this returns, the version is kept, whatever the line says later; `aside`: it never stood. Gives its row. */
export async function keepLineVersion(
  tx: Transaction,
  line: number,
  { content, version, aside = false }: { content: LineContent; version: number; aside?: boolean },
  actor: Actor,
  at: Date,
): Promise<number> {
  const { id } = await tx
    .insertInto("line_version")
    .values({
      line_id: line,
      version,
      set_aside: aside,
      ...lineColumns(content),
      officer: actor.officer,
      name: actor.name,
      saved_at: at,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** Who may answer for a line: an officer of that institution who writes there and has not left. Fault("invalid") for anybody else. */
export async function checkOwner(db: Reader, owner: number, institution: string): Promise<void> {
  const known = await listAble(db, "line.write", institution);
  if (!known.some(({ id }) => id === owner))
    throw new Fault(
      "invalid",
      "owner: choose somebody who works on texts for this institution.",
      [],
      "responsable: elija a alguien que trabaje en los textos de esta institución.",
    );
}

/** Fault("not-found") names the first number under which the office has said nothing. */
export async function checkEvidence(db: Reader, evidence: readonly Evidence[]): Promise<void> {
  const numbers = evidence.flatMap((one) => ("number" in one ? [one.number] : []));
  if (numbers.length === 0) return;
  const rows = await db.selectFrom("statement").select("number").where("number", "in", numbers).execute();
  const missing = numbers.find((number) => !rows.some((row) => row.number === number));
  if (missing !== undefined)
    throw new Fault(
      "invalid",
      `evidence: the office has published nothing under ${missing}.`,
      [],
      `respaldo: la oficina no ha publicado nada con el número ${missing}.`,
    );
}
