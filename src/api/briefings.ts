import type { TranscriptTurn } from "@voceria/record";
import * as v from "valibot";
import { foldEvents, type TurnOnPage } from "../briefings/live-event.ts";
import { readAllEvents } from "../briefings/live-events.ts";
import { listBriefings, publicBriefing, type PublicBriefing } from "../briefings/public-briefing.ts";
import { findTranscript, listSaid, type TranscriptView } from "../briefings/transcripts.ts";
import { Fault } from "../fault.ts";
import type { PublicContext } from "../page/kept.ts";
import { transcriptJson } from "../page/transcript-json.ts";
import { dayIn } from "../register/day.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { endpoint } from "./endpoint.ts";
import * as is from "./forms.ts";
import * as schema from "./schemas.ts";
import { turnJson } from "./turn-json.ts";

const version = v.optional(
  v.pipe(
    v.picklist(["said", "edited"], "use said or edited."),
    v.description(
      "`said`: as certified or imported, before that as it was shown live; `edited`: the office's own version.",
    ),
  ),
  "said",
);

export const briefingEndpoints = [
  endpoint({
    path: "/briefings",
    id: "listBriefings",
    group: "Briefings",
    summary: "Briefings that were announced or imported, the newest day first.",
    query: {
      state: v.optional(
        v.picklist(["announced", "live", "closed", "certified", "imported", "cancelled"], "it is no state."),
      ),
      institution: v.optional(is.slug),
      from: v.optional(is.day),
      to: v.optional(is.day),
      limit: is.limit,
      cursor: is.cursor,
    },
    answer: { name: "BriefingList", schema: schema.listOf(schema.briefing) },
    async handle({ context, query: { cursor, ...filters } }) {
      const place = readCursor(
        "briefings",
        cursor,
        v.strictTuple([v.union([is.day, v.literal("infinity")]), is.count]),
      );
      const { briefings, next } = await listBriefings(context.installation.db, {
        ...filters,
        after: place && { day: place[0], id: place[1] },
        upTo: context.horizon().size,
        timeZone: (await context.office()).timeZone,
      });
      const transcripts = await listSaid(
        context.installation.db,
        briefings.map(({ number }) => number),
        context.horizon().size,
      );
      const items = briefings.map((one) => briefingJson(context.url, one, transcripts.get(one.number)));
      return {
        body: { items },
        next: next && writeCursor("briefings", [next.day, next.id]),
        tags: ["briefings", "changes"],
      };
    },
  }),
  endpoint({
    path: "/briefings/{number}",
    id: "getBriefing",
    group: "Briefings",
    summary: "One briefing: what the press is told of it, its state, and where what was said is.",
    params: { number: is.number },
    answer: { name: "Briefing", schema: schema.briefing },
    async handle({ context, params: { number } }) {
      const { briefing, transcript } = await find(context, number);
      return { body: briefingJson(context.url, briefing, transcript), tags: [`briefing:${number}`] };
    },
  }),
  endpoint({
    path: "/briefings/{number}/turns",
    id: "listTurns",
    group: "Briefings",
    summary: "What was said, turn by turn, in the order of the briefing; while it is on, what was shown so far.",
    params: { number: is.number },
    query: { version, limit: is.limit, cursor: is.cursor },
    answer: { name: "TurnList", schema: schema.turns },
    async handle({ context, params: { number }, query: { version: asked, limit, cursor } }) {
      const [after] = readCursor(`turns ${number} ${asked}`, cursor, v.strictTuple([is.ordinal])) ?? [];
      const { standing, turns } = await turnsOf(context, number, asked);
      const at = after === undefined ? -1 : turns.findIndex(({ turn }) => turn === after);
      if (after !== undefined && at === -1)
        throw new Fault("conflict", `Turn ${after} is no longer there: read the list from its beginning.`);
      const shown = turns.slice(at + 1, at + 1 + limit);
      const last = shown.at(-1);
      return {
        body: { ...standing, items: shown.map((one) => turnJson(context.url, number, one)), total: turns.length },
        next:
          last !== undefined && at + 1 + limit < turns.length
            ? writeCursor(`turns ${number} ${asked}`, [last.turn])
            : undefined,
        tags: [`briefing:${number}`],
      };
    },
  }),
  endpoint({
    path: "/briefings/{number}/transcript",
    id: "getTranscript",
    group: "Briefings",
    summary: "A transcript whole, as the record has it: its newest edition.",
    params: { number: is.number },
    query: { version },
    answer: { name: "Transcript", schema: schema.transcript },
    async handle({ context, params: { number }, query: { version: asked } }) {
      const view = await findTranscript(context.installation.db, number, asked, context.horizon().size);
      if (view === undefined) throw new Fault("not-found", `There is no such transcript of ${number}.`);
      return {
        body: transcriptJson(context.url, view),
        tags: [`briefing:${number}`],
        changedAt: view.content === undefined ? undefined : view.at,
      };
    },
  }),
];

function said({ installation, horizon }: PublicContext, number: string): Promise<TranscriptView | undefined> {
  return findTranscript(installation.db, number, "said", horizon().size);
}

async function find(context: PublicContext, number: string) {
  const [briefing, transcript, { timeZone }] = await Promise.all([
    publicBriefing(context.installation.db, number),
    said(context, number),
    context.office(),
  ]);
  // An imported one is there with its transcript alone.
  if (briefing === undefined || (number.startsWith("H-") && transcript === undefined))
    throw new Fault("not-found", `There is no briefing ${number}.`);
  const at = briefing.openedAt ?? briefing.startsAt;
  return { briefing: { ...briefing, ...(at === undefined ? {} : { day: dayIn(timeZone, at) }) }, transcript };
}

type Standing = { briefing: string; version: string; edition?: number; entry?: number };

async function turnsOf(
  context: PublicContext,
  number: string,
  asked: "said" | "edited",
): Promise<{ standing: Standing; turns: readonly (TurnOnPage | TranscriptTurn)[] }> {
  const { db } = context.installation;
  const { briefing, transcript } = await find(context, number);
  const view = asked === "said" ? transcript : await findTranscript(db, number, "edited", context.horizon().size);
  if (view !== undefined) {
    const { version: which, edition, entry, content } = view;
    return { standing: { briefing: number, version: which, edition, entry }, turns: content?.turns ?? [] };
  }
  if (asked === "edited") throw new Fault("not-found", `There is no edited version of ${number}.`);
  const { turns } = foldEvents(await readAllEvents(db, briefing.id));
  return { standing: { briefing: number, version: "live" }, turns };
}

function briefingJson(
  url: string,
  found: PublicBriefing & { day?: string },
  transcript: Pick<TranscriptView, "day" | "title"> | undefined,
) {
  const { id: _, ...briefing } = found;
  const address = `${url}/briefings/${briefing.number}`;
  return {
    ...briefing,
    ...(transcript === undefined ? {} : { day: transcript.day, title: transcript.title }),
    url: address,
    turnsUrl: `${url}/api/v1/briefings/${briefing.number}/turns`,
    ...(transcript === undefined ? {} : { transcriptUrl: `${url}/api/v1/briefings/${briefing.number}/transcript` }),
  };
}
