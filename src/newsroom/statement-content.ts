import { canonicalize, readContent, utf8 } from "@voceria/record";
import type { Severity } from "./statement.ts";

/** Who spoke, by the register's own addresses; `register` is the item of the record that says so. */
export type VoiceItem = {
  capacity: string;
  institution: string;
  instrument?: string;
  person: string;
  post: string;
  register?: { entry: number; item: number };
};

export type Attachment = { name: string; media: string; bytes: number; commitment: string };

/** Where an imported text comes from: `date` and `speaker` as the source gives them, `sha256` in hexadecimal. */
export type ClaimedSource = { name: string; id: string; date: string; sha256: string; speaker?: string };

/** `voceria/statement/v1`: what the commitment of an edition is over. */
export type StatementContent = {
  format: "voceria/statement/v1";
  kind: string;
  language: string;
  title: string;
  summary?: string;
  topics: string[];
  body: string;
  html: string;
  voice: VoiceItem[];
  attachments: Attachment[];
  note?: string;
  severity?: Severity;
  source?: ClaimedSource;
};

/** The content itself, once the record's own reader takes it: what is entered can be verified by anyone. */
export function checkContent(content: StatementContent): StatementContent {
  readContent(utf8(canonicalize(content)), "statement");
  return content;
}
