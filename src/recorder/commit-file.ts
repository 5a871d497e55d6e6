import { createHash } from "node:crypto";
import { base64, type StatementContent } from "@voceria/record";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { findFiles, readBytes } from "../files/stored-files.ts";
import type { Reader } from "../store/database.ts";

/** A file with a salt of its own, as the record will list it. */
export type CommittedFile = { file: number; salt: Uint8Array; commitment: Uint8Array };
export type Listed = StatementContent["attachments"][number];

/**
 * Commits to files, each read through once and never whole in memory. Done before any counter is locked, since it takes as
 * long as their bytes. `alt` by place; Fault("not-found") for a file that is not whole.
 */
export async function commitFiles(
  db: Reader,
  files: readonly { file: number; alt?: string }[],
  means: Means,
): Promise<{ committed: CommittedFile; listed: Listed }[]> {
  const found = new Map(
    (
      await findFiles(
        db,
        files.map(({ file }) => file),
      )
    ).map((file) => [file.id, file]),
  );
  const made = [];
  for (const { file, alt } of files) {
    const held = found.get(file);
    if (held === undefined)
      throw new Fault(
        "not-found",
        "An attached file is not there, or is still on its way. Attach it again.",
        [],
        "Un archivo adjunto no está, o todavía viene en camino. Adjúntelo de nuevo.",
      );
    const salt = means.random(32);
    const hash = createHash("sha256").update("voceria/attachment/v1\n").update(salt);
    let bytes = 0;
    for await (const part of readBytes(db, file)) {
      hash.update(part);
      bytes += part.length;
    }
    if (bytes !== held.bytes)
      throw new Fault(
        "unsafe",
        `Of "${held.name}" ${bytes} bytes are kept, and ${held.bytes} came. Attach it again.`,
        [],
        `De «${held.name}» hay ${bytes} bytes guardados y llegaron ${held.bytes}. Adjúntelo de nuevo.`,
      );
    const commitment = hash.digest();
    const { name, media } = held;
    made.push({
      committed: { file, salt, commitment },
      listed: { bytes, commitment: base64(commitment), media, name, ...(alt === undefined ? {} : { alt }) },
    });
  }
  return made;
}
