import { sql } from "kysely";
import { type Actor, permit } from "../access/rights.ts";
import { writeTrail } from "../access/trail.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { actFor, type Acting } from "../register/act.ts";
import { appoint, type Appointing } from "../register/appoint.ts";
import { registerAsOf } from "../register/as-of.ts";
import { lockRegister } from "../register/assert-items.ts";
import { assertedInWords } from "../register/asserted-words.ts";
import { changeCapacity, type ChangingCapacity } from "../register/change-capacity.ts";
import { changeDate, type ChangingDate } from "../register/change-date.ts";
import { confirmIncumbent, type Confirming } from "../register/confirm.ts";
import { type Day, dayIn } from "../register/day.ts";
import { endTenure, type Ending } from "../register/end-tenure.ts";
import { handOver, type HandingOver } from "../register/hand-over.ts";
import { readOffice } from "../register/office.ts";
import { recordVacancy, type Vacating } from "../register/record-vacancy.ts";
import { reinstate, type Reinstating } from "../register/reinstate.ts";
import { retract, type Retracting } from "../register/retract.ts";
import { type Database, type Reader, type Transaction, transact } from "../store/database.ts";

/** What an officer enters in the register, as the register's own use cases ask for it. */
export type Keeping =
  | { act: "appoint"; asked: Appointing }
  | { act: "end"; asked: Ending }
  | { act: "acting"; asked: Acting }
  | { act: "leave"; asked: ChangingCapacity }
  | { act: "date"; asked: ChangingDate }
  | { act: "confirm"; asked: Confirming }
  | { act: "handover"; asked: HandingOver }
  | { act: "vacancy"; asked: Vacating }
  | { act: "retract"; asked: Retracting }
  | { act: "reinstate"; asked: Reinstating };
export type KeepingAct = Keeping["act"];

type Said = Record<"es" | "en", string>;

/** What would be entered, and what the register would answer by it where that differs from what it answers now. */
export type Foreseen = {
  /** Where the register stood: what was foreseen holds as long as it stands there. */
  seen: number;
  sentences: Said[];
  answers: { day: Day; before: Said; after: Said }[];
};

/**
 * When this returns, the register and the record have what was asked, as one entry, by the rules of its use case, and the
 * trail who entered it. `seen` is where the register stood when it was foreseen: Fault("conflict") where something else
 * was entered since, and nothing is.
 */
export function keepRegister(
  db: Database,
  keeping: Keeping,
  seen: number,
  actor: Actor,
  means: Means,
): Promise<{ entry: number | undefined }> {
  return transact(db, async (tx) => {
    const { institution } = await readOffice(tx);
    permit(actor, "register.keep", institution);
    await lockRegister(tx);
    if ((await newestBatch(tx)) !== seen)
      throw new Fault(
        "conflict",
        "Something else was entered in the register meanwhile. See below what would be entered now, then enter it.",
        [],
        "Entretanto se asentó otra cosa en autoridades y cargos. Vea abajo qué se asentaría ahora, y asiéntelo.",
      );
    const done = await perform(tx, keeping, means);
    const { entry } = done;
    await writeTrail(tx, {
      at: means.clock.now(),
      actor,
      action: "register.keep",
      institution,
      about: aboutOf(done),
      details: { what: keeping.act, ...(entry === undefined ? {} : { entry }) },
    });
    return { entry };
  });
}

/** The same, done and undone: when this returns, nothing was entered. Throws whatever entering it would. */
export async function foreseeKeeping(db: Database, keeping: Keeping, actor: Actor, means: Means): Promise<Foreseen> {
  const undone = new Error("what was foreseen is undone");
  let foreseen: Foreseen | undefined;
  try {
    await transact(db, async (tx) => {
      const { institution, timeZone } = await readOffice(tx);
      permit(actor, "register.keep", institution);
      await lockRegister(tx);
      const seen = await newestBatch(tx);
      await perform(tx, keeping, means);
      const batch = await newestBatch(tx);
      const today = dayIn(timeZone, means.clock.now());
      foreseen =
        batch === seen
          ? { seen, sentences: [], answers: [] }
          : {
              seen,
              sentences: await assertedInWords(tx, batch, today),
              answers: await answersChanged(tx, seen, batch, today),
            };
      throw undone;
    });
  } catch (error) {
    if (error !== undone) throw error;
  }
  if (foreseen === undefined) throw new Error("nothing was foreseen");
  return foreseen;
}

