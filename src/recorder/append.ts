import {
  applyEntry,
  base64,
  batchRoot,
  canonicalize,
  checkContent,
  checkContentFits,
  commitBytes,
  type Entry,
  type Json,
  leafHash,
  Malformed,
  type StatementContent,
  type SubjectState,
  utf8,
  writeEntry,
  writeInstant,
} from "@voceria/record";
import { sql } from "kysely";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import type { Transaction } from "../store/database.ts";
import type { CommittedFile } from "./commit-file.ts";
import {
  type ContentRow,
  insertAttachments,
  insertContents,
  lockCounter,
  type NewEntry,
  writeEntries,
} from "./entries.ts";
import { sha256 } from "./sha256.ts";

/**
 * One act to be entered. `files` are those that its content lists under `attachments` and no edition of the text did before
 * (commitFiles gives both): a later edition may list what an earlier one had, under the same commitment.
 */
export type Draft =
  | {
      act: "statement.published" | "statement.imported";
      number: string;
      edition: 1;
      content: Json;
      files?: readonly CommittedFile[];
    }
  | {
      act: "statement.corrected";
      subject: number;
      number: string;
      edition: number;
      content: Json;
      files?: readonly CommittedFile[];
    }
  | { act: "statement.withdrawn"; subject: number; number: string; content: Json }
  | {
      act: "transcript.certified" | "transcript.edited" | "transcript.imported";
      briefing: string;
      edition: 1;
      content: Json;
    }
  | { act: "transcript.corrected"; subject: number; briefing: string; edition: number; content: Json }
  | { act: "question.answered"; question: string; edition: 1; content: Json }
  | { act: "question.corrected"; subject: number; question: string; edition: number; content: Json }
  | { act: "question.withdrawn"; subject: number; question: string; content: Json }
  | { act: "register.asserted"; basis: "founded" | "imported" | "asserted"; items: readonly Json[] }
  /** The same with its items in `tx` already: what enterItems returned, in order. */
  | { act: "register.asserted"; basis: "founded" | "imported" | "asserted"; entered: readonly Uint8Array[] };

/** `commitment` is that of the content; `items` those of a batch, in its order. */
export type Appended = { index: number; at: Date; subject?: number; commitment?: Uint8Array; items?: Uint8Array[] };

/**
 * Contents are written before the counter is locked; the lock is taken last. When this returns, the entries stand in
 * `tx` and commit or vanish with it; followers are told at commit (NOTIFY voceria_record). Every other appender waits
 * from then until `tx` ends, so commit at once, and bring imports in 200 at a time: more gain nothing and hold up others.
 * Fault("invalid") for a content or number outside the record's format; Fault("conflict") for an act that does not
 * follow from its subject's state, or where no record is founded.
 */
export async function appendToRecord(tx: Transaction, drafts: readonly Draft[], means: Means): Promise<Appended[]> {
  if (drafts.length === 0) return [];
  const salt = saltsFrom(means);
  const prepared = drafts.map((draft, place) => prepare(draft, place, salt));
  for (const each of prepared) await checkAttachments(tx, each);
  await insertContents(
    tx,
    prepared.flatMap((each) => each.contents),
  );
  for (const { draft, commitment } of prepared) await insertAttachments(tx, commitment, filesOf(draft));

  const counter = await lockCounter(tx);
  const at = new Date(Math.max(means.clock.now().getTime(), counter.lastAt.getTime()));
  const instant = writeInstant(at);
  const states = await readStates(tx, drafts);
  const changed = new Map<number, SubjectState>();
  const entries: NewEntry[] = [];
  const appended: Appended[] = [];
  let { nextSubject } = counter;
  for (const { draft, commitment, items } of prepared) {
    const index = counter.nextIndex + entries.length;
    const subject = "subject" in draft ? draft.subject : draft.act === "register.asserted" ? undefined : nextSubject++;
    const before = subject === undefined ? undefined : states.get(subject);
    const entry = toEntry(draft, { at: instant, commitment, items, subject, before });
    const bytes = orFault("invalid", () => writeEntry(entry));
    entries.push({ entry, bytes, leaf: leafHash(sha256, bytes), commitment, items });
    if (subject === undefined) {
      appended.push({ index, at, items: [...items] });
      continue;
    }
    const after = orFault("conflict", () => applyEntry(before, index, entry));
    states.set(subject, after);
    changed.set(subject, after);
    appended.push({ index, at, subject, commitment });
  }
  await writeEntries(tx, { counter, at, nextSubject, entries, states: [...changed.values()] });
  return appended;
}

