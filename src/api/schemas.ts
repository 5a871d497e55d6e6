import * as v from "valibot";
import { agendaKinds, pressAccesses } from "../briefings/agenda-item.ts";
import { partsOfDay } from "../briefings/agenda-time.ts";
import { briefingFormats } from "../briefings/briefing.ts";
import { turnKinds } from "../briefings/turn.ts";
import { kinds } from "../newsroom/statement.ts";
import { channels, queues } from "../press/question.ts";
import * as is from "./forms.ts";

/* What is answered, as JSON. Every member that we give is here: the tests hold each answer against these. */

const maybe = v.optional;
const words = v.string();
const anything = v.looseObject({});

export const voiceItem = v.strictObject({
  capacity: is.slug,
  institution: is.slug,
  person: is.slug,
  post: is.slug,
  instrument: maybe(is.slug),
  register: maybe(is.place),
});
const reference = v.strictObject({ number: is.number, edition: is.ordinal });
const correction = v.strictObject({
  edition: is.ordinal,
  note: words,
  severity: is.severity,
  at: is.instant,
  entry: is.entry,
});
const withdrawal = v.strictObject({ reason: words, entry: is.entry, at: is.instant });
const proofs = { editionUrl: is.address, bundleUrl: is.address, proofUrl: is.address };

export const statement = v.pipe(
  v.strictObject({
    number: is.number,
    kind: v.picklist(kinds),
    language: is.language,
    status: v.picklist(["current", "withdrawn", "erased"]),
    edition: is.ordinal,
    editions: is.ordinal,
    title: words,
    summary: maybe(words),
    body: v.pipe(words, v.description("The text that the record commits to, in Markdown.")),
    html: words,
    topics: v.array(is.slug),
    voice: v.pipe(v.array(voiceItem), v.description("Who speaks; empty: the office in its own voice.")),
    attachments: v.array(
      v.strictObject({
        bytes: is.count,
        commitment: is.base64,
        media: words,
        name: words,
        alt: maybe(words),
      }),
    ),
    claim: maybe(v.strictObject({ text: words, where: maybe(words), when: maybe(words), image: maybe(is.base64) })),
    translates: maybe(reference),
    delivery: maybe(v.picklist(["prepared", "delivered"])),
    counterpart: maybe(reference),
    series: maybe(v.strictObject({ name: words, ordinal: is.ordinal })),
    contact: maybe(words),
    source: maybe(v.strictObject({ date: words, id: words, name: words, sha256: is.base64, speaker: maybe(words) })),
    sourceSpeaker: maybe(words),
    note: maybe(words),
    severity: maybe(is.severity),
    entry: is.entry,
    commitment: is.commitment,
    subject: is.count,
    firstEntry: is.entry,
    spokenDay: is.day,
    spokenAt: maybe(is.instant),
    claimedDate: maybe(is.day),
    publishedAt: is.instant,
    firstPublishedAt: is.instant,
    withdrawal: maybe(withdrawal),
    corrections: v.array(correction),
    url: is.address,
    ...proofs,
  }),
  v.description(
    "One edition of a statement. `status` and `corrections` are of the statement, the rest of the edition.",
  ),
);

export const speaker = v.looseObject({
  name: words,
  person: maybe(is.slug),
  post: maybe(is.slug),
  institution: maybe(is.slug),
  capacity: maybe(words),
  outlet: maybe(words),
  register: maybe(is.place),
});

export const turn = v.pipe(
  v.strictObject({
    turn: is.ordinal,
    kind: maybe(v.picklist(turnKinds)),
    speaker: maybe(speaker),
    text: maybe(words),
    at: maybe(v.pipe(is.count, v.description("Whole seconds from the opening."))),
    question: maybe(is.number),
    shownAt: maybe(is.instant),
    correctedAt: maybe(is.instant),
    removed: maybe(v.literal(true)),
    url: is.address,
  }),
  v.description("One speaker's uninterrupted speech. Its number is the same in every version. `removed`: taken back."),
);

const next = maybe(v.pipe(is.address, v.description("The address of what comes after; absent at the end.")));

export const turns = v.strictObject({
  briefing: is.number,
  version: v.picklist(["live", "certified", "imported", "edited"]),
  edition: maybe(is.ordinal),
  entry: maybe(is.entry),
  items: v.array(turn),
  total: is.count,
  next,
});

export const transcript = v.strictObject({
  briefing: is.number,
  version: v.picklist(["certified", "edited", "imported"]),
  edition: is.ordinal,
  editions: is.ordinal,
  entry: is.entry,
  subject: is.count,
  commitment: is.commitment,
  enteredAt: is.instant,
  corrections: v.array(correction),
  erased: maybe(v.literal(true)),
  content: maybe(v.pipe(anything, v.description("What the record commits to: voceria/transcript/v1."))),
  name: words,
  url: is.address,
  ...proofs,
});

export const briefing = v.strictObject({
  number: is.number,
  day: maybe(is.day),
  institution: is.slug,
  format: v.picklist(briefingFormats),
  title: words,
  language: is.language,
  place: maybe(words),
  note: maybe(words),
  startsAt: maybe(is.instant),
  timeText: maybe(words),
  state: v.picklist(["announced", "live", "closed", "certified", "imported", "cancelled"]),
  mediaUrl: maybe(words),
  mediaStartedAt: maybe(is.instant),
  openedAt: maybe(is.instant),
  closedAt: maybe(is.instant),
  url: is.address,
  turnsUrl: is.address,
  transcriptUrl: maybe(is.address),
});

