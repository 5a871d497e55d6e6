import { createReadStream } from "node:fs";
import { open, readdir, readFile, stat } from "node:fs/promises";
import { basename, join, relative, sep } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { Fault } from "../../fault.ts";
import { finding, type SourceFile, type SourceRow } from "./candidate.ts";

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
    lines: () => linesOf(path, name),
  };
}

/** Strict UTF-8, its byte order mark taken off. */
export function decode(bytes: Uint8Array, name: string): string {
  refuseOther(bytes.subarray(0, 4096), name);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Fault(
      "invalid",
      `${name} is not UTF-8: convert it first, for example with iconv -f WINDOWS-1252 -t UTF-8.`,
    );
  }
}

/** Fault("invalid") for what is no text of single bytes, by its first ones: read as lines it would be rows of nonsense. */
function refuseOther(first: Uint8Array, name: string): void {
  const begins = (...marks: number[]) => marks.every((mark, index) => first[index] === mark);
  const refuse = (what: string, then: string) => {
    throw new Fault("invalid", `${name} is ${what}: ${then}.`);
  };
  if (begins(0x50, 0x4b, 0x03, 0x04)) refuse("a zip archive or a spreadsheet", "unpack it, or save it as CSV in UTF-8");
  if (begins(0x1f, 0x8b)) refuse("compressed (gzip)", "decompress it first, or let its name end in .gz");
  if (begins(0x25, 0x50, 0x44, 0x46)) refuse("a PDF", "there is no table in it that could be read");
  if (begins(0xff, 0xfe) || begins(0xfe, 0xff))
    refuse("UTF-16", "convert it first, for example with iconv -f UTF-16 -t UTF-8");
  const zeros = first.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);
  if (zeros > first.length / 4)
    refuse(
      "no text in UTF-8 (a quarter of it are zeros)",
      "convert it first, for example with iconv -f UTF-16LE -t UTF-8",
    );
}

async function firstBytes(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(4096), 0, 4096, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function* linesOf(path: string, name: string): AsyncGenerator<string> {
  if (!path.endsWith(".gz")) refuseOther(await firstBytes(path), name);
  const bytes = createReadStream(path);
  const input = path.endsWith(".gz") ? bytes.pipe(createGunzip()) : bytes;
  bytes.on("error", (error) => input.destroy(error));
  yield* createInterface({ input, crlfDelay: Infinity });
}

/** Why a line cannot be taken as it was read: bytes that are no UTF-8 were lost on the way. */
export function lostCharacters(text: string): string | undefined {
  const at = text.indexOf("\ufffd");
  if (at < 0) return undefined;
  const around = text.slice(Math.max(0, at - 30), at + 30).trim();
  return `Characters of it are lost ("${around}"): it is not UTF-8, or was broken before. Convert the file first, for example with iconv -f WINDOWS-1252 -t UTF-8.`;
}

/**
 * The rows of each file. Of several, one that cannot be read at all is one row that says why, and the others go in; one alone
 * throws its Fault.
 */
export async function* fileByFile(
  files: readonly SourceFile[],
  read: (file: SourceFile) => AsyncIterable<SourceRow>,
): AsyncGenerator<SourceRow> {
  for (const file of files) {
    try {
      yield* read(file);
    } catch (error) {
      if (files.length === 1 || !(error instanceof Fault)) throw error;
      yield { file: file.name, states: [], about: [], findings: [], refused: finding("malformed", error.message) };
    }
  }
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
