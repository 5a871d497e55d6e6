import { expect, test } from "vitest";
import { answerText, questionText, reasonOf } from "./question-words.ts";

test("a question is plain paragraphs, however it was pasted", () => {
  expect(questionText("  ¿Cuándo   llega?\r\n\r\n\r\n  Y ¿cómo? \n")).toBe("¿Cuándo llega?\n\nY ¿cómo?");
});

test("what is empty, too long or holds what cannot be seen is refused by the name of its field", () => {
  expect(() => questionText(" \n ")).toThrow("question:");
  expect(() => questionText("a".repeat(4_001))).toThrow("4000");
  expect(() => questionText("a\u202eb")).toThrow("question:");
  expect(() => answerText(" ")).toThrow("answer:");
  expect(() => answerText("a".repeat(40_001))).toThrow("answer:");
  expect(() => reasonOf("reason", "motivo", "\n")).toThrow("reason:");
});