export const question = v.strictObject({
  number: is.number,
  url: is.address,
  queue: v.picklist(queues),
  institution: is.slug,
  language: is.language,
  text: words,
  shortened: v.boolean(),
  askedAt: is.instant,
  channel: v.picklist(channels),
  asker: v.strictObject({ name: maybe(words), outlet: maybe(words) }),
  briefing: maybe(is.number),
  turn: maybe(is.ordinal),
  state: v.picklist(["open", "taken", "answered", "declined"]),
  basis: maybe(v.picklist(["on-record", "background"])),
  takenAt: maybe(is.instant),
  dueOn: maybe(is.day),
  overdue: v.boolean(),
  endedAt: maybe(is.instant),
  published: v.boolean(),
  answer: maybe(
    v.strictObject({
      editions: v.array(
        v.strictObject({
          edition: is.ordinal,
          entry: is.entry,
          commitment: is.commitment,
          publishedAt: is.instant,
          content: v.pipe(anything, v.description("What the record commits to: voceria/answer/v1.")),
        }),
      ),
      withdrawal: maybe(withdrawal),
    }),
  ),
});

export const agendaItem = v.strictObject({
  number: is.number,
  uid: words,
  institution: is.slug,
  kind: v.picklist(agendaKinds),
  title: words,
  time: v.pipe(
    v.strictObject({
      precision: v.picklist(["exact", "part", "day", "days", "week", "month"]),
      day: is.day,
      last: maybe(is.day),
      part: maybe(v.picklist(partsOfDay)),
      start: maybe(is.instant),
      end: maybe(is.instant),
    }),
    v.description("No surer than it was said. `day`: of a week its Monday, of a month its first."),
  ),
  place: words,
  note: words,
  link: maybe(words),
  press: v.picklist(pressAccesses),
  pressNote: words,
  people: v.array(is.slug),
  topics: v.array(is.slug),
  state: v.picklist(["planned", "cancelled"]),
  reason: maybe(words),
  sequence: is.count,
  publishedAt: is.instant,
  toldAt: is.instant,
  url: is.address,
});

const source = v.looseObject({ id: is.slug, locator: words });
export const registerItem = v.pipe(
  v.strictObject({
    kind: v.picklist(["institution", "post", "person"]),
    id: is.slug,
    data: v.pipe(anything, v.description("As the register asserts it: see docs/register-data.md.")),
    source,
    register: is.place,
    url: is.address,
  }),
  v.description("One assertion of the register as it stands."),
);
export const registerThing = v.looseObject({
  kind: v.picklist(["institution", "post", "person", "instrument"]),
  id: is.slug,
  data: maybe(anything),
  said: v.pipe(v.array(anything), v.description("All that was said of it, the oldest first.")),
  source: maybe(source),
  register: maybe(is.place),
  tenures: maybe(v.array(anything)),
  retracted: maybe(anything),
});
export const holders = v.looseObject({
  day: maybe(is.day),
  span: maybe(anything),
  post: maybe(is.slug),
  holdings: v.array(anything),
  gaps: maybe(v.array(anything)),
  verdict: maybe(v.picklist(["certain", "handover", "indeterminate", "per-source", "vacant", "unknown"])),
  sentence: v.strictObject({ es: words, en: words }),
});
export const everyPost = v.looseObject({
  span: anything,
  institutions: v.array(v.looseObject({ posts: v.array(anything) })),
});

export const amendment = v.strictObject({
  act: v.picklist(["correction", "withdrawal"]),
  of: v.picklist(["statement", "answer", "transcript"]),
  number: is.number,
  kind: maybe(words),
  edited: maybe(v.boolean()),
  language: is.language,
  title: words,
  edition: is.ordinal,
  severity: maybe(is.severity),
  words,
  entry: is.entry,
  at: is.instant,
  url: is.address,
});

export const topic = v.strictObject({ slug: is.slug, name: v.strictObject({ es: words, en: words }) });

export const checkpoint = v.strictObject({
  origin: words,
  size: is.count,
  root: is.base64,
  signedAt: is.instant,
  note: v.pipe(words, v.description("The signed note, verbatim: what a verifier reads.")),
  verifierKey: words,
});

const held = v.strictObject({ content: words, erased: v.boolean() });
export const recordEntry = v.strictObject({
  index: is.entry,
  entry: v.pipe(v.looseObject({ act: words }), v.description("As it stands in the log, names and texts apart.")),
  leafHash: is.base64,
  checkpoint: v.strictObject({ size: is.count, signedAt: is.instant }),
  bytes: words,
  proof: words,
  bundle: words,
  content: maybe(words),
  erased: maybe(v.boolean()),
  items: maybe(v.array(held)),
  nextItems: maybe(words),
  next: maybe(words),
});

export const problem = v.pipe(
  v.strictObject({
    type: is.address,
    title: words,
    status: v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599)),
    detail: words,
    instance: words,
    code: words,
    errors: maybe(v.array(v.strictObject({ parameter: words, detail: words }))),
  }),
  v.description("What went wrong (RFC 9457)."),
);

/** A page of a list. */
export function listOf<const S extends v.GenericSchema>(item: S, counted = false) {
  return counted
    ? v.strictObject({ items: v.array(item), total: is.count, next })
    : v.strictObject({ items: v.array(item), next });
}
