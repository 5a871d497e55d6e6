import { searchKey } from "../register/name.ts";
import { type AgendaTime, type Span, spanOf } from "./agenda-time.ts";

/** What two things of the agenda have in common that can be in one place at a time. */
export type Planned = { time: AgendaTime; people: readonly string[]; place: string; state: "planned" | "cancelled" };

export type Conflict = {
  /** "certain": whatever is still open, they are at the same time. "possible": they can be, and need not. */
  certainty: "certain" | "possible";
  /** Those of the register who are wanted for both. */
  people: string[];
  /** Whether both are at the same place. */
  place: boolean;
};

/** How two things collide, or undefined: none does that is cancelled, or that shares neither a person nor a place. */
export function conflictOf(a: Planned, b: Planned, timeZone: string): Conflict | undefined {
  if (a.state === "cancelled" || b.state === "cancelled") return undefined;
  const people = [...new Set(a.people)].filter((person) => b.people.includes(person));
  const place = samePlace(a.place, b.place);
  if (people.length === 0 && !place) return undefined;
  const certainty = collide(a.time, b.time, timeZone);
  return certainty === undefined ? undefined : { certainty, people, place };
}

/**
 * Whether two times meet. Certainly: both have an hour, and one begins while the other is known to go on. Possibly: within
 * what was said of each, there are hours at which they would. What becomes known better never collides where it could not before.
 */
export function collide(a: AgendaTime, b: AgendaTime, timeZone: string): Conflict["certainty"] | undefined {
  if (!meet(spanOf(a, timeZone), spanOf(b, timeZone))) return undefined;
  const [one, other] = [goesOn(a), goesOn(b)];
  return one !== undefined && other !== undefined && meet(one, other) ? "certain" : "possible";
}

/** The instants through which it is known to go on: at least the one at which it begins. */
function goesOn(time: AgendaTime): Span | undefined {
  if (time.precision !== "exact") return undefined;
  return { from: time.start, to: time.end ?? new Date(time.start.getTime() + 1) };
}

function meet(a: Span, b: Span): boolean {
  return a.from < b.to && b.from < a.to;
}

function samePlace(a: string, b: string): boolean {
  const key = searchKey(a);
  return key !== "" && key === searchKey(b);
}
