import * as Y from "yjs";
import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { applyUpdate, type DraftText, followText, textOfShared } from "../text/shared-draft.ts";
import { checkChangeSize, checkSharedSize, partsIn } from "../text/change-size.ts";
import { payForChange } from "./change-pace.ts";
import { type LockedDraft, lockDraft, textOf } from "./drafts.ts";
import { saveText } from "./save-text.ts";
import { keepChange, putShared, type SharedDraft, takeShared } from "./shared-drafts.ts";
import { closeVersion } from "./versions.ts";

/** Bytes of one change. A text has at most a million characters. */
export const largestChange = 8 * 1024 * 1024;
/** As many characters cost as much. */
const costOfPart = 10;
/** Bytes of a shared text with all that was struck from it. */
const largestState = 32 * 1024 * 1024;

export type Received =
  | { taken: true; seq: number }
  /** It builds on what has not arrived. `have` says what has (a Yjs state vector): all else is to be sent once more. */
  | { taken: false; have: Uint8Array };

/**
 * When this returns with `taken`, the change is part of the draft's shared text, the draft's saved text says the same, its
 * version is kept, and whoever else is writing is told. Nothing of it is kept otherwise. Fault("invalid") names what a text of the
 * profile cannot have, Fault("too-large") what is more than can be taken at once, Fault("conflict") says that the draft takes no more text as it stands.
 */
export async function receiveChange(
  db: Database,
  id: number,
  change: Uint8Array,
  actor: Actor,
  means: Means,
): Promise<Received> {
  if (change.length > largestChange) throw tooLarge();
  const pay = payForChange(db, actor, means.clock);
  pay(change.length);
  checkChangeSize(change);
  return withShared(db, id, actor, means, async (tx, _, shared) => {
    pay(shared.text.body.length + costOfPart * partsIn(shared.doc));
    const have = Y.encodeStateVector(shared.doc);
    const news: Uint8Array[] = [];
    const gather = (update: Uint8Array) => void news.push(update);
    shared.doc.on("update", gather);
    if (!applyUpdate(shared.doc, change)) return { taken: false, have };
    shared.doc.off("update", gather);
    checkSharedSize(shared.doc);
    if (Y.encodeStateAsUpdate(shared.doc).length > largestState) throw tooLarge();
    // Sent once more (its answer was lost), it holds nothing new, and is not kept once more.
    if (news.length === 0) return { taken: true, seq: shared.seq };
    const text = textOfShared(shared.doc);
    await saveText(tx, id, text, actor, means, true);
    await keepChange(tx, id, shared, Y.mergeUpdates(news), actor.officer, means.clock.now());
    shared.text = text;
    return { taken: true, seq: shared.seq };
  });
}

/**
 * When this returns, the draft says that text (an earlier version, a Word file, what was taken of a pencilled one) as a version
 * of its own, and whoever is writing in it meanwhile has lost nothing: only what differs was changed.
 */
export async function writeWhole(
  db: Database,
  id: number,
  change: (standing: DraftText, version: number) => DraftText,
  actor: Actor,
  means: Means,
  also: (tx: Transaction, draft: LockedDraft) => Promise<void> = async () => undefined,
): Promise<void> {
  await withShared(db, id, actor, means, async (tx, draft, shared) => {
    const before = Y.encodeStateVector(shared.doc);
    await closeVersion(tx, draft);
    followText(shared.doc, change(textOf(draft.content), draft.version));
    const text = textOfShared(shared.doc);
    await saveText(tx, id, text, actor, means);
    await keepChange(tx, id, shared, Y.encodeStateAsUpdate(shared.doc, before), actor.officer, means.clock.now());
    shared.text = text;
    await also(tx, draft);
    return { taken: true };
  });
}

/** When this returns, the draft has a shared text, and it says what the draft says. */
export async function openShared(db: Database, id: number, actor: Actor, means: Means): Promise<void> {
  const shared = await transact(db, async (tx) => {
    const draft = await lockDraft(tx, id, actor, "draft.read");
    return takeShared(tx, db, id, textOf(draft.content), means.clock.now());
  });
  putShared(db, id, shared);
}

async function withShared<T extends { taken: boolean }>(
  db: Database,
  id: number,
  actor: Actor,
  means: Means,
  act: (tx: Transaction, draft: LockedDraft, shared: SharedDraft) => Promise<T>,
): Promise<T> {
  let used: SharedDraft | undefined;
  const done = await transact(db, async (tx) => {
    const draft = await lockDraft(tx, id, actor, "draft.write");
    used = await takeShared(tx, db, id, textOf(draft.content), means.clock.now());
    return act(tx, draft, used);
  });
  // What could not be taken has left its traces in the document: the next one loads it anew.
  if (done.taken && used !== undefined) putShared(db, id, used);
  return done;
}

function tooLarge(): Fault {
  return new Fault(
    "too-large",
    "The text is longer than a draft can be; write it in parts, or attach it as a file.",
    [],
    "El texto es más largo de lo que cabe en un borrador; escríbalo en partes o adjúntelo como archivo.",
  );
}
