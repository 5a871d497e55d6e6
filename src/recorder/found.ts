import { emptyRoot, hex, writeCheckpoint, writeNote, writeVerifierKey } from "@voceria/record";
import { sql } from "kysely";
import { Fault } from "../fault.ts";
import { transact } from "../store/database.ts";
import type { Installation } from "../store/installation.ts";
import { createKey, signerFor, trialOrigin } from "./key.ts";
import { openLock } from "./open-lock.ts";
import { readPlan } from "./founding-plan.ts";
import { readRecord, type RecordIdentity } from "./record-identity.ts";
import { sha256 } from "./sha256.ts";

export type Founding = {
  kind: "trial" | "founded";
  /** The log's permanent name; a trial takes its own from its key. */
  origin?: string;
  recoveryKeyHash?: Uint8Array;
  /** Where the lock is to be; by default record.lock in the data folder. */
  lock?: string | undefined;
};

const foundingLock = 0x766f6366;

/**
 * When this returns, the record is founded: its key and its lock are on disk and its first checkpoint, of no entry, is
 * signed. Killed at any point and called again it ends at the same record. Of two that start at once, one founds and the
 * other finds it founded: Fault("conflict") unless both are trials.
 */
export async function foundRecord(installation: Installation, founding: Founding): Promise<RecordIdentity> {
  const { db, data, means } = installation;
  const begun = founding.kind === "trial" ? await readPlan(data) : undefined;
  if (begun !== undefined)
    throw new Fault(
      "conflict",
      `The founding of ${begun.origin} was begun here and not ended; "voceria init --origin ${begun.origin}" ends it.`,
    );
  const named = founding.origin === undefined ? undefined : readOrigin(founding.origin);
  const lock = openLock({ data, place: founding.lock });
  try {
    return await transact(db, async (tx) => {
      await sql`select pg_advisory_xact_lock(${foundingLock})`.execute(tx);
      const present = await readRecord(tx);
      if (present !== undefined) {
        if (founding.kind === "trial" && present.kind === "trial") return present;
        throw new Fault("conflict", `This database already holds the record ${present.origin}.`);
      }
      const key = await createKey(data);
      const signer = signerFor(named ?? trialOrigin(key), key);
      const root = emptyRoot(sha256);
      const text = writeCheckpoint({ origin: signer.key.name, size: 0, root, extensions: [] });
      const signature = signer.sign(new TextEncoder().encode(text));
      const note = writeNote({ text, signatures: [{ name: signer.key.name, keyId: signer.key.keyId, signature }] });
      const lockId = hex(means.random(16));
      await lock.create(lockId, note);
      const at = means.clock.now();
      const hash = founding.recoveryKeyHash === undefined ? null : Buffer.from(founding.recoveryKeyHash);
      await sql`
        insert into record (origin, kind, verifier_key, recovery_key_hash, lock_id, founded_at)
        values (${signer.key.name}, ${founding.kind}, ${writeVerifierKey(signer.key)}, ${hash}, ${lockId}, ${at})`.execute(
        tx,
      );
      await sql`
        insert into record_checkpoint (size, root, note, signed_at)
        values (0, ${Buffer.from(root)}, ${note}, ${at})`.execute(tx);
      return (await readRecord(tx))!;
    });
  } finally {
    await lock.close();
  }
}

/**
 * The permanent name of a log: a host name and, if wanted, a path, without a scheme (C2SP tlog-checkpoint recommends it;
 * signed-note allows neither spaces nor a plus). Fault("usage") says what is wrong.
 */
export function readOrigin(origin: string): string {
  const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  const form = new RegExp(`^(?=.{4,200}$)(?:${label}\\.)+${label}(?:/[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)*$`);
  if (!form.test(origin))
    throw new Fault(
      "usage",
      `${JSON.stringify(origin)} cannot be a record's permanent name; take a domain of the office's and a path, in lower case and without a scheme, such as voceria.gob.example/libro.`,
    );
  if (/(?:^|\.)(?:invalid|localhost|test)(?:\/|$)/.test(origin))
    throw new Fault(
      "usage",
      `${origin} is under a domain that can never be the office's (RFC 2606); the real record needs a name of its own.`,
    );
  return origin;
}
