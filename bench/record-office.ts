import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Means } from "../src/clock.ts";
import { appendToRecord, type Draft } from "../src/recorder/append.ts";
import { foundRecord } from "../src/recorder/found.ts";
import { transact } from "../src/store/database.ts";
import { openInstallation, type Installation } from "../src/store/installation.ts";
import { prose } from "./office.ts";

/** An installation with a trial record alone, in this process, on a PostgreSQL of its own; `remove` leaves nothing behind. */
export async function recordOffice(): Promise<Installation & { remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "voceria-bench-"));
  const means: Means = { clock: { now: () => new Date() }, random: randomBytes };
  const installation = await openInstallation({ data: join(folder, "data") }, { serve: false }, means);
  await foundRecord(installation, { kind: "trial" });
  return {
    ...installation,
    remove: async () => {
      await installation.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const body = prose(400);

/** Small texts: what is measured is the record, not the length of speeches. */
export function importedDraft(number: number): Draft {
  return {
    act: "statement.imported",
    number: `H-${String(number).padStart(6, "0")}`,
    edition: 1,
    content: {
      attachments: [],
      body: `${number} ${body}\n`,
      format: "voceria/statement/v1",
      html: `<p>${number} ${body}</p>\n`,
      kind: "discurso",
      language: "es-CL",
      source: {
        date: "1974-03-11",
        id: String(number),
        name: "bench",
        sha256: "pb5VBgcPuGS733yXhVUP2yXfUvcdnNaFwD0X2Qtws0c=",
      },
      title: `Texto ${number}`,
      topics: [],
      voice: [],
    },
  };
}

/** Appends numbers `from` to `to` (exclusive), a thousand in a transaction. */
export async function importDrafts(
  installation: Installation,
  from: number,
  to: number,
  onBatch: (done: number) => void = () => undefined,
): Promise<void> {
  for (let at = from; at < to; at += 1_000) {
    const drafts = Array.from({ length: Math.min(1_000, to - at) }, (_, place) => importedDraft(at + place));
    await transact(installation.db, (tx) => appendToRecord(tx, drafts, installation.means));
    onBatch(at + drafts.length);
  }
}
