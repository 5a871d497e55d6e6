import fc from "fast-check";
import { expect, test } from "vitest";
import { Fault } from "../fault.ts";
import { begin, type Course, follow, isOpen, missingFor, type Move, type MoveName, states } from "./workflow.ts";

/** Three officers and three texts, so that people and words meet again and again; now and then a move that is not open. */
const chosen = fc.record({
  pick: fc.nat(10_000),
  anyMove: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
  by: fc.integer({ min: 1, max: 3 }),
  text: fc.constantFrom("a", "b", "c"),
  reason: fc.oneof({ weight: 5, arbitrary: fc.constant("Porque sí.") }, { weight: 1, arbitrary: fc.constant(" ") }),
  place: fc.nat(5),
  answer: fc.constantFrom("given" as const, "given" as const, "objected" as const),
});
type Chosen = typeof chosen extends fc.Arbitrary<infer Value> ? Value : never;

const often: readonly (readonly [MoveName, number])[] = [
  ["write", 4],
  ["submit", 8],
  ["return", 1],
  ["accept", 6],
  ["ask-clearance", 4],
  ["ask-again", 2],
  ["withdraw-clearance", 1],
  ["answer", 10],
  ["go-ahead", 1],
  ["schedule", 6],
  ["schedule-urgently", 1],
  ["call-back", 1],
  ["publish", 3],
  ["publish-urgently", 1],
  ["review-afterwards", 6],
  ["drop", 1],
];

type Step = { before: Course; move: Move; after: Course };

/** What came of a history: refused moves leave everything as it was. */
function play(moves: readonly Chosen[]): Step[] {
  let course = begin(1, "a");
  let next = 1;
  const steps: Step[] = [];
  for (const each of moves) {
    const move: Move | undefined = resolved(course, each, () => next++);
    if (move === undefined) continue;
    try {
      const after = follow(course, move);
      steps.push({ before: course, move, after });
      course = after;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
    }
  }
  return steps;
}

function resolved(course: Course, { pick, anyMove, by, text, reason, place, answer }: Chosen, newId: () => number) {
  const names = often.flatMap(([name, times]) =>
    anyMove || isOpen(course.state, name) ? Array.from({ length: times }, () => name) : [],
  );
  const name = names[pick % names.length];
  const id = course.clearances[place % Math.max(course.clearances.length, 1)]?.id ?? 0;
  switch (name) {
    case undefined:
      return undefined;
    case "write":
      return { move: name, by, text };
    case "ask-clearance":
      return { move: name, by, id: newId() };
    case "ask-again":
      return { move: name, by, id, anew: newId() };
    case "withdraw-clearance":
      return { move: name, by, id };
    case "answer":
      return { move: name, id, answer, reason };
    case "return":
    case "go-ahead":
    case "schedule-urgently":
    case "publish-urgently":
    case "drop":
      return { move: name, by, reason };
    case "submit":
    case "accept":
    case "schedule":
    case "call-back":
    case "publish":
    case "review-afterwards":
      return { move: name, by };
  }
}

/** Claims over every step of every history; `seen` counts how often what the claim is about came up. */
function overHistories(claim: (step: Step, earlier: readonly Step[]) => boolean): number {
  let seen = 0;
  fc.assert(
    fc.property(fc.array(chosen, { minLength: 10, maxLength: 60 }), (moves) => {
      const steps = play(moves);
      steps.forEach((step, at) => {
        if (claim(step, steps.slice(0, at))) seen++;
      });
    }),
    { numRuns: 3_000 },
  );
  return seen;
}

test("nothing is published by one person alone, unless urgently and with a reason", () => {
  let urgent = 0;
  const ordinary = overHistories(({ before, move, after }, earlier) => {
    if (before.state === "published" || after.state !== "published") return false;
    if (before.urgent !== undefined || move.move === "publish-urgently") {
      const urgently =
        move.move === "publish-urgently"
          ? move
          : earlier.findLast(({ move: one }) => one.move === "schedule-urgently")?.move;
      if (urgently === undefined || !("reason" in urgently) || !("by" in urgently))
        throw new Error("urgent without a reason");
      expect(urgently.reason.trim()).not.toBe("");
      expect(after.urgent).toEqual({ officer: urgently.by });
      urgent++;
      return false;
    }
    if (move.move !== "publish") throw new Error(`published by ${move.move}`);
    const hands = new Set([1, ...earlier.flatMap((step) => (handsOn(step.move) ? [step.move.by] : []))]);
    hands.delete(move.by);
    expect([...hands], "somebody besides the publisher wrote or accepted").not.toEqual([]);
    return true;
  });
  expect(ordinary).toBeGreaterThan(100);
  expect(urgent).toBeGreaterThan(100);
});

function handsOn(move: Move): move is Extract<Move, { move: "write" | "accept" }> {
  return move.move === "write" || move.move === "accept";
}

