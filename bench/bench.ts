/** One line of the table: figures as text with their unit, and the ratio of ours to the peer or limit. */
export type Row = { name: string; ours: string; peer: string; ratio: string; note: string };

/** Tells a person waiting what is being done. */
export type Progress = (what: string) => void;

/** A benchmark measures; it never asserts. A peer that is not installed is named as such in its row. */
export type Bench = { name: string; run(progress: Progress): Promise<Row[]> };

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The nearest-rank percentile. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}
