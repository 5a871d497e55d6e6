import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { certifiedTurns, compareTurns, editTurns, readCertification, type SaidTurn } from "./transcript.ts";
import { attributions } from "./turn.ts";
import { writeVtt } from "./write-vtt.ts";

const now = new Date("2026-11-25T18:00:00.000Z");
const inWords = (at: Date) => ({ en: at.toISOString(), es: at.toISOString() });

const said: SaidTurn = {
  ordinal: 1,
  kind: "speech",
  attribution: "on-record",
  removed: false,
  revision: 1,
  shownRevision: 1,
  shownAfter: now,
  speaker: { name: "N. N.", person: "n-n", post: "ministra", journalist: 7, title: { es: "Ministra", en: "Minister" } },
  text: "Buenos días.",
  atMs: 94_900,
};

const anyTurn = fc
  .record({
    attribution: fc.constantFrom(...attributions),
    removed: fc.boolean(),
    kind: fc.constantFrom("speech" as const, "question" as const, "answer" as const, "note" as const),
    until: fc.integer({ min: -5, max: 5 }),
  })
  .map(({ until, ...turn }) => ({
    ...said,
    ...turn,
    ...(turn.attribution === "embargoed" ? { embargoUntil: new Date(now.getTime() + until) } : {}),
    text: `${turn.attribution} ${turn.removed ? "quitado" : "dicho"} ${turn.kind}`,
  }));

describe("What is certified", () => {
  test("is what was on the record, or under an embargo that is over, and nothing of the rest; or it waits", () => {
    fc.assert(
      fc.property(fc.array(anyTurn, { maxLength: 12 }), (drawn) => {
        const turns = drawn.map((turn, index) => ({ ...turn, ordinal: index + 1 }));
        const waits = turns.some(
          ({ embargoUntil, removed, kind }) =>
            embargoUntil !== undefined && embargoUntil > now && !removed && kind !== "note",
        );
        const expected = turns.filter(
          ({ attribution, removed, kind }) =>
            (attribution === "on-record" || attribution === "embargoed") && !removed && kind !== "note",
        );
        if (waits || expected.length === 0) expect(() => certifiedTurns(turns, now, inWords)).toThrow();
        else
          expect(certifiedTurns(turns, now, inWords).map(({ turn, text }) => [turn, text])).toEqual(
            expected.map(({ ordinal, text }) => [ordinal, text]),
          );
      }),
    );
  });

  test("says of a speaker what is public alone, and when, in whole seconds", () => {
    expect(certifiedTurns([said], now, inWords)).toEqual([
      {
        turn: 1,
        kind: "speech",
        speaker: { name: "N. N.", person: "n-n", post: "ministra" },
        text: "Buenos días.",
        at: 94,
      },
    ]);
  });

  test("is refused while a turn or its correction is still held, and says until when", () => {
    const { ordinal: _, shownRevision: _shown, ...held } = said;
    expect(() => certifiedTurns([{ ...held, shownAfter: new Date("2026-11-25T18:00:09.000Z") }], now, inWords)).toThrow(
      "2026-11-25T18:00:09.000Z",
    );
    expect(() => certifiedTurns([{ ...said, revision: 2 }], now, inWords)).toThrow("not out yet");
    const embargoUntil = new Date("2026-11-25T19:00:00.000Z");
    expect(() => certifiedTurns([{ ...said, attribution: "embargoed", embargoUntil }], now, inWords)).toThrow(
      "under embargo until 2026-11-25T19:00:00.000Z",
    );
  });

  test("names who certifies, and the recording by its hash where there is one", () => {
    const typed = { name: " R. Soto ", body: "", sha256: "", bytes: "", media: "", address: "" };
    expect(readCertification(typed)).toEqual({ certifier: { name: "R. Soto" } });
    expect(
      readCertification({
        ...typed,
        sha256: "AB".repeat(32),
        bytes: "12",
        media: "audio/mpeg",
        address: "https://x.cl/a",
      }),
    ).toMatchObject({
      recording: {
        sha256: Buffer.alloc(32, 0xab).toString("base64"),
        bytes: 12,
        media: "audio/mpeg",
        address: "https://x.cl/a",
      },
    });
    for (const wrong of [
      { name: " " },
      { sha256: "abc" },
      { address: "https://x.cl/a" },
      { sha256: "ab".repeat(32), address: "javascript:alert(1)" },
      { sha256: "ab".repeat(32), bytes: "-1" },
    ])
      expect(() => readCertification({ ...typed, ...wrong })).toThrow();
  });
});

describe("An edition", () => {
  const turns = certifiedTurns(
    [
      said,
      { ...said, ordinal: 3, speaker: { name: "Dolores", outlet: "Radio" }, text: "¿Cuántas?" },
      { ...said, ordinal: 2 },
    ],
    now,
    inWords,
  );

  test("changes what is edited, leaves out what is emptied, and keeps each turn's number and the order", () => {
    const after = editTurns(turns, [
      { turn: 3, text: "¿Cuántas son?", name: "Dolores Ortega", outlet: "" },
      { turn: 2, text: " " },
      { turn: 1, text: "Buenos días.\r\n", name: "Otra persona" },
    ]);
    expect(after).toEqual([turns[0], { ...turns[1], text: "¿Cuántas son?", speaker: { name: "Dolores Ortega" } }]);
    expect(compareTurns(turns, after).map(({ turn, same }) => [turn, same])).toEqual([
      [1, true],
      [3, false],
      [2, false],
    ]);
    expect(() => editTurns(turns, [{ turn: 9, text: "x" }])).toThrow("no turn 9");
  });

  test("that changes nothing differs in nothing, whatever the turns say", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ minLength: 1 }).filter((text) => text.trim() !== ""),
          { maxLength: 8 },
        ),
        (texts) => {
          const before = texts.map((text, index) => ({ ...turns[0]!, turn: index + 1, text }));
          const after = editTurns(
            before,
            before.map(({ turn, text }) => ({ turn, text })),
          );
          expect(compareTurns(before, after).every(({ same }) => same)).toBe(true);
        },
      ),
    );
  });
});

describe("Captions", () => {
  test("have a cue for each turn, in the voice of its speaker, growing in time, and nothing that ends one early", () => {
    const captions = writeVtt({
      title: "Punto --> de prensa",
      language: "es-CL",
      turns: [
        { turn: 1, kind: "speech", speaker: { name: "A <b>" }, text: "Uno --> dos.\n\nTres & cuatro.", at: 0 },
        { turn: 2, kind: "question", speaker: { name: "B" }, text: "¿Qué?", at: 4_000 },
        { turn: 3, kind: "answer", speaker: { name: "A" }, text: "Eso." },
      ],
    });
    expect(captions).toBe(
      "WEBVTT Punto → de prensa\n\nNOTE\nLanguage: es-CL\n\n" +
        "1\n00:00:00.000 --> 01:06:40.000\n<v A &lt;b&gt;>Uno --&gt; dos.\nTres &amp; cuatro.\n\n" +
        "2\n01:06:40.000 --> 01:06:42.000\n<v B>¿Qué?\n\n" +
        "3\n01:06:40.000 --> 01:06:42.000\n<v A>Eso.\n",
    );
    expect(
      writeVtt({ title: "x", language: "es", turns: [{ turn: 1, kind: "speech", speaker: { name: "A" }, text: "x" }] }),
    ).toBe(undefined);
  });
});
