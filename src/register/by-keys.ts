/** Puts in order by the first key that differs: with a name last, the same things stand in the same order each time they are read. */
export function byKeys(a: readonly string[], b: readonly string[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? "";
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
