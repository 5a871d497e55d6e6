import fc from "fast-check";
import { expect, test } from "vitest";
import { Fault } from "../fault.ts";
import { type Mark, passagesOf, type Segment, takeSegment, voiceOf, waitingOf } from "./caption.ts";
import { readCaptions } from "./caption-body.ts";

const marks: Mark[] = [
  { id: 1, label: "", fromMs: 0, speaker: { name: "Vocera" }, kind: "speech", attribution: "on-record" },
  { id: 2, label: "A", fromMs: 0, speaker: { name: "Ana" }, kind: "question", attribution: "on-record" },
  { id: 3, label: "", fromMs: 60_000, speaker: { name: "Vocera" }, kind: "speech", attribution: "background" },
];
const segment = fc
  .record({
    id: fc.nat({ max: 12 }),
    start: fc.nat({ max: 120 }),
    length: fc.integer({ min: 1, max: 9 }),
    speaker: fc.constantFrom("", "", "A", "B"),
    ends: fc.boolean(),
    revision: fc.nat({ max: 2 }),
  })
  .map(({ id, start, length, speaker, ends, revision }): Segment => ({
    id: `s${id}`,
    startMs: start * 1000,
    endMs: (start + length) * 1000,
    text: `palabras ${id} de la ${revision}${ends ? "." : ""}`,
    final: true,
    speaker,
    revision,
  }));
/** One text for each revision of an id, as a program sends them, and what it sends while it still listens. */
const sent = fc
  .uniqueArray(segment, { selector: ({ id, revision }) => `${id} ${revision}`, maxLength: 24 })
  .map((finals) => [
    ...finals,
    ...finals.slice(0, 9).map((one): Segment => ({ ...one, text: one.text.slice(0, 5), final: false })),
  ]);

/** What stands after these arrived, in this order. */
function after(arrived: readonly Segment[]): Segment[] {
  const standing = new Map<string, Segment>();
  for (const one of arrived) if (takeSegment(standing.get(one.id), one) === "taken") standing.set(one.id, one);
  return [...standing.values()];
}

test("whatever the order and the doubling in which segments arrive, the turns are those of in-order delivery", () => {
  fc.assert(
    fc.property(
      sent.chain((all) =>
        fc.tuple(
          fc.constant(all),
          fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2, maxLength: all.length * 2 }),
        ),
      ),
      ([all, arrived]) => {
        const inOrder = all.toSorted((a, b) => a.startMs - b.startMs || Number(a.final) - Number(b.final));
        const words = (segments: Segment[]) => passagesOf(segments, marks).map(({ voice, text }) => [voice, text]);
        expect(words(after(arrived))).toEqual(words(after(inOrder)));
      },
    ),
  );
});

test("nothing that is heard is lost or said twice, nothing partial is said, and nobody's words are given to whom nobody named", () => {
  fc.assert(
    fc.property(sent, (all) => {
      const standing = after(all);
      const said = passagesOf(standing, marks).flatMap(({ segments }) => segments);
      const waiting = [...waitingOf(standing, marks).values()].flat();
      expect([...said, ...waiting].map(({ id }) => id).toSorted()).toEqual(
        standing
          .filter(({ final }) => final)
          .map(({ id }) => id)
          .toSorted(),
      );
      expect(said.every(({ final }) => final)).toBe(true);
      expect(waiting.every(({ speaker }) => speaker === "B")).toBe(true);
      for (const { voice, segments } of passagesOf(standing, marks))
        for (const one of segments) expect(voiceOf(one, marks)).toEqual(voice);
    }),
  );
});

test("one that comes late changes the turns around it, and no other", () => {
  fc.assert(
    fc.property(sent, segment, (all, late) => {
      const standing = after(all).filter(({ id }) => id !== late.id);
      const texts = (segments: Segment[]) => passagesOf(segments, marks).map(({ text }) => text);
      const [before, now] = [texts(standing), texts([...standing, late])];
      // It joins, parts or stands between: at most two turns are not what they were, and at most three are new.
      expect(before.filter((text) => !now.includes(text)).length).toBeLessThanOrEqual(2);
      expect(now.filter((text) => !before.includes(text)).length).toBeLessThanOrEqual(3);
    }),
  );
});

test("a partial gives way to the next one and to its final; what a typist said of the attribution holds for labelled voices too", () => {
  const [partial, final] = [false, true].map((done): Segment => ({
    id: "1",
    startMs: 0,
    endMs: 1,
    text: done ? "Buenos días." : "Buenos",
    final: done,
    speaker: "A",
    revision: 0,
  })) as [Segment, Segment];
  expect(takeSegment(partial, { ...partial, text: "Buenos d" })).toBe("taken");
  expect(takeSegment(partial, final)).toBe("taken");
  expect(takeSegment(final, partial)).toBe("ignored");
  expect(takeSegment(final, { ...final })).toBe("same");
  expect(takeSegment(final, { ...final, text: "Buenas tardes." })).toBe("taken");
  expect(takeSegment({ ...final, revision: 2 }, { ...final, text: "Buenas.", revision: 1 })).toBe("ignored");
  expect(voiceOf({ ...final, endMs: 59_999 }, marks)).toMatchObject({
    speaker: { name: "Ana" },
    attribution: "on-record",
  });
  expect(voiceOf({ ...final, endMs: 60_000 }, marks)).toMatchObject({
    speaker: { name: "Ana" },
    attribution: "background",
  });
});

test("one, an array or one on each line is read, in seconds or milliseconds; what is malformed is named by its place and the rest is read", () => {
  const one = '{"id":1,"start":1.5,"end_ms":2500,"text":" Buenos  días ","final":true}';
  const segment = {
    id: "1",
    startMs: 1500,
    endMs: 2500,
    text: "Buenos días",
    final: true,
    speaker: "",
    revision: 0,
  };
  for (const body of [one, `[${one}]`, `\uFEFF${one}\r\n`, `${one}\n\n${one.replace("1", "2")}`])
    expect(readCaptions(body, 0).segments[0]).toEqual({ place: 1, segment });
  expect(readCaptions(one, -1_000).segments[0]?.segment.startMs).toBe(500);
  const bad = [
    '{"id":2',
    "7",
    '{"id":"","start":0,"end":1,"text":"","final":true}',
    '{"id":3,"start":"0","end":1,"text":"","final":true}',
    '{"id":3,"start":2,"end":1,"text":"","final":true}',
    '{"id":3,"start":0,"end":1,"text":"","final":"yes"}',
    '{"id":3,"start":0,"end":1,"final":true}',
    '{"id":3,"start":0,"end":90000,"text":"","final":true}',
    `{"id":3,"start":0,"end":1,"text":"${"a".repeat(2_001)}","final":true}`,
    '{"id":3,"start":0,"end":1,"text":"\\u0007","final":true}',
    '{"id":3,"start":0,"end":1,"text":"","final":true,"revision":-1}',
  ];
  const { segments, refused } = readCaptions([one, ...bad].join("\n"), 0);
  expect(segments).toHaveLength(1);
  expect(refused.map(({ place }) => place)).toEqual(bad.map((_, index) => index + 2));
  expect(refused[0]?.fault.message).toContain("Line 2 is no JSON");
  expect(refused[0]?.fault.es, "in one language").toMatch(
    /^La línea 2 no es JSON(?:: se interrumpe tras \d+ caracteres)?\.$/,
  );
  for (const body of ["", "[", "{"]) expect(() => readCaptions(body, 0)).toThrow(Fault);
  expect(() => readCaptions(`[${Array(501).fill("0").join(",")}]`, 0)).toThrow("500 fit");
});
