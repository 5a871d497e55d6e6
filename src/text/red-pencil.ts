import { wordDifferences } from "./differences.ts";

/**
 * One place where a pencilled text differs from the one that stands: what is struck there and what is added, with the line
 * around it. `overtaken`: the text that stands has itself been changed at that place since the pencil was put to it.
 */
export type Pencilled = {
  /** Where it is in the text that stands, and how much of it is struck. */
  at: number;
  struck: string;
  added: string;
  before: string;
  after: string;
  overtaken: boolean;
};

/**
 * What a pencilled text wants of the one that stands, place by place in the order of the text. The pencil was put to `base`; what
 * has been changed elsewhere since stays, and what stands already is not asked again.
 */
export function pencilled(base: string, proposed: string, standing: string): Pencilled[] {
  const since = edits(base, standing);
  return edits(base, proposed).flatMap((edit) => {
    const meeting = since.filter((other) => touches(edit, other));
    if (meeting.some((other) => other.start === edit.start && other.end === edit.end && other.added === edit.added))
      return [];
    const shift = since
      .filter((other) => other.end <= edit.start && !touches(edit, other))
      .reduce((sum, other) => sum + other.added.length - (other.end - other.start), 0);
    const at = Math.min(edit.start + shift, standing.length);
    const struck = base.slice(edit.start, edit.end);
    return [
      {
        at,
        struck,
        added: edit.added,
        before: around(standing.slice(0, at), "before"),
        after: around(standing.slice(at + struck.length), "after"),
        overtaken: meeting.length > 0 || standing.slice(at, at + struck.length) !== struck,
      },
    ];
  });
}

/** The text that stands with those places taken; what is overtaken cannot be. */
export function taking(standing: string, places: readonly Pencilled[], taken: ReadonlySet<number>): string {
  let text = standing;
  for (let index = places.length - 1; index >= 0; index--) {
    const place = places[index] as Pencilled;
    if (taken.has(index) && !place.overtaken)
      text = text.slice(0, place.at) + place.added + text.slice(place.at + place.struck.length);
  }
  return text;
}

type Edit = { start: number; end: number; added: string };

function edits(before: string, after: string): Edit[] {
  const found: Edit[] = [];
  let at = 0;
  let open: Edit | undefined;
  for (const { kind, text } of wordDifferences(before, after)) {
    if (kind === "same") {
      open = undefined;
      at += text.length;
      continue;
    }
    if (open === undefined) found.push((open = { start: at, end: at, added: "" }));
    if (kind === "struck") {
      at += text.length;
      open.end = at;
    } else open.added += text;
  }
  return found;
}

function touches(a: Edit, b: Edit): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** To the ends of the line. */
function around(text: string, side: "before" | "after"): string {
  return side === "before" ? text.slice(text.lastIndexOf("\n") + 1) : (/^[^\n]*/.exec(text)?.[0] ?? "");
}
