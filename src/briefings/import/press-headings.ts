import { outletKey } from "./asker.ts";
import { beginsTitle } from "./post-words.ts";
import type { SourceTurn } from "./read-transcript.ts";

/**
 * The same turns, with those whose heading names an outlet beside the name ("DOLORES ORTEGA, EL UNIVERSAL") known as the
 * press's. `outlets` are those that somebody named beyond doubt, by key.
 */
export function withPressHeadings(turns: readonly SourceTurn[], outlets: ReadonlySet<string>): SourceTurn[] {
  return turns.map((turn) => {
    const { heading } = turn;
    if (heading === undefined || !mayNameOutlet(heading) || !outlets.has(outletKey(heading.post ?? ""))) return turn;
    return { ...turn, heading: { ...heading, role: "press" } };
  });
}

/** Whether what stands beside the name begins no post that is known as one. */
export function mayNameOutlet({ name, post, role }: NonNullable<SourceTurn["heading"]>): boolean {
  return role === undefined && name !== undefined && post !== undefined && !beginsTitle(post.split(/\s/u)[0] ?? "");
}
