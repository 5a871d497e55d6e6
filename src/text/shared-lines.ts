import { deepest } from "./document.ts";
import type { Align, Block, Line, Link, List, Marks, Run, Table, Text } from "./document.ts";
import { withoutBlankLinks } from "./tidy-line.ts";

/**
 * A document as one sequence of lines, the form in which several people write in it at once. Each line has its text and an
 * `end` that says what it is and what it stands in. What a person types is never copied or moved when another makes the
 * line a heading, an item or two lines: so no word can be lost between them, and whatever sequence comes about can be read.
 */
export type SharedLine = { text: SharedRun[]; end: string };
/** Characters that are alike; a line feed is a hard break. `link` is an address, with `+` before it if it touches an equal one. */
export type SharedRun = { text: string; marks: Marks; link?: string };

/** The end of a plain paragraph, which needs no words. */
export const plainEnd = "p";

/**
 * What an end may be: the containers from the outside in, each with `+` where it begins (q quote; u, o bullet and
 * numbered list, t tight or l loose, o with its first number; i item; t table; r row), then the line's own kind.
 */
export function isLineEnd(end: string): boolean {
  return end.length <= 400 && endForm.test(end) && (end.match(/[quo]/g)?.length ?? 0) <= deepest;
}

const endForm = /^(?:q\+? |(?:u[tl]|o[tl][0-9]{1,9})\+? i\+? )*(?:p|h[234]|hr|t\+? r\+? c(?::(?:left|right|center))?)$/;

/** The document as lines. Blocks deeper in each other than the profile knows stand at its greatest depth. */
export function linesFromBlocks(blocks: readonly Block[]): SharedLine[] {
  const lines: SharedLine[] = [];
  addBlocks(lines, blocks, [], 0);
  return lines;
}

/** Containers around what is added next; `+` goes from each once its first line stands. */
type Around = { name: string; begun: boolean }[];

function addBlocks(lines: SharedLine[], blocks: readonly Block[], around: Around, depth: number): void {
  if (blocks.length === 0) add(lines, around, "p", []);
  for (const block of blocks) addBlock(lines, block, around, depth);
}

function addBlock(lines: SharedLine[], block: Block, around: Around, depth: number): void {
  switch (block.kind) {
    case "paragraph":
      return add(lines, around, "p", sharedLines(block.lines));
    case "heading":
      return add(lines, around, `h${block.level}`, sharedLines([block.line]));
    case "rule":
      return add(lines, around, "hr", []);
    case "quote":
      if (depth >= deepest) return addBlocks(lines, block.blocks, around, depth);
      return addBlocks(lines, block.blocks, [...around, { name: "q", begun: false }], depth + 1);
    case "list":
      return addList(lines, block, around, depth);
    case "table":
      return addTable(lines, block, around);
  }
}

function addList(lines: SharedLine[], list: List, around: Around, depth: number): void {
  if (depth >= deepest) return list.items.forEach((item) => addBlocks(lines, item, around, depth));
  const name = `${list.ordered ? "o" : "u"}${list.tight ? "t" : "l"}${list.ordered ? list.start : ""}`;
  const container = { name, begun: false };
  for (const item of list.items.length === 0 ? [[]] : list.items)
    addBlocks(lines, item, [...around, container, { name: "i", begun: false }], depth + 1);
}

function addTable(lines: SharedLine[], table: Table, around: Around): void {
  const width = Math.max(1, table.head.length, ...table.rows.map((row) => row.length));
  const container = { name: "t", begun: false };
  for (const row of [table.head, ...table.rows]) {
    const within = [...around, container, { name: "r", begun: false }];
    for (let column = 0; column < width; column++) {
      const align = table.align[column];
      add(lines, within, align === undefined ? "c" : `c:${align}`, sharedLines([row[column] ?? []]));
    }
  }
}

function add(lines: SharedLine[], around: Around, kind: string, text: SharedRun[]): void {
  const containers = around.map((container) => `${container.name}${container.begun ? "" : "+"} `).join("");
  for (const container of around) container.begun = true;
  lines.push({ text, end: containers + kind });
}

function sharedLines(lines: readonly Line[]): SharedRun[] {
  const runs: SharedRun[] = [];
  let before: string | undefined;
  const put = (run: SharedRun) => {
    const last = runs.at(-1);
    if (run.text === "") return;
    if (last !== undefined && last.marks === run.marks && last.link === run.link) last.text += run.text;
    else runs.push(run);
  };
  lines.forEach((line, at) => {
    if (at > 0) {
      put({ text: "\n", marks: 0 });
      before = undefined;
    }
    for (const run of line) {
      if (run.kind === "text") {
        put({ text: run.text.replaceAll("\n", " "), marks: run.marks });
        if (run.text !== "") before = undefined;
      } else {
        const link: string = before === run.href ? `+${run.href}` : run.href;
        for (const part of run.text)
          put({ text: part.text.replaceAll("\n", " "), marks: part.marks | run.marks, link });
        if (run.text.some((part) => part.text !== "")) before = link;
      }
    }
  });
  return runs;
}

