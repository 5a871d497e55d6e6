import { sql } from "kysely";
import type pg from "pg";
import { Fault } from "../fault.ts";
import { openConnection } from "../store/database.ts";
import type { Installation } from "../store/installation.ts";
import { followHorizon } from "./horizon.ts";
import { type Accepted, loadSigning } from "./load-signing.ts";
import { readKey, signerFor } from "./key.ts";
import { openLock } from "./open-lock.ts";
import { publishCheckpoint, signAgain, type Signing, type Step } from "./publish-checkpoint.ts";
import { readRecord } from "./record-identity.ts";
import { overConnection, tryLock, trySharedLock } from "./signing-connection.ts";

export type SigningOptions = {
  /** Where the lock is; by default record.lock in the data folder. */
  lock?: string | undefined;
  accept?: Accepted | undefined;
  onStep?: ((step: Step) => void | Promise<void>) | undefined;
};

export type SequencerOptions = SigningOptions & {
  /** One line for the operator's log. An "error" is an alarm: nothing is being signed. */
  log?: (level: "info" | "error", line: string) => void;
  /** Milliseconds after which an idle log is signed again; an hour. */
  signAgainEvery?: number;
};

/** `signing`: this process signs. `standby`: another does. `serving`: there is no key here. `failing`: tried again every second. */
export type SequencerState = "signing" | "standby" | "serving" | "failing";

export type Sequencer = {
  state(): SequencerState;
  /** Resolves once that entry is under a signed checkpoint, whoever signed it. */
  wait(index: number): Promise<void>;
  /** Resolves once everything that is committed now is under a signed checkpoint. */
  flush(): Promise<void>;
  /** When this returns, this process signs nothing more and another may. */
  close(): Promise<void>;
};

const tryEvery = 1_000;
const hour = 3_600_000;

/**
 * Signs what is committed, as long as this process is the one signer; takes over when the one before it ends. Many
 * commits that wait are signed as one. Returns once it is known whether this process signs; Fault("unsafe") where it is
 * its turn and signing could fork the record.
 */
export async function startSequencer(installation: Installation, options: SequencerOptions = {}): Promise<Sequencer> {
  const log = options.log ?? (() => undefined);
  const waiting = new Set<{ index: number; resolve: () => void }>();
  const ending = new AbortController();
  let state: SequencerState = "standby";
  let wake: () => void = () => undefined;
  let alarmed: { message: string; at: number } | undefined;

  const horizon = await followHorizon(installation, release);
  function release(): void {
    const { signed } = horizon.current();
    for (const one of waiting) if (one.index < signed && waiting.delete(one)) one.resolve();
  }

  const first = Promise.withResolvers<void>();
  let begun = false;
  function begin(): void {
    begun = true;
    first.resolve();
  }
  const loop = run();
  try {
    await first.promise;
  } catch (error) {
    ending.abort();
    await loop;
    await horizon.close();
    throw error;
  }

  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      try {
        await turn();
      } catch (error) {
        const known = error instanceof Fault && error.code !== "unavailable";
        state = "failing";
        // Whoever starts it is told by the refusal itself, and only once.
        if (known && !begun) first.reject(error);
        else alarm(error instanceof Error ? error.message : String(error));
      }
      begin();
      await pause(tryEvery, ending.signal);
    }
  }

  /** Once a minute while it lasts. */
  function alarm(message: string): void {
    if (alarmed?.message === message && performance.now() - alarmed.at < 60_000) return;
    alarmed = { message, at: performance.now() };
    log("error", `Nothing is being signed: ${message}`);
  }

  /** One connection's life: it holds the advisory lock, so that when it is lost nothing can be staged over it. */
  async function turn(): Promise<void> {
    const lock = openLock({ data: installation.data, place: options.lock });
    const connection = openConnection(installation.address);
    const ended = new AbortController();
    connection.on("error", () => ended.abort());
    connection.on("end", () => ended.abort());
    const until = AbortSignal.any([ending.signal, ended.signal]);
    try {
      await connection.connect();
      const db = overConnection(connection);
      if (!(await trySharedLock(db)))
        throw new Fault("conflict", "A record is being founded in this database; start again when that is done.");
      let key = await readKey(installation.data);
      while (key === undefined || !(await tryLock(db))) {
        state = key === undefined ? "serving" : "standby";
        begin();
        await pause(tryEvery, until);
        if (until.aborted) return;
        key = await readKey(installation.data);
      }
      const record = await readRecord(db);
      if (record === undefined) throw new Fault("conflict", "No record is founded in this database.");
      const signing = await loadSigning(db, {
        ...options,
        signer: signerFor(record.origin, key),
        lock,
        means: installation.means,
      });
      state = "signing";
      await sign(connection, signing, until);
      if (ended.signal.aborted) throw new Fault("unavailable", "The connection to the database is lost.");
    } finally {
      await connection.end().catch(() => undefined);
      await lock.close();
    }
  }

  async function sign(connection: pg.Client, signing: Signing, until: AbortSignal): Promise<void> {
    const every = options.signAgainEvery ?? hour;
    let noticed = true;
    connection.on("notification", ({ payload }) => {
      if (Number(payload) <= signing.log.size) return;
      noticed = true;
      wake();
    });
    await connection.query("listen voceria_record");
    let told = false;
    for (;;) {
      noticed = false;
      while ((await publishCheckpoint(signing)) !== undefined) begin();
      begin();
      // Only once it has worked: a signer that fails is tried again each second.
      if (!told)
        log("info", `Signing ${signing.signer.key.name}; ${signing.shown.size} entries are under its checkpoint.`);
      told = true;
      if (until.aborted) return;
      if (installation.means.clock.now().getTime() - signing.shown.signedAt.getTime() >= every)
        await signAgain(signing);
      if (noticed) continue;
      const called = new AbortController();
      wake = () => called.abort();
      await pause(tryEvery, AbortSignal.any([until, called.signal]));
      wake = () => undefined;
    }
  }

  async function wait(index: number): Promise<void> {
    if (index < horizon.current().signed) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.add({ index, resolve });
    release();
    await promise;
  }

  return {
    state: () => state,
    wait,
    flush: async () => {
      const committed = await countCommitted(installation);
      if (committed > 0) await wait(committed - 1);
    },
    close: async () => {
      ending.abort();
      await loop;
      await horizon.close();
    },
  };
}

