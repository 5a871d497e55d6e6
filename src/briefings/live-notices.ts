/** What happens to one briefing: "event" where the public has something new to read, "desk" where only colleagues have. */
export const briefingChannel = "voceria_briefing";
/** Which briefing has a turn due, and when (milliseconds of Unix time). */
export const releaseChannel = "voceria_release";
