import { Fault } from "../fault.ts";
import { isDay } from "./day.ts";
import { wallClock } from "./start-of-day.ts";

/**
 * The instant at which clocks in that zone show that day and time ("2026-11-25", "18:00" or "18:00:30"). Of an hour that
 * comes twice when summer time ends, the first. Fault("invalid") for what is no day or time, or is skipped that day.
 */
export function instantAt(day: string, time: string, timeZone: string): Date {
  const [, hour, minute, second = "00"] = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(time) ?? [];
  if (!isDay(day) || hour === undefined || minute === undefined)
    throw new Fault(
      "invalid",
      `"${day} ${time}" is not a day and an hour: write them as 2026-11-25 and 18:00, or 18:00:30.`,
      [],
      `"${day} ${time}" no es un día y una hora: escríbalos como 2026-11-25 y 18:00, o 18:00:30.`,
    );
  const shown = `${day}T${hour}:${minute}:${second}`;
  const utc = Date.parse(`${shown}Z`);
  // The zone's offset a day before and a day after: one of the two holds at that hour.
  const instants = [-24, 24]
    .map((hours) => {
      const near = new Date(utc + hours * 3_600_000);
      return utc - (Date.parse(`${wallClock(near, timeZone)}Z`) - near.getTime());
    })
    .filter((instant) => wallClock(new Date(instant), timeZone) === shown);
  if (instants.length > 0) return new Date(Math.min(...instants));
  throw new Fault(
    "invalid",
    `On ${day} clocks are put forward over ${time}, so that this hour does not come. Choose another.`,
    [],
    `El ${day} los relojes se adelantan y las ${time} no existen. Elija otra hora.`,
  );
}
