import { base64, readBase64 } from "./bytes.ts";
import { readDecimal } from "./decimal.ts";
import { Malformed } from "./malformed.ts";
import { checkNoteText } from "./note.ts";

/** A tree's size and root under the log's name (C2SP tlog-checkpoint), without its signatures. */
export type Checkpoint = { origin: string; size: number; root: Uint8Array; extensions: string[] };

/** The text of the note to be signed. Refuses what `readCheckpoint` would refuse. */
export function writeCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  const text = [origin, String(size), base64(root), ...extensions].map((line) => `${line}\n`).join("");
  // A line end within a line would make one line more.
  if (readCheckpoint(text, "checkpoint to be written").extensions.length !== extensions.length) {
    throw new Malformed("a line contains a line end", "checkpoint to be written");
  }
  return text;
}

/** Reads the text of a checkpoint's note (`Note.text`, not the whole note). */
export function readCheckpoint(text: string, where = "checkpoint"): Checkpoint {
  checkNoteText(text, where);
  const lines = text.split("\n");
  if (lines.pop() !== "") throw new Malformed("does not end in a line end", where);
  const [origin, size, root, ...extensions] = lines;
  if (origin === undefined || size === undefined || root === undefined)
    throw new Malformed("has not three lines", where);
  if (lines.includes("")) throw new Malformed(`line ${lines.indexOf("") + 1} is empty`, where);
  const hash = readBase64(root, `${where}, root`);
  if (hash.length !== 32) throw new Malformed(`${hash.length} bytes instead of 32`, `${where}, root`);
  return { origin, size: readDecimal(size, `${where}, size`), root: hash, extensions };
}
