import { describe, expect, test } from "vitest";
import { readUtf8 } from "./bytes.ts";
import type { Entry } from "./entry.ts";
import { applyEntry, checkState, stateLeaf, type SubjectState } from "./state.ts";

const common = {
  at: "2026-11-23T14:02:07.123Z",
  commitment: "pb5VBgcPuGS733yXhVUP2yXfUvcdnNaFwD0X2Qtws0c=",
  format: "voceria/entry/v1",
} as const;
const published = { ...common, act: "statement.published", edition: 1, number: "2026-0001", subject: 3 } as const;
const corrected = (prev: number, edition: number): Entry => ({
  ...common,
  act: "statement.corrected",
  edition,
  number: "2026-0001",
  prev,
  subject: 3,
});
const withdrawn = (prev: number): Entry => ({
  ...common,
  act: "statement.withdrawn",
  number: "2026-0001",
  prev,
  subject: 3,
});
const erased = (prev: number, entry: number): Entry => ({
  act: "content.erased",
  at: common.at,
  authority: "corte-suprema",
  format: common.format,
  ground: "court-order",
  prev,
  subject: 3,
  target: { entry },
});

function after(...steps: [number, Entry][]): SubjectState | undefined {
  return steps.reduce<SubjectState | undefined>((state, [index, entry]) => applyEntry(state, index, entry), undefined);
}

describe("A subject", () => {
  test("begins current, takes its newest edition from each correction, and keeps it when withdrawn", () => {
    expect(after([10, published])).toEqual({ current: 10, edition: 1, last: 10, status: "current", subject: 3 });
    expect(after([10, published], [12, corrected(10, 2)], [13, corrected(12, 3)])).toEqual({
      current: 13,
      edition: 3,
      last: 13,
      status: "current",
      subject: 3,
    });
    expect(after([10, published], [12, withdrawn(10)])).toMatchObject({ current: 10, last: 12, status: "withdrawn" });
  });

  test("is erased with its newest edition, not with an older one", () => {
    const two: [number, Entry][] = [
      [10, published],
      [12, corrected(10, 2)],
    ];
    expect(after(...two, [14, erased(12, 10)])).toMatchObject({ current: 12, last: 14, status: "current" });
    expect(after(...two, [14, erased(12, 12)])).toMatchObject({ current: 12, last: 14, status: "erased" });
    expect(after(...two, [14, erased(12, 12)], [15, corrected(14, 3)])).toMatchObject({
      current: 15,
      status: "current",
    });
    expect(after(...two, [13, withdrawn(12)], [14, erased(13, 10)])).toMatchObject({ last: 14, status: "withdrawn" });
  });

  test.each<[string, [number, Entry][]]>([
    [
      "entry 12: prev is 9, the subject's last entry is 10",
      [
        [10, published],
        [12, corrected(9, 2)],
      ],
    ],
    [
      "entry 12: edition 3 follows edition 1",
      [
        [10, published],
        [12, corrected(10, 3)],
      ],
    ],
    [
      "entry 12: subject 3 has begun already",
      [
        [10, published],
        [12, published],
      ],
    ],
    ["entry 12: subject 3 has no first entry", [[12, corrected(10, 2)]]],
    [
      "entry 10: stands before the subject's last entry",
      [
        [10, published],
        [10, corrected(10, 2)],
      ],
    ],
    [
      "entry 13: corrects subject 3, which is withdrawn",
      [
        [10, published],
        [12, withdrawn(10)],
        [13, corrected(12, 2)],
      ],
    ],
    [
      "entry 13: withdraws subject 3, which is withdrawn",
      [
        [10, published],
        [12, withdrawn(10)],
        [13, withdrawn(12)],
      ],
    ],
    [
      "entry 12: erases entry 11, which is not before it",
      [
        [10, published],
        [12, erased(10, 11)],
      ],
    ],
    [
      "entry 5: state.asserted is of no subject",
      [[5, { act: "state.asserted", at: common.at, count: 0, format: common.format, root: common.commitment }]],
    ],
  ])("whose chain is broken is refused: %s", (sentence, steps) => {
    expect(() => after(...steps)).toThrow(sentence);
  });

  test("has one leaf, in canonical JSON", () => {
    const state = { subject: 3, status: "current", last: 12, edition: 2, current: 12 } as const;
    expect(readUtf8(stateLeaf(state), "leaf")).toBe(
      '{"current":12,"edition":2,"last":12,"status":"current","subject":3}',
    );
    expect(() => checkState({ ...state, last: 11 }, "leaf")).toThrow("leaf: the last entry 11 precedes the current 12");
    expect(() => checkState({ ...state, status: "new" }, "leaf")).toThrow("leaf.status");
  });
});