/** The document that the lines say, as yet untidy. Every sequence of lines says one, and every word of them is in it. */
export function blocksFromLines(lines: readonly SharedLine[]): Block[] {
  const root: Block[] = [];
  let open: Open[] = [];
  for (const line of lines) {
    const tokens = line.end.split(" ");
    const kind = tokens.pop() as string;
    let depth = 0;
    while (depth < tokens.length && continues(tokens[depth] as string, open[depth])) depth++;
    open = open.slice(0, depth);
    for (const token of tokens.slice(depth)) open.push(begin(token, open.at(-1), root));
    const place = open.at(-1);
    if (place?.kind === "row") addCell(place, line, kind);
    else (place?.blocks ?? root).push(...leaves(line, kind));
  }
  return root;
}

type Open =
  | { kind: "quote"; token: string; blocks: Block[] }
  | { kind: "list"; token: string; list: List; blocks: Block[] }
  | { kind: "item"; token: string; blocks: Block[] }
  | { kind: "table"; token: string; table: Table; rows: number; blocks: Block[] }
  | { kind: "row"; token: string; table: Table; cells: Line[]; isHead: boolean; blocks: Block[] };

/** A line goes on in a container of the same kind; a list's other properties are those of its first line. */
function continues(token: string, open: Open | undefined): boolean {
  return open !== undefined && !token.endsWith("+") && open.token.charAt(0) === token.charAt(0);
}

function begin(token: string, outer: Open | undefined, root: Block[]): Open {
  const around = outer?.blocks ?? root;
  switch (token.charAt(0)) {
    case "q": {
      const blocks: Block[] = [];
      around.push({ kind: "quote", blocks });
      return { kind: "quote", token, blocks };
    }
    case "u":
    case "o": {
      const ordered = token.startsWith("o");
      const start = ordered ? Number(/[0-9]+/.exec(token)?.[0] ?? 1) : 1;
      const list: List = { kind: "list", ordered, start, tight: token.charAt(1) === "t", items: [] };
      around.push(list);
      return { kind: "list", token, list, blocks: [] };
    }
    case "i": {
      const blocks: Block[] = [];
      if (outer?.kind === "list") outer.list.items.push(blocks);
      return { kind: "item", token, blocks };
    }
    case "t": {
      const table: Table = { kind: "table", align: [], head: [], rows: [] };
      around.push(table);
      return { kind: "table", token, table, rows: 0, blocks: [] };
    }
    default: {
      const of = outer as Open & { kind: "table" };
      const isHead = of.rows++ === 0;
      const cells: Line[] = isHead ? of.table.head : [];
      if (!isHead) of.table.rows.push(cells);
      return { kind: "row", token, table: of.table, cells, isHead, blocks: [] };
    }
  }
}

function addCell(row: Open & { kind: "row" }, line: SharedLine, kind: string): void {
  row.cells.push(oneLine(line));
  const column = row.cells.length - 1;
  if (row.isHead) row.table.align[column] = (kind.split(":")[1] ?? undefined) as Align;
  // Where rows were cut at once by two people the head may be the shorter; a word without a column would be lost.
  while (row.table.head.length <= column) {
    row.table.head.push([]);
    row.table.align.push(undefined);
  }
}

function leaves(line: SharedLine, kind: string): Block[] {
  if (kind === "hr") {
    const rule: Block = { kind: "rule" };
    return line.text.length === 0 ? [rule] : [{ kind: "paragraph", lines: runsOf(line) }, rule];
  }
  if (kind.startsWith("h"))
    return [{ kind: "heading", level: Number(kind.charAt(1)) as 2 | 3 | 4, line: oneLine(line) }];
  return [{ kind: "paragraph", lines: runsOf(line) }];
}

function oneLine(line: SharedLine): Line {
  return runsOf(line).flatMap((runs, at) =>
    at === 0 ? runs : [{ kind: "text", text: " ", marks: 0 } as const, ...runs],
  );
}

function runsOf(line: SharedLine): Line[] {
  const lines: Line[] = [[]];
  let open: { address: string; link: Link } | undefined;
  for (const run of line.text) {
    run.text.split("\n").forEach((piece, at) => {
      if (at > 0) {
        lines.push([]);
        open = undefined;
      }
      if (piece === "") return;
      const text: Text = { kind: "text", text: piece, marks: run.marks };
      const into = lines.at(-1) as Run[];
      if (run.link === undefined) {
        into.push(text);
        open = undefined;
      } else if (open?.address === run.link) {
        open.link.text.push(text);
      } else {
        open = { address: run.link, link: { kind: "link", href: run.link.replace(/^\+/, ""), text: [text], marks: 0 } };
        into.push(open.link);
      }
    });
  }
  return lines.map(withoutBlankLinks);
}