function perform(tx: Transaction, keeping: Keeping, means: Means): Promise<{ entry?: number }> {
  switch (keeping.act) {
    case "appoint":
      return appoint(tx, keeping.asked, means);
    case "end":
      return endTenure(tx, keeping.asked, means);
    case "acting":
      return actFor(tx, keeping.asked, means);
    case "leave":
      return changeCapacity(tx, keeping.asked, means);
    case "date":
      return changeDate(tx, keeping.asked, means);
    case "confirm":
      return confirmIncumbent(tx, keeping.asked, means);
    case "handover":
      return handOver(tx, keeping.asked, means);
    case "vacancy":
      return recordVacancy(tx, keeping.asked, means);
    case "retract":
      return retract(tx, keeping.asked, means);
    case "reinstate":
      return reinstate(tx, keeping.asked, means);
  }
}

async function newestBatch(db: Reader): Promise<number> {
  const { rows } = await sql<{ id: number | null }>`select max(id) as id from register_batch`.execute(db);
  return rows[0]?.id ?? 0;
}

const mostAnswers = 6;

/** Who held the posts concerned, today and on the days that the batch names, where the answer is another than before. */
async function answersChanged(tx: Transaction, seen: number, batch: number, today: Day): Promise<Foreseen["answers"]> {
  const { rows } = await sql<{ post: string; day: string }>`
    select distinct t.post, d.day from (
      select coalesce(a.data->>'post', b.data->>'post', h.post) as post, a.data, b.data as before
      from register_assertion a
      left join register_assertion b on b.kind = a.kind and b.slug = a.slug and b.superseded = a.batch and b.batch < a.batch
      left join tenure h on a.kind = 'confirmation' and h.superseded is null
        and h.slug = coalesce(a.data->>'tenure', b.data->>'tenure')
      where a.batch = ${batch} and a.kind in ('tenure', 'gap', 'confirmation')
    ) t cross join lateral (values
      (t.data->'start'->>'min'), (t.data->'end'->>'min'), (t.data->'end'->>'max'), (t.before->'start'->>'min'),
      (t.before->'end'->>'max'), (${today}::text)) as d(day)
    where t.post is not null and d.day ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' order by 2`.execute(tx);
  const answers: Foreseen["answers"] = [];
  for (const { post, day } of rows.toSorted((a, b) => Number(b.day === today) - Number(a.day === today))) {
    if (answers.length === mostAnswers) break;
    const before = await registerAsOf(tx, { day, post, asOf: seen }).catch(unknownPost);
    const after = await registerAsOf(tx, { day, post }).catch(unknownPost);
    if (before !== undefined && after !== undefined && before.sentence.es !== after.sentence.es)
      answers.push({ day, before: before.sentence, after: after.sentence });
  }
  return answers;
}

function unknownPost(error: unknown): undefined {
  if (error instanceof Fault && error.code === "not-found") return undefined;
  throw error;
}

function aboutOf(done: object): string {
  const { kind, id, tenure, vacancy, retracted } = done as {
    kind?: string;
    id?: string;
    tenure?: string;
    vacancy?: string;
    retracted?: { kind: string; id: string }[];
  };
  if (retracted !== undefined)
    return retracted
      .map(({ kind, id }) => `${kind}/${id}`)
      .join(" ")
      .slice(0, 300);
  if (kind !== undefined) return `${kind}/${id ?? ""}`;
  return tenure === undefined ? `gap/${vacancy ?? ""}` : `tenure/${tenure}`;
}
