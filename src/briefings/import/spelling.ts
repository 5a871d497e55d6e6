/** Whether one word becomes the other with at most so many letters added, left out, put in place of another or swapped with the next. */
export function withinEdits(a: string, b: string, most: number): boolean {
  if (a === b) return true;
  if (Math.abs(a.length - b.length) > most || a.length > longest || b.length > longest) return false;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((last[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      next.push(cost);
    }
    if (Math.min(...next) > most) return false;
    before = last;
    last = next;
  }
  return (last[b.length] ?? most + 1) <= most;
}

/** Longer ones are no words. */
const longest = 60;

/** The same word but for a slip: none in short words, one in longer ones, two in the longest. */
export function sameButForASlip(a: string, b: string): boolean {
  const length = Math.max(a.length, b.length);
  return withinEdits(a, b, length < 4 ? 0 : length < 9 ? 1 : 2);
}
