import { open, type FileHandle } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import type { Config } from "../config.ts";
import { Fault } from "../fault.ts";
import { takeFile } from "../files/take-file.ts";
import type { AttachmentDraft } from "../newsroom/attachments.ts";
import type { Installation } from "../store/installation.ts";

/**
 * The files that a Markdown file names, kept. Paths are beside that file; after a bar stands what a picture shows. When one
 * is refused, those before it are swept within a day, as is what a refused publication leaves.
 */
export async function takeAttachments(
  { db, means }: Installation,
  { largestFile }: Pick<Config, "largestFile">,
  path: string,
  { attachments, image }: { attachments: readonly string[] | undefined; image: string | undefined },
): Promise<AttachmentDraft[] | undefined> {
  if (attachments === undefined && image === undefined) return undefined;
  const folder = path === "-" ? "." : dirname(path);
  const taken: AttachmentDraft[] = [];
  for (const [line, claim] of [
    ...(image === undefined ? [] : [[image, true] as const]),
    ...(attachments ?? []).map((one) => [one, false] as const),
  ]) {
    const [name = "", ...words] = line.split("|").map((part) => part.trim());
    const alt = words.join("|");
    const handle = await openFile(resolve(folder, name), name);
    try {
      const status = await handle.stat();
      if (!status.isFile()) throw new Fault("invalid", `attachments: "${name}" is no file. Name one.`);
      const source = handle.createReadStream({ autoClose: false }) as AsyncIterable<Uint8Array>;
      const file = await takeFile(db, { name: basename(name), bytes: status.size }, source, means.clock, largestFile);
      taken.push({ file: file.id, claim, ...(alt === "" ? {} : { alt }) });
    } finally {
      await handle.close();
    }
  }
  return taken;
}

async function openFile(path: string, name: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new Fault(
      "not-found",
      missing
        ? `attachments: there is no file "${name}" beside the text. Check the path.`
        : `attachments: "${name}" cannot be read: ${(error as Error).message}.`,
    );
  }
}