test("without a decision to go ahead, the very text that goes out was seen by two and cleared by all who were asked", () => {
  const seen = overHistories(({ before, move }, earlier) => {
    if (move.move !== "publish" || before.urgent !== undefined || earlier.some((step) => step.move.move === "go-ahead"))
      return false;
    const last = earlier.findLast((step) => step.move.move === "write")?.move;
    const author = last?.move === "write" ? last.by : 1;
    const accepted = earlier.some(
      (step) => step.move.move === "accept" && step.move.by !== move.by && step.before.text === before.text,
    );
    expect(author !== move.by || accepted).toBe(true);
    for (const { standing, text: cleared } of before.clearances)
      expect([standing, cleared]).toEqual(["given", before.text]);
    return before.clearances.length > 0;
  });
  expect(seen).toBeGreaterThan(20);
});

test("whoever accepts is never the only one who wrote", () => {
  const seen = overHistories(({ before, move }) => {
    if (move.move !== "accept") return false;
    expect(before.authors.filter((author) => author !== move.by)).not.toEqual([]);
    return true;
  });
  expect(seen).toBeGreaterThan(100);
});

test("whoever published urgently does not review it, nor its only author, and it is reviewed once", () => {
  const seen = overHistories(({ before, move, after }) => {
    if (move.move !== "review-afterwards") return false;
    expect(before.urgent?.officer).not.toBe(move.by);
    expect(before.urgent?.reviewedBy).toBeUndefined();
    expect(after.urgent?.reviewedBy).toBe(move.by);
    expect(before.authors.some((author) => author !== move.by)).toBe(true);
    return true;
  });
  expect(seen).toBeGreaterThan(20);
});

test("a text that is scheduled, published or dropped does not change, and what is published or dropped stays so", () => {
  overHistories(({ before, move, after }) => {
    if (["scheduled", "published", "dropped"].includes(before.state)) expect(after.text).toBe(before.text);
    if (before.state === "published" || before.state === "dropped") {
      expect(after.state).toBe(before.state);
      expect(move.move).toBe("review-afterwards");
    }
    return false;
  });
});

test("from wherever it has got before publication a draft goes back to its author with a reason, and starts anew", () => {
  const seen = overHistories(({ before }) => {
    if (!isOpen(before.state, "return")) return false;
    const back = follow(before, { move: "return", by: 2, reason: "Falta una cifra." });
    expect(back).toMatchObject({ state: "draft", accepted: [] });
    expect([back.scheduledBy, back.urgent]).toEqual([undefined, undefined]);
    expect(() => follow(before, { move: "return", by: 2, reason: " " })).toThrow("reason");
    return true;
  });
  expect(seen).toBeGreaterThan(100);
});

test("nothing stays scheduled against an official's word, unless it is urgent", () => {
  let objected = 0;
  overHistories(({ before, move, after }) => {
    if (before.urgent !== undefined) return false;
    if (before.state === "scheduled" && move.move === "answer" && move.answer === "objected") {
      expect(after.state).toBe(after.ahead?.text === after.text ? "scheduled" : "in-clearance");
      objected++;
    }
    if (after.state === "scheduled" && after.urgent === undefined)
      expect(missingFor(after, after.scheduledBy ?? 0)).toEqual([]);
    return false;
  });
  expect(objected).toBeGreaterThan(10);
});

test("words put back as they were cleared are cleared again", () => {
  const written = follow(begin(1, "a"), { move: "submit", by: 1 });
  const accepted = follow(written, { move: "accept", by: 2 });
  const asked = follow(accepted, { move: "ask-clearance", by: 1, id: 7 });
  const given = follow(asked, { move: "answer", id: 7, answer: "given", reason: "" });
  const changed = follow(given, { move: "write", by: 1, text: "b" });
  expect(missingFor(changed, 2)).toEqual(["clearance-stale"]);
  expect(missingFor(follow(changed, { move: "write", by: 1, text: "a" }), 2)).toEqual([]);
});

test("every move that is not open says why, in every state", () => {
  const moves: Move[] = [
    { move: "write", by: 1, text: "b" },
    { move: "submit", by: 1 },
    { move: "return", by: 2, reason: "Sí." },
    { move: "ask-clearance", by: 1, id: 9 },
    { move: "go-ahead", by: 2, reason: "Sí." },
    { move: "schedule", by: 2 },
    { move: "call-back", by: 2 },
    { move: "publish", by: 2 },
    { move: "publish-urgently", by: 2, reason: "Sí." },
    { move: "drop", by: 1, reason: "Sí." },
    { move: "review-afterwards", by: 2 },
  ];
  for (const state of states)
    for (const move of moves) {
      if (isOpen(state, move.move)) continue;
      expect(() => follow({ ...begin(1, "a"), state }, move), `${move.move} of ${state}`).toThrow(Fault);
    }
});
