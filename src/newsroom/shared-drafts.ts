import * as Y from "yjs";
import type { Reader, Transaction } from "../store/database.ts";
import { type DraftText, followText, textOfShared } from "../text/shared-draft.ts";
import { newSharedDoc } from "../text/shared-text.ts";
import { tellText } from "./draft-notices.ts";

/** A draft's shared text in memory, as it stands with change `seq`. */
export type SharedDraft = { doc: Y.Doc; seq: number; text: DraftText };
export type DraftChange = { seq: number; change: Uint8Array };

/** After so many changes the newest state is written down whole and they are forgotten. */
const compactEvery = 200;
const mostKept = 40;

/**
 * Shared texts that this process has at hand. One is taken out while a transaction changes it and put back once that has
 * committed: what was rolled back is never seen by the next.
 */
const kept = new WeakMap<object, Map<number, SharedDraft>>();

/**
 * The draft's shared text, for a transaction that holds the draft's row. Where there is none yet it begins with `text`; where
 * the draft was changed elsewhere meanwhile it follows, and that change goes out to whoever is writing.
 */
export async function takeShared(
  tx: Transaction,
  home: object,
  draft: number,
  text: DraftText,
  at: Date,
): Promise<SharedDraft> {
  const row = await tx
    .selectFrom("draft_shared")
    .select(["seq", "state_seq"])
    .where("draft_id", "=", draft)
    .executeTakeFirst();
  if (row === undefined) return begin(tx, draft, text);
  const own = keptBy(home);
  let shared = own.get(draft);
  own.delete(draft);
  if (shared === undefined || shared.seq < row.state_seq || shared.seq > row.seq) shared = await load(tx, draft);
  if (shared.seq < row.seq) {
    for (const { seq, change } of await changesSince(tx, draft, shared.seq)) {
      Y.applyUpdate(shared.doc, change);
      shared.seq = seq;
    }
    shared.text = textOfShared(shared.doc);
  }
  if (!sameText(shared.text, text)) {
    const before = Y.encodeStateVector(shared.doc);
    followText(shared.doc, text);
    const followed = textOfShared(shared.doc);
    if (!sameText(followed, shared.text))
      await keepChange(tx, draft, shared, Y.encodeStateAsUpdate(shared.doc, before), undefined, at);
    shared.text = followed;
  }
  return shared;
}

/** Once the transaction has committed: the next need not load it. */
export function putShared(home: object, draft: number, shared: SharedDraft): void {
  const own = keptBy(home);
  own.set(draft, shared);
  const [oldest] = own.keys();
  if (own.size > mostKept && oldest !== undefined) own.delete(oldest);
}

/** When the transaction commits, the change is kept and whoever writes in the draft is told of it. */
export async function keepChange(
  tx: Transaction,
  draft: number,
  shared: SharedDraft,
  change: Uint8Array,
  officer: number | undefined,
  at: Date,
): Promise<void> {
  shared.seq++;
  await tx
    .insertInto("draft_update")
    .values({ draft_id: draft, seq: shared.seq, change: Buffer.from(change), officer: officer ?? null, at })
    .execute();
  await tx.updateTable("draft_shared").set({ seq: shared.seq }).where("draft_id", "=", draft).execute();
  if (shared.seq % compactEvery === 0) await compact(tx, draft, shared);
  await tellText(tx, draft);
}

/** Everything since change `seq`, as one state where the changes themselves are gone. */
export async function changesAfter(db: Reader, draft: number, seq: number): Promise<DraftChange[]> {
  const row = await db
    .selectFrom("draft_shared")
    .select(["state_seq", "seq"])
    .where("draft_id", "=", draft)
    .executeTakeFirst();
  if (row === undefined || row.seq === seq) return [];
  if (seq >= row.state_seq && seq <= row.seq && seq > 0) return changesSince(db, draft, seq);
  const shared = await load(db, draft);
  const since = await changesSince(db, draft, shared.seq);
  for (const { change } of since) Y.applyUpdate(shared.doc, change);
  return [{ seq: since.at(-1)?.seq ?? shared.seq, change: Y.encodeStateAsUpdate(shared.doc) }];
}

export function sameText(a: DraftText, b: DraftText): boolean {
  return a.title === b.title && a.summary === b.summary && a.body === b.body;
}

async function begin(tx: Transaction, draft: number, text: DraftText): Promise<SharedDraft> {
  const doc = newSharedDoc();
  followText(doc, text);
  const state = Buffer.from(Y.encodeStateAsUpdate(doc));
  await tx.insertInto("draft_shared").values({ draft_id: draft, state, state_seq: 1, seq: 1 }).execute();
  return { doc, seq: 1, text: textOfShared(doc) };
}

async function load(db: Reader, draft: number): Promise<SharedDraft> {
  const row = await db
    .selectFrom("draft_shared")
    .select(["state", "state_seq"])
    .where("draft_id", "=", draft)
    .executeTakeFirstOrThrow();
  const doc = newSharedDoc();
  Y.applyUpdate(doc, row.state);
  return { doc, seq: row.state_seq, text: textOfShared(doc) };
}

async function changesSince(db: Reader, draft: number, seq: number): Promise<DraftChange[]> {
  return db
    .selectFrom("draft_update")
    .select(["seq", "change"])
    .where("draft_id", "=", draft)
    .where("seq", ">", seq)
    .orderBy("seq")
    .execute();
}

async function compact(tx: Transaction, draft: number, shared: SharedDraft): Promise<void> {
  const state = Buffer.from(Y.encodeStateAsUpdate(shared.doc));
  await tx.updateTable("draft_shared").set({ state, state_seq: shared.seq }).where("draft_id", "=", draft).execute();
  await tx.deleteFrom("draft_update").where("draft_id", "=", draft).where("seq", "<=", shared.seq).execute();
}

function keptBy(home: object): Map<number, SharedDraft> {
  let own = kept.get(home);
  if (own === undefined) kept.set(home, (own = new Map()));
  return own;
}
