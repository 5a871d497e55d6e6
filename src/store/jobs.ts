import { EventEmitter } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import type { Runner, RunnerOptions, WorkerEvents } from "graphile-worker";
import { sql } from "kysely";
import type pg from "pg";
import { JOBS_SCHEMA, openConnection, openPool, type Transaction } from "./database.ts";
import type { Installation } from "./installation.ts";

export type JobOptions = {
  /** Not before this instant, by the database's clock; by default as soon as the transaction commits. */
  runAt?: Date;
  /** Of jobs that bear one key and have not begun, only the newest stands. */
  key?: string;
  /** Of the jobs of one key, the newest stands at the hour of the first: however often it is replaced, it is done. */
  keepHour?: boolean;
  /** How often it is tried before it is left for a person to see; each try waits longer than the last, up to six hours. */
  tries?: number;
};

/**
 * When the transaction commits, the job will be run, at least once, whatever happens to any process; when it is rolled
 * back there is none. What a task does must therefore bear being done twice. A payload is kept as it is until the job is
 * done: nothing belongs in it that lets somebody in.
 */
export async function addJob(
  tx: Transaction,
  name: string,
  payload: unknown,
  { runAt, key, keepHour = false, tries }: JobOptions = {},
): Promise<void> {
  await sql`select from ${sql.id(JOBS_SCHEMA)}.add_job(identifier => ${name}, payload => ${JSON.stringify(payload)}::json,
    run_at => ${runAt ?? null}, job_key => ${key ?? null}, job_key_mode => ${keepHour ? "preserve_run_at" : "replace"}, max_attempts => ${tries ?? null})`.execute(
    tx,
  );
}

/** When the transaction commits, the job of that key will not be run, unless it has begun. */
export async function dropJob(tx: Transaction, key: string): Promise<void> {
  await sql`select from ${sql.id(JOBS_SCHEMA)}.remove_job(${key})`.execute(tx);
}

/** What a job does. `attempt` counts from 1. One that throws is tried again later. */
export type Task = (payload: unknown, attempt: number) => Promise<void>;
export type Tasks = Readonly<Record<string, Task>>;
/** Told of each try that failed, by the name of its task. */
export type JobLog = (error: unknown, name: string) => void;

/** How often jobs that were to run later are looked for; those that may run at once are told of by the database. */
const lookEvery = 1_000;
/** How often it is asked whether another process has died with a job in its hands. */
const reclaimEvery = 5_000;
/** Any number, the same in every version: the namespace of the locks that say that a worker lives. */
const livingWorkers = 0x766f6a6f;
/** After so many failures in a row to ask for a job, by all workers together, the runner is replaced. */
const tooOften = 8;
/** How long a job that is running may take to end when the program stops. */
const graceful = 2_000;

/**
 * Runs the jobs of an installation until closed, beside any other processes that do. When `close` has returned, none of
 * ours is running; what was cut off is run again by whoever runs jobs next, at once. At most `atOnce` of them run at a time:
 * tasks that must not wait for others are run by themselves.
 */
export async function runJobs(
  { address }: Installation,
  tasks: Tasks,
  log: JobLog,
  atOnce = 4,
): Promise<{ close(): Promise<void> }> {
  const { Logger, run } = await import("graphile-worker");
  const closing = new AbortController();
  const living = await openLiving(closing.signal);
  await living.reclaim();
  const pgPool = openPool(address, atOnce + 2);
  const events = new EventEmitter() as WorkerEvents;
  events.on("pool:create", ({ workerPool }) => void living.hold(workerPool.id));
  // A worker whose very first question failed asks nothing new any more (graphile-worker 0.18 keeps the failure).
  let failed = 0;
  events.on("worker:getJob:empty", () => (failed = 0));
  events.on("job:start", () => (failed = 0));
  events.on("worker:getJob:error", () => {
    if (++failed === tooOften && !closing.signal.aborted)
      void runner?.stop("the queue cannot be read").catch(() => undefined);
  });
  events.on("job:error", ({ job, error }) => log(error, job.task_identifier));
  const options: RunnerOptions = {
    pgPool,
    schema: JOBS_SCHEMA,
    events,
    taskList: Object.fromEntries(
      Object.entries(tasks).map(([name, task]) => [
        name,
        (payload: unknown, { job }: { job: { attempts: number } }) => task(payload, job.attempts),
      ]),
    ),
    noHandleSignals: true,
    concurrency: atOnce,
    pollInterval: lookEvery,
    parsedCronItems: [],
    // What failed is told by the event above; the rest of what it says is for its own authors.
    logger: new Logger(() => () => undefined),
    preset: { worker: { gracefulShutdownAbortTimeout: graceful } },
  };
  let runner: Runner | undefined = await run({ ...options });
  const running = keepRunning();

  /** A runner that gave up, whatever made it do so, is replaced. */
  async function keepRunning(): Promise<void> {
    for (;;) {
      await runner?.promise.catch((error: unknown) => log(error, "jobs"));
      if (closing.signal.aborted) return;
      await pause(lookEvery, undefined, { signal: closing.signal }).catch(() => undefined);
      if (closing.signal.aborted) return;
      failed = 0;
      runner = await run({ ...options }).catch((error: unknown) => {
        log(error, "jobs");
        return undefined;
      });
    }
  }

  return {
    close: async () => {
      closing.abort();
      await runner?.stop().catch(() => undefined);
      await running;
      await living.close();
      await pgPool.end();
    },
  };

  /**
   * A connection whose advisory locks say which workers of ours live: with the process, they go. Jobs in the hands of a
   * worker that holds no such lock are let go of, rather than after the four hours that the library waits.
   */
  async function openLiving(signal: AbortSignal) {
    const held = new Set<string>();
    let connection: pg.Client | undefined;

    async function connected(): Promise<pg.Client> {
      if (connection !== undefined) return connection;
      const opened = openConnection(address);
      await opened.connect();
      opened.once("end", () => {
        if (connection === opened) connection = undefined;
      });
      for (const worker of held) await lock(opened, worker);
      connection = opened;
      return opened;
    }

    async function reclaim(): Promise<void> {
      const asking = await connected();
      const { rows } = await asking.query<{ worker: string }>(
        `select distinct locked_by as worker from ${JOBS_SCHEMA}.jobs where locked_by is not null`,
      );
      for (const { worker } of rows) {
        // A lock can be taken again by whoever holds it: our own workers are known to live.
        if (held.has(worker)) continue;
        const taken = await asking.query<{ dead: boolean }>("select pg_try_advisory_lock($1, hashtext($2)) as dead", [
          livingWorkers,
          worker,
        ]);
        if (taken.rows[0]?.dead !== true) continue;
        await asking.query(`select ${JOBS_SCHEMA}.force_unlock_workers(array[$1])`, [worker]);
        await asking.query("select pg_advisory_unlock($1, hashtext($2))", [livingWorkers, worker]);
      }
    }

    const reclaiming = (async () => {
      for (;;) {
        await pause(reclaimEvery, undefined, { signal, ref: false }).catch(() => undefined);
        if (signal.aborted) return;
        await reclaim().catch((error: unknown) => log(error, "jobs"));
      }
    })();

    return {
      reclaim,
      hold: async (worker: string) => {
        held.add(worker);
        await connected()
          .then((asking) => lock(asking, worker))
          .catch((error: unknown) => log(error, "jobs"));
      },
      close: async () => {
        await reclaiming;
        await connection?.end();
      },
    };
  }
}

function lock(connection: pg.Client, worker: string): Promise<unknown> {
  return connection.query("select pg_advisory_lock($1, hashtext($2))", [livingWorkers, worker]);
}
