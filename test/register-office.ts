import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { Means } from "../src/clock.ts";
import type { Difference } from "../src/recorder/difference.ts";
import { auditRegister } from "../src/register/audit.ts";
import { foundPack } from "../src/register/found-pack.ts";
import type { Reader } from "../src/store/database.ts";
import { type Founded, foundedInstallation } from "./recorder-office.ts";

export const packFolder = (name: string) => fileURLToPath(new URL(`../packs/${name}`, import.meta.url));

/** A clock that stands until it is set. */
export function settableMeans(start: string): Means & { set(instant: string): void } {
  let now = new Date(start);
  return { clock: { now: () => now }, random: randomBytes, set: (instant) => void (now = new Date(instant)) };
}

/** An installation with a trial record and the office of a pack. */
export async function officeOf(pack: string, means?: Means): Promise<Founded> {
  const installation = await foundedInstallation(means);
  await foundPack(installation, packFolder(pack));
  return installation;
}

export async function registerDifferences(db: Reader): Promise<Difference[]> {
  const found: Difference[] = [];
  for await (const difference of auditRegister(db)) found.push(difference);
  return found;
}
