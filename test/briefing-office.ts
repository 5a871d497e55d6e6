import { randomUUID } from "node:crypto";
import type { TranscriptContent } from "@voceria/record";
import type { Actor } from "../src/access/rights.ts";
import { makeCaptionAddress } from "../src/briefings/caption-addresses.ts";
import { readCaptions } from "../src/briefings/caption-body.ts";
import { takeCaptions } from "../src/briefings/take-captions.ts";
import { planBriefing, stepBriefing } from "../src/briefings/plan-briefing.ts";
import { readAllEvents } from "../src/briefings/live-events.ts";
import { foldEvents } from "../src/briefings/live-event.ts";
import { type TurnTyped, typeTurn } from "../src/briefings/type-turn.ts";
import type { Transaction } from "../src/store/database.ts";
import type { Installation } from "../src/store/installation.ts";

type Office = Pick<Installation, "db" | "means">;

export const plannedBriefing = {
  format: "punto-de-prensa",
  title: "Punto de prensa de la vocera",
  language: "es-CL",
  place: "Palacio de La Moneda, Patio Los Cañones",
  note: "Acreditación hasta las 09:00.",
  timeText: "",
  holdSeconds: "15",
  mediaUrl: "",
};

/** A briefing that is on. */
export async function openedBriefing(
  { db, means }: Office,
  actor: Actor,
  more: Partial<typeof plannedBriefing> = {},
): Promise<{ id: number; number: string }> {
  const { id } = await planBriefing(db, { ...plannedBriefing, ...more }, actor, means);
  const { number = "" } = await stepBriefing(db, id, "open", actor, means);
  return { id, number };
}

export function typed(text: string, more: Partial<TurnTyped> = {}): TurnTyped {
  return {
    kind: "speech",
    speaker: { name: "Ana Rojas", outlet: "Radio Sur" },
    attribution: "on-record",
    text,
    clientKey: randomUUID(),
    ...more,
  };
}

export function type({ db, means }: Office, id: number, actor: Actor, text: string, more: Partial<TurnTyped> = {}) {
  return typeTurn(db, id, typed(text, more), actor, means);
}

/** What the public reads of a briefing, in the order of the page; a turn that was taken back as "—". */
export async function publicWords({ db }: Office, id: number): Promise<string[]> {
  const page = foldEvents(await readAllEvents(db, id));
  return page.turns.map(({ text, removed }) => (removed === true ? "—" : text));
}

/** A captioner's program at work for a briefing: what it sends arrives in one piece. */
export async function captioner({ db, means }: Office, id: number, actor: Actor) {
  const { token } = await makeCaptionAddress(db, id, "Subtituladora", actor, means);
  const send = (...segments: readonly object[]) =>
    takeCaptions(db, token, readCaptions(JSON.stringify(segments), 0).segments, means);
  return { token, send };
}

/** A final segment of `seconds` from `start`. */
export function heard(id: string | number, start: number, text: string, more: object = {}) {
  return { id, start, end: start + 2, text, final: true, ...more };
}

/** The row of a briefing that is over and certified. */
export async function aBriefing(tx: Transaction, number: string, institution: string): Promise<void> {
  const at = new Date();
  await tx
    .insertInto("briefing")
    .values({
      number,
      institution,
      format: "punto-de-prensa",
      title: "Punto de prensa",
      language: "es-CL",
      state: "certified",
      created_at: at,
      changed_at: at,
    })
    .execute();
}

export function certifiedTranscript(briefing: string): TranscriptContent {
  return {
    briefing,
    certifier: { body: "Oficina de Taquigrafía", name: "R. Soto" },
    day: "2026-11-23",
    format: "voceria/transcript/v1",
    kind: "punto-de-prensa",
    language: "es-CL",
    recording: { sha256: Buffer.alloc(32, 7).toString("base64") },
    title: "Punto de prensa",
    turns: [
      { at: 0, kind: "speech", speaker: { name: "Vocera de prueba" }, text: "Son trescientas viviendas.", turn: 1 },
      { at: 94, kind: "question", speaker: { name: "Dolores", outlet: "Radio Austral" }, text: "¿Cuándo?", turn: 2 },
      { at: 99, kind: "answer", speaker: { name: "Vocera de prueba" }, text: "Mañana, Dios mediante.", turn: 3 },
    ],
    version: "certified",
  };
}
