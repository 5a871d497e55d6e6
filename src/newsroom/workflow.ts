import { Fault } from "../fault.ts";

/** Where a draft stands. What becomes of a statement afterwards (corrected, withdrawn) is the statement's own. */
export const states = ["draft", "in-review", "in-clearance", "cleared", "scheduled", "published", "dropped"] as const;
export type State = (typeof states)[number];

/** What an official of another institution has said of what was put to them. */
export type Standing = "waiting" | "given" | "objected";

/**
 * The course that a draft has taken. `text` stands for everything that will be published, as it is now: the same words
 * under the same names have the same `text`. Officers are told apart by their numbers.
 */
export type Course = {
  state: State;
  text: string;
  /** Everybody who wrote any of it, and who wrote last. */
  authors: readonly number[];
  wroteLast: number | undefined;
  accepted: readonly { officer: number; text: string }[];
  /** The newest asking of each official; those taken back are left out. `text` is what was put to them. */
  clearances: readonly { id: number; standing: Standing; text: string }[];
  /** A publisher's decision to publish that text without what is missing, on the record. */
  ahead: { officer: number; text: string } | undefined;
  /** Who scheduled it: it is published in their name. The command line's hand is nobody's number: 0. */
  scheduledBy: number | undefined;
  /** Who publishes or published it without what is ordinarily needed, and who has looked at it since. */
  urgent: { officer: number; reviewedBy?: number } | undefined;
};

export type Move =
  | { move: "write"; by: number; text: string }
  | { move: "submit"; by: number }
  | { move: "return"; by: number; reason: string }
  | { move: "accept"; by: number }
  | { move: "ask-clearance"; by: number; id: number }
  | { move: "ask-again"; by: number; id: number; anew: number }
  | { move: "withdraw-clearance"; by: number; id: number }
  | { move: "answer"; id: number; answer: "given" | "objected"; reason: string }
  | { move: "go-ahead"; by: number; reason: string }
  | { move: "schedule"; by: number }
  | { move: "schedule-urgently"; by: number; reason: string }
  | { move: "call-back"; by: number }
  | { move: "publish"; by: number }
  | { move: "publish-urgently"; by: number; reason: string }
  | { move: "review-afterwards"; by: number }
  | { move: "drop"; by: number; reason: string };

export const moves = [
  "write",
  "submit",
  "return",
  "accept",
  "ask-clearance",
  "ask-again",
  "withdraw-clearance",
  "answer",
  "go-ahead",
  "schedule",
  "schedule-urgently",
  "call-back",
  "publish",
  "publish-urgently",
  "review-afterwards",
  "drop",
] as const satisfies readonly Move["move"][];
export type MoveName = Move["move"];

/** Why a draft cannot go out yet in somebody's name. */
export type Missing = "second-person" | "clearance-waiting" | "clearance-objected" | "clearance-stale";

export function begin(by: number, text: string): Course {
  return {
    state: "draft",
    text,
    authors: [by],
    wroteLast: by,
    accepted: [],
    clearances: [],
    ahead: undefined,
    scheduledBy: undefined,
    urgent: undefined,
  };
}

/**
 * The course after that move. Fault("conflict") for a move that does not follow from where the draft stands,
 * Fault("forbidden") for one that needs another person, Fault("invalid") for a reason that is not given.
 */
export function follow(course: Course, move: Move): Course {
  if (move.move === "review-afterwards") return reviewAfterwards(course, move.by);
  if (!from[move.move].includes(course.state)) throw refusal(course.state, move.move);
  if ("reason" in move && move.reason.trim() === "" && !(move.move === "answer" && move.answer === "given"))
    throw new Fault(
      "invalid",
      "reason: it is empty. Say why in a sentence; it is kept.",
      [],
      "motivo: está vacío. Diga por qué en una frase; queda guardado.",
    );
  switch (move.move) {
    case "write":
      return write(course, move.by, move.text);
    case "submit":
      return { ...course, state: "in-review" };
    case "return":
      return { ...unscheduled(course), state: "draft", accepted: [], ahead: undefined };
    case "accept":
      return accept(course, move.by);
    case "ask-clearance":
      return {
        ...course,
        state: "in-clearance",
        ahead: undefined,
        clearances: [...course.clearances, { id: move.id, standing: "waiting", text: course.text }],
      };
    case "ask-again":
      return askAgain(course, move.id, move.anew);
    case "withdraw-clearance":
      clearanceOf(course, move.id);
      return settled({ ...course, clearances: course.clearances.filter(({ id }) => id !== move.id) });
    case "answer":
      clearanceOf(course, move.id);
      return settled({
        ...course,
        clearances: course.clearances.map((one) => (one.id === move.id ? { ...one, standing: move.answer } : one)),
      });
    case "go-ahead":
      return { ...course, state: "cleared", ahead: { officer: move.by, text: course.text } };
    case "schedule":
      return { ...ready(course, move.by), state: "scheduled", scheduledBy: move.by };
    case "schedule-urgently":
      return { ...course, state: "scheduled", scheduledBy: move.by, urgent: { officer: move.by } };
    case "call-back":
      return { ...unscheduled(course), state: "cleared" };
    case "publish":
      return { ...(course.urgent === undefined ? ready(course, move.by) : course), state: "published" };
    case "publish-urgently":
      return { ...course, state: "published", urgent: { officer: move.by } };
    case "drop":
      return { ...course, state: "dropped" };
  }
}

