import { Fault } from "../fault.ts";

/**
 * The fields between two lines `---` at the head of a file, and the text after them. A value is plain text, "quoted"
 * or 'quoted', a list `[a, b]`, or lines `- a` under its name; nothing else of YAML. Throws Fault("invalid") naming
 * file and line and what to write. A file without such a head is all body.
 */
export function readFrontMatter(
  source: string,
  where: string,
): { fields: Record<string, string | string[]>; body: string } {
  const lines = source.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  if (lines[0]?.trimEnd() !== "---") return { fields: {}, body: lines.join("\n") };
  const end = lines.findIndex((line, at) => at > 0 && line.trimEnd() === "---");
  if (end === -1)
    throw refusal(where, 1, "the front matter begins here and never ends; write a line --- after its last field");
  return {
    fields: readFields(lines.slice(1, end), where),
    body: lines
      .slice(end + 1)
      .join("\n")
      .replace(/^\n+/, ""),
  };
}

function readFields(lines: readonly string[], where: string): Record<string, string | string[]> {
  const fields = new Map<string, string | string[]>();
  /** `name: []`; a name with nothing after it is an empty text. */
  const emptyLists = new Set<string>();
  let open: string[] | undefined;
  lines.forEach((raw, at) => {
    const number = at + 2;
    const line = raw.trimEnd();
    if (line === "" || line.startsWith("#")) return;
    const item = /^\s*-(?:\s+(.*))?$/.exec(line);
    if (item !== null) {
      if (open === undefined)
        throw refusal(
          where,
          number,
          "an item of a list stands under no field; write its field's name and a colon on a line before it",
        );
      open.push(readScalar(item[1] ?? "", where, number));
      return;
    }
    const field = /^([A-Za-z][A-Za-z0-9_-]*):(?:\s+(.*))?$/.exec(line);
    if (field === null) throw refusal(where, number, `“${line.trim()}” is no field; write it as name: value`);
    const name = field[1] as string;
    const value = (field[2] ?? "").trim();
    if (fields.has(name)) throw refusal(where, number, `the field ${name} stands here a second time; keep one`);
    open = value === "" ? [] : undefined;
    const read = open ?? readValue(value, where, number);
    fields.set(name, read);
    if (open === undefined && read.length === 0) emptyLists.add(name);
  });
  return Object.fromEntries(
    [...fields].map(([name, value]) => [
      name,
      Array.isArray(value) && value.length === 0 && !emptyLists.has(name) ? "" : value,
    ]),
  );
}

function readValue(value: string, where: string, line: number): string | string[] {
  if (!value.startsWith("[")) return readScalar(value, where, line);
  if (!value.endsWith("]")) throw refusal(where, line, "the list is not closed; write it on one line as [one, two]");
  const inner = value.slice(1, -1).trim();
  if (inner === "") return [];
  const parts = inner.match(/\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*|[^,]+|,/g) ?? [];
  const items: string[] = [];
  let wanted = true;
  for (const part of parts) {
    const text = part.trim();
    if (text === "") continue;
    if ((text === ",") === wanted)
      throw refusal(
        where,
        line,
        "the list is malformed; write it as [one, two], with quotes round an item that holds a comma",
      );
    if (text !== ",") items.push(readScalar(text, where, line));
    wanted = text === ",";
  }
  if (wanted) throw refusal(where, line, "the list ends in a comma; take it out");
  return items;
}

function readScalar(value: string, where: string, line: number): string {
  if (value.startsWith('"')) {
    if (!/^"(?:[^"\\]|\\["\\/nt])*"$/.test(value))
      throw refusal(
        where,
        line,
        'a quoted value must end in its quote; within it write \\" for a quote and \\\\ for a backslash',
      );
    return value
      .slice(1, -1)
      .replace(/\\(.)/g, (_, character: string) => (character === "n" ? "\n" : character === "t" ? "\t" : character));
  }
  if (value.startsWith("'")) {
    if (!/^'(?:[^']|'')*'$/.test(value))
      throw refusal(where, line, "a quoted value must end in its quote; within it write '' for a quote");
    return value.slice(1, -1).replaceAll("''", "'");
  }
  if (/^[[\]{}|>&*!%@`]/.test(value))
    throw refusal(where, line, `a value cannot begin with ${value.charAt(0)}; put it in "quotes"`);
  return value;
}

function refusal(where: string, line: number, sentence: string): Fault {
  return new Fault("invalid", `${where}, line ${line}: ${sentence}.`);
}
