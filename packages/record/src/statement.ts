import { number } from "./entry.ts";
import type { Json } from "./json.ts";
import { Malformed } from "./malformed.ts";
import { digest, form, integer, list, literal, object, slug, text, words, type Check, type Checked } from "./schema.ts";

export const voiceItem = object(
  { capacity: slug, institution: slug, person: slug, post: slug },
  { instrument: slug, register: object({ entry: integer(), item: integer() }) },
);

const attachment = object({ bytes: integer(), commitment: digest, media: mediaType(), name: words }, { alt: words });

/** One edition of another text of the same record, by its number. */
const reference = object({ edition: integer(1), number });

const claim = object(
  { text: words },
  {
    image: digest,
    when: form(/^[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?$/, "a day, a month or a year"),
    where: words,
  },
);

const fields = object(
  {
    attachments: list(attachment),
    body: text,
    format: literal("voceria/statement/v1"),
    html: text,
    kind: slug,
    language: form(/^(?=.{2,100}$)[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/, "a language tag (BCP 47)"),
    title: words,
    topics: list(slug),
    voice: list(voiceItem),
  },
  {
    claim,
    contact: words,
    counterpart: reference,
    delivery: literal("prepared", "delivered"),
    note: words,
    series: object({ name: words, ordinal: integer(1) }),
    severity: literal("minor", "major"),
    source: object({ date: words, id: words, name: words, sha256: digest }, { speaker: words }),
    summary: words,
    translates: reference,
  },
);

/** Who speaks, as the office attributes it; `register` is the item of the record that it rests on. */
export type VoiceItem = Checked<typeof voiceItem>;
/** A file that belongs to a statement; `commitment` is over its own salt and bytes, `alt` what an image shows, in words. */
export type Attachment = Checked<typeof attachment>;
/** Somebody else's claim that the office denies; `image` is the commitment of the attachment that shows it. */
export type Claim = Checked<typeof claim>;
/** A bulletin's place in a series: its figures supersede those of the ordinals before it. */
export type Series = NonNullable<StatementContent["series"]>;
export type Reference = Checked<typeof reference>;
export type StatementContent = Checked<typeof fields>;

/** A statement's fields, and that what they say of each other can be: an image of a claim is one of the files listed. */
export const statement: Check<StatementContent> = (value: Json, where) => {
  const read = fields(value, where);
  const image = read.claim?.image;
  if (image !== undefined && !read.attachments.some(({ commitment }) => commitment === image))
    throw new Malformed("is none of the attachments", `${where}.claim.image`);
  if (read.counterpart !== undefined && read.delivery === undefined)
    throw new Malformed("a counterpart without delivery", where);
  return read;
};

function mediaType(): Check<string> {
  return form(
    /^(?=.{3,127}$)[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/,
    "a media type (RFC 6838, lower case, no parameters)",
  );
}
