import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { ConvertedText, SourceText } from "./convert-text.ts";

/** Threads that convert texts beside the one that writes to the database. */
export type Converters = {
  /** How many batches are worth having under way. */
  readonly width: number;
  convert(texts: readonly SourceText[]): Promise<ConvertedText[]>;
  close(): Promise<void>;
};

type Job = {
  texts: readonly SourceText[];
  done(converted: ConvertedText[]): void;
  failed(error: Error): void;
};

export function startConverters(count = Math.max(1, Math.min(availableParallelism(), 8))): Converters {
  const waiting: Job[] = [];
  const idle: Worker[] = [];
  const underWay = new Map<Worker, Job>();
  const all = new Set<Worker>();
  let failure: Error | undefined;

  function start(): void {
    const worker = new Worker(new URL("./convert-worker.ts", import.meta.url));
    all.add(worker);
    idle.push(worker);
    worker.on("message", (converted: ConvertedText[]) => {
      const job = underWay.get(worker);
      underWay.delete(worker);
      idle.push(worker);
      job?.done(converted);
      next();
    });
    // A thread that dies is a bug of ours or want of memory: every batch fails and the import stops where it has committed.
    worker.on("error", (error) => {
      failure = error instanceof Error ? error : new Error(String(error));
      for (const job of [...underWay.values(), ...waiting.splice(0)]) job.failed(failure);
      underWay.clear();
    });
  }

  function next(): void {
    const worker = idle.at(-1);
    const job = waiting[0];
    if (worker === undefined || job === undefined) return;
    idle.pop();
    waiting.shift();
    underWay.set(worker, job);
    worker.postMessage(job.texts);
    next();
  }

  for (let index = 0; index < count; index++) start();
  return {
    width: 2 * count,
    convert: (texts) =>
      new Promise((done, failed) => {
        if (failure !== undefined) return failed(failure);
        waiting.push({ texts, done, failed });
        return next();
      }),
    close: async () => {
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}