/**
 * What still keeps the draft from going out in the name of `by`, as its text is now. A text needs two people: whoever
 * wrote last is not the publisher, or another officer has accepted it as it is. A publisher may go ahead without a
 * clearance, or with a last-minute change of their own, but never without another officer who wrote or accepted.
 */
export function missingFor(course: Course, by: number): Missing[] {
  const ahead = course.ahead?.text === course.text;
  const others = course.accepted.filter(({ officer }) => officer !== by);
  const seen = course.wroteLast !== by || others.some(({ text }) => text === course.text);
  const second = seen || (ahead && (others.length > 0 || course.authors.some((officer) => officer !== by)));
  return [...(second ? [] : (["second-person"] as const)), ...(ahead ? [] : missingClearances(course))];
}

/** Of a clearance that was given to another text than the one that stands. */
export function isStale(course: Pick<Course, "text">, clearance: { standing: Standing; text: string }): boolean {
  return clearance.standing === "given" && clearance.text !== course.text;
}

const open: readonly State[] = ["draft", "in-review", "in-clearance", "cleared"];
const reviewed: readonly State[] = ["in-review", "in-clearance", "cleared"];

/** From which states each move leads on. */
const from: Record<Exclude<MoveName, "review-afterwards">, readonly State[]> = {
  write: open,
  submit: ["draft"],
  return: [...reviewed, "scheduled"],
  accept: reviewed,
  "ask-clearance": reviewed,
  "ask-again": reviewed,
  "withdraw-clearance": open,
  answer: [...open, "scheduled"],
  "go-ahead": ["in-clearance", "cleared"],
  schedule: ["cleared"],
  "schedule-urgently": open,
  "call-back": ["scheduled"],
  publish: ["cleared", "scheduled"],
  "publish-urgently": [...open, "scheduled"],
  drop: open,
};

/** Whether that move is open to a draft in that state, whoever makes it. */
export function isOpen(state: State, move: MoveName): boolean {
  return move === "review-afterwards" ? state === "published" : from[move].includes(state);
}

function write(course: Course, by: number, text: string): Course {
  return {
    ...course,
    text,
    wroteLast: by,
    authors: course.authors.includes(by) ? course.authors : [...course.authors, by],
  };
}

function accept(course: Course, by: number): Course {
  if (isOnlyAuthor(course, by))
    throw new Fault(
      "forbidden",
      "Nobody else has written this text, so another officer has to accept it.",
      [],
      "Nadie más ha escrito este texto: tiene que aceptarlo otra persona.",
    );
  return settled({
    ...course,
    state: course.state === "in-review" ? "in-clearance" : course.state,
    accepted: [...course.accepted.filter(({ officer }) => officer !== by), { officer: by, text: course.text }],
  });
}

/** What the command line has entered has no author of this office. */
function isOnlyAuthor({ authors }: Course, by: number): boolean {
  return authors.length > 0 && authors.every((author) => author === by);
}

function askAgain(course: Course, id: number, anew: number): Course {
  clearanceOf(course, id);
  return {
    ...course,
    state: "in-clearance",
    ahead: undefined,
    clearances: course.clearances.map((one) =>
      one.id === id ? { id: anew, standing: "waiting", text: course.text } : one,
    ),
  };
}

/** Nothing is cleared, let alone scheduled, against an official's word, unless a publisher went ahead with that text. */
function settled(course: Course): Course {
  const outstanding =
    course.urgent === undefined &&
    course.ahead?.text !== course.text &&
    course.clearances.some(({ standing }) => standing !== "given");
  if (course.state === "in-clearance" && !outstanding) return { ...course, state: "cleared" };
  if ((course.state === "cleared" || course.state === "scheduled") && outstanding)
    return { ...unscheduled(course), state: "in-clearance" };
  return course;
}

function unscheduled(course: Course): Course {
  return { ...course, scheduledBy: undefined, urgent: undefined };
}

function ready(course: Course, by: number): Course {
  const [missing] = missingFor(course, by);
  if (missing === undefined) return course;
  throw new Fault(missing === "second-person" ? "forbidden" : "conflict", why[missing].en, [], why[missing].es);
}

