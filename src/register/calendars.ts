import { isDeepStrictEqual } from "node:util";
import type { Reader, Transaction } from "../store/database.ts";
import { type Calendar, plainCalendar, workingDaysAfter } from "./calendar.ts";
import type { Day } from "./day.ts";
import { readOffice } from "./office.ts";

/** By what the office counts working days now: as its pack was read when it was kept. */
export async function readOfficeCalendar(db: Reader): Promise<Calendar> {
  const row = await db.selectFrom("office_calendar").select("data").executeTakeFirst();
  return row === undefined ? plainCalendar : (row.data as Calendar);
}

/** When this returns, the office works by that calendar. Says whether that is another than before. */
export async function keepCalendar(tx: Transaction, calendar: Calendar, at: Date): Promise<boolean> {
  if (isDeepStrictEqual(await readOfficeCalendar(tx), calendar)) return false;
  const data = JSON.stringify(calendar);
  await tx
    .insertInto("office_calendar")
    .values({ data, taken_at: at })
    .onConflict((conflict) => conflict.column("singleton").doUpdateSet({ data, taken_at: at }))
    .execute();
  return true;
}

/** The last day on which an answer that is promised on a day has not taken too long. */
export async function dueDay(db: Reader, queue: "press" | "citizen", promised: Day): Promise<Day> {
  const [calendar, { timeZone }] = await Promise.all([readOfficeCalendar(db), readOffice(db)]);
  return workingDaysAfter(calendar, promised, calendar.answerWithin[queue], timeZone);
}
