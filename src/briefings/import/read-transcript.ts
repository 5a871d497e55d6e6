import { searchKey } from "../../register/name.ts";
import { intakeLenient } from "../../text/intake.ts";
import { type Heading, readHeading } from "./heading.ts";

/** One person's uninterrupted speech as its source has it. */
export type SourceTurn = {
  /** Absent where the source names nobody: before its first heading, or behind a film. */
  heading?: Omit<Heading, "rest">;
  /** Stage directions among them, each a paragraph of its own. */
  paragraphs: string[];
};

export type Transcript = {
  turns: SourceTurn[];
  /** Rules, and the office's marks below the last of them: no speech. */
  beside: string[];
  /** Headings whose colon was left out or mistyped. */
  mended: string[];
  /** Characters that the record does not take, and how many. */
  removed: string[];
};

/**
 * A transcript of the form "NAME, POST: words". Nothing but white space is lost: the headings with their marks, the
 * paragraphs and what stands beside them are, in order, the source's characters.
 */
export function readTranscript(source: string): Transcript {
  const { text, removed } = intakeLenient(source);
  const paragraphs = paragraphsOf(text);
  const known = new Set(paragraphs.flatMap((paragraph) => keyOf(readHeading(paragraph))));
  const turns: SourceTurn[] = [];
  const beside: string[] = [];
  const mended: string[] = [];
  const end = endOfSpeech(paragraphs, known);
  let filmed = false;
  for (const paragraph of paragraphs.slice(0, end)) {
    if (isRule(paragraph)) {
      beside.push(paragraph);
      filmed = true;
      continue;
    }
    const read = readHeading(paragraph, known);
    const last = turns.at(-1);
    if (read !== undefined) {
      const { rest, ...heading } = read;
      if (heading.mark !== ":") mended.push(heading.as);
      turns.push({ heading, paragraphs: rest.trim() === "" ? [] : [rest.trim()] });
      filmed = false;
    } else if (last === undefined || (filmed && !isDirection(paragraph))) {
      turns.push({ paragraphs: [paragraph] });
      filmed = isFilm(paragraph);
    } else {
      last.paragraphs.push(paragraph);
      filmed ||= isFilm(paragraph);
    }
  }
  beside.push(...paragraphs.slice(end));
  return { turns, beside, mended, removed };
}

/** Whether the whole paragraph is said about what happens and not by anybody: "(INICIA VIDEO)". */
export function isDirection(paragraph: string): boolean {
  return /^[([]{1,2}[^()[\]]*[)\]]{1,2}\.?$/u.test(paragraph);
}

/** Where a film or a recording begins or ends, whose voices are not the one that spoke before. */
function isFilm(paragraph: string): boolean {
  return (
    isDirection(paragraph) && /video|audio|proyeccion|grabacion|pelicula|film|recording/u.test(searchKey(paragraph))
  );
}

/** "---", "- - - 00 - - -". */
function isRule(paragraph: string): boolean {
  return /^[\s\p{Pd}_*=·•0oO]{2,}$/u.test(paragraph) && /[\p{Pd}_*=·•]/u.test(paragraph);
}

/** The last rule, where nothing but marks stands below it: short lines, none of them a heading. */
function endOfSpeech(paragraphs: readonly string[], known: ReadonlySet<string>): number {
  const rule = paragraphs.findLastIndex(isRule);
  if (rule === -1) return paragraphs.length;
  const below = paragraphs.slice(rule + 1);
  const marks = below.every((paragraph) => paragraph.length <= 40 && readHeading(paragraph, known) === undefined);
  return marks ? rule : paragraphs.length;
}

/** One a line; or, where lines are wrapped at a width, one from blank line to blank line and from heading to heading. */
function paragraphsOf(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trim());
  if (!isWrapped(lines)) return lines.filter((line) => line !== "");
  const paragraphs: string[] = [];
  let open = false;
  for (const line of lines) {
    const last = paragraphs.length - 1;
    const begins = !open || isDirection(line) || isRule(line) || readHeading(line) !== undefined;
    if (line !== "" && begins) paragraphs.push(line);
    else if (line !== "") paragraphs[last] = `${paragraphs[last]} ${line}`;
    open = line !== "" && !isDirection(line) && !isRule(line);
  }
  return paragraphs;
}

/** No line is long, and most lines that another follows are nearly as long as the longest. */
function isWrapped(lines: readonly string[]): boolean {
  const longest = Math.max(0, ...lines.map((line) => line.length));
  if (longest > 120 || longest < 40) return false;
  const followed = lines.filter((line, index) => line !== "" && (lines[index + 1] ?? "") !== "");
  const full = followed.filter((line) => line.length > longest * 0.7).length;
  return followed.length >= 3 && lines.includes("") && full > followed.length * 0.6;
}

function keyOf(heading: Heading | undefined): string[] {
  return heading?.name === undefined ? [] : [searchKey(heading.name)];
}
