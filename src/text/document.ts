/**
 * A text in our profile, as a tree: what stands between Markdown, HTML and plain text. All that the
 * profile cannot say has no place here, so nothing outside it can come out of the writers.
 */
export type Block = Paragraph | Heading | List | Quote | Rule | Table;
export type Paragraph = { kind: "paragraph"; lines: Line[] };
export type Heading = { kind: "heading"; level: 2 | 3 | 4; line: Line };
export type List = { kind: "list"; ordered: boolean; start: number; tight: boolean; items: Block[][] };
export type Quote = { kind: "quote"; blocks: Block[] };
export type Rule = { kind: "rule" };
export type Table = { kind: "table"; align: Align[]; head: Line[]; rows: Line[][] };
export type Align = "left" | "right" | "center" | undefined;

/** One line of a paragraph; lines are parted by hard breaks, and neither emphasis nor a link crosses one. */
export type Line = Run[];
export type Run = Text | Link;
export type Text = { kind: "text"; text: string; marks: Marks };
export type Link = { kind: "link"; href: string; text: Text[]; marks: Marks };

/** A set of bits: `emphasis`, `strong`, both or none. */
export type Marks = number;
export const emphasis = 1;
export const strong = 2;

/** Blocks within blocks, at most; deeper ones are refused. Every walk over a document recurses no deeper. */
export const deepest = 16;

/** Characters of one text, at most (UTF-16 units); a whole archive's longest speech is a tenth of it. */
export const longest = 4 * 1024 * 1024;
