/**
 * The closed list of expected refusals. Only the edges (site, desk, api, cli) map a code to an HTTP
 * status or an exit code, each in one place.
 */
export type FaultCode =
  | "usage" // the call itself is wrong: an unknown flag, a malformed setting
  | "invalid" // what was handed in breaks a rule; the sentence says which and where
  | "not-found"
  | "conflict" // somebody or something was there first: a taken port, a changed edition, a used key
  | "forbidden"
  | "unconfirmed" // the register does not say with certainty what the act needs
  | "unavailable" // a part we stand on is missing or too old: runtime, database, browser
  | "unsafe" // going on could fork or damage the record
  | "too-large"
  | "too-many"; // tries within a span of time

/**
 * An expected refusal. `message` is one sentence that says what, where and what to do; `es` is the same sentence in
 * Spanish, for whatever officers and readers come to see on a page.
 */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly details: readonly string[];
  readonly es: string | undefined;

  constructor(code: FaultCode, message: string, details: readonly string[] = [], es?: string) {
    super(message);
    this.name = "Fault";
    this.code = code;
    this.details = details;
    this.es = es;
  }
}
