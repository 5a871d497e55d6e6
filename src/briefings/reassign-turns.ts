import type { TranscriptContent } from "@voceria/record";
import { Fault } from "../fault.ts";
import type { Day } from "../register/day.ts";
import type { Reader } from "../store/database.ts";
import { readSpeaker, type SpeakerTyped } from "./speakers.ts";
import { recordedSpeaker, type TranscriptTurn, type TurnEdit } from "./transcript.ts";

/**
 * What is changed of one turn. `who`: the person of the register whose words they are, in that post; "named" where they are of somebody
 * known by name and outlet alone. Without it, whoever spoke did.
 */
export type TurnChange = Omit<TurnEdit, "speaker"> & { who?: { person: string; post: string } | "named" };

/**
 * The edits of these changes, with every speaker as the register has them on `day`: those who are named anew, and, where the day itself is
 * another than it was, all who have a post. Fault("unconfirmed") with the number of the turn, for somebody who did not hold it then.
 */
export async function resolveTurns(
  db: Reader,
  { turns, day: before }: Pick<TranscriptContent, "turns" | "day">,
  changes: readonly TurnChange[],
  day: Day,
): Promise<TurnEdit[]> {
  const known = new Map<string, Promise<TranscriptTurn["speaker"]>>();
  const inPost = (typed: SpeakerTyped, turn: number) => {
    const key = `${typed.person} ${typed.post}`;
    const found = known.get(key) ?? readSpeaker(db, typed, day).then(recordedSpeaker);
    known.set(key, found);
    return found.catch((error: unknown) => {
      throw error instanceof Fault ? atTurn(turn, error) : error;
    });
  };
  const changeOf = new Map(changes.map((change) => [change.turn, change]));
  const edits: TurnEdit[] = changes
    .filter(({ turn }) => !turns.some((one) => one.turn === turn))
    .map(({ who: _who, ...edit }) => edit);
  for (const { turn, text, speaker } of turns) {
    const { who, ...edit } = changeOf.get(turn) ?? { turn, text };
    const changed = changeOf.has(turn);
    if (who === "named") {
      const named = await readSpeaker(db, { name: edit.name ?? speaker.name, outlet: edit.outlet ?? "" }, day);
      edits.push({ ...edit, speaker: recordedSpeaker(named) });
    } else if (who !== undefined) edits.push({ ...edit, speaker: await inPost(who, turn) });
    else if (day !== before && speaker.person !== undefined && speaker.post !== undefined)
      edits.push({ ...edit, speaker: await inPost({ person: speaker.person, post: speaker.post }, turn) });
    else if (changed) edits.push(edit);
  }
  return edits;
}

function atTurn(turn: number, { code, message, es }: Fault): Fault {
  return new Fault(code, `Turn ${turn}: ${message}`, [], es === undefined ? undefined : `Intervención ${turn}: ${es}`);
}
