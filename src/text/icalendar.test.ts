import fc from "fast-check";
import ICAL from "ical.js";
import { expect, test } from "vitest";
import { calendarInstant, calendarText, calendarWords } from "./icalendar.ts";

const properties = [
  ["VERSION", "2.0"],
  ["PRODID", "-//Voceria//Agenda//ES"],
] as const;

function calendarWith(summary: string): string {
  return calendarText(properties, [
    [
      ["UID", "7d9ffb5c-8f6c-4a5e-9a0f-3c0b5e0f5f11"],
      ["DTSTAMP", calendarInstant(new Date("2026-11-25T13:30:00Z"))],
      ["SUMMARY", calendarWords(summary)],
    ],
  ]);
}

test("whatever words are written, another's program reads the same, and nobody's words become a property of their own", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 300, size: "max" }), (words) => {
      const read = new ICAL.Component(ICAL.parse(calendarWith(words)) as unknown[]);
      const [event, ...others] = read.getAllSubcomponents("vevent");
      const plain = words.replaceAll(/\r\n?/g, "\n").replaceAll(/[\u{0}-\u{8}\u{b}-\u{1f}\u{7f}]/gu, "");
      expect([event?.getFirstPropertyValue("summary"), event?.getAllProperties().length, others]).toEqual([
        plain,
        3,
        [],
      ]);
    }),
  );
  const evil = "Punto\r\nEND:VEVENT\nBEGIN:VALARM\rATTACH:http://x.example/";
  expect(calendarWith(evil).match(/^(?:BEGIN|END|ATTACH)/gm)).toEqual(["BEGIN", "BEGIN", "END", "END"]);
});

test("no line is longer than 75 bytes, none ends within a character, and all end in CRLF", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400, size: "max" }), (words) => {
      const lines = calendarWith(`${words} ñandú 🇨🇱`).split("\r\n");
      expect(lines.pop()).toBe("");
      for (const line of lines) {
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        expect(line).not.toMatch(/[\r\n]/);
      }
    }),
  );
});

test("a calendar without any event is still one", () => {
  const read = new ICAL.Component(ICAL.parse(calendarText(properties, [])) as unknown[]);
  expect(read.getAllSubcomponents().map(({ name }) => name)).toEqual(["vtimezone"]);
});
