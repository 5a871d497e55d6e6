import type { Installation } from "../store/installation.ts";
import { followNotices } from "../store/notices.ts";
import { releaseChannel } from "./live-notices.ts";
import { listHeld, releaseTurns } from "./release-turns.ts";

/** The longest that a timer sleeps: the clock may be set meanwhile, and it counts in 32 bits. */
const longestSleep = 60_000;
/** A database that is away for a moment is asked again. */
const again = 1_000;

/**
 * Releases held turns at their second, in this process, from when this returns until `close`. Whatever it misses (it was killed, its
 * connection broke) another process or the job releases: they all hold the briefing's row while they do, so none does it twice.
 */
export async function keepReleasing(
  installation: Pick<Installation, "db" | "address" | "means">,
  failed: (error: unknown) => void,
): Promise<{ close(): Promise<void> }> {
  const { db, means } = installation;
  const timers = new Map<number, { at: number; timer: NodeJS.Timeout }>();
  const running = new Set<Promise<void>>();
  let closed = false;

  const { stop } = await followNotices(installation, releaseChannel, 0, (notice) => {
    const [, briefing, at] = /^(\d+) (\d+)$/.exec(notice) ?? [];
    if (briefing !== undefined) arm(Number(briefing), Number(at));
    else run(armAll());
  });
  run(armAll());

  function arm(briefing: number, at: number): void {
    const standing = timers.get(briefing);
    if (closed || (standing !== undefined && standing.at <= at)) return;
    clearTimeout(standing?.timer);
    const sleep = Math.min(Math.max(at - means.clock.now().getTime(), 0), longestSleep);
    const timer = setTimeout(() => {
      timers.delete(briefing);
      run(release(briefing));
    }, sleep);
    timers.set(briefing, { at, timer });
  }

  async function release(briefing: number): Promise<void> {
    try {
      const next = await releaseTurns(db, briefing, means);
      if (next !== undefined) arm(briefing, next.getTime());
    } catch (error) {
      failed(error);
      arm(briefing, means.clock.now().getTime() + again);
    }
  }

  async function armAll(): Promise<void> {
    const now = means.clock.now().getTime();
    try {
      for (const briefing of await listHeld(db)) arm(briefing, now);
    } catch (error) {
      // The jobs release meanwhile.
      failed(error);
    }
  }

  function run(work: Promise<void>): void {
    running.add(work);
    void work.finally(() => running.delete(work));
  }

  return {
    close: async () => {
      closed = true;
      stop();
      for (const { timer } of timers.values()) clearTimeout(timer);
      await Promise.all(running);
    },
  };
}
