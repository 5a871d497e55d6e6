import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { keepFile, syncFolder } from "./keep-file.ts";

/** What a founding that was begun has decided: written before its first step, removed after its last. */
export type FoundingPlan = { origin: string; recoveryKeyHash?: string; aside: string };

export async function readPlan(data: string): Promise<FoundingPlan | undefined> {
  const text = await readFile(planPath(data), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  return text === undefined ? undefined : (JSON.parse(text) as FoundingPlan);
}

export async function keepPlan(data: string, plan: FoundingPlan): Promise<void> {
  await keepFile(planPath(data), `${JSON.stringify(plan)}\n`);
}

export async function removePlan(data: string): Promise<void> {
  await rm(planPath(data), { force: true });
  await syncFolder(data);
}

function planPath(data: string): string {
  return join(data, "founding.json");
}
