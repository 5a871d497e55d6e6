import {
  AlignmentType,
  BorderStyle,
  Document,
  ExternalHyperlink,
  Footer,
  Header,
  HeadingLevel,
  LevelFormat,
  PageNumber,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
  type FileChild,
  type IParagraphOptions,
} from "docx";
import { deepest, emphasis, strong } from "./document.ts";
import type { Align, Block, Line, List, Run, Table as TextTable } from "./document.ts";
import { readMarkdown } from "./read-markdown.ts";
import { tidy } from "./tidy.ts";

/** A text with the letterhead it goes out under. What is absent leaves no line. All of it is in the text's own language. */
export type Letter = {
  office: string;
  motto?: string;
  /** "Comunicado 2026-0042"; of a draft, that it is one. */
  kicker: string;
  date: string;
  voice?: string;
  contact?: string;
  /** Where the published text is read and checked. */
  address?: string;
  language: string;
  title: string;
  summary?: string;
  body: string;
};

/** The bytes of a .docx that word processors open; links with an address within the site are given its `site`. */
export async function writeDocx(letter: Letter, site: string): Promise<Uint8Array> {
  const numbering: Numbering = { site, count: 0, starts: [] };
  const body = tidy(readMarkdown(letter.body)).flatMap((block) => fromBlock(block, numbering, 0, {}));
  const document = new Document({
    title: letter.title,
    creator: letter.office,
    description: letter.kicker,
    styles: {
      default: {
        document: { run: { font: "Georgia", size: 23, language: { value: letter.language } } },
        title: { run: { font: "Georgia", size: 36, bold: true }, paragraph: { spacing: { before: 120, after: 200 } } },
        heading2: {
          run: { font: "Georgia", size: 28, bold: true },
          paragraph: { spacing: { before: 280, after: 120 } },
        },
        heading3: {
          run: { font: "Georgia", size: 25, bold: true },
          paragraph: { spacing: { before: 240, after: 100 } },
        },
        heading4: {
          run: { font: "Georgia", size: 23, bold: true },
          paragraph: { spacing: { before: 200, after: 80 } },
        },
      },
    },
    numbering: { config: [bullets, ...numbering.starts.map(numbered)] },
    sections: [
      {
        headers: { default: head(letter) },
        footers: { default: foot(letter) },
        children: [
          sans(letter.kicker, { bold: true }),
          sans(letter.date),
          new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(letter.title)] }),
          ...(letter.voice === undefined ? [] : [sans(letter.voice, { italics: true })]),
          ...(letter.summary === undefined || letter.summary === ""
            ? []
            : [
                new Paragraph({ spacing: { after: 240 }, children: [new TextRun({ text: letter.summary, size: 26 })] }),
              ]),
          ...body,
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toBuffer(document));
}

/** Each numbered list counts by itself, from its own number. */
type Numbering = { site: string; count: number; starts: { reference: string; start: number }[] };

function head(letter: Letter): Header {
  return new Header({
    children: [
      new Paragraph({
        border: { bottom: { style: BorderStyle.SINGLE, size: 8, space: 6, color: "0B4A8F" } },
        spacing: { after: 240 },
        children: [
          new TextRun({ text: letter.office, bold: true, size: 24 }),
          ...(letter.motto === undefined
            ? []
            : [new TextRun({ text: letter.motto, break: 1, size: 18, color: "566070" })]),
        ],
      }),
    ],
  });
}

function foot(letter: Letter): Footer {
  const lines = [letter.contact, letter.address].filter((line) => line !== undefined && line !== "");
  return new Footer({
    children: [
      ...lines.map((line) => sans(line as string, { size: 17 })),
      new Paragraph({
        alignment: AlignmentType.RIGHT,
        children: [
          new TextRun({ font: "Calibri", size: 17, children: [PageNumber.CURRENT, " / ", PageNumber.TOTAL_PAGES] }),
        ],
      }),
    ],
  });
}

function sans(text: string, more: { bold?: boolean; italics?: boolean; size?: number } = {}): Paragraph {
  return new Paragraph({
    spacing: { after: 60 },
    children: [new TextRun({ text, font: "Calibri", size: 20, ...more })],
  });
}

const bullets = {
  reference: "bullets",
  levels: Array.from({ length: deepestLevel() }, (_, level) => ({
    level,
    format: LevelFormat.BULLET,
    text: level % 2 === 0 ? "•" : "–",
    alignment: AlignmentType.LEFT,
    style: { paragraph: { indent: { left: 480 * (level + 1), hanging: 280 } } },
  })),
};

function numbered({ reference, start }: { reference: string; start: number }) {
  return {
    reference,
    levels: Array.from({ length: deepestLevel() }, (_, level) => ({
      level,
      start,
      format: LevelFormat.DECIMAL,
      text: `%${level + 1}.`,
      alignment: AlignmentType.LEFT,
      style: { paragraph: { indent: { left: 480 * (level + 1), hanging: 380 } } },
    })),
  };
}

/** Word knows nine levels. */
function deepestLevel(): number {
  return Math.min(9, deepest);
}

function fromBlock(block: Block, numbering: Numbering, level: number, around: IParagraphOptions): FileChild[] {
  switch (block.kind) {
    case "paragraph":
      return [
        new Paragraph({
          spacing: { after: 160, line: 300 },
          ...around,
          children: block.lines.flatMap((line, at) => inline(line, numbering, at > 0)),
        }),
      ];
    case "heading":
      return [new Paragraph({ ...around, heading: headings[block.level], children: inline(block.line, numbering) })];
    case "rule":
      return [
        new Paragraph({
          ...around,
          border: { bottom: { style: BorderStyle.SINGLE, size: 4, space: 1, color: "999999" } },
        }),
      ];
    case "quote":
      return block.blocks.flatMap((inner) =>
        fromBlock(inner, numbering, level, {
          ...around,
          style: "IntenseQuote",
          indent: { left: 480 * (level + 1) },
          border: { left: { style: BorderStyle.SINGLE, size: 12, space: 8, color: "999999" } },
        }),
      );
    case "list":
      return fromList(block, numbering, level, around);
    case "table":
      return [fromTable(block, numbering), new Paragraph({ children: [] })];
  }
}

const headings = { 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3, 4: HeadingLevel.HEADING_4 } as const;

/** The first block of an item bears its mark; what follows stands under it. */
function fromList(list: List, numbering: Numbering, level: number, around: IParagraphOptions): FileChild[] {
  const depth = Math.min(level, deepestLevel() - 1);
  const reference = list.ordered ? `numbers-${numbering.count++}` : "bullets";
  if (list.ordered) numbering.starts.push({ reference, start: list.start });
  return list.items.flatMap((item) =>
    item.flatMap((block, at) =>
      fromBlock(block, numbering, level + 1, {
        ...around,
        spacing: { after: list.tight ? 40 : 140, line: 290 },
        ...(at === 0 && block.kind !== "list"
          ? { numbering: { reference, level: depth, instance: 0 } }
          : { indent: { left: 480 * (depth + 1) } }),
      }),
    ),
  );
}

function fromTable(table: TextTable, numbering: Numbering): Table {
  const row = (cells: readonly Line[], isHead: boolean) =>
    new TableRow({
      tableHeader: isHead,
      children: cells.map(
        (cell, column) =>
          new TableCell({
            margins: { top: 60, bottom: 60, left: 100, right: 100 },
            ...(isHead ? { shading: { fill: "EAF1FA" } } : {}),
            children: [
              new Paragraph({
                alignment: alignments[table.align[column] ?? "left"],
                children: inline(isHead ? bold(cell) : cell, numbering),
              }),
            ],
          }),
      ),
    });
  const hasHead = table.head.some((cell) => cell.length > 0);
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [...(hasHead ? [row(table.head, true)] : []), ...table.rows.map((cells) => row(cells, false))],
  });
}

const alignments: Record<NonNullable<Align>, (typeof AlignmentType)[keyof typeof AlignmentType]> = {
  left: AlignmentType.LEFT,
  right: AlignmentType.RIGHT,
  center: AlignmentType.CENTER,
};

function bold(line: Line): Line {
  return line.map((run) => ({ ...run, marks: run.marks | strong }));
}

function inline(line: Line, { site }: Numbering, afterBreak = false): (TextRun | ExternalHyperlink)[] {
  const children = line.flatMap((run) => fromRun(run, site));
  return afterBreak ? [new TextRun({ text: "", break: 1 }), ...children] : children;
}

function fromRun(run: Run, site: string): (TextRun | ExternalHyperlink)[] {
  if (run.kind === "text") return [textRun(run.text, run.marks)];
  return [
    new ExternalHyperlink({
      link: run.href.startsWith("/") ? site + run.href : run.href,
      children: run.text.map((part) => textRun(part.text, part.marks | run.marks, "Hyperlink")),
    }),
  ];
}

function textRun(text: string, marks: number, style?: string): TextRun {
  return new TextRun({
    text,
    bold: (marks & strong) !== 0,
    italics: (marks & emphasis) !== 0,
    ...(style === undefined ? {} : { style }),
  });
}
