import { mkdir, rename, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { hex, readHex } from "@voceria/record";
import { sql } from "kysely";
import { Fault } from "../fault.ts";
import { type Database, JOBS_SCHEMA, openConnection, SCHEMA, transact } from "../store/database.ts";
import type { Installation } from "../store/installation.ts";
import { migrate } from "../store/migrate.ts";
import { foundRecord, readOrigin } from "./found.ts";
import { type FoundingPlan, keepPlan, readPlan, removePlan } from "./founding-plan.ts";
import { syncFolder } from "./keep-file.ts";
import { keyPath } from "./key.ts";
import { openLock } from "./open-lock.ts";
import { readRecord, type RecordIdentity } from "./record-identity.ts";
import { overConnection, tryFoundingLock } from "./signing-connection.ts";

export type RealFounding = { origin: string; recoveryKeyHash?: Uint8Array | undefined; lock?: string | undefined };

/**
 * Founds the real record. A trial is set aside whole: its tables as a schema of their own, its key under keys/, its lock
 * beside its place. When this returns, `furnish` has run on the founded record and everything is durable. Killed at any
 * point, it is resumed by being called again with the same name. Fault("conflict") where a real record exists or a
 * server is running.
 */
export async function foundRealRecord(
  installation: Installation,
  { origin, recoveryKeyHash, lock }: RealFounding,
  furnish: () => Promise<void>,
): Promise<RecordIdentity> {
  readOrigin(origin);
  const { db, address, data, means } = installation;
  const connection = openConnection(address);
  await connection.connect();
  try {
    if (!(await tryFoundingLock(overConnection(connection))))
      throw new Fault(
        "conflict",
        "A server is running on this installation; stop it, found the record, and start it again.",
      );
    const plan = (await readPlan(data)) ?? (await begin(installation, origin, recoveryKeyHash));
    if (plan.origin !== origin)
      throw new Fault(
        "conflict",
        `The founding of ${plan.origin} was begun here; end it with --origin ${plan.origin}.`,
      );
    await setTablesAside(db, plan);
    await setKeyAndLockAside(data, lock, plan);
    await migrate(address, means.clock);
    const record =
      (await readRecord(db)) ??
      (await foundRecord(installation, {
        kind: "founded",
        origin,
        lock,
        ...(plan.recoveryKeyHash === undefined
          ? {}
          : { recoveryKeyHash: readHex(plan.recoveryKeyHash, "recovery key hash") }),
      }));
    await furnish();
    await removePlan(data);
    return record;
  } finally {
    await connection.end();
  }
}

async function begin(
  { db, data }: Installation,
  origin: string,
  recoveryKeyHash: Uint8Array | undefined,
): Promise<FoundingPlan> {
  const present = await readRecord(db);
  if (present?.kind === "founded")
    throw new Fault(
      "conflict",
      `This installation already holds the real record ${present.origin}; a record is founded once. Another needs a data folder and database of its own.`,
    );
  const { rows } = await sql<{
    schema: string;
  }>`select nspname as schema from pg_namespace where nspname like ${`${SCHEMA}\\_trial\\_%`}`.execute(db);
  const taken = rows.map(({ schema }) => Number(schema.split("_").at(-1)));
  const plan: FoundingPlan = { origin, aside: `trial_${Math.max(0, ...taken) + 1}` };
  if (recoveryKeyHash !== undefined) plan.recoveryKeyHash = hex(recoveryKeyHash);
  await keepPlan(data, plan);
  return plan;
}

/** One transaction: the trial's tables are either all here or all there. What it still had to do (mail, reminders) goes with it. */
async function setTablesAside(db: Database, plan: FoundingPlan): Promise<void> {
  const present = await readRecord(db);
  if (present?.kind !== "trial") return;
  await transact(db, async (tx) => {
    for (const schema of [JOBS_SCHEMA, SCHEMA])
      await sql`alter schema ${sql.id(schema)} rename to ${sql.id(`${schema}_${plan.aside}`)}`.execute(tx);
  });
}

/** The folder keys/trial_N stands once all is moved: from then on, key and lock in their places are the real record's. */
async function setKeyAndLockAside(data: string, place: string | undefined, { aside }: FoundingPlan): Promise<void> {
  const folder = join(data, "keys", aside);
  if (await stat(folder).catch(() => undefined)) return;
  await mkdir(`${folder}.moving`, { recursive: true, mode: 0o700 });
  await rename(keyPath(data), join(`${folder}.moving`, basename(keyPath(data)))).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
    },
  );
  const lock = openLock({ data, place });
  try {
    if ((await lock.read()) !== undefined) await lock.setAside(aside);
  } finally {
    await lock.close();
  }
  await rename(`${folder}.moving`, folder);
  await syncFolder(join(data, "keys"));
}
