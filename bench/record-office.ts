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

/**
 * An installation with a trial record alone, in this process, on a PostgreSQL of its own; `remove` leaves nothing behind. One that is
 * kept in a folder is opened again where it is there, and `remove` closes it.
 */
export async function recordOffice(kept?: string): Promise<Installation & { remove(): Promise<void> }> {
  const folder = kept ?? (await mkdtemp(join(tmpdir(), "voceria-bench-")));
  const means: Means = { clock: { now: () => new Date() }, random: randomBytes };
  const installation = await openInstallation({ data: join(folder, "data") }, { serve: false }, means);
  await foundRecord(installation, { kind: "trial" });
  return {
    ...installation,
    remove: async () => {
      await installation.close();
      if (kept === undefined) await rm(folder, { recursive: true, force: true });
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

/** More gain nothing and hold up whoever publishes meanwhile. */
const atOnce = 200;

/**
 * Appends numbers `from` to `to` (exclusive), each transaction prepared while the one before it commits: the counter is
 * what they wait for, and it is taken last.
 */
export async function importDrafts(
  installation: Installation,
  from: number,
  to: number,
  onBatch: (done: number) => void = () => undefined,
): Promise<void> {
  let next = from;
  let done = from;
  const lane = async (): Promise<void> => {
    while (next < to) {
      const at = next;
      next = Math.min(to, at + atOnce);
      const drafts = Array.from({ length: next - at }, (_, place) => importedDraft(at + place));
      await transact(installation.db, (tx) => appendToRecord(tx, drafts, installation.means));
      done += drafts.length;
      if (done % 1_000 === 0) onBatch(done);
    }
  };
  await Promise.all([lane(), lane()]);
}
