import { createReadStream, type ReadStream } from "node:fs";
import { open, readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { Fault } from "../fault.ts";

/** One row of an archive as it stands there: a line of JSON, or a Markdown file. Lines are counted from 1. */
export type ArchiveRow = { line?: number; file?: string } & (
  | { format: "json" | "markdown"; bytes: Uint8Array }
  /** What stands here cannot even be read; the sentence says why. */
  | { format: "unreadable"; reason: string }
);

export type Archive = {
  rows: AsyncIterable<ArchiveRow>;
  /** What progress counts: bytes of the file as it lies on disk, or files of the folder. */
  unit: "bytes" | "files";
  progress(): { done: number; total: number };
  /** Files of the folder that hold no Markdown. */
  otherFiles(): readonly string[];
  /** Why reading ended before the archive's end, where it did: everything before it was given. */
  damage(): string | undefined;
};

/** A line longer than this is passed over without being held in memory. */
const longestLine = 32 * 1024 * 1024;
const newline = 0x0a;

/** JSON lines, gzip or not, told by the bytes and not by the name; a Markdown file; a folder of those, in order of their paths. */
export async function openArchive(path: string): Promise<Archive> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined)
    throw new Fault("not-found", `There is no file or folder "${path}". Check the path, and that you may read it.`);
  if (found.isDirectory()) return markdownFolder(path);
  if (!found.isFile()) throw new Fault("invalid", `"${path}" is neither a file nor a folder.`);
  return isMarkdown(path) ? markdownFiles([{ path, id: basename(path) }], []) : jsonLines(path, found.size);
}

async function jsonLines(path: string, total: number): Promise<Archive> {
  let file: ReadStream | undefined;
  let damage: string | undefined;
  const zipped = await isGzip(path);
  async function* rows(): AsyncGenerator<ArchiveRow> {
    file = createReadStream(path, { highWaterMark: 1 << 18 });
    let line = 0;
    try {
      for await (const bytes of lines(zipped ? unzip(file) : file)) {
        line++;
        if (bytes === undefined)
          yield {
            line,
            format: "unreadable",
            reason: `the line is longer than ${longestLine / 1024 / 1024} MiB`,
          };
        else if (!isBlank(bytes)) yield { line, format: "json", bytes: line === 1 ? withoutMark(bytes) : bytes };
      }
    } catch (error) {
      damage = `The archive cannot be read past line ${line}: ${error instanceof Error ? error.message : String(error)}.`;
    } finally {
      file.destroy();
    }
  }
  return {
    rows: rows(),
    unit: "bytes",
    progress: () => ({ done: file?.bytesRead ?? 0, total }),
    otherFiles: () => [],
    damage: () => damage,
  };
}

function unzip(file: ReadStream): Readable {
  const unzipped = createGunzip({ chunkSize: 1 << 18 });
  file.on("error", (error) => unzipped.destroy(error));
  return file.pipe(unzipped);
}

/** Each line without its end; undefined for one that is too long. Holds one line and one block at most. */
async function* lines(stream: Readable): AsyncGenerator<Buffer | undefined> {
  let held: Buffer[] = [];
  let length = 0;
  let passing = false;
  for await (const block of stream as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = block.indexOf(newline); end !== -1; end = block.indexOf(newline, start)) {
      const part = block.subarray(start, end);
      const tooLong = passing || length + part.length > longestLine;
      yield tooLong ? undefined : held.length === 0 ? part : Buffer.concat([...held, part]);
      held = [];
      length = 0;
      passing = false;
      start = end + 1;
    }
    if (start < block.length && !passing) {
      held.push(block.subarray(start));
      length += block.length - start;
      if (length > longestLine) {
        passing = true;
        held = [];
      }
    }
  }
  if (passing) yield undefined;
  else if (length > 0) yield Buffer.concat(held);
}

async function markdownFolder(folder: string): Promise<Archive> {
  const entries = (await entriesOf(folder))
    .map(({ path, file }) => ({ path, file, id: path.slice(join(folder, "/").length).replaceAll("\\", "/") }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const isText = (entry: { path: string; file: boolean }) => entry.file && isMarkdown(entry.path);
  return markdownFiles(
    entries.filter(isText),
    entries.filter((entry) => !isText(entry)).map(({ id }) => id),
  );
}

/** All that is no folder. Links are not followed: one that leads back up would bring each text many times. */
async function entriesOf(folder: string): Promise<{ path: string; file: boolean }[]> {
  const found: { path: string; file: boolean }[] = [];
  const open = [folder];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const entries = await readdir(next, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
      throw new Fault(
        "unavailable",
        `The folder "${next}" cannot be read (${error.code}). See that you may read all of it.`,
      );
    });
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isDirectory()) open.push(path);
      else found.push({ path, file: entry.isFile() });
    }
  }
  return found;
}

function markdownFiles(files: readonly { path: string; id: string }[], others: readonly string[]): Archive {
  let done = 0;
  async function* rows(): AsyncGenerator<ArchiveRow> {
    for (const { path, id } of files) {
      try {
        const { size } = await stat(path);
        if (size > longestLine)
          yield { file: id, format: "unreadable", reason: `the file is larger than ${longestLine / 1024 / 1024} MiB` };
        else yield { file: id, format: "markdown", bytes: withoutMark(await readFile(path)) };
      } catch (error) {
        yield { file: id, format: "unreadable", reason: error instanceof Error ? error.message : String(error) };
      }
      done++;
    }
  }
  return {
    rows: rows(),
    unit: "files",
    progress: () => ({ done, total: files.length }),
    otherFiles: () => others,
    damage: () => undefined,
  };
}

function isMarkdown(path: string): boolean {
  return /\.(md|markdown)$/i.test(path);
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}

/** Without the byte order mark that some programs write before UTF-8. */
function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}
