import { createHash, randomBytes } from "node:crypto";
import type { Json } from "@voceria/record";
import type { Means } from "../src/clock.ts";
import { beginFile, insertParts } from "../src/files/stored-files.ts";
import { type CommittedFile, commitFiles } from "../src/recorder/commit-file.ts";
import { appendToRecord, type Appended, type Draft } from "../src/recorder/append.ts";
import { auditRecord, type Difference } from "../src/recorder/audit.ts";
import { foundRecord } from "../src/recorder/found.ts";
import { transact } from "../src/store/database.ts";
import type { Installation } from "../src/store/installation.ts";
import { freshInstallation } from "./database.ts";

export type Founded = Installation & { drop(): Promise<void> };

/** An installation with a trial record founded in it. */
export async function foundedInstallation(means?: Means): Promise<Founded> {
  const installation = await freshInstallation(means);
  await foundRecord(installation, { kind: "trial" });
  return installation;
}

export function enter(installation: Installation, ...drafts: Draft[]): Promise<Appended[]> {
  return transact(installation.db, (tx) => appendToRecord(tx, drafts, installation.means));
}

export async function audited(installation: Installation): Promise<Difference[]> {
  return Array.fromAsync(auditRecord(installation));
}

export function statement(text = "El ministro dijo *no*.\n", more: { [field: string]: Json } = {}): Json {
  return {
    attachments: [],
    body: text,
    format: "voceria/statement/v1",
    html: `<p>${text.trim()}</p>\n`,
    kind: "comunicado",
    language: "es-CL",
    title: "Aviso",
    topics: [],
    voice: [],
    ...more,
  };
}

export function published(number: number, text?: string, more?: { [field: string]: Json }): Draft {
  return {
    act: "statement.published",
    number: `2026-${String(number).padStart(4, "0")}`,
    edition: 1,
    content: statement(text, more),
  };
}

export function corrected(subject: number, number: number, edition: number, text?: string): Draft {
  return {
    act: "statement.corrected",
    subject,
    number: `2026-${String(number).padStart(4, "0")}`,
    edition,
    content: statement(text, { note: "Una cifra.", severity: "minor" }),
  };
}

export function withdrawn(subject: number, number: number): Draft {
  return {
    act: "statement.withdrawn",
    subject,
    number: `2026-${String(number).padStart(4, "0")}`,
    content: { format: "voceria/withdrawal/v1", reason: "Publicada por error." },
  };
}

export function asserted(...ids: string[]): Draft {
  return {
    act: "register.asserted",
    basis: "founded",
    items: ids.map((id) => ({
      change: "new",
      data: { name: { es: id } },
      format: "voceria/register/v1",
      id,
      kind: "institution",
      source: { id: "fundacion", locator: "" },
    })),
  };
}

/** The same bytes for the same seed, for whatever must be repeatable. */
export function seededMeans(seed: number, start = new Date("2026-11-23T12:00:00.000Z")): Means {
  let state = seed >>> 0 || 1;
  let now = start.getTime();
  return {
    clock: { now: () => new Date((now += 7)) },
    random: (count) =>
      Uint8Array.from({ length: count }, () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return state >>> 24;
      }),
  };
}

export const realMeans: Means = { clock: { now: () => new Date() }, random: randomBytes };

/** A content that lists files of these bytes, and the files committed, as `enter` takes both. */
export async function withFiles(
  { db, means }: Installation,
  content: Json,
  ...files: { name: string; media: string; bytes: Uint8Array }[]
): Promise<{ content: Json; files: CommittedFile[] }> {
  const ids = [];
  for (const { name, media, bytes } of files) {
    const id = await beginFile(db, { name, bytes: bytes.length }, means.clock.now());
    await insertParts(db, id, 0, bytes);
    await db
      .updateTable("file")
      .set({
        received: bytes.length,
        media,
        sha256: createHash("sha256").update(bytes).digest(),
        complete_at: means.clock.now(),
      })
      .where("id", "=", id)
      .execute();
    ids.push({ file: id });
  }
  const made = await commitFiles(db, ids, means);
  return {
    content: { ...(content as { [field: string]: Json }), attachments: made.map(({ listed }) => listed) },
    files: made.map(({ committed }) => committed),
  };
}
