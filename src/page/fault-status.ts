import { Fault, type FaultCode } from "../fault.ts";

/** The one place where a refusal becomes an HTTP status, on the site as at the desk. */
export const statusOf: Record<FaultCode, number> = {
  usage: 400,
  invalid: 400,
  "not-found": 404,
  conflict: 409,
  forbidden: 403,
  unconfirmed: 409,
  unavailable: 503,
  unsafe: 503,
  "too-large": 413,
  "too-many": 429,
};

export function statusFor(error: unknown): number {
  if (error instanceof Fault) return statusOf[error.code];
  return isAway(error) ? 503 : 500;
}

/** Connection refused, reset, timed out, or ended by PostgreSQL (class 57 and 08): the database is away, not our page wrong. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return (
    /^(?:ECONN|ETIMEDOUT|ENOENT|EPIPE|57P|08)/.test(code) ||
    /Connection terminated|timeout exceeded when trying to connect/.test(error.message)
  );
}
