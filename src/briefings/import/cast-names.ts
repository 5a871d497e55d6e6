import { searchKey } from "../../register/name.ts";
import { titleWords } from "./post-words.ts";
import { sameButForASlip } from "./spelling.ts";

/** The words of a name that tell people apart, in order. */
export function nameWords(name: string): string[] {
  return searchKey(name)
    .split(" ")
    .filter((word) => word !== "" && !particles.has(word));
}

const particles = new Set("de del la las los y e".split(" "));

/**
 * How one way of writing a name may be another of the same name: with a slip or two ("GATEL"), or with words left out
 * ("RICARDO CORTÉS" for "RICARDO CORTÉS ALCALÁ"). That it may be says nothing yet of who it is.
 */
export function mayBeName(a: readonly string[], b: readonly string[]): "slip" | "shorter" | undefined {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < 2 || slips(short, long) === undefined) return undefined;
  if (short.length < long.length) return "shorter";
  return "slip";
}

/** How many words of the shorter differ from those of the longer, in order; undefined where they are not the same words or where a final a or o makes another person. */
function slips(short: readonly string[], long: readonly string[]): number | undefined {
  let count = 0;
  let at = 0;
  for (const word of short) {
    while (at < long.length && !alike(word, long[at] ?? "")) at++;
    if (at === long.length) return undefined;
    if (word !== long[at]) count++;
    at++;
  }
  return count <= Math.max(1, short.length - 2) ? count : undefined;
}

/** "MARIO" and "MARÍA", "LUIS" and "LUISA" are two people; "ZABICKY" and "ZADICKY" one badly typed. */
function alike(a: string, b: string): boolean {
  return a === b || (sameButForASlip(a, b) && withoutGender(a) !== withoutGender(b));
}

function withoutGender(word: string): string {
  return word.replace(/[aeo]$/u, "");
}

/** Whether two ways of writing a title can mean one post of the same person: one has all words of the other. */
export function mayBeTitle(a: string, b: string): boolean {
  const [short, long] = [titleWords(a), titleWords(b)].toSorted((one, other) => one.length - other.length) as [
    string[],
    string[],
  ];
  if (short.length === 0) return false;
  const left = [...long];
  for (const word of short) {
    const at = left.findIndex((other) => sameButForASlip(word, other) || joined(word, other));
    if (at === -1) return false;
    left.splice(at, 1);
  }
  return short.length >= 2 || left.length === 0;
}

/** "DEEPIDEMIOLOGÍA": a blank left out behind "de". */
function joined(a: string, b: string): boolean {
  return a === `de${b}` || b === `de${a}`;
}
