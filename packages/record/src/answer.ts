import { number } from "./entry.ts";
import type { Json } from "./json.ts";
import { Malformed } from "./malformed.ts";
import { form, integer, list, literal, object, slug, text, words, type Check, type Checked } from "./schema.ts";
import { voiceItem } from "./statement.ts";

const fields = object(
  {
    asked: object(
      { day: form(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, "a day (YYYY-MM-DD)") },
      { briefing: number, turn: integer(1) },
    ),
    basis: literal("declined", "on-record"),
    format: literal("voceria/answer/v1"),
    language: form(/^(?=.{2,100}$)[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/, "a language tag (BCP 47)"),
    question: words,
    topics: list(slug),
    voice: list(voiceItem),
  },
  {
    asker: object({}, { name: words, outlet: words }),
    body: text,
    html: text,
    note: words,
    reason: words,
    severity: literal("minor", "major"),
  },
);

/** What was asked, and what is answered on the record or why nothing is. */
export type AnswerContent = Checked<typeof fields>;

/** An answer's fields, and that they agree: it is answered, in both forms of the text, or declined with a reason. */
export const answer: Check<AnswerContent> = (value: Json, where) => {
  const read = fields(value, where);
  const answered = read.basis === "on-record";
  for (const field of ["body", "html"] as const)
    if ((read[field] !== undefined) !== answered)
      throw new Malformed(answered ? `an answer without ${field}` : `${field} where it was declined`, where);
  if ((read.reason !== undefined) === answered)
    throw new Malformed(answered ? "a reason where it is answered" : "declined without its reason", where);
  if (read.asked.turn !== undefined && read.asked.briefing === undefined)
    throw new Malformed("a turn without its briefing", `${where}.asked`);
  return read;
};
