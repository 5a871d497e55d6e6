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
  return conflictsAmong([a, b], timeZone)[0]?.conflict;
}

/** Every two of these that collide, those that certainly do first; each is measured once. */
export function conflictsAmong<T extends Planned>(
  items: readonly T[],
  timeZone: string,
): { one: T; other: T; conflict: Conflict }[] {
  const measured = items
    .filter(({ state }) => state === "planned")
    .map((item) => ({ item, taken: takenBy(item.time, timeZone), place: searchKey(item.place) }))
    .toSorted((a, b) => a.taken.span.from.getTime() - b.taken.span.from.getTime());
  const found = measured.flatMap(({ item: one, taken, place }, index) => {
    const others: { one: T; other: T; conflict: Conflict }[] = [];
    for (const next of measured.slice(index + 1)) {
      if (next.taken.span.from >= taken.span.to) break;
      const certainty = collision(taken, next.taken);
      const people = [...new Set(one.people)].filter((person) => next.item.people.includes(person));
      const samePlace = place !== "" && place === next.place;
      if (certainty !== undefined && (people.length > 0 || samePlace))
        others.push({ one, other: next.item, conflict: { certainty, people, place: samePlace } });
    }
    return others;
  });
  const rank = ({ conflict }: { conflict: Conflict }) => (conflict.certainty === "certain" ? 0 : 1);
  return found.toSorted((a, b) => rank(a) - rank(b));
}

/**
 * Whether two times meet. Certainly: both have an hour, and one begins while the other is known to go on. Possibly: within
 * what was said of each, there are hours at which they would. What becomes known better never collides where it could not before.
 */
export function collide(a: AgendaTime, b: AgendaTime, timeZone: string): Conflict["certainty"] | undefined {
  return collision(takenBy(a, timeZone), takenBy(b, timeZone));
}

/** All that a time can take up, and what it is known to: of what has an hour, at least the instant at which it begins. */
type Taken = { span: Span; known: Span | undefined };

function takenBy(time: AgendaTime, timeZone: string): Taken {
  const known =
    time.precision === "exact" ? { from: time.start, to: time.end ?? new Date(time.start.getTime() + 1) } : undefined;
  return { span: spanOf(time, timeZone), known };
}

function collision(a: Taken, b: Taken): Conflict["certainty"] | undefined {
  if (!meet(a.span, b.span)) return undefined;
  return a.known !== undefined && b.known !== undefined && meet(a.known, b.known) ? "certain" : "possible";
}

function meet(a: Span, b: Span): boolean {
  return a.from < b.to && b.from < a.to;
}
