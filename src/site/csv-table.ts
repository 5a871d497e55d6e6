export type Row = Readonly<Record<string, string | number | readonly string[] | null>>;

/** A table as CSV (RFC 4180), its first line the names of the columns. */
export function csv(rows: readonly Row[]): string {
  const [first] = rows;
  if (first === undefined) return "";
  const lines = [Object.keys(first), ...rows.map((row) => Object.values(row))];
  return lines.map((line) => `${line.map(cell).join(",")}\r\n`).join("");
}

/** A cell that a spreadsheet would take for a formula is led by an apostrophe. */
function cell(value: string | number | readonly string[] | null): string {
  const text = typeof value === "object" ? (value ?? []).join("; ") : String(value);
  const safe = typeof value !== "number" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