/**
 * When this returns, the contents of these items stand in `tx`; nobody finds them before an entry commits to them. For a
 * batch too large to hold at once: hand over a part at a time, then append one entry for all that was returned.
 */
export async function enterItems(
  tx: Transaction,
  items: readonly Json[],
  means: Means,
  from = 0,
): Promise<Uint8Array[]> {
  const salt = saltsFrom(means);
  const contents = items.map((item, at) => commit("register.asserted", item, salt, `register item ${from + at}`));
  await insertContents(tx, contents);
  return contents.map((content) => content.commitment);
}

type Prepared = { draft: Draft; commitment: Uint8Array; items: Uint8Array[]; contents: ContentRow[] };

type Salt = () => Uint8Array;

const saltLength = 32;
const saltsAtOnce = 128;

/** Each salt its own random bytes, drawn many at a time: one by one they would cost more than the hashing. */
function saltsFrom(means: Means): Salt {
  let drawn: Uint8Array = new Uint8Array();
  let used = 0;
  return () => {
    if (used === drawn.length) [drawn, used] = [means.random(saltLength * saltsAtOnce), 0];
    return drawn.subarray(used, (used += saltLength));
  };
}

function prepare(draft: Draft, place: number, newSalt: Salt): Prepared {
  const where = `act ${place + 1} of those to be entered`;
  if (draft.act === "register.asserted" && "entered" in draft) {
    if (draft.entered.length === 0)
      throw new Fault(
        "invalid",
        "A batch of the register has at least one item.",
        [],
        "Un asiento de autoridades y cargos tiene al menos un dato.",
      );
    const items = [...draft.entered];
    return { draft, commitment: orFault("invalid", () => batchRoot(sha256, items)), items, contents: [] };
  }
  if (draft.act === "register.asserted") {
    if (draft.items.length === 0)
      throw new Fault(
        "invalid",
        "A batch of the register has at least one item.",
        [],
        "Un asiento de autoridades y cargos tiene al menos un dato.",
      );
    const contents = draft.items.map((item, at) => commit(draft.act, item, newSalt, `${where}, item ${at + 1}`));
    const items = contents.map((content) => content.commitment);
    return { draft, commitment: orFault("invalid", () => batchRoot(sha256, items)), items, contents };
  }
  const content = commit(draft.act, draft.content, newSalt, where);
  return { draft, commitment: content.commitment, items: [], contents: [content] };
}

function filesOf(draft: Draft): readonly CommittedFile[] {
  return "files" in draft ? (draft.files ?? []) : [];
}

/** Each attachment that is listed comes with this act or stands with an earlier edition; each that comes is listed. */
async function checkAttachments(tx: Transaction, { draft }: Prepared): Promise<void> {
  if (!("content" in draft)) return;
  const { attachments = [] } = draft.content as Partial<StatementContent>;
  const coming = new Set(filesOf(draft).map(({ commitment }) => base64(commitment)));
  const listed = new Set(attachments.map(({ commitment }) => commitment));
  const kept = [...listed.difference(coming)];
  const held =
    kept.length === 0 || !("subject" in draft)
      ? new Set<string>()
      : new Set(
          (
            await sql<{ commitment: Buffer }>`
              select c.commitment from record_content c join record_entry e on e.commitment = c.part_of
              where e.subject = ${draft.subject} and c.purpose = 'attachment' and c.erased_at is null
                and c.commitment = any(${kept.map((one) => Buffer.from(one, "base64"))}::bytea[])`.execute(tx)
          ).rows.map(({ commitment }) => base64(commitment)),
        );
  if (listed.size !== attachments.length || !coming.isSubsetOf(listed) || !kept.every((one) => held.has(one)))
    throw new Fault(
      "invalid",
      `${attachments.length} attachments are listed; ${coming.size} come with the act and ${held.size} stand with an earlier edition. Each listed one is of one of the two, once.`,
      [],
      `Se enumeran ${attachments.length} anexos; ${coming.size} vienen con este acto y ${held.size} están en una edición anterior. Cada uno es de una de las dos partes, una vez.`,
    );
}

