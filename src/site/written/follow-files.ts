import type { Touched } from "../follow-acts.ts";
import type { WrittenFiles } from "./write-files.ts";

const retryAfter = 10_000;
/** A timer of Node's holds no more. */
const longestWait = 2 ** 31 - 1;

/** Keeps the files as the site is, beside serving it, until closed. */
export type FilesFollower = {
  moved(touched: Touched | undefined, signed: number): void;
  told(tags: readonly string[] | undefined): void;
  close(): Promise<void>;
};

/** `failed`: of what could not be marked (a full disk); it is tried again with everything. */
export function followFiles(files: WrittenFiles, failed: (error: unknown) => void): FilesFollower {
  /** `signed`: the size of the record that could not be marked for. */
  const state = { closed: false, wanted: true, unmarked: false, signed: 0 };
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> | undefined;

  function wake(): void {
    state.wanted = true;
    if (state.closed) return;
    working ??= work().finally(() => {
      working = undefined;
      if (state.wanted) wake();
    });
  }

  async function work(): Promise<void> {
    clearTimeout(timer);
    let wait = retryAfter;
    try {
      while (state.wanted && !state.closed) {
        state.wanted = false;
        if (state.unmarked) {
          files.told(undefined);
          files.moved(undefined, Math.max(files.marked, state.signed));
          state.unmarked = false;
        }
        await files.markOver();
        if ((await files.work(() => state.closed)) > 0) files.again();
        else wait = await files.untilOver();
      }
    } catch (error) {
      failed(error);
    }
    if (!state.closed) timer = setTimeout(wake, Math.min(wait, longestWait));
  }

  function mark(work: () => void): void {
    if (state.closed) return;
    try {
      work();
    } catch (error) {
      state.unmarked = true;
      failed(error);
    }
    wake();
  }

  wake();
  return {
    moved: (touched, signed) => {
      state.signed = Math.max(state.signed, signed);
      mark(() => files.moved(touched, signed));
    },
    told: (tags) => mark(() => files.told(tags)),
    close: async () => {
      state.closed = true;
      clearTimeout(timer);
      await working;
      files.close();
    },
  };
}
