import fc from "fast-check";
import { expect, test } from "vitest";
import { Fault } from "../fault.ts";
import {
  isOverdue,
  isProtected,
  isQuestionMoveOpen,
  isShown,
  moveQuestion,
  publishesAlone,
  type Question,
  type QuestionMove,
  questionMoves,
  questionStates,
  shownAs,
  shownAsker,
} from "./question.ts";

const minute = 60_000;
const start = Date.parse("2026-03-02T12:00:00Z");
const at = fc.integer({ min: 0, max: 2_000 }).map((minutes) => new Date(start + minutes * minute));
const officer = fc.integer({ min: 1, max: 3 });
const reason = fc.constantFrom("", "  ", "urge");
const kind = fc.constantFrom("answer" as const, "declined" as const);

const move: fc.Arbitrary<QuestionMove> = fc.oneof(
  fc.record({ move: fc.constant("show" as const), at }),
  fc.record({ move: fc.constantFrom("hide" as const, "withhold", "assign", "background", "reopen") }),
  fc.record({ move: fc.constant("release" as const), at }),
  fc.record({ move: fc.constant("take" as const), at, due: fc.constant("2026-03-04") }),
  fc.record({ move: fc.constant("draft" as const), by: officer, kind }),
  fc.record({ move: fc.constant("publish" as const), by: officer, at, reason }),
  fc.record({ move: fc.constantFrom("decline" as const, "close"), reason }),
);

const begun: fc.Arbitrary<Question> = fc
  .record({ withheld: fc.boolean(), exclusiveUntil: fc.option(at, { nil: undefined }) })
  .map((given) => ({
    state: "open",
    basis: undefined,
    takenAt: undefined,
    dueOn: undefined,
    shownAt: undefined,
    draft: undefined,
    ...given,
  }));

/** Every question that the moves lead to, with the steps that were refused left out. */
function coursesOf(
  question: Question,
  moves: readonly QuestionMove[],
): { before: Question; after: Question; move: QuestionMove }[] {
  const course: { before: Question; after: Question; move: QuestionMove }[] = [];
  let now = question;
  for (const each of moves) {
    try {
      const after = moveQuestion(now, each);
      course.push({ before: now, after, move: each });
      now = after;
    } catch (error) {
      expect(error).toBeInstanceOf(Fault);
    }
  }
  return course;
}

test("whatever is done with it, an exclusive is never shown before it is answered on the record or its time has passed", () => {
  fc.assert(
    fc.property(begun, fc.array(move, { maxLength: 14 }), at, (question, moves, now) => {
      for (const { after } of coursesOf(question, moves)) {
        if (after.exclusiveUntil === undefined || after.exclusiveUntil <= now || after.basis === "on-record") continue;
        expect(isProtected(after, now)).toBe(true);
        expect(isShown(after, now)).toBe(false);
      }
    }),
  );
});

test("a question whose turn is not public is never shown, and never answered in public", () => {
  fc.assert(
    fc.property(begun, fc.array(move, { maxLength: 14 }), at, (question, moves, now) => {
      const wrong = coursesOf(question, moves).filter(
        ({ before, after, move: done }) =>
          (after.withheld && isShown(after, now)) || (done.move === "publish" && before.withheld),
      );
      expect(wrong).toEqual([]);
    }),
  );
});

test("nobody publishes what they wrote themselves without a reason, and nothing is published that nobody wrote", () => {
  fc.assert(
    fc.property(begun, fc.array(move, { maxLength: 14 }), (question, moves) => {
      for (const { before, move: done } of coursesOf(question, moves)) {
        if (done.move !== "publish") continue;
        expect(before.draft).toBeDefined();
        if (publishesAlone(before, done.by)) expect(done.reason.trim()).not.toBe("");
      }
    }),
  );
});

test("an answer has a basis and nothing else has; what was promised stays promised until it ends", () => {
  fc.assert(
    fc.property(begun, fc.array(move, { maxLength: 14 }), (question, moves) => {
      for (const { before, after } of coursesOf(question, moves)) {
        expect(after.basis !== undefined).toBe(after.state === "answered");
        if (before.takenAt !== undefined) expect(after.takenAt).toBeDefined();
        if (after.state === "taken") expect(after.dueOn).toBeDefined();
      }
    }),
  );
});

test("what has ended takes no more moves but being shown, hidden, withheld, released or reopened", () => {
  for (const state of ["answered", "declined", "closed"] as const)
    expect(questionMoves.filter((one) => isQuestionMoveOpen(state, one)).toSorted()).toEqual(
      state === "closed" ? ["hide", "release", "reopen", "withhold"] : ["release", "show", "withhold"],
    );
  expect(questionStates).toHaveLength(6);
});

test("the asker's choice holds: an outlet alone never brings the name along, and neither brings nothing", () => {
  const words = fc.option(fc.string({ minLength: 1 }), { nil: undefined });
  fc.assert(
    fc.property(words, words, fc.constantFrom(...shownAs), (name, outlet, choice) => {
      const asker = {
        ...(name === undefined ? {} : { name }),
        ...(outlet === undefined ? {} : { outlet }),
        mail: "a@b.cl",
        phone: "1",
      };
      const shown = shownAsker(asker, choice);
      expect(Object.keys(shown).every((key) => key === "name" || key === "outlet")).toBe(true);
      if (choice !== "name") expect(shown.name).toBeUndefined();
      if (choice === "neither") expect(shown).toEqual({});
    }),
  );
});

test("a promise is overdue from the day after the last one, and only while it is owed", () => {
  expect(isOverdue({ state: "taken", dueOn: "2026-03-04" }, "2026-03-04")).toBe(false);
  expect(isOverdue({ state: "taken", dueOn: "2026-03-04" }, "2026-03-05")).toBe(true);
  expect(isOverdue({ state: "assigned", dueOn: "2026-03-04" }, "2026-03-05")).toBe(true);
  expect(isOverdue({ state: "answered", dueOn: "2026-03-04" }, "2026-03-05")).toBe(false);
  expect(isOverdue({ state: "open", dueOn: undefined }, "2026-03-05")).toBe(false);
});
