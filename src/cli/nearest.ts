/** The candidate that was most likely meant: within two letters or a third of its length, or begun by `word`. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, changes: changes(word.toLowerCase(), candidate) }))
    .toSorted((a, b) => a.changes - b.changes);
  const best = ranked[0];
  if (best !== undefined && best.changes <= Math.max(2, Math.floor(best.candidate.length / 3))) return best.candidate;
  return word.length < 3 ? undefined : candidates.find((candidate) => candidate.startsWith(word));
}

/** Levenshtein's distance. */
function changes(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + same));
    }
    row = next;
  }
  return row[b.length]!;
}
