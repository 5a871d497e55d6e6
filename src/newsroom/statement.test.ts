import { expect, test } from "vitest";
import { Fault } from "../fault.ts";
import {
  checkBody,
  readKind,
  readLanguage,
  readReason,
  readSeverity,
  readSummary,
  readTitle,
  readTopics,
} from "./statement.ts";

test("each refusal names the field and what to do", () => {
  const refused: [() => unknown, string, RegExp][] = [
    [() => readTitle("  "), "title", /at least one/],
    [() => readTitle("a".repeat(301)), "title", /301 characters, at most 300/],
    [() => readTitle("a\u2028b"), "title", /one line/],
    [() => readSummary("a".repeat(501)), "summary", /Shorten/],
    [() => checkBody("\n\n"), "body", /empty/],
    [() => checkBody("a".repeat(1_000_001)), "body", /1000001/],
    [() => readReason("note", " "), "note", /empty/],
    [() => readKind("rumor"), "kind", /comunicado/],
    [() => readLanguage("es_CL"), "language", /BCP 47/],
    [() => readSeverity("huge"), "severity", /minor/],
    [() => readTopics(Array.from({ length: 21 }, (_, index) => `t${index}`)), "topics", /at most 20/],
  ];
  for (const [read, field, says] of refused) {
    expect(read).toThrow(Fault);
    expect(read).toThrow(new RegExp(`^${field}: `));
    expect(read).toThrow(says);
  }
});

test("lengths are counted in characters as people see them written, not in halves of a pair", () => {
  expect(readTitle("😀".repeat(300))).toHaveLength(600);
});

test("a language is kept in its canonical spelling, topics once and in order", () => {
  expect([readLanguage("ES-cl"), readLanguage("zh-hant")]).toEqual(["es-CL", "zh-Hant"]);
  expect(readTopics(["salud", " agua", "salud", ""])).toEqual(["agua", "salud"]);
});
