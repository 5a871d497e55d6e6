import { outletKey, readAsker } from "./asker.ts";
import { type Cast, type Mention, startCast } from "./cast.ts";
import { mayNameOutlet } from "./press-headings.ts";
import type { SourceTurn } from "./read-transcript.ts";
import type { TranscriptText } from "./transcript-files.ts";

/** What the texts of an archive tell of each other: who speaks, and which outlets are named. */
export type Gathered = {
  cast: Cast;
  outlets: ReadonlySet<string>;
  /** By key, as it is mostly called. */
  outletNames: ReadonlyMap<string, string>;
};

/** Reads every text once before any is entered: a bare name is told by the days on which it stands beside a post. */
export function startGathering() {
  const cast = startCast();
  const outlets = new Map<string, Map<string, number>>();
  const doubtful: Mention[] = [];
  return {
    add({ id, day, transcript: { turns } }: Pick<TranscriptText, "id" | "day" | "transcript">): void {
      const speakers = namesIn(turns);
      for (const turn of turns) {
        const { name, post, several, role } = turn.heading ?? {};
        if (name !== undefined && several === undefined && role === undefined) {
          const mention = { text: id, day, name, ...(post === undefined ? {} : { post }) };
          // Whether that is an outlet is known once all texts are read; there are few of them.
          if (turn.heading !== undefined && mayNameOutlet(turn.heading)) doubtful.push(mention);
          else cast.add(mention);
        }
        if (role !== "press") continue;
        // Beyond doubt: "name, outlet". What is told by other outlets alone tells none.
        const outlet = post ?? readAsker(turn.paragraphs.join("\n"), { outlets: new Set(), speakers })?.outlet;
        if (outlet === undefined) continue;
        const names = outlets.get(outletKey(outlet)) ?? new Map<string, number>();
        outlets.set(outletKey(outlet), names.set(outlet, (names.get(outlet) ?? 0) + 1));
      }
    },
    settle(): Gathered {
      for (const mention of doubtful) if (!outlets.has(outletKey(mention.post ?? ""))) cast.add(mention);
      return {
        cast: cast.settle(),
        outlets: new Set(outlets.keys()),
        outletNames: new Map([...outlets].map(([key, names]) => [key, mostly(names)])),
      };
    },
  };
}

export function namesIn(turns: readonly SourceTurn[]): string[] {
  return [...new Set(turns.flatMap(({ heading }) => (heading?.role === undefined ? (heading?.name ?? []) : [])))];
}

function mostly(names: ReadonlyMap<string, number>): string {
  const [first] = [...names].toSorted(([a, many], [b, few]) => few - many || b.length - a.length || (a < b ? -1 : 1));
  return first?.[0] ?? "";
}
