/** The series of imported archives; the others are the years of the office's own time zone. */
export const archiveSeries = "H";

/** `2026-0042`, `2026-12345`; `H-000042` in the series of imported archives. Counted from 1. */
export function writeNumber(series: string, ordinal: number): string {
  return `${series}-${String(ordinal).padStart(series === archiveSeries ? 6 : 4, "0")}`;
}

/** The series and ordinal of a number, or undefined for text that is no statement's number. */
export function readNumber(number: string): { series: string; ordinal: number } | undefined {
  const match = /^(?:(\d{4})-(\d{4,10})|H-(\d{6,12}))$/.exec(number);
  if (match === null) return undefined;
  const series = match[1] ?? archiveSeries;
  const ordinal = Number(match[2] ?? match[3]);
  return ordinal > 0 && writeNumber(series, ordinal) === number ? { series, ordinal } : undefined;
}
