import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../src/access/rights.ts";
import { Fault } from "../src/fault.ts";
import { acceptDraft } from "../src/newsroom/accept-draft.ts";
import { answerClearance } from "../src/newsroom/answer-clearance.ts";
import { askAgain, askClearance, withdrawClearance } from "../src/newsroom/ask-clearance.ts";
import { clearanceMailTaskOf } from "../src/newsroom/clearance-task.ts";
import { dropDraft } from "../src/newsroom/drop-draft.ts";
import { lockAnyDraft } from "../src/newsroom/drafts.ts";
import { goAhead } from "../src/newsroom/go-ahead.ts";
import { publishUrgently } from "../src/newsroom/publish-urgently.ts";
import { releaseDraft } from "../src/newsroom/release-draft.ts";
import { returnDraft } from "../src/newsroom/return-draft.ts";
import { saveText } from "../src/newsroom/save-text.ts";
import { callBack, publishDraft } from "../src/newsroom/schedule-draft.ts";
import { startDraft } from "../src/newsroom/start-draft.ts";
import { submitDraft } from "../src/newsroom/submit-draft.ts";
import { type Course, follow, type Move, type MoveName, moves } from "../src/newsroom/workflow.ts";
import { transact } from "../src/store/database.ts";
import type { Mail } from "../src/store/mail.ts";
import { newsroomDifferences, SetClock } from "./founded-office.ts";
import { staffedOffice, type StaffedOffice } from "./newsroom-office.ts";

const start = Date.parse("2026-11-23T12:00:00Z");
const clock = new SetClock(new Date(start).toISOString());
let office: StaffedOffice;
let publishers: [Actor, Actor];

beforeAll(async () => {
  office = await staffedOffice(clock);
  publishers = [office.paz, office.pedro];
});
afterAll(async () => {
  expect(await newsroomDifferences(office)).toEqual([]);
  await office.drop();
});

type Step = { move: MoveName; who: 0 | 1; text: string; objects: boolean };

const step: fc.Arbitrary<Step> = fc.record({
  move: fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...moves) },
    { weight: 4, arbitrary: fc.constantFrom("submit", "accept", "ask-clearance", "answer", "go-ahead", "schedule") },
    { weight: 2, arbitrary: fc.constantFrom("write", "call-back", "ask-again", "publish") },
  ),
  who: fc.constantFrom(0 as const, 1 as const),
  text: fc.constantFrom("Uno.\n", "Dos.\n"),
  objects: fc.boolean(),
});

test("whatever officers and officials do in whatever order, what is kept is what the rules say, and a refusal keeps nothing", async () => {
  let done = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 14, maxLength: 26 }), async (steps) => {
      const draft = { title: "Aviso", body: "Uno.\n" };
      const { id } = await startDraft(office.db, draft, publishers[0], office.means);
      const tokens = new Map<number, string>();
      for (const each of steps) {
        const before = await courseOf(id);
        const outcome = await act(id, each, before, tokens).catch((error: unknown) => error);
        const after = await courseOf(id);
        if (outcome instanceof Fault) {
          expect(after).toEqual(before);
          continue;
        }
        if (outcome instanceof Error) throw outcome;
        if (outcome === undefined) continue;
        const { move } = outcome as { move: Move };
        expect(after).toEqual(expectedOf(before, move, after));
        done++;
      }
    }),
    { numRuns: 40 },
  );
  expect(done).toBeGreaterThan(80);
}, 120_000);

async function courseOf(id: number): Promise<Course> {
  const draft = await transact(office.db, (tx) => lockAnyDraft(tx, id));
  if (draft === undefined) throw new Error("the draft is gone");
  return draft.course;
}

/** What the rules make of it, with the numbers and fingerprints that the database has given meanwhile. */
function expectedOf(before: Course, move: Move, after: Course): Course {
  const newest = after.clearances.at(-1)?.id ?? 0;
  if (move.move === "write") return follow(before, { ...move, text: after.text });
  if (move.move === "ask-clearance") return follow(before, { ...move, id: newest });
  if (move.move === "ask-again") {
    const { clearances, ...course } = follow(before, { ...move, anew: newest });
    return { ...course, clearances: clearances.toSorted((a, b) => a.id - b.id) };
  }
  return follow(before, move);
}