function commit(act: Draft["act"], value: Json, newSalt: Salt, where: string): ContentRow {
  return orFault("invalid", () => {
    checkContentFits(act, checkContent(value, where), where);
    const bytes = utf8(canonicalize(value));
    const salt = newSalt();
    return { commitment: commitBytes(sha256, salt, bytes), salt, bytes };
  });
}

type Place = {
  at: string;
  commitment: Uint8Array;
  items: readonly Uint8Array[];
  subject: number | undefined;
  before: SubjectState | undefined;
};

function toEntry(draft: Draft, { at, commitment, items, subject = 0, before }: Place): Entry {
  const common = { at, format: "voceria/entry/v1" } as const;
  const committed = base64(commitment);
  if (draft.act === "register.asserted")
    return { ...common, act: draft.act, basis: draft.basis, count: items.length, root: committed };
  if ("briefing" in draft) return transcriptEntry(draft, { ...common, commitment: committed, subject }, before);
  if ("question" in draft) return answerEntry(draft, { ...common, commitment: committed, subject }, before);
  const { number } = draft;
  if (draft.act === "statement.published" || draft.act === "statement.imported")
    return { ...common, act: draft.act, commitment: committed, edition: 1, number, subject };
  if (before === undefined)
    throw new Fault(
      "conflict",
      `${number} cannot be ${draft.act === "statement.corrected" ? "corrected" : "withdrawn"}: subject ${subject} is not in the record.`,
      [],
      `${number} no se puede ${draft.act === "statement.corrected" ? "corregir" : "dejar sin efecto"}: el asunto ${subject} no está en el libro público.`,
    );
  const followed = { ...common, commitment: committed, number, prev: before.last, subject };
  if (draft.act === "statement.corrected") return { ...followed, act: draft.act, edition: draft.edition };
  return { ...followed, act: draft.act };
}

type Committed = { at: string; format: "voceria/entry/v1"; commitment: string; subject: number };

function transcriptEntry(
  draft: Extract<Draft, { briefing: string }>,
  common: Committed,
  before: SubjectState | undefined,
): Entry {
  const { briefing, edition } = draft;
  if (draft.act !== "transcript.corrected") return { ...common, act: draft.act, briefing, edition: 1 };
  if (before === undefined)
    throw new Fault(
      "conflict",
      `The transcript of ${briefing} cannot be corrected: subject ${common.subject} is not in the record.`,
      [],
      `La transcripción de ${briefing} no se puede corregir: el asunto ${common.subject} no está en el libro público.`,
    );
  return { ...common, act: draft.act, briefing, edition, prev: before.last };
}

function answerEntry(
  draft: Extract<Draft, { question: string }>,
  common: Committed,
  before: SubjectState | undefined,
): Entry {
  const { question } = draft;
  if (draft.act === "question.answered") return { ...common, act: draft.act, question, edition: 1 };
  if (before === undefined)
    throw new Fault(
      "conflict",
      `The answer to ${question} cannot be ${draft.act === "question.corrected" ? "corrected" : "withdrawn"}: subject ${common.subject} is not in the record.`,
      [],
      `La respuesta a ${question} no se puede ${draft.act === "question.corrected" ? "corregir" : "dejar sin efecto"}: el asunto ${common.subject} no está en el libro público.`,
    );
  const followed = { ...common, question, prev: before.last };
  if (draft.act === "question.corrected") return { ...followed, act: draft.act, edition: draft.edition };
  return { ...followed, act: draft.act };
}

/** Read after the counter is locked: nothing can change them any more before `tx` ends. */
async function readStates(tx: Transaction, drafts: readonly Draft[]): Promise<Map<number, SubjectState>> {
  const wanted = drafts.flatMap((draft) => ("subject" in draft ? [draft.subject] : []));
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<SubjectState>`
    select subject, current, edition, last, status from record_subject where subject = any(${wanted}::bigint[])`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.subject, row]));
}

function orFault<T>(code: "invalid" | "conflict", work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Malformed)
      throw new Fault(
        code,
        `The record cannot take this: ${error.where}: ${error.what}.`,
        [],
        `El libro público no admite esto tal como está (campo «${error.where}»).`,
      );
    throw error;
  }
}
