import { sql } from "kysely";
import type { Reader } from "../store/database.ts";

/** Which record a database holds. A trial is marked as such everywhere. */
export type RecordIdentity = {
  origin: string;
  kind: "trial" | "founded";
  verifierKey: string;
  foundedAt: Date;
  /** SHA-256 of the recovery key that another body holds offline. */
  recoveryKeyHash?: Uint8Array;
  lockId: string;
};

export async function readRecord(db: Reader): Promise<RecordIdentity | undefined> {
  const { rows } = await sql<Omit<RecordIdentity, "recoveryKeyHash"> & { recoveryKeyHash: Buffer | null }>`
    select origin, kind, verifier_key as "verifierKey", founded_at as "foundedAt", recovery_key_hash as "recoveryKeyHash", lock_id as "lockId"
    from record`.execute(db);
  const row = rows[0];
  if (row === undefined) return undefined;
  const { recoveryKeyHash, ...identity } = row;
  return recoveryKeyHash === null ? identity : { ...identity, recoveryKeyHash };
}
