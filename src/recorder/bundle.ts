import {
  base64,
  type Bundle,
  type Content,
  type Json,
  readCanonical,
  readContent,
  readEntry,
  stateLeaf,
  type VoiceItem,
  voicesOf,
  writeBundleFile,
  writeProof,
} from "@voceria/record";
import { sql } from "kysely";
import { Fault } from "../fault.ts";
import { inSnapshot, type Reader } from "../store/database.ts";
import { batchPathOf } from "./batch-path.ts";
import { newestCheckpoint } from "./checkpoints.ts";
import type { SignedCheckpoint } from "./publish-checkpoint.ts";
import { statesAt } from "./states.ts";
import { inclusionPath, tilesOf } from "./tiles.ts";

/**
 * Everything that verifies entry `index` without a network, as canonical JSON: under the newest signed checkpoint, with the
 * state of its subject there, and the register items its voice rests on. Content that was erased is absent. For one item of
 * a batch (an entry of the register), say which. Fault("not-found") for what is not under a signed checkpoint.
 */
export async function makeBundle(db: Reader, index: number, item?: number): Promise<string> {
  // State tiles change with each checkpoint.
  return inSnapshot(db, async (tx) => {
    const under = await checkpointOver(tx, index);
    const bytes = await entryBytes(tx, index);
    const entry = readEntry(bytes, `entry ${index}`);
    if ((item === undefined) !== (entry.act !== "register.asserted") && item !== undefined)
      throw new Fault("not-found", `Entry ${index} is not a batch; it has no item ${item}.`);
    const parts: Mutable<Omit<Bundle, "format">> = { entry: base64(bytes), proof: await proofUnder(tx, under, index) };
    if ("commitment" in entry)
      Object.assign(parts, await contentParts(tx, Buffer.from(entry.commitment, "base64"), under));
    if (entry.act === "register.asserted" && item !== undefined) Object.assign(parts, await itemParts(tx, index, item));
    if ("subject" in entry) parts.state = await stateParts(tx, under, entry.subject);
    return writeBundleFile(parts);
  });
}

/** The entry's proof alone, under the newest signed checkpoint (C2SP tlog-proof@v1). */
export async function makeProof(db: Reader, index: number): Promise<string> {
  return inSnapshot(db, async (tx) => proofUnder(tx, await checkpointOver(tx, index), index));
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

async function checkpointOver(tx: Reader, index: number): Promise<SignedCheckpoint> {
  const newest = await newestCheckpoint(tx);
  if (newest === undefined || !Number.isSafeInteger(index) || index < 0 || index >= newest.size)
    throw new Fault("not-found", `Entry ${index} is not under a signed checkpoint.`);
  return newest;
}

async function entryBytes(tx: Reader, index: number): Promise<Buffer> {
  const { rows } = await sql<{ bytes: Buffer }>`select bytes from record_entry where index = ${index}`.execute(tx);
  if (rows[0] === undefined)
    throw new Fault("unsafe", `Entry ${index} is missing from the database. Run "voceria audit".`);
  return rows[0].bytes;
}

async function proofUnder(tx: Reader, under: SignedCheckpoint, index: number): Promise<string> {
  return writeProof({
    index,
    path: await inclusionPath(tilesOf(tx, "record_tile"), index, under.size),
    checkpoint: under.note,
  });
}

type Held = { commitment: Buffer; salt: Buffer | null; bytes: Buffer | null };

async function contentParts(tx: Reader, commitment: Uint8Array, under: SignedCheckpoint): Promise<Partial<Bundle>> {
  const { rows } = await sql<Held>`
    select commitment, salt, bytes from record_content where commitment = ${Buffer.from(commitment)}`.execute(tx);
  const [held] = rows;
  if (held === undefined || held.bytes === null || held.salt === null) return {};
  const content = readContent(held.bytes, "content");
  const parts: Mutable<Partial<Bundle>> = { content, salt: base64(held.salt) };
  if (content.format === "voceria/statement/v1" && content.attachments.length > 0) {
    // An edition may list what an earlier one of the same text had: by commitment, whichever content it came with.
    const listed = content.attachments.map((file) => Buffer.from(file.commitment, "base64"));
    const files = await sql<Held>`
      select commitment, salt from record_content
      where purpose = 'attachment' and commitment = any(${listed}::bytea[])`.execute(tx);
    const salts = new Map(files.rows.map((file) => [base64(file.commitment), file.salt]));
    parts.attachments = content.attachments.map((listed) => {
      const salt = salts.get(listed.commitment);
      return salt ? { salt: base64(salt) } : {};
    });
  }
  const register = await registerParts(tx, voicesIn(content), under);
  if (register.length > 0) parts.register = register;
  return parts;
}

function voicesIn(content: Content): readonly VoiceItem[] {
  if (content.format === "voceria/transcript/v1") return voicesOf(content);
  return "voice" in content ? content.voice : [];
}

/** Each item once, in the order of entry and item; one that is not under this checkpoint is left out. */
async function registerParts(
  tx: Reader,
  voice: readonly VoiceItem[],
  under: SignedCheckpoint,
): Promise<NonNullable<Bundle["register"]>> {
  const wanted = new Map(
    voice.flatMap(({ register }) => (register === undefined ? [] : [[`${register.entry}/${register.item}`, register]])),
  );
  const parts: NonNullable<Bundle["register"]>[number][] = [];
  for (const { entry, item } of [...wanted.values()].toSorted((a, b) => a.entry - b.entry || a.item - b.item)) {
    if (entry >= under.size) continue;
    const found = await itemParts(tx, entry, item);
    if (found === undefined) continue;
    parts.push({ ...found, entry: base64(await entryBytes(tx, entry)), proof: await proofUnder(tx, under, entry) });
  }
  return parts;
}

async function itemParts(tx: Reader, index: number, item: number) {
  const { rows } = await sql<Held>`
    select b.commitment, c.salt, c.bytes from record_batch_item b join record_content c using (commitment)
    where b.entry = ${index} and b.item = ${item}`.execute(tx);
  const [held] = rows;
  const entry = readEntry(await entryBytes(tx, index), `entry ${index}`);
  if (held === undefined || entry.act !== "register.asserted")
    throw new Fault("not-found", `Entry ${index} has no item ${item}.`);
  if (held.salt === null || held.bytes === null) return undefined;
  const path = await batchPathOf(tx, { entry: index, count: entry.count, root: entry.root }, item);
  return {
    batch: { item, path: path.map(base64) },
    content: readCanonical(held.bytes, "register item"),
    salt: base64(held.salt),
  };
}

/** The subject's leaf under the state that the checkpoint's last entry asserts. */
async function stateParts(tx: Reader, under: SignedCheckpoint, subject: number): Promise<NonNullable<Bundle["state"]>> {
  const last = under.size - 1;
  const bytes = await entryBytes(tx, last);
  const asserted = readEntry(bytes, `entry ${last}`);
  const state = (await statesAt(tx, [subject], under.size)).get(subject);
  if (asserted.act !== "state.asserted" || state === undefined)
    throw new Fault("unsafe", `The state under checkpoint ${under.size} cannot be shown. Run "voceria audit".`);
  const path = await inclusionPath(tilesOf(tx, "record_state_tile"), subject, asserted.count);
  return {
    entry: base64(bytes),
    leaf: JSON.parse(new TextDecoder().decode(stateLeaf(state))) as Json,
    path: path.map(base64),
    proof: await proofUnder(tx, under, last),
  };
}
