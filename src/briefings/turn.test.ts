import fc from "fast-check";
import { expect, test } from "vitest";
import { type Attribution, attributions, dueSteps, isQuotable, nextStep, publicSpeaker, readTurnText } from "./turn.ts";

const instant = fc.integer({ min: 0, max: 100 }).map((second) => new Date(second * 1000));
const turn = fc
  .record({
    attribution: fc.constantFrom<Attribution>(...attributions),
    until: instant,
    removed: fc.boolean(),
    revision: fc.integer({ min: 1, max: 4 }),
    shown: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
    shownAfter: instant,
  })
  .map(({ attribution, until, removed, revision, shown, shownAfter }) => ({
    attribution,
    ...(attribution === "embargoed" ? { embargoUntil: until } : {}),
    removed,
    revision,
    ...(shown === undefined ? {} : { shownRevision: Math.min(shown, revision) }),
    shownAfter,
  }));

test("nothing on background, off the record, removed, still held or under embargo is ever due to be shown", () => {
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 12 }), instant, (turns, now) => {
      for (const { turn: one, step } of dueSteps(turns, now).due) {
        if (step === "remove") continue;
        expect(isQuotable(one)).toBe(true);
        expect(one.shownAfter <= now).toBe(true);
        if (one.embargoUntil !== undefined) expect(one.embargoUntil <= now).toBe(true);
      }
    }),
  );
});

test("what the public has and may not have any more is due to be taken away at once", () => {
  fc.assert(
    fc.property(turn, instant, (one, now) => {
      const gone = one.shownRevision !== undefined && !isQuotable(one);
      expect(dueSteps([one], now).due.some(({ step }) => step === "remove")).toBe(
        gone || nextStep(one)?.step === "remove",
      );
      if (gone) expect(nextStep(one)).toEqual({ step: "remove", from: new Date(0) });
    }),
  );
});

test("turns on the record are first shown in the order in which they were said, and all of them in the end", () => {
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 12 }), (turns) => {
      const order: number[] = [];
      const standing = turns.map((one, index) => ({ ...one, index }));
      let now: Date | undefined = new Date(0);
      while (now !== undefined) {
        const { due, next }: ReturnType<typeof dueSteps<(typeof standing)[number]>> = dueSteps(standing, now);
        for (const { turn: one, step } of due) {
          if (step === "show" && one.attribution === "on-record") order.push(one.index);
          if (step === "remove") delete one.shownRevision;
          else one.shownRevision = one.revision;
        }
        now = next;
      }
      expect(order).toEqual(order.toSorted((a, b) => a - b));
      for (const one of standing) if (isQuotable(one)) expect(one.shownRevision).toBe(one.revision);
    }),
  );
});

test("a speaker is shown without what only the desk knows, and words without spaces that nobody said", () => {
  expect(publicSpeaker({ name: "Ana Rojas", outlet: "Radio Sur", journalist: 7 })).toEqual({
    name: "Ana Rojas",
    outlet: "Radio Sur",
  });
  expect(readTurnText("  Buenos   días.\n \n\nEmpezamos.\n")).toBe("Buenos días.\n\nEmpezamos.");
  expect(() => readTurnText(" \n ")).toThrow("Write what was said.");
});
