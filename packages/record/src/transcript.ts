import { number } from "./entry.ts";
import type { Json } from "./json.ts";
import { Malformed } from "./malformed.ts";
import type { VoiceItem } from "./statement.ts";
import { digest, form, integer, list, literal, object, slug, text, words, type Check, type Checked } from "./schema.ts";

const speaker = object(
  { name: words },
  {
    /** As the source heads the turn, of an import. */
    as: words,
    capacity: slug,
    institution: slug,
    outlet: words,
    person: slug,
    post: slug,
    register: object({ entry: integer(), item: integer() }),
  },
);

const turn = object(
  { kind: literal("answer", "question", "speech"), speaker, text, turn: integer(1) },
  { at: integer(), question: number },
);

const instantText = form(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, "an instant");

const fields = object(
  {
    briefing: number,
    day: form(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, "a day (YYYY-MM-DD)"),
    format: literal("voceria/transcript/v1"),
    kind: slug,
    language: form(/^(?=.{2,100}$)[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/, "a language tag (BCP 47)"),
    title: words,
    turns: list(turn),
    version: literal("certified", "edited", "imported"),
  },
  {
    certifier: object({ name: words }, { body: words }),
    closed: instantText,
    note: words,
    of: object({ entry: integer() }),
    opened: instantText,
    place: words,
    recording: object({ sha256: digest }, { address: words, bytes: integer(), media: words }),
    severity: literal("minor", "major"),
    source: object({ date: words, id: words, name: words, sha256: digest }),
  },
);

/** One speaker's uninterrupted speech; `turn` is its number within the briefing, which it keeps in every version. */
export type TranscriptTurn = Checked<typeof turn>;
export type TranscriptContent = Checked<typeof fields>;

/** A transcript's fields, and that they agree: each turn has a number of its own; what belongs to one version stands in no other. */
export const transcript: Check<TranscriptContent> = (value: Json, where) => {
  const read = fields(value, where);
  const numbers = new Set<number>();
  for (const [at, { turn: ordinal }] of read.turns.entries()) {
    if (numbers.has(ordinal)) throw new Malformed(`turn ${ordinal} stands there twice`, `${where}.turns[${at}]`);
    numbers.add(ordinal);
  }
  const belongs = { certifier: "certified", of: "edited", source: "imported" } as const;
  for (const field of ["certifier", "of", "source"] as const)
    if ((read[field] !== undefined) !== (read.version === belongs[field]))
      throw new Malformed(
        read[field] === undefined
          ? `a transcript that is ${read.version} without ${field}`
          : `${field} in a transcript that is ${read.version}`,
        where,
      );
  return read;
};

/** Those whom the office attributes to a post, each once, in the order in which they first speak. */
export function voicesOf({ turns }: TranscriptContent): VoiceItem[] {
  const voices = new Map<string, VoiceItem>();
  for (const { speaker: one } of turns) {
    const { capacity, institution, person, post, register } = one;
    if (capacity === undefined || institution === undefined || person === undefined || post === undefined) continue;
    const voice = { capacity, institution, person, post, ...(register === undefined ? {} : { register }) };
    voices.set(JSON.stringify(voice), voice);
  }
  return [...voices.values()];
}
