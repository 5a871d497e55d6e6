import fc from "fast-check";
import { expect, test } from "vitest";
import { readTranscript } from "./read-transcript.ts";
import { kindsOf } from "./turn-kinds.ts";

const withoutSpace = (text: string) => text.normalize("NFC").replace(/\s+/gu, "");

function joined({ turns, beside }: ReturnType<typeof readTranscript>): string {
  const spoken = turns.map(({ heading, paragraphs }) => [heading?.as, heading?.mark, ...paragraphs].join(""));
  return withoutSpace([...spoken, ...beside].join(""));
}

const word = fc.stringMatching(/^[a-zñáé]{1,12}$/u);
const sentence = fc
  .array(word, { minLength: 1, maxLength: 30 })
  .map((words) => `${words.join(" ").replace(/^./u, (first) => first.toUpperCase())}.`);
const name = fc
  .array(fc.stringMatching(/^[BCDFGLMNPRST][AEIOÁÉ]{1}[LMNRS][AEIO][LNRS]?$/u), { minLength: 2, maxLength: 4 })
  .map((words) => words.join(" "));
const head = fc.oneof(
  fc.constantFrom("PREGUNTA", "INTERLOCUTORA", "MODERADORA", "VOZ HOMBRE"),
  name,
  name.map((who) => `${who}, DIRECTORA GENERAL DE SALUD`),
);
const turn = fc.record({ head, paragraphs: fc.array(sentence, { minLength: 1, maxLength: 4 }) });

test("what is written turn by turn is read turn by turn, one paragraph a line or wrapped at a width", () => {
  fc.assert(
    fc.property(
      fc.array(turn, { minLength: 1, maxLength: 12 }),
      fc.constantFrom("\n", "\r\n", "\r\r\n"),
      (turns, end) => {
        const lines = turns.flatMap((one) =>
          one.paragraphs.map((text, index) => (index === 0 ? `${one.head}: ${text}` : text)),
        );
        const read = readTranscript([...lines, "---", "VE 12"].join(end));
        expect(read.turns.map(({ heading, paragraphs }) => ({ head: heading?.as, paragraphs }))).toEqual(turns);
        expect(read.beside).toEqual(["---", "VE 12"]);
        const wrapped = readTranscript(lines.map((line) => wrap(line, 72)).join("\n\n"));
        expect(wrapped.turns.map(({ heading }) => heading?.as)).toEqual(turns.map((one) => one.head));
        expect(joined(wrapped)).toBe(withoutSpace(lines.join("")));
      },
    ),
  );
});

test("whatever is read, nothing but white space is lost", () => {
  const line = fc.oneof(
    sentence,
    turn.map((one) => `${one.head}: ${one.paragraphs[0]}`),
    fc.constantFrom(
      "(INICIA VIDEO)",
      "(FINALIZA VIDEO)",
      "---",
      "- - - 00 - - -",
      "",
      "PREGUNTA. Sí",
      "ANA DÍAZ Yo soy",
      "INTERLOCUTOR;",
    ),
    fc.string({ unit: "grapheme", maxLength: 80 }).map((text) => text.replace(/[\p{C}\u2028\u2029]/gu, "")),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
      expect(sorted(joined(readTranscript(lines.join("\n"))))).toBe(sorted(withoutSpace(lines.join(""))));
    }),
  );
});

test("behind a film nobody speaks on unless a heading says who", () => {
  const { turns } = readTranscript(
    [
      "ANA DÍAZ SOTO: Vean.",
      "(APLAUSOS)",
      "Sigo yo.",
      "(INICIA VIDEO)",
      "VOZ MUJER: Hola.",
      "(FINALIZA VIDEO)",
      "¿Quién habla?",
    ].join("\n"),
  );
  expect(turns.map(({ heading, paragraphs }) => [heading?.as, paragraphs])).toEqual([
    ["ANA DÍAZ SOTO", ["Vean.", "(APLAUSOS)", "Sigo yo.", "(INICIA VIDEO)"]],
    ["VOZ MUJER", ["Hola.", "(FINALIZA VIDEO)"]],
    [undefined, ["¿Quién habla?"]],
  ]);
});

test("questions are the press's, answers are of those who are named behind them", () => {
  const { turns } = readTranscript(
    "ANA DÍAZ: A\nPREGUNTA: B\nVOZ MUJER: C\nANA DÍAZ: D\nRUY SOTO: E\nINTERLOCUTOR: F\nRUY SOTO: G\nMODERADOR: H\nANA DÍAZ: I",
  );
  expect(kindsOf(turns).join(" ")).toBe("speech question speech answer answer question answer speech speech");
});

test("characters that the record does not take are told", () => {
  expect(readTranscript("ANA DÍAZ: Ho\u0000la").removed).toEqual(["the control character U+0000 × 1"]);
});

function wrap(line: string, width: number): string {
  const rows = [""];
  for (const one of line.split(" ")) {
    const last = rows.length - 1;
    if (`${rows[last]} ${one}`.length > width && rows[last] !== "") rows.push(one);
    else rows[last] = rows[last] === "" ? one : `${rows[last]} ${one}`;
  }
  return rows.join("\n");
}

function sorted(text: string): string {
  return [...text].toSorted().join("");
}
