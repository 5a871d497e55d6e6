import { Fault } from "../fault.ts";
import type { Day } from "../register/day.ts";

export const queues = ["press", "citizen"] as const;
export type Queue = (typeof queues)[number];

export const channels = ["room", "form", "mail", "whatsapp", "phone"] as const;
export type Channel = (typeof channels)[number];

/** What is shown of whoever asks: `name` with the outlet where there is one, the outlet alone, or nothing. Theirs to choose. */
export const shownAs = ["name", "outlet", "neither"] as const;
export type ShownAs = (typeof shownAs)[number];

export const questionStates = ["open", "taken", "assigned", "answered", "declined", "closed"] as const;
export type QuestionState = (typeof questionStates)[number];

/** An answer on background was given to the asker alone: nobody outside learns what it says. */
export type Basis = "on-record" | "background";

/** Whoever asked, for the office alone. */
export type Asker = { name?: string; outlet?: string; mail?: string; phone?: string };

/** Everything about a question that decides what may be done with it and who may learn of it. */
export type Question = {
  state: QuestionState;
  basis: Basis | undefined;
  takenAt: Date | undefined;
  dueOn: Day | undefined;
  shownAt: Date | undefined;
  exclusiveUntil: Date | undefined;
  /** The turn where it was asked is not public. */
  withheld: boolean;
  /** Who wrote what is going to be answered, as it stands, and whether it answers or says why not. */
  draft: { by: number; kind: "answer" | "declined" } | undefined;
};

export type QuestionMove =
  | { move: "show"; at: Date }
  | { move: "hide" }
  | { move: "withhold" }
  | { move: "release"; at: Date }
  | { move: "take"; at: Date; due: Day }
  | { move: "assign" }
  | { move: "draft"; by: number; kind: "answer" | "declined" }
  | { move: "publish"; by: number; at: Date; reason: string }
  | { move: "background" }
  | { move: "decline"; reason: string }
  | { move: "close"; reason: string }
  | { move: "reopen" };

export const questionMoves = [
  "show",
  "hide",
  "withhold",
  "release",
  "take",
  "assign",
  "draft",
  "publish",
  "background",
  "decline",
  "close",
  "reopen",
] as const satisfies readonly QuestionMove["move"][];
export type QuestionMoveName = QuestionMove["move"];

const waiting = ["open", "taken", "assigned"] as const;
const ended = ["answered", "declined", "closed"] as const;

/** From which states each move leads on. What is not in this table cannot be done. */
const from: Record<QuestionMoveName, readonly QuestionState[]> = {
  show: [...waiting, "answered", "declined"],
  hide: [...waiting, "closed"],
  withhold: [...waiting, ...ended],
  release: [...waiting, ...ended],
  take: ["open", "assigned"],
  assign: waiting,
  draft: waiting,
  publish: waiting,
  background: waiting,
  decline: waiting,
  close: waiting,
  reopen: ["closed"],
};

/** Whether that move is open to a question in that state, whoever makes it. */
export function isQuestionMoveOpen(state: QuestionState, move: QuestionMoveName): boolean {
  return from[move].includes(state);
}

/**
 * The question after that move. Fault("conflict") for a move that does not follow from where it stands or would show what
 * is protected, Fault("forbidden") for an answer that its author would publish alone, Fault("invalid") for a reason not given.
 */
export function moveQuestion(question: Question, move: QuestionMove): Question {
  if (!isQuestionMoveOpen(question.state, move.move)) throw refusal(question.state, move.move);
  switch (move.move) {
    case "show":
      checkShowable(question, move.at);
      return { ...question, shownAt: question.shownAt ?? move.at };
    case "hide":
      return { ...question, shownAt: undefined };
    case "withhold":
      return { ...question, withheld: true, shownAt: undefined };
    case "release":
      return { ...question, withheld: false, shownAt: question.shownAt ?? move.at };
    case "take":
      return taken(question, move.at, move.due);
    case "assign":
      return { ...question, state: "assigned" };
    case "draft":
      return { ...question, draft: { by: move.by, kind: move.kind } };
    case "publish":
      return published(question, move);
    case "background":
      return { ...question, state: "answered", basis: "background" };
    case "decline":
      checkReason(move.reason);
      return { ...question, state: "declined" };
    case "close":
      checkReason(move.reason);
      return { ...question, state: "closed", shownAt: undefined };
    case "reopen":
      return { ...question, state: question.takenAt === undefined ? "open" : "taken" };
  }
}

/** Whether anybody outside may learn that it was asked. */
export function isShown(question: Question, now: Date): boolean {
  return question.shownAt !== undefined && question.shownAt <= now && !question.withheld && !isProtected(question, now);
}

