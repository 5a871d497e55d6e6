import { inTongue } from "../page/told.ts";
import { tongueOf, type Tongue } from "../page/language.ts";
import type { VoiceItem } from "@voceria/record";
import { html, type Html } from "../page/html.ts";
import { listStanding, type Standing } from "../register/assertions.ts";
import { batchBelow, readLastSaid } from "../register/chain.ts";
import { capacityInWords, titleInWords } from "../register/display.ts";
import { nameOn } from "../register/holdings.ts";
import type { Capacity } from "../register/item.ts";
import type { Reader } from "../store/database.ts";
import { countOf } from "../page/dates.ts";
import type { PageRequest } from "./context.ts";

/** What the register calls those who speak, and their posts. */
export type VoiceNames = {
  people: ReadonlyMap<string, Standing<"person">>;
  posts: ReadonlyMap<string, Standing<"post">>;
  instruments: ReadonlyMap<string, Standing<"instrument">>;
};

/** Who speaks in a text: what a statement and its line in a list have in common. */
type Spoken = { voice: readonly VoiceItem[]; sourceSpeaker?: string; spokenDay: string };

/** The names for all voices of some texts, in three queries, as the register's entries below `upTo` (Horizon.size) have them. */
export async function readVoiceNames(db: Reader, texts: readonly Spoken[], upTo: number): Promise<VoiceNames> {
  const voices = texts.flatMap(({ voice }) => voice);
  const asOf = voices.length === 0 ? 0 : await batchBelow(db, upTo);
  const read = async <K extends "person" | "post" | "instrument">(kind: K, ids: readonly (string | undefined)[]) => {
    const named = [...new Set(ids.filter((id) => id !== undefined))];
    const found = named.length === 0 ? [] : await listStanding(db, kind, { ids: named, asOf });
    const standing = new Map(found.map((one) => [one.id, one]));
    const missing = named.filter((id) => !standing.has(id));
    // What was retracted since keeps its name under what was published then.
    return missing.length === 0 ? standing : new Map([...standing, ...(await readLastSaid(db, kind, missing, asOf))]);
  };
  const [people, posts, instruments] = await Promise.all([
    read(
      "person",
      voices.map(({ person }) => person),
    ),
    read(
      "post",
      voices.map(({ post }) => post),
    ),
    read(
      "instrument",
      voices.map(({ instrument }) => instrument),
    ),
  ]);
  return { people, posts, instruments };
}

/** «Habla Camila Vallejo, ministra secretaria general de Gobierno, titular», or the office in its own voice. */
export function voiceText(request: PageRequest, text: Spoken, names: VoiceNames): Html {
  const { t, language, office } = request;
  if (text.voice.length > 0)
    return t.speaks(
      html`${joined(text.voice.map((voice) => voiceInWords(voice, text.spokenDay, names, tongueOf(language))))}`,
    );
  if (text.sourceSpeaker !== undefined) return html`${t.spokePerSource(text.sourceSpeaker)}`;
  return html`${t.speaksOffice(office.name[tongueOf(language)])}`;
}

/** The same in a list, where the office need not be named each time. */
export function briefVoice(request: PageRequest, text: Spoken, names: VoiceNames): Html {
  const own = text.voice.length === 0 && text.sourceSpeaker === undefined;
  return own ? html`${request.t.speaksOfficeBrief}` : voiceText(request, text, names);
}

/**
 * The voice line over a text: each name leads to the register as of that day, and under it on whose word. `otherwise`: what
 * the register says of that day by now, where it no longer agrees.
 */
export function voiceLine(
  request: PageRequest,
  text: Spoken,
  names: VoiceNames,
  otherwise: readonly string[] = [],
): Html {
  const { t, language, href } = request;
  if (text.voice.length === 0) return html`<div class="voice"><p>${voiceText(request, text, names)}</p></div>`;
  const asOf = href(`/register/as-of/${text.spokenDay}`);
  const speakers = text.voice.map((voice) => {
    const { name, rest } = voiceParts(voice, text.spokenDay, names, tongueOf(language));
    return html`<a href="${asOf}">${name}</a>${rest}`;
  });
  const grounds = text.voice.flatMap(({ register, instrument }) => {
    const title = instrument === undefined ? undefined : instrumentName(names, instrument, tongueOf(language));
    const entry =
      register &&
      t.voiceEntry(
        html`<a href="${href(`/record/entries/${register.entry}`)}">${countOf(register.entry, language)}</a>`,
      );
    return [entry, title === undefined ? undefined : html`${t.underInstrument(title)}`].filter(
      (part) => part !== undefined,
    );
  });
  return html`<div class="voice">
    <p>${t.speaks(html`${joined(speakers)}`)}</p>
    <small><a href="${asOf}">${t.voiceAsOf}</a>${grounds.map((ground) => html`, ${ground}`)}</small>
    ${otherwise.map((sentence) => html`<p class="small otherwise">${t.voiceNowOtherwise(inTongue(sentence, language))}</p>`)}
  </div>`;
}

/** The names alone, as in a citation; undefined where the office speaks in its own voice. */
export function speakerNames(text: Spoken, names: VoiceNames, tongue: Tongue): string | undefined {
  if (text.voice.length === 0) return text.sourceSpeaker;
  return text.voice.map((voice) => voiceParts(voice, text.spokenDay, names, tongue).name).join("; ");
}

export function voiceInWords(voice: VoiceItem, day: string, names: VoiceNames, tongue: Tongue): string {
  const { name, rest } = voiceParts(voice, day, names, tongue);
  return name + rest;
}

/** What follows the name: «, ministra secretaria general de Gobierno, titular». */
export function postInWords(voice: VoiceItem, day: string, names: VoiceNames, tongue: Tongue): string {
  return voiceParts(voice, day, names, tongue).rest;
}

/** The name, and what follows it: «, ministra secretaria general de Gobierno, titular». */
function voiceParts(voice: VoiceItem, day: string, names: VoiceNames, tongue: Tongue): { name: string; rest: string } {
  const person = names.people.get(voice.person)?.data;
  const post = names.posts.get(voice.post)?.data;
  const name = person === undefined ? voice.person : nameOn(person, day).full;
  const capacity = voice.capacity as Capacity;
  // An archive's voice may name what this register does not hold any more: then its own words stand.
  if (post === undefined) return { name, rest: `, ${voice.post}, ${voice.capacity}` };
  const holder = { title: post.title, gender: person?.gender, capacity };
  return { name, rest: `, ${titleInWords(holder, tongue)}, ${capacityInWords(capacity, person?.gender, tongue)}` };
}

function instrumentName(names: VoiceNames, id: string, tongue: Tongue): string | undefined {
  const data = names.instruments.get(id)?.data;
  if (data === undefined) return undefined;
  return (
    data.title?.[tongue] ??
    data.title?.es ??
    data.title?.en ??
    data.raw ??
    [data.kind, data.number].filter(Boolean).join(" ")
  );
}

function joined(parts: readonly (string | Html)[]): (string | Html)[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : ["; ", part]));
}
