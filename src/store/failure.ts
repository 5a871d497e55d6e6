/**
 * A failure as it may stand in a log: of the database's own, without the parts that can quote a row. PostgreSQL tells what
 * a refused row held, and that can be a text that nobody has published.
 */
export function withoutRows(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const told: Record<string, unknown> = { type: error.name, message: error.message, stack: error.stack };
  for (const [field, value] of Object.entries(error)) if (safe.has(field)) told[field] = value;
  if (error.cause !== undefined) told["cause"] = withoutRows(error.cause);
  return told;
}

/** What names tables, columns and codes, and quotes no row; `detail`, `where`, `query` and the like do. */
const safe = new Set(["code", "severity", "schema", "table", "column", "constraint", "routine", "errno", "syscall"]);