/**
 * When this returns, everything that was committed when it was called is under a signed checkpoint: signed here if
 * nobody is signing, else by whoever is. Fault("unavailable") when that takes over half a minute.
 */
export async function signNow(installation: Installation, options: SigningOptions = {}): Promise<void> {
  const committed = await countCommitted(installation);
  const until = AbortSignal.timeout(30_000);
  while (!until.aborted) {
    if ((await countSigned(installation)) >= committed) return;
    if (await signOnce(installation, options)) continue;
    await pause(20, until);
  }
  throw new Fault(
    "unavailable",
    "What was entered is kept, but whoever signs this record has not signed it for half a minute; see the log of the running server.",
  );
}

/** False when another process is the signer. */
async function signOnce(installation: Installation, options: SigningOptions): Promise<boolean> {
  const connection = openConnection(installation.address);
  connection.on("error", () => undefined);
  const lock = openLock({ data: installation.data, place: options.lock });
  try {
    await connection.connect();
    const db = overConnection(connection);
    if (!(await tryLock(db))) return false;
    const [key, record] = [await readKey(installation.data), await readRecord(db)];
    if (record === undefined) throw new Fault("conflict", "No record is founded in this database.");
    if (key === undefined)
      throw new Fault(
        "unavailable",
        `The key of the record ${record.origin} is not on this machine and no process that has it is running; start Vocería where the key is.`,
      );
    const signing = await loadSigning(db, {
      ...options,
      signer: signerFor(record.origin, key),
      lock,
      means: installation.means,
    });
    await publishCheckpoint(signing);
    return true;
  } finally {
    await connection.end().catch(() => undefined);
    await lock.close();
  }
}

async function countCommitted({ db }: Installation): Promise<number> {
  const { rows } = await sql<{ committed: number }>`select next_index as committed from record_counter`.execute(db);
  return rows[0]?.committed ?? 0;
}

async function countSigned({ db }: Installation): Promise<number> {
  const { rows } = await sql<{
    signed: number;
  }>`select coalesce(max(size), 0) as signed from record_checkpoint`.execute(db);
  return rows[0]?.signed ?? 0;
}

function pause(milliseconds: number, until: AbortSignal): Promise<void> {
  if (until.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(end, milliseconds);
    until.addEventListener("abort", end, { once: true });
    function end(): void {
      clearTimeout(timer);
      until.removeEventListener("abort", end);
      resolve();
    }
  });
}
