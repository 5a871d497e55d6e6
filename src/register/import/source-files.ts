import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join, relative, sep } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { Fault } from "../../fault.ts";
import type { SourceFile } from "./candidate.ts";

/** One file is read whole where its format needs that; this much fits. Formats of lines have no limit. */
const largest = 256 << 20;

/**
 * The files of a source: one file, or every file of a folder (and below) with one of the extensions, by path. Throws
 * Fault("not-found") where there is none, and, when read, Fault("too-large") or Fault("invalid") for one that is not UTF-8.
 */
export async function openSource(paths: readonly string[], extensions: readonly string[]): Promise<SourceFile[]> {
  const found: SourceFile[] = [];
  for (const path of paths) {
    const about = await stat(path).catch(() => undefined);
    if (about === undefined) throw new Fault("not-found", `There is no file or folder ${path}.`);
    if (!about.isDirectory()) found.push(fileAt(path, basename(path), about.size));
    else found.push(...(await filesIn(path, extensions)));
  }
  if (found.length === 0)
    throw new Fault("not-found", `${paths.join(", ")} holds no file that ends in ${extensions.join(" or ")}.`);
  return found;
}

async function filesIn(folder: string, extensions: readonly string[]): Promise<SourceFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && extensions.some((extension) => entry.name.toLowerCase().endsWith(extension)))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  return Promise.all(
    paths.map(async (path) => fileAt(path, relative(folder, path).split(sep).join("/"), (await stat(path)).size)),
  );
}

function fileAt(path: string, name: string, bytes: number): SourceFile {
  return {
    name: name.normalize("NFC"),
    bytes,
    text: async () => {
      if (bytes > largest)
        throw new Fault(
          "too-large",
          `${name} has ${bytes} bytes; a file of this format may have ${largest}. Split it.`,
        );
      return decode(await readFile(path), name);
    },
    lines: () => linesOf(path),
  };
}

/** Strict UTF-8, its byte order mark taken off. */
export function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Fault(
      "invalid",
      `${name} is not UTF-8: convert it first, for example with iconv -f WINDOWS-1252 -t UTF-8.`,
    );
  }
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const bytes = createReadStream(path);
  const input = path.endsWith(".gz") ? bytes.pipe(createGunzip()) : bytes;
  bytes.on("error", (error) => input.destroy(error));
  yield* createInterface({ input, crlfDelay: Infinity });
}

/** Files handed over as texts: for tests, and for what is pasted. */
export function textFile(name: string, text: string): SourceFile {
  return {
    name,
    bytes: text.length,
    text: async () => text.replace(/^\ufeff/, ""),
    lines: async function* () {
      yield* text.replace(/^\ufeff/, "").split(/\r\n|\n/);
    },
  };
}