function missingClearances(course: Course): Missing[] {
  const { clearances } = course;
  const missing: Missing[] = [];
  if (clearances.some(({ standing }) => standing === "waiting")) missing.push("clearance-waiting");
  if (clearances.some(({ standing }) => standing === "objected")) missing.push("clearance-objected");
  if (clearances.some((one) => isStale(course, one))) missing.push("clearance-stale");
  return missing;
}

type Words = { en: string; es: string };

const why: Record<Missing, Words> = {
  "second-person": {
    en:
      "Whoever writes does not publish alone: you wrote this text last, and nobody else has accepted it as it is. " +
      "Ask another officer to accept or to publish it.",
    es:
      "Quien escribe no publica a solas: usted escribió por última vez este texto y nadie más lo ha aceptado tal como está. " +
      "Pida a otra persona que lo acepte o lo publique.",
  },
  "clearance-waiting": {
    en: "An official has not answered yet. Wait, take the question back, or go ahead with a reason.",
    es: "Falta un visto bueno por contestar. Espere, retire la consulta o siga adelante con un motivo.",
  },
  "clearance-objected": {
    en: "An official objects. Change the text and ask again, or go ahead with a reason.",
    es: "Hay una objeción. Cambie el texto y consulte de nuevo, o siga adelante con un motivo.",
  },
  "clearance-stale": {
    en: "The text has changed since it was cleared. Ask again, or go ahead with a reason.",
    es: "El texto cambió después del visto bueno. Consulte de nuevo, o siga adelante con un motivo.",
  },
};

function reviewAfterwards(course: Course, by: number): Course {
  const { urgent } = course;
  if (course.state !== "published" || urgent === undefined)
    throw new Fault(
      "conflict",
      "Only what was published urgently is reviewed afterwards.",
      [],
      "Solo se revisa después lo que se publicó con urgencia.",
    );
  if (urgent.reviewedBy !== undefined)
    throw new Fault("conflict", "This publication has been reviewed already.", [], "Esta publicación ya fue revisada.");
  if (urgent.officer === by || isOnlyAuthor(course, by))
    throw new Fault(
      "forbidden",
      "Whoever wrote or published it does not review it; another officer has to.",
      [],
      "Quien lo escribió o publicó no lo revisa; tiene que hacerlo otra persona.",
    );
  return { ...course, urgent: { ...urgent, reviewedBy: by } };
}

function clearanceOf(course: Course, id: number): void {
  if (!course.clearances.some((one) => one.id === id))
    throw new Fault(
      "conflict",
      "This question to an official was taken back, or asked anew with a newer text.",
      [],
      "Esta consulta se retiró, o se hizo de nuevo con un texto más reciente.",
    );
}

function refusal(state: State, move: MoveName): Fault {
  const { en, es } = refusals[state] ?? {
    en: `A draft that is ${inWords[state]?.en} ${needs[move]?.en ?? "cannot take that step"}.`,
    es: `Un borrador ${inWords[state]?.es} ${needs[move]?.es ?? "no puede dar ese paso"}.`,
  };
  return new Fault("conflict", en, [], es);
}

const refusals: Partial<Record<State, Words>> = {
  published: {
    en: "This text is published. Correct the statement instead.",
    es: "Este texto está publicado. Corrija el comunicado.",
  },
  dropped: {
    en: "This draft was dropped. Start a new one from its text.",
    es: "Este borrador se descartó. Empiece otro a partir de su texto.",
  },
  scheduled: {
    en: "This text is settled and waits for its hour. Call it back first; everything stays as it is.",
    es: "Este texto está listo y espera su hora. Llámelo de vuelta primero; todo queda como está.",
  },
};

const inWords: Partial<Record<State, Words>> = {
  draft: { en: "still being written", es: "en redacción" },
  "in-review": { en: "in review", es: "en revisión" },
  "in-clearance": { en: "waiting for a clearance", es: "a la espera de un visto bueno" },
  cleared: { en: "cleared", es: "visado" },
};

const submitFirst: Words = {
  en: "has to be submitted before anybody is asked to clear it",
  es: "tiene que pasar a revisión antes de pedir un visto bueno",
};
const needs: Partial<Record<MoveName, Words>> = {
  submit: { en: "has been submitted already", es: "ya pasó a revisión" },
  return: { en: "has not been submitted", es: "no ha pasado a revisión" },
  accept: { en: "has not been submitted for review", es: "no ha pasado a revisión" },
  "ask-clearance": submitFirst,
  "ask-again": submitFirst,
  "go-ahead": { en: "needs no decision to go ahead", es: "no necesita una decisión de seguir adelante" },
  schedule: {
    en: "cannot be scheduled before it is accepted and cleared",
    es: "no se programa antes de estar aceptado y visado",
  },
  publish: {
    en: "cannot be published before it is accepted and cleared, unless it is urgent",
    es: "no se publica antes de estar aceptado y visado, salvo con urgencia",
  },
  "call-back": { en: "was not scheduled", es: "no estaba programado" },
};
