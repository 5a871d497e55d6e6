import { tongueOf } from "../page/language.ts";
import type { StatementView } from "../newsroom/statements.ts";
import { registerAsOf } from "../register/as-of.ts";
import { readStanding } from "../register/assertions.ts";
import { batchBelow } from "../register/chain.ts";
import type { PageRequest } from "./context.ts";

/**
 * A voice stays as it was entered; the register goes on learning. For each post in whose name somebody speaks here: what
 * the register says today of who held it that day, where that is not certainly the same person in the same capacity.
 */
export async function saidOtherwise(
  { site, language, horizon }: PageRequest,
  { voice, spokenDay }: Pick<StatementView, "voice" | "spokenDay">,
): Promise<string[]> {
  if (voice.length === 0) return [];
  const { db } = site.installation;
  const asOf = await batchBelow(db, horizon.size);
  const sentences: string[] = [];
  for (const { person, post, capacity } of voice) {
    // An archive's voice may name a post that this register does not hold: it has nothing to say of it.
    if ((await readStanding(db, "post", post, asOf)) === undefined) continue;
    const { holdings, sentence } = await registerAsOf(db, { day: spokenDay, post, asOf });
    const same = holdings.some(
      (one) => one.person.slug === person && one.certainty === "certain" && one.capacity === capacity,
    );
    if (!same) sentences.push(sentence[tongueOf(language)]);
  }
  return [...new Set(sentences)];
}