/** An exclusive that has neither been answered on the record nor lapsed. */
export function isProtected({ exclusiveUntil, basis }: Pick<Question, "exclusiveUntil" | "basis">, now: Date): boolean {
  return exclusiveUntil !== undefined && exclusiveUntil > now && basis !== "on-record";
}

/** Promised, and not answered on the last day that was promised. */
export function isOverdue({ state, dueOn }: Pick<Question, "state" | "dueOn">, today: Day): boolean {
  return dueOn !== undefined && dueOn < today && (state === "taken" || state === "assigned");
}

/** What of the asker may be shown, as they chose; a name that was not given is not made up. */
export function shownAsker(asker: Asker, choice: ShownAs): { name?: string; outlet?: string } {
  const outlet = asker.outlet === undefined ? {} : { outlet: asker.outlet };
  if (choice === "neither") return {};
  if (choice === "outlet") return outlet;
  return { ...(asker.name === undefined ? {} : { name: asker.name }), ...outlet };
}

/** Whether whoever publishes it wrote it: another has to, or a reason is kept. */
export function publishesAlone({ draft }: Pick<Question, "draft">, by: number): boolean {
  return draft?.by === by;
}

function taken(question: Question, at: Date, due: Day): Question {
  const promised = { ...question, takenAt: at, dueOn: due };
  const state = question.state === "open" ? "taken" : question.state;
  const showable = !question.withheld && !isProtected(question, at);
  return { ...promised, state, shownAt: question.shownAt ?? (showable ? at : undefined) };
}

function published(question: Question, { by, at, reason }: { by: number; at: Date; reason: string }): Question {
  const { draft } = question;
  if (draft === undefined)
    throw new Fault(
      "conflict",
      "Nothing has been written yet: write the answer, or why there is none, and publish it then.",
      [],
      "Todavía no hay nada escrito: escriba la respuesta, o por qué no la hay, y publíquela después.",
    );
  if (question.withheld) throw withheld();
  if (draft.kind === "declined" && isProtected(question, at)) throw exclusive();
  if (publishesAlone(question, by) && reason.trim() === "")
    throw new Fault(
      "forbidden",
      "Whoever writes an answer does not publish it alone: ask another officer to, or say why it cannot wait; the reason is kept.",
      [],
      "Quien escribe una respuesta no la publica a solas: pídalo a otra persona, o diga por qué no puede esperar; el motivo queda guardado.",
    );
  const shownAt = question.shownAt ?? at;
  if (draft.kind === "declined") return { ...question, state: "declined", shownAt };
  return { ...question, state: "answered", basis: "on-record", shownAt };
}

function checkShowable(question: Question, now: Date): void {
  if (question.withheld) throw withheld();
  if (isProtected(question, now)) throw exclusive();
}

function withheld(): Fault {
  return new Fault(
    "conflict",
    "The turn where it was asked is not public, so neither is the question: answer it on background, or log it anew as it was asked in public.",
    [],
    "La intervención en que se preguntó no es pública, así que tampoco la pregunta: respóndala solo como contexto, o anótela de nuevo tal como se hizo en público.",
  );
}

function exclusive(): Fault {
  return new Fault(
    "conflict",
    "It is an exclusive: nobody outside learns of it until it is answered on the record or its time has passed.",
    [],
    "Es una exclusiva: nadie de fuera sabe de ella mientras no se responda en público o venza su plazo.",
  );
}

function checkReason(reason: string): void {
  if (reason.trim() === "")
    throw new Fault(
      "invalid",
      "reason: it is empty. Say why in a sentence; it is kept.",
      [],
      "motivo: está vacío. Diga por qué en una frase; queda guardado.",
    );
}

const stateWords: Record<QuestionState, { en: string; es: string }> = {
  open: { en: "waits to be taken", es: "espera que alguien la tome" },
  taken: { en: "is promised an answer", es: "está pendiente de respuesta" },
  assigned: { en: "is assigned", es: "está asignada" },
  answered: { en: "is answered", es: "está respondida" },
  declined: { en: "was declined", es: "se declinó responder" },
  closed: { en: "is closed", es: "está cerrada" },
};

function refusal(state: QuestionState, move: QuestionMoveName): Fault {
  const { en, es } = stateWords[state];
  return new Fault(
    "conflict",
    `The question ${en}, so this cannot be done with it any more (${move}). Open it again to see where it stands.`,
    [],
    `La pregunta ${es}, así que esto ya no se puede hacer con ella. Ábrala de nuevo para ver en qué está.`,
  );
}
