import type { Installation } from "../store/installation.ts";
import { followNotices } from "../store/notices.ts";

/** What happens to one briefing: "event" where the public has something new to read, "desk" where only colleagues have. */
export const briefingChannel = "voceria_briefing";
/** Which briefing has a turn due, and when (milliseconds of Unix time). */
export const releaseChannel = "voceria_release";

/**
 * Calls `follower` whenever there may be something new of a briefing, in whichever process it was done, from when this returns until
 * `stop` is called. `shown`: the public may read it.
 */
export function followBriefing(
  installation: Pick<Installation, "db" | "address">,
  briefing: number,
  follower: (shown: boolean) => void,
): Promise<{ stop: () => void }> {
  return followNotices(installation, briefingChannel, briefing, (notice) => follower(notice !== "desk"));
}
