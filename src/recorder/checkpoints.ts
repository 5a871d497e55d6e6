import { openNote, readCheckpoint, readNote, type Checkpoint, type VerifierKey } from "@voceria/record";
import { sql } from "kysely";
import type { Reader } from "../store/database.ts";
import type { SignedCheckpoint } from "./publish-checkpoint.ts";
import { checkEd25519 } from "./sha256.ts";

/** The newest checkpoint that readers may see; undefined where no record is founded. */
export async function newestCheckpoint(db: Reader): Promise<SignedCheckpoint | undefined> {
  const { rows } = await sql<SignedCheckpoint>`
    select size, root, note, signed_at as "signedAt" from record_checkpoint order by id desc limit 1`.execute(db);
  return rows[0];
}

/** The checkpoint in a note that this very key signed; Malformed otherwise. */
export async function openCheckpoint(note: string, key: VerifierKey): Promise<Checkpoint & { signed: boolean }> {
  const opened = await openNote(readNote(note), [key], checkEd25519);
  const checkpoint = readCheckpoint(opened.text);
  return { ...checkpoint, signed: opened.signed.length > 0 && checkpoint.origin === key.name };
}