/** Does it; undefined where there is nothing to do it to. */
async function act(
  id: number,
  { move, who, text, objects }: Step,
  course: Course,
  tokens: Map<number, string>,
): Promise<{ move: Move } | undefined> {
  const actor = publishers[who];
  const by = actor.officer;
  const { db, means } = office;
  const reason = "Porque sí.";
  const dueAt = new Date(clock.now().getTime() + 3_600_000);
  const last = course.clearances.at(-1)?.id;
  switch (move) {
    case "write":
      if ((await bodyOf(id)) === text) return undefined;
      await transact(db, (tx) => saveText(tx, id, { title: "Aviso", summary: "", body: text }, actor, means));
      return { move: { move, by, text } };
    case "submit":
      await submitDraft(db, id, actor, means);
      return { move: { move, by } };
    case "return":
      await returnDraft(db, id, { reason }, actor, means);
      return { move: { move, by, reason } };
    case "accept":
      await acceptDraft(db, id, actor, means);
      return { move: { move, by } };
    case "ask-clearance": {
      const asked = { institution: "Hacienda", official: "Inés Mora", mail: `i${Math.random()}@h.example`, dueAt };
      const { clearance } = await askClearance(db, id, asked, actor, means);
      tokens.set(clearance, await tokenOf(clearance));
      return { move: { move, by, id: clearance } };
    }
    case "ask-again": {
      if (last === undefined) return undefined;
      const { clearances } = await askAgain(db, id, { clearances: [last], dueAt }, actor, means);
      for (const one of clearances) tokens.set(one, await tokenOf(one));
      return { move: { move, by, id: last, anew: clearances[0] ?? 0 } };
    }
    case "withdraw-clearance":
      if (last === undefined) return undefined;
      await withdrawClearance(db, id, last, actor, means);
      return { move: { move, by, id: last } };
    case "answer": {
      if (last === undefined) return undefined;
      const answer = objects ? "objected" : "given";
      if (course.clearances.at(-1)?.standing === answer) return undefined;
      await answerClearance(db, tokens.get(last) ?? "", { answer, reason }, means);
      return { move: { move, id: last, answer, reason } };
    }
    case "go-ahead":
      await goAhead(db, id, { reason }, actor, means);
      return { move: { move, by, reason } };
    case "schedule":
      await publishDraft(db, id, actor, means);
      return { move: { move, by } };
    case "call-back":
      await callBack(db, id, actor, means);
      return { move: { move, by } };
    case "publish": {
      if (course.state !== "scheduled") return undefined;
      clock.set(new Date(clock.now().getTime() + 10_000).toISOString());
      const released = await releaseDraft(db, id, means);
      if (!released.released) throw released.refused ?? new Error("nothing was due");
      return { move: { move, by: course.scheduledBy ?? 0 } };
    }
    case "publish-urgently":
      await publishUrgently(db, id, { reason }, actor, means);
      return { move: { move, by, reason } };
    case "drop":
      await dropDraft(db, id, { reason }, actor, means);
      return { move: { move, by, reason } };
    case "schedule-urgently":
    case "review-afterwards":
      return undefined;
  }
}

async function bodyOf(id: number): Promise<string> {
  return (await office.db.selectFrom("draft").select("body").where("id", "=", id).executeTakeFirstOrThrow()).body;
}

async function tokenOf(clearance: number): Promise<string> {
  const sent: Mail[] = [];
  const mailer = { send: async (mail: Mail) => void sent.push(mail) };
  await clearanceMailTaskOf(office, { mailer, url: "" })({ clearance, mail: "asked" }, 1);
  return /\/clearance\/([\w-]+)/.exec(sent[0]?.text ?? "")?.[1] ?? "";
}
