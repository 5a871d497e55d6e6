import type { TranscriptContent } from "@voceria/record";
import type { TurnChange } from "../briefings/reassign-turns.ts";
import { offeredSpeakers } from "../briefings/speakers.ts";
import type { TranscriptTurn } from "../briefings/transcript.ts";
import type { Speaker } from "../briefings/turn.ts";
import { type Html, html } from "../page/html.ts";
import { isDay } from "../register/day.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";

/** Those who may be picked as speakers of a transcript, each under one line that nobody else has. */
export type Pickable = {
  lines: readonly string[];
  of: (line: string) => { person: string; post: string } | undefined;
  lineOf: (speaker: TranscriptTurn["speaker"]) => string;
};

/** Of the day that stands, and of the one that is typed instead. */
export async function readPickable(
  { desk, language }: DeskRequest,
  { turns, day }: Pick<TranscriptContent, "turns" | "day">,
  typedDay: string,
): Promise<Pickable> {
  const people = [...new Set(turns.flatMap(({ speaker }) => speaker.person ?? []))];
  const days = [...new Set([...(isDay(typedDay) ? [typedDay] : []), day])];
  const lineOfKey = new Map<string, string>();
  const ofLine = new Map<string, { person: string; post: string }>();
  for (const one of days)
    for (const { person, post, ...speaker } of await offeredSpeakers(desk.installation.db, one, people)) {
      if (person === undefined || post === undefined) continue;
      const key = `${person} ${post}`;
      const line = lineOfSpeaker(speaker, language);
      const known = ofLine.get(line);
      const own = known === undefined || `${known.person} ${known.post}` === key ? line : `${line} (${person})`;
      ofLine.set(own, { person, post });
      if (!lineOfKey.has(key)) lineOfKey.set(key, own);
    }
  return {
    lines: [...lineOfKey.values()],
    of: (line) => ofLine.get(line),
    lineOf: ({ name, person, post }) =>
      lineOfKey.get(`${person} ${post}`) ?? (person === undefined ? name : `${name}, ${post ?? person}`),
  };
}

function lineOfSpeaker({ name, title }: Pick<Speaker, "name" | "title">, language: "es" | "en"): string {
  return title === undefined ? name : `${name}, ${title[language]}`;
}

export function pickList({ lines }: Pickable): Html {
  return html`<datalist id="speakers">${lines.map((line) => html`<option value="${line}"></option>`)}</datalist>`;
}

/** What the form says of each turn; one that it has no field of stays as it is. */
export function changesIn(form: FormData, turns: readonly TranscriptTurn[], pickable: Pickable): TurnChange[] {
  return turns.flatMap(({ turn, speaker }): TurnChange[] => {
    if (form.get(`text-${turn}`) === null) return [];
    const text = fieldOf(form, `text-${turn}`);
    if (form.get(`name-${turn}`) === null) return [{ turn, text }];
    const line = fieldOf(form, `name-${turn}`).replaceAll(/\s+/g, " ").trim();
    const outlet = form.get(`outlet-${turn}`) === null ? undefined : fieldOf(form, `outlet-${turn}`);
    const picked = pickable.of(line);
    if (picked !== undefined) {
      const same = picked.person === speaker.person && picked.post === speaker.post;
      return [same ? { turn, text } : { turn, text, who: picked }];
    }
    // As it was sent, though the register may call it otherwise by now; and nobody is nobody by a slip.
    if (line === pickable.lineOf(speaker) || line === "")
      return [{ turn, text, ...(outlet === undefined || speaker.person !== undefined ? {} : { outlet }) }];
    const named = { turn, text, name: line, ...(outlet === undefined ? {} : { outlet }) };
    return [speaker.person === undefined ? named : { ...named, who: "named" }];
  });
}
