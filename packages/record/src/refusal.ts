import type { Json } from "./json.ts";

/** Why a finding is not established, in words for programs; docs/record-format.md says what each means. */
export type Reason =
  // the file, or a part of it
  | "malformed"
  | "newer-format"
  // a checkpoint
  | "foreign-log"
  | "unsigned"
  | "bad-signature"
  | "another-log"
  // an inclusion
  | "extra-data"
  | "index-beyond-size"
  | "root-differs"
  // witnesses
  | "quorum-not-met"
  | "no-witness-asked"
  // contents
  | "absent"
  | "none-committed"
  | "not-committed"
  | "no-batch"
  | "not-a-batch"
  | "item-beyond-count"
  | "commitment-differs"
  | "content-not-established"
  // attachments
  | "not-a-statement"
  | "count-differs"
  | "size-differs"
  | "not-supplied"
  // voice
  | "attribution-only"
  | "register-unasked"
  | "register-differs"
  // state
  | "no-subject"
  | "other-subject"
  | "not-a-state"
  | "not-last"
  | "older-than-entry"
  | "subject-beyond-count"
  | "contradicts-entry"
  | "stale"
  // what another finding stands on
  | "not-reached";

export type Detail = { readonly [field: string]: Json };

/** A step of verification that failed: for this package's own use, reports carry its reason and detail. */
export class Refusal extends Error {
  readonly reason: Reason;
  readonly detail: Detail;

  constructor(reason: Reason, detail: Detail = {}) {
    super(reason);
    this.name = "Refusal";
    this.reason = reason;
    this.detail = detail;
  }
}
