import { expect, test } from "vitest";
import { distance, nearInstant } from "./near-dates.ts";

const now = new Date("2026-11-25T20:30:00Z");
const near = (at: string, language: "es" | "en" = "es") => nearInstant(new Date(at), now, language, "America/Santiago");

test("an instant near now is said as people say it, by the office's own days", () => {
  expect(near("2026-11-25T21:00:00Z")).toBe("hoy a las 18:00");
  // In Chile it is still the same day, and already the next.
  expect(near("2026-11-26T02:59:00Z")).toBe("hoy a las 23:59");
  expect(near("2026-11-26T03:00:00Z")).toBe("mañana a las 00:00");
  expect(near("2026-11-25T02:59:00Z")).toBe("ayer a las 23:59");
  expect(near("2026-11-27T13:00:00Z")).toBe("el viernes 27 de noviembre de 2026 a las 10:00");
  expect(near("2026-11-27T13:00:00Z", "en")).toBe("on Friday 27 November 2026 at 10:00");
});

test("a distance is said in the largest unit that says something", () => {
  const off = (minutes: number) => distance(new Date(now.getTime() + minutes * 60_000), now, "es");
  expect([0, 1, 35, 89, 90, 36 * 60].map(off)).toEqual([
    "en este momento",
    "en 1 minuto",
    "en 35 minutos",
    "en 89 minutos",
    "en 2 horas",
    "en 2 días",
  ]);
  expect(off(-20)).toBe("hace 20 minutos");
});
