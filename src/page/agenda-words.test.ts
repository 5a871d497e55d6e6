import { expect, test } from "vitest";
import { type AgendaTimeTyped, readAgendaTime } from "../briefings/agenda-time.ts";
import { hourInWords, timeInWords, vaguenessInWords } from "./agenda-words.ts";
import { catalogues } from "./catalogue.ts";

const timeZone = "America/Santiago";
const typed = { precision: "day", day: "2026-11-30", time: "", until: "", part: "evening", last: "" };

function told(language: "es" | "en", change: Partial<AgendaTimeTyped>, of?: string): (string | undefined)[] {
  const time = readAgendaTime({ ...typed, ...change }, timeZone);
  const telling = { t: catalogues[language], language, timeZone };
  return [hourInWords(time, telling, of), timeInWords(time, telling), vaguenessInWords(time, telling)];
}

test("what is known of a time is said in both languages, and no more than that", () => {
  const cases: [Partial<AgendaTimeTyped>, (string | undefined)[], (string | undefined)[]][] = [
    [
      { precision: "exact", time: "10:30" },
      ["10:30", "lunes 30 de noviembre de 2026, 10:30 (hora de Chile)", undefined],
      ["10:30", "Monday 30 November 2026, 10:30 (Chile time)", undefined],
    ],
    [
      { precision: "exact", time: "22:00", until: "01:30", last: "2026-12-01" },
      [
        "22:00 a 01:30, 1 de diciembre",
        "lunes 30 de noviembre de 2026, 22:00 a 01:30, 1 de diciembre (hora de Chile)",
        undefined,
      ],
      ["22:00 to 01:30, 1 December", "Monday 30 November 2026, 22:00 to 01:30, 1 December (Chile time)", undefined],
    ],
    [
      { precision: "part" },
      ["por la noche", "lunes 30 de noviembre de 2026, por la noche", "por la noche"],
      ["in the evening", "Monday 30 November 2026, in the evening", "in the evening"],
    ],
    [
      {},
      ["hora por confirmar", "lunes 30 de noviembre de 2026, hora por confirmar", "hora por confirmar"],
      ["time to be confirmed", "Monday 30 November 2026, time to be confirmed", "time to be confirmed"],
    ],
    [
      { precision: "days", day: "2026-12-01", last: "2026-12-03" },
      ["del 1 al 3 de diciembre", "del martes 1 al jueves 3 de diciembre de 2026", undefined],
      ["from 1 to 3 December", "from Tuesday 1 to Thursday 3 December 2026", undefined],
    ],
    [
      { precision: "days", last: "2026-12-03" },
      [
        "del 30 de noviembre al 3 de diciembre",
        "del lunes 30 de noviembre de 2026 al jueves 3 de diciembre de 2026",
        undefined,
      ],
      ["from 30 November to 3 December", "from Monday 30 November 2026 to Thursday 3 December 2026", undefined],
    ],
    [
      { precision: "week" },
      ["sin día fijo", "semana del 30 de noviembre de 2026", "semana del 30 de noviembre"],
      ["day not set", "week of 30 November 2026", "week of 30 November"],
    ],
    [
      { precision: "month" },
      ["sin día fijo", "durante noviembre de 2026", "durante noviembre de 2026"],
      ["day not set", "during November 2026", "during November 2026"],
    ],
  ];
  for (const [change, es, en] of cases) expect([told("es", change), told("en", change)]).toEqual([es, en]);
  expect(told("es", { precision: "days", last: "2026-12-03" }, "2026-12-01")[0]).toBe("hasta el 3 de diciembre");
});
