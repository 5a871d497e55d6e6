import { open } from "node:fs/promises";
import { Fault } from "../fault.ts";
import { readFrontMatter } from "../text/front-matter.ts";

export type StatementFile = {
  fields: Record<string, string>;
  topics?: string[];
  /** "FILE" or "FILE | what it shows", as written. */
  attachments?: string[];
  body: string;
};

/** Larger than any statement may be. */
const largest = 8 * 1024 * 1024;

/**
 * A Markdown file with front matter, or "-" for what stands on stdin. A field that is not among `known` is refused by
 * name: a misspelt one must not vanish.
 */
export async function readStatementFile(path: string, known: readonly string[]): Promise<StatementFile> {
  const where = path === "-" ? "stdin" : path;
  const bytes = await readAll(path, where);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Fault("invalid", `${where} is not UTF-8 text. Save it as UTF-8.`);
  }
  const { fields, body } = readFrontMatter(text, where);
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new Fault(
      "invalid",
      `${where}: the front matter has a field "${unknown}", and takes only ${known.join(", ")}. Rename it or take it out.`,
    );
  const { topics, attachments, ...others } = fields;
  const list = Object.entries(others).find(([, value]) => typeof value !== "string");
  if (list !== undefined) throw new Fault("invalid", `${where}: the field "${list[0]}" is a list. Give it one value.`);
  return {
    fields: others as Record<string, string>,
    ...(topics === undefined ? {} : { topics: typeof topics === "string" ? topics.split(",") : topics }),
    ...(attachments === undefined ? {} : { attachments: [attachments].flat().filter((one) => one.trim() !== "") }),
    body,
  };
}

async function readAll(path: string, where: string): Promise<Uint8Array> {
  const source = path === "-" ? process.stdin : await openFile(path);
  const blocks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const block of source as AsyncIterable<Uint8Array>) {
      blocks.push(block);
      length += block.length;
      if (length > largest)
        throw new Fault(
          "too-large",
          `${where} is larger than ${largest / 1024 / 1024} MiB. A statement has at most a million characters.`,
        );
    }
  } catch (error) {
    if (error instanceof Fault) throw error;
    if ((error as { code?: string }).code === "EISDIR")
      throw new Fault("invalid", `${where} is a folder. Give one Markdown file.`);
    throw new Fault("not-found", `${where} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
  return Buffer.concat(blocks);
}

async function openFile(path: string) {
  try {
    return (await open(path)).createReadStream();
  } catch (error) {
    const missing = (error as { code?: string }).code === "ENOENT";
    throw new Fault(
      "not-found",
      missing
        ? `There is no file "${path}". Check the path.`
        : `"${path}" cannot be read: ${(error as Error).message}.`,
    );
  }
}
