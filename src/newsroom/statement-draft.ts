import type { AttachmentDraft } from "./attachments.ts";
import type { DetailsDraft } from "./details.ts";

/** A text as it is handed in: `body` is Markdown as written, `speaker` a person's slug or full name. */
export type StatementDraft = {
  title: string;
  kind: string;
  language: string;
  topics: string[];
  summary?: string;
  body: string;
  speaker?: string;
  /** Several who speak jointly, or one: each by person and post. */
  speakers?: { person: string; post: string }[];
  details?: DetailsDraft;
  attachments?: AttachmentDraft[];
};

/** A correction as it is handed in: what is absent stays as it was; an empty `summary` takes it away. */
export type CorrectionDraft = {
  title?: string;
  summary?: string;
  topics?: string[];
  body?: string;
  /** Whole fields of it: a claim or contact given takes the place of the one before. */
  details?: DetailsDraft;
  /** All that the corrected edition has, in their order. */
  attachments?: AttachmentDraft[];
  /** Only to say that they stay: a correction changes neither. */
  kind?: string;
  language?: string;
  note: string;
  severity: string;
  /** The edition that was read before correcting: another newest one refuses the correction. */
  edition?: number;
};
