import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { Fault } from "../../fault.ts";
import { isDay } from "../../register/day.ts";
import { readTranscript, type Transcript } from "./read-transcript.ts";

/** The texts of an archive: files called .txt, by their paths, each of one briefing. */
export type TranscriptFiles = { files: readonly { path: string; id: string }[]; otherFiles: readonly string[] };

/** One of them, read and understood. */
export type TranscriptText = { id: string; day: string; sha256: string; transcript: Transcript };

/** Nobody speaks so much at one briefing; longer files are not read into memory. */
const largest = 8 * 1024 * 1024;

export async function openTranscripts(path: string): Promise<TranscriptFiles> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined)
    throw new Fault("not-found", `There is no file or folder "${path}". Check the path, and that you may read it.`);
  if (found.isFile()) return { files: [{ path, id: basename(path) }], otherFiles: [] };
  if (!found.isDirectory()) throw new Fault("invalid", `"${path}" is neither a file nor a folder.`);
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new Fault(
        "unavailable",
        `The folder "${path}" cannot be read (${error.code}). See that you may read all of it.`,
      );
    },
  );
  const all = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: file, id: file.slice(join(path, "/").length).replaceAll("\\", "/") }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const isText = ({ id }: { id: string }) => /\.txt$/iu.test(id);
  return { files: all.filter(isText), otherFiles: all.filter((file) => !isText(file)).map(({ id }) => id) };
}

/** Understands one file, or says what is wrong with it. `today` bounds what can have been said. */
export async function readTranscriptFile(
  { path, id }: TranscriptFiles["files"][number],
  today: string,
): Promise<TranscriptText | { refused: string }> {
  try {
    const { size } = await stat(path);
    if (size > largest) return { refused: `the file is larger than ${largest / 1024 / 1024} MiB` };
    const bytes = await readFile(path);
    const day = dayIn(id, today);
    const transcript = readTranscript(decode(bytes));
    if (transcript.turns.length === 0) return { refused: "it holds no text" };
    if (transcript.turns.every(({ heading }) => heading === undefined))
      return { refused: 'no line of it begins with a speaker in capitals and a colon ("NAME, POST:", "PREGUNTA:")' };
    return { id, day, sha256: createHash("sha256").update(bytes).digest("base64"), transcript };
  } catch (error) {
    if (error instanceof Fault) return { refused: error.message };
    if (error instanceof Error && "code" in error) return { refused: error.message };
    throw error;
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Fault("invalid", "it is not UTF-8 text");
  }
}

/** The day that stands in the file's name, and no other is made up. */
function dayIn(id: string, today: string): string {
  const days = [...new Set(basename(id).match(/(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)/gu) ?? [])];
  const [day] = days;
  if (day === undefined || days.length > 1)
    throw new Fault(
      "invalid",
      `its name "${basename(id)}" holds ${days.length === 0 ? "no day" : "several days"}: write the one it was held as YYYY-MM-DD`,
    );
  if (!isDay(day)) throw new Fault("invalid", `${day} is a day that does not exist`);
  if (day > today) throw new Fault("invalid", `${day} lies in the future`);
  return day;
}
