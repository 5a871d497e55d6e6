export type Heading = { level: number; words: string };

/**
 * "== Words ==" as a heading of its level, or undefined. Wikis want as many marks behind as before (`both`); lists that people
 * write may have any number. Read from both ends, since a pattern over such a line costs the square of its length.
 */
export function headingIn(line: string, { both }: { both: boolean }): Heading | undefined {
  const text = line.trim();
  let [before, behind] = [0, 0];
  while (text[before] === "=") before++;
  while (behind < text.length - before && text[text.length - 1 - behind] === "=") behind++;
  const level = both ? Math.min(before, behind, 6) : before;
  if (level === 0 || behind === 0) return undefined;
  const words = text.slice(before, text.length - behind).trim();
  if (words === "" || words.length > longest || (both && (before !== behind || before > 6))) return undefined;
  return { level, words };
}

const longest = 300;
