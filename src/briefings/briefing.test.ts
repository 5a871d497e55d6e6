import { expect, test } from "vitest";
import { type BriefingState, moveBriefing, movesOf, readBriefing, takesTurns } from "./briefing.ts";

const typed = {
  format: "punto-de-prensa",
  title: "  Punto de  prensa ",
  language: "es-CL",
  place: "",
  note: "",
  timeText: "por la mañana",
  holdSeconds: "",
  mediaUrl: "",
};

test("a briefing goes from planned to closed, and what is certified or cancelled goes nowhere", () => {
  expect(moveBriefing(moveBriefing("planned", "announce"), "open")).toBe("live");
  expect(moveBriefing("live", "close")).toBe("closed");
  for (const state of ["certified", "cancelled"] satisfies BriefingState[]) expect(movesOf(state)).toEqual([]);
  expect(() => moveBriefing("closed", "open")).toThrow("closed by now");
  expect((["planned", "announced", "live", "closed", "certified", "cancelled"] as const).filter(takesTurns)).toEqual([
    "live",
    "closed",
  ]);
});

test("what is typed of a briefing is read, or refused by the name of its field", () => {
  expect(readBriefing(typed)).toEqual({
    format: "punto-de-prensa",
    title: "Punto de prensa",
    language: "es-CL",
    timeText: "por la mañana",
    holdMs: 15_000,
  });
  expect(() => readBriefing({ ...typed, title: " " })).toThrow("title:");
  expect(() => readBriefing({ ...typed, format: "foro" })).toThrow("format:");
  expect(() => readBriefing({ ...typed, holdSeconds: "601" })).toThrow("hold:");
  for (const mediaUrl of ["javascript:alert(1)", "http://ejemplo.cl/a.mp3", "https://yo:clave@ejemplo.cl/a.mp3"])
    expect(() => readBriefing({ ...typed, mediaUrl })).toThrow("recording:");
});
