import { invalid, oneLine, takeIn, within } from "../text/field.ts";
import { isKeptAddress, writtenAddress } from "../text/link-address.ts";
import { type AgendaTime, type AgendaTimeTyped, readAgendaTime, sameTime } from "./agenda-time.ts";

export const agendaKinds = [
  "punto-de-prensa",
  "conferencia",
  "voceria",
  "actividad",
  "ceremonia",
  "reunion",
  "visita",
  "gira",
  "entrevista",
  "otro",
] as const;
export type AgendaKind = (typeof agendaKinds)[number];

/** How the press attends. */
export const pressAccesses = ["unsaid", "open", "accredited", "cameras", "closed"] as const;
export type PressAccess = (typeof pressAccesses)[number];

export type AgendaContent = {
  kind: AgendaKind;
  title: string;
  time: AgendaTime;
  place: string;
  /** For everybody once it is published. */
  note: string;
  /** For the desk alone, always. */
  internalNote: string;
  link?: string;
  press: PressAccess;
  pressNote: string;
  /** People of the register, by id. */
  people: string[];
  topics: string[];
};

export type AgendaTyped = AgendaTimeTyped & {
  kind: string;
  title: string;
  place: string;
  note: string;
  internalNote: string;
  link: string;
  press: string;
  pressNote: string;
  people: readonly string[];
  topics: readonly string[];
};

const longest = { title: 200, place: 200, note: 2_000, internalNote: 4_000, pressNote: 300, link: 2_000, reason: 600 };
const mostPeople = 20;
const mostTopics = 12;

/** Fault("invalid") or Fault("too-large") names the field, and whoever typed it still has it. */
export function readAgendaContent(typed: AgendaTyped, timeZone: string): AgendaContent {
  const title = oneLine("title", "título", typed.title, longest.title);
  if (title === "") throw invalid("title: say what it is.", "título: diga qué es.");
  const kind = agendaKinds.find((one) => one === typed.kind);
  if (kind === undefined) throw invalid("kind: choose one of the list.", "tipo: elija uno de la lista.");
  const press = pressAccesses.find((one) => one === typed.press);
  if (press === undefined) throw invalid("press: choose how it attends.", "prensa: elija cómo asiste.");
  const [people, topics] = [[...new Set(typed.people)], [...new Set(typed.topics)]];
  if (people.length > mostPeople)
    throw invalid(`people: name at most ${mostPeople}.`, `personas: indique a lo más ${mostPeople}.`);
  if (topics.length > mostTopics)
    throw invalid(`topics: choose at most ${mostTopics}.`, `temas: elija a lo más ${mostTopics}.`);
  const link = readLink(typed.link);
  return {
    kind,
    title,
    time: readAgendaTime(typed, timeZone),
    place: oneLine("place", "lugar", typed.place, longest.place),
    note: text("note", "nota pública", typed.note, longest.note),
    internalNote: text("internal note", "nota interna", typed.internalNote, longest.internalNote),
    ...(link === undefined ? {} : { link }),
    press,
    pressNote: oneLine("for the press", "para la prensa", typed.pressNote, longest.pressNote),
    people,
    topics,
  };
}

/** What subscribers are told with a change, or why something is cancelled. Fault("invalid") where there is none. */
export function readPublicNote(typed: string, what: "change" | "cancel"): string {
  const said = oneLine("reason", "motivo", typed, longest.reason);
  if (said !== "") return said;
  if (what === "cancel")
    throw invalid(
      "reason: say why it is cancelled; it stays public with the reason.",
      "motivo: diga por qué se cancela; queda público con el motivo.",
    );
  throw invalid(
    "what changes: say it in a few words; it is public, and subscribers read it.",
    "qué cambia: dígalo en pocas palabras; es público y lo leen quienes están suscritos.",
  );
}

/** Whether everybody would read the same; the desk's own note is of no account. */
export function samePublic(a: AgendaContent, b: AgendaContent): boolean {
  return sameTime(a.time, b.time) && JSON.stringify(publicPart(a)) === JSON.stringify(publicPart(b));
}

export function sameContent(a: AgendaContent, b: AgendaContent): boolean {
  return samePublic(a, b) && a.internalNote === b.internalNote;
}

function publicPart({ kind, title, place, note, link, press, pressNote, people, topics }: AgendaContent): unknown {
  return [kind, title, place, note, link ?? "", press, pressNote, people, topics];
}

function readLink(typed: string): string | undefined {
  const link = typed.trim();
  if (link === "") return undefined;
  if (/^https?:\/\//i.test(link) && isKeptAddress(writtenAddress(link)) && link.length <= longest.link)
    return writtenAddress(link);
  throw invalid(
    "link: give an address that begins with https://, or leave it empty.",
    "enlace: indique una dirección que empiece con https://, o déjelo vacío.",
  );
}

function text(field: string, campo: string, typed: string, limit: number): string {
  return within(field, campo, takeIn(field, campo, typed).trim(), limit);
}
