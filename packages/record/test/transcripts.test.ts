import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  canonicalize,
  checkContent,
  checkContentFits,
  readContent,
  utf8,
  voicesOf,
  type Act,
  type Json,
  type TranscriptContent,
  type TranscriptTurn,
} from "../src/index.ts";
import { finding, summary, verify } from "./claims.ts";
import { OfficeLog, policyOf, tenure } from "./office-log.ts";

const named = { capacity: "titular", institution: "segegob", name: "Ana Rojas", person: "ana-rojas", post: "ministra" };
const turns: readonly [TranscriptTurn, TranscriptTurn, TranscriptTurn] = [
  { at: 0, kind: "speech", speaker: named, text: "Buenos días.", turn: 1 },
  { at: 94, kind: "question", speaker: { name: "Dolores", outlet: "Radio Austral" }, text: "¿Cuántas?", turn: 3 },
  { at: 99, kind: "answer", question: "2026-0012", speaker: named, text: "Mañana le digo.", turn: 2 },
];
const base = {
  briefing: "2026-0007",
  day: "2026-11-23",
  format: "voceria/transcript/v1",
  kind: "punto-de-prensa",
  language: "es-CL",
  title: "Punto de prensa",
  turns,
} as const;
const certified = { ...base, certifier: { name: "R. Soto" }, version: "certified" } as const;
const edited = { ...base, of: { entry: 12 }, version: "edited" } as const;
const corrected = { note: "Se corrige una cifra.", severity: "major" };
const fits = (act: Act, content: { [field: string]: Json }) => checkContentFits(act, checkContent(content));

describe("A transcript", () => {
  test("stands under the act that its version names, and is corrected with a note", () => {
    for (const [act, content] of [
      ["transcript.certified", certified],
      ["transcript.edited", edited],
    ] as const) {
      expect(() => fits(act, content)).not.toThrow();
      expect(() => fits("transcript.corrected", content)).toThrow("a correction without note");
      expect(() => fits("transcript.corrected", { ...content, ...corrected })).not.toThrow();
      expect(() => fits(act, { ...content, ...corrected })).toThrow(`${act} has no note`);
      expect(() => fits("statement.published", content)).toThrow("stands under statement.published");
      expect(() => fits("question.answered", content)).toThrow("stands under question.answered");
    }
    expect(() => fits("transcript.edited", certified)).toThrow("certified stands under transcript.edited");
  });

  test("names its certifier or what it edits, and nothing that is another version's", () => {
    const { certifier: _, ...alone } = certified;
    expect(() => checkContent(alone)).toThrow("certified without certifier");
    expect(() => checkContent({ ...edited, certifier: { name: "R. Soto" } })).toThrow("certifier in a transcript");
    expect(() => checkContent({ ...certified, of: { entry: 1 } })).toThrow("of in a transcript");
  });

  test("has its turns in any order, each number once, and no word of what is not on the record", () => {
    expect(() => checkContent({ ...certified, turns: [turns[0], turns[0]] })).toThrow("turn 1 stands there twice");
    for (const field of ["attribution", "journalist", "removed"])
      expect(() => checkContent({ ...certified, turns: [{ ...turns[0], [field]: "x" }] })).toThrow("unknown field");
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 5_000 }), { maxLength: 30 }),
        fc.array(fc.string()),
        (numbers, texts) => {
          const content = {
            ...certified,
            turns: numbers.map((turn, at) => ({
              ...turns[at % 3]!,
              turn,
              text: `t ${(texts[at] ?? "").replaceAll(/[^\w ]/g, "")}`,
            })),
          };
          expect(readContent(utf8(canonicalize(content)))).toEqual(content);
        },
      ),
    );
  });

  test("has the voices of those whom the office attributes to a post, each once, and of no journalist", () => {
    const { name: _name, ...voice } = named;
    expect(voicesOf(certified)).toEqual([voice]);
  });

  test("is verified with the register item of each speaker, who is refused where it says otherwise", async () => {
    const log = new OfficeLog();
    const entry = log.assertRegister([tenure("ana-rojas", "ministra"), tenure("luis-soto", "vocero")]);
    const spoken = (item: number): TranscriptContent => ({
      ...certified,
      turns: turns.map((turn) =>
        turn.speaker.person !== undefined ? { ...turn, speaker: { ...named, register: { entry, item } } } : turn,
      ),
    });
    const [honest, wrong, unnamed] = [
      log.enter("transcript.certified", spoken(0)),
      log.enter("transcript.edited", { ...edited, turns: spoken(1).turns }),
      log.enter("transcript.certified", { ...certified, turns: [turns[1]] }),
    ];
    const [policy, signed] = [policyOf(log), log.sign()];
    const report = await verify(log.bundle(honest, signed), { policy });
    expect(report.established).toBe(true);
    expect(summary(report).slice(5, 8)).toEqual([
      "content: established",
      "attachments: not-checked (not-a-statement)",
      "voice: established",
    ]);
    expect(finding(report, "voice").detail).toMatchObject({ items: [{ backing: "register", person: "ana-rojas" }] });
    const { register: _, ...without } = log.bundle(honest, signed);
    expect(summary(await verify(without, { policy }))[7]).toBe("voice: not-established (attribution-only)");
    expect(summary(await verify(log.bundle(wrong, signed), { policy }))[7]).toBe("voice: refused (register-differs)");
    expect(summary(await verify(log.bundle(unnamed, signed), { policy }))[7]).toBe(
      "voice: not-checked (attribution-only)",
    );
    const more = { ...log.bundle(honest, signed), attachments: [{ salt: log.bundle(honest, signed).salt! }] };
    expect(summary(await verify(more, { policy }))[6]).toBe("attachments: refused (count-differs)");
  });
});

describe("An answer", () => {
  const answer = {
    asked: { briefing: "2026-0007", day: "2026-11-23", turn: 3 },
    basis: "on-record",
    body: "Son 340.\n",
    format: "voceria/answer/v1",
    html: "<p>Son 340.</p>\n",
    language: "es-CL",
    question: "¿Cuántas viviendas son?",
    topics: [],
    voice: [],
  } as const;

  test("has its text, or the reason why there is none; it is corrected with a note and withdrawn with a reason", () => {
    const { body: _body, html: _html, ...unanswered } = answer;
    const declined = { ...unanswered, basis: "declined", reason: "Es materia de una investigación." };
    for (const content of [answer, declined]) {
      expect(() => fits("question.answered", content)).not.toThrow();
      expect(() => fits("question.corrected", { ...content, ...corrected })).not.toThrow();
      expect(() => fits("question.corrected", content)).toThrow("a correction without note");
    }
    expect(() => checkContent({ ...answer, reason: "x" })).toThrow();
    expect(() => checkContent({ ...declined, body: "x" })).toThrow();
    expect(() => checkContent(unanswered)).toThrow("an answer without body");
    expect(() => fits("question.withdrawn", { format: "voceria/withdrawal/v1", reason: "Otra." })).not.toThrow();
  });

  test("is verified in the office's own voice where it names nobody", async () => {
    const log = new OfficeLog();
    const index = log.enter("question.answered", answer);
    const report = await verify(log.bundle(index, log.sign()), { policy: policyOf(log) });
    expect(report.established).toBe(true);
    expect(finding(report, "voice")).toMatchObject({ status: "established", detail: { speaker: "office" } });
  });
});
