import { Fault } from "../fault.ts";

/** What an officer may be trusted with, each for one institution. */
export const rights = [
  "reader",
  "writer",
  "editor",
  "clearer",
  "publisher",
  "stenographer",
  "register-keeper",
  "administrator",
] as const;
export type Right = (typeof rights)[number];

/** Reading alone: whoever speaks, and reads tomorrow's brief and what is being written on a phone. Nobody's personal data. */
const reading = ["reader", "writer", "editor", "publisher"] as const;
/** Writing, reviewing and publishing: whoever may do the later may do the earlier too. */
const writing = ["writer", "editor", "publisher"] as const;
const reviewing = ["editor", "publisher"] as const;
const publishing = ["publisher"] as const;
const typing = [...writing, "stenographer"] as const;
const followingBriefings = [...reading, "stenographer"] as const;
const administering = ["administrator"] as const;

/** Everything that is done behind the desk, and the rights that allow it. What is not in this table cannot be allowed. */
export const actions = {
  "draft.read": reading,
  "draft.write": writing,
  "draft.comment": reading,
  "draft.review": reviewing,
  "clearance.ask": writing,
  "clearance.answer": ["clearer"],
  "draft.schedule": publishing,
  "draft.publish": publishing,
  "draft.publish-urgently": publishing,
  "publication.review": reviewing,
  "statement.correct": publishing,
  "statement.withdraw": publishing,
  "line.read": reading,
  "line.write": writing,
  "agenda.read": reading,
  "agenda.write": writing,
  "agenda.publish": reviewing,
  "briefing.read": followingBriefings,
  "briefing.type": typing,
  "briefing.run": reviewing,
  "transcript.certify": ["stenographer"],
  "transcript.edit": publishing,
  "journalist.read": writing,
  "journalist.log": writing,
  "journalist.accredit": reviewing,
  "question.read": reading,
  "question.write": writing,
  "question.answer": publishing,
  "register.keep": ["register-keeper"],
  "office.manage": administering,
  "officer.manage": administering,
  "trail.read": administering,
} as const satisfies Record<string, readonly Right[]>;
export type Action = keyof typeof actions;

export type Grant = { institution: string; right: Right };

/** An officer at work, as read from the database for this one request. `address`: from where, for the trail. */
export type Actor = {
  officer: number;
  name: string;
  email: string;
  language: "es" | "en";
  grants: readonly Grant[];
  address?: string;
};

export function may(actor: Pick<Actor, "grants">, action: Action, institution: string): boolean {
  return actor.grants.some((grant) => grant.institution === institution && allows(grant.right, action));
}

/** The institutions for which an actor may do it, each once. */
export function institutionsFor(actor: Pick<Actor, "grants">, action: Action): string[] {
  return [...new Set(actor.grants.filter(({ right }) => allows(right, action)).map(({ institution }) => institution))];
}

/** Every use case calls this once, and nothing else decides rights. Fault("forbidden") says which right is lacking. */
export function permit(actor: Pick<Actor, "grants">, action: Action, institution: string): void {
  if (may(actor, action, institution)) return;
  const lacking: readonly Right[] = actions[action];
  throw new Fault(
    "forbidden",
    `This takes the right of ${inWords(lacking, "en")} for ${institution}: ask an administrator for it.`,
    [],
    `Para esto hace falta el derecho de ${inWords(lacking, "es")} en ${institution}: pídalo a quien administra.`,
  );
}

function allows(right: Right, action: Action): boolean {
  const allowed: readonly Right[] = actions[action];
  return allowed.includes(right);
}

const named: Record<Right, { es: string; en: string }> = {
  reader: { es: "lectura", en: "reader" },
  writer: { es: "redacción", en: "writer" },
  editor: { es: "edición", en: "editor" },
  clearer: { es: "visto bueno", en: "clearer" },
  publisher: { es: "publicación", en: "publisher" },
  stenographer: { es: "taquigrafía", en: "stenographer" },
  "register-keeper": { es: "autoridades y cargos", en: "register keeper" },
  administrator: { es: "administración", en: "administrator" },
};

function inWords(lacking: readonly Right[], language: "es" | "en"): string {
  return lacking.map((right) => named[right][language]).join(language === "es" ? " o " : " or ");
}
