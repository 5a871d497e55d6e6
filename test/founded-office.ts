import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { Means } from "../src/clock.ts";
import { auditNewsroom } from "../src/newsroom/audit.ts";
import type { Difference } from "../src/recorder/audit.ts";
import { foundRecord } from "../src/recorder/found.ts";
import { foundPack } from "../src/register/found-pack.ts";
import type { Reader } from "../src/store/database.ts";
import { freshInstallation } from "./database.ts";

/** A clock that a test sets. */
export class SetClock {
  #now: Date;
  constructor(now: string) {
    this.#now = new Date(now);
  }
  now(): Date {
    return this.#now;
  }
  set(now: string): void {
    this.#now = new Date(now);
  }
}

/** The system's clock, so many milliseconds ahead. */
export function aheadClock(ahead: () => number): Means["clock"] {
  return { now: () => new Date(Date.now() + ahead()) };
}

/** An office with its register and a trial record, on a database of its own. */
export async function foundedOffice(
  pack: "segegob" | "blank",
  clock: Means["clock"] = new SetClock("2026-11-23T15:00:00Z"),
) {
  const installation = await freshInstallation({ clock, random: randomBytes });
  await foundRecord(installation, { kind: "trial" });
  await foundPack(installation, fileURLToPath(new URL(`../packs/${pack}`, import.meta.url)));
  return installation;
}

export async function newsroomDifferences({ db }: { db: Reader }) {
  const differences: Difference[] = [];
  for await (const difference of auditNewsroom(db)) differences.push(difference);
  return differences;
}
