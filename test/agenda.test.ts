import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AgendaTyped } from "../src/briefings/agenda-item.ts";
import { cancelItem, reinstateItem } from "../src/briefings/cancel-item.ts";
import { changeItem } from "../src/briefings/change-item.ts";
import {
  findDeskItem,
  findPublicItem,
  listDeskChanges,
  listDeskItems,
  listPublicChanges,
  listPublicItems,
} from "../src/briefings/find-agenda.ts";
import { planItem } from "../src/briefings/plan-item.ts";
import { publishItem } from "../src/briefings/publish-item.ts";
import { typedItem } from "./agenda-typed.ts";
import { SetClock } from "./founded-office.ts";
import { type StaffedOffice, staffedOffice } from "./newsroom-office.ts";

const zone = "America/Santiago";
const clock = new SetClock("2026-11-23T15:00:00Z");
let office: StaffedOffice;
beforeAll(async () => {
  office = await staffedOffice(clock);
});
afterAll(() => office.drop());

const typed: AgendaTyped = { ...typedItem, people: ["camila-vallejo"] };
const refused = (code: string) => expect.objectContaining({ code }) as Error;

describe("an item of the agenda", () => {
  test("is internal until it is published, then public under the year's next number, and what is the desk's alone stays so", async () => {
    const { db, means, ana, eva, otra } = office;
    const { id } = await planItem(db, { ...typed, internalNote: "Llevar cifras." }, ana, means);
    expect(await listPublicItems(db, {}, zone)).toEqual([]);
    await expect(publishItem(db, id, { read: 1 }, ana, means)).rejects.toEqual(refused("forbidden"));
    const { number } = await publishItem(db, id, { read: 1 }, eva, means);
    expect(number).toBe("2026-0001");
    const [shown, ...others] = await listPublicItems(db, { from: "2026-11-25", to: "2026-11-25" }, zone);
    expect(others).toEqual([]);
    expect(shown).toMatchObject({ number, title: "Punto de prensa", state: "planned", sequence: 0 });
    expect(JSON.stringify([shown, await listPublicChanges(db, number)])).not.toContain("cifras");
    await expect(publishItem(db, id, { read: 2 }, eva, means)).rejects.toEqual(refused("conflict"));
    // Of another institution it is as if there were none.
    expect(await findDeskItem(db, id, otra)).toBeUndefined();
    await expect(cancelItem(db, id, { read: 2, reason: "No." }, otra, means)).rejects.toEqual(refused("not-found"));
  });

  test("that is public changes with a note that all may read and a growing sequence; the desk's own note changes in silence", async () => {
    const { db, means, ana, eva } = office;
    const { id } = await planItem(db, typed, ana, means);
    const { number } = await publishItem(db, id, { read: 1 }, eva, means);
    clock.set("2026-11-24T12:00:00Z");
    const later = { ...typed, time: "11:30", read: 2, change: "Se atrasa una hora." };
    await expect(changeItem(db, id, later, ana, means)).rejects.toEqual(refused("forbidden"));
    await expect(changeItem(db, id, { ...later, change: " " }, eva, means)).rejects.toEqual(refused("invalid"));
    expect(await changeItem(db, id, later, eva, means)).toEqual({ version: 3, told: true });
    const silent = { ...typed, time: "11:30", internalNote: "Con abrigo.", read: 3, change: "" };
    expect(await changeItem(db, id, silent, ana, means)).toEqual({ version: 4, told: false });
    expect(await changeItem(db, id, { ...silent, read: 4 }, ana, means)).toEqual({ version: 4, told: false });
    const shown = await findPublicItem(db, number);
    expect(shown).toMatchObject({ sequence: 1, toldAt: new Date("2026-11-24T12:00:00Z") });
    expect(await listPublicChanges(db, number)).toEqual([
      {
        what: "changed",
        at: new Date("2026-11-24T12:00:00Z"),
        note: "Se atrasa una hora.",
        before: { time: { precision: "exact", day: "2026-11-25", start: new Date("2026-11-25T13:30:00Z") } },
      },
      { what: "published", at: new Date("2026-11-23T15:00:00Z"), note: "" },
    ]);
    // Whoever wrote on an older reading changes nothing, and is told so.
    await expect(changeItem(db, id, { ...later, time: "12:00" }, eva, means)).rejects.toEqual(refused("conflict"));
    const versions = await listDeskChanges(db, { id });
    expect(versions.map(({ what, told }) => [what, told])).toEqual([
      ["changed", false],
      ["changed", true],
      ["published", true],
      ["started", false],
    ]);
  });

  test("that is cancelled stays with its reason, and can take place after all under the same number", async () => {
    const { db, means, ana, eva } = office;
    const { id } = await planItem(db, { ...typed, title: "Gira" }, ana, means);
    const { number } = await publishItem(db, id, { read: 1 }, eva, means);
    await expect(cancelItem(db, id, { read: 2, reason: "" }, eva, means)).rejects.toEqual(refused("invalid"));
    await cancelItem(db, id, { read: 2, reason: "Mal tiempo." }, eva, means);
    expect(await findPublicItem(db, number)).toMatchObject({ state: "cancelled", reason: "Mal tiempo.", sequence: 1 });
    await expect(changeItem(db, id, { ...typed, read: 3, change: "Otra hora." }, eva, means)).rejects.toEqual(
      refused("conflict"),
    );
    await reinstateItem(db, id, { read: 3, reason: "Amainó." }, eva, means);
    const again = await findPublicItem(db, number);
    expect(again).toMatchObject({ state: "planned", sequence: 2 });
    expect(again).not.toHaveProperty("reason");
  });

  test("that was never public leaves no gap in the numbers and nothing outside when it is cancelled", async () => {
    const { db, means, ana, eva } = office;
    const before = await listPublicItems(db, {}, zone);
    const { id } = await planItem(db, { ...typed, title: "Reservado" }, ana, means);
    await cancelItem(db, id, { read: 1, reason: "Ya no." }, ana, means);
    await expect(publishItem(db, id, { read: 2 }, eva, means)).rejects.toEqual(refused("conflict"));
    expect(await listPublicItems(db, {}, zone)).toEqual(before);
    const next = await planItem(db, typed, ana, means);
    const { number } = await publishItem(db, next.id, { read: 1 }, eva, means);
    expect(number).toBe(`2026-${String(before.length + 1).padStart(4, "0")}`);
  });

  test("is refused with whom the register does not know, with topics that are not, and with addresses that are none", async () => {
    const { db, means, ana } = office;
    for (const change of [
      { people: ["nadie"] },
      { topics: ["nada"] },
      { link: "javascript:alert(1)" },
      { kind: "fiesta" },
      { title: " " },
      { press: "quizás" },
    ])
      await expect(planItem(db, { ...typed, ...change }, ana, means)).rejects.toEqual(refused("invalid"));
    await expect(planItem(db, { ...typed, note: "x".repeat(2_001) }, ana, means)).rejects.toEqual(refused("too-large"));
  });

  test("stands in the days that it lasts or can fall on, for the person whom it wants", async () => {
    const { db, means, ana } = office;
    const day = { ...typed, day: "2027-01-06", people: [] as string[] };
    await planItem(db, { ...day, title: "De la semana", precision: "week" }, ana, means);
    await planItem(db, { ...day, title: "De la mañana", precision: "part", part: "morning" }, ana, means);
    await planItem(
      db,
      { ...day, title: "De días", precision: "days", last: "2027-01-08", people: ["camila-vallejo"] },
      ana,
      means,
    );
    const titles = async (asked: Parameters<typeof listDeskItems>[1]) =>
      (await listDeskItems(db, asked, ana, zone)).map(({ title }) => title);
    expect(await titles({ from: "2027-01-04", to: "2027-01-04" })).toEqual(["De la semana"]);
    expect(await titles({ from: "2027-01-06", to: "2027-01-06" })).toEqual(["De la semana", "De días", "De la mañana"]);
    expect(await titles({ from: "2027-01-08", to: "2027-01-09" })).toEqual(["De la semana", "De días"]);
    expect(await titles({ from: "2027-01-01", person: "camila-vallejo" })).toEqual(["De días"]);
  });
});
