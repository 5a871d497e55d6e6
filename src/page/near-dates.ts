import { catalogues } from "./catalogue.ts";
import type { Tongue } from "./language.ts";
import { clockTime, dayOf, longDay } from "./dates.ts";

/** «hoy a las 18:00», «mañana a las 9:30», «el viernes 27 de noviembre de 2026 a las 10:00»: an instant near now, in the office's zone. */
export function nearInstant(at: Date, now: Date, language: Tongue, timeZone: string): string {
  const t = catalogues[language];
  const [day, today] = [dayOf(at, timeZone), dayOf(now, timeZone)];
  const time = clockTime(at, language, timeZone);
  const days = Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000);
  if (days === 0) return t.todayAt(time);
  if (days === 1) return t.tomorrowAt(time);
  if (days === -1) return t.yesterdayAt(time);
  return t.onDayAt(longDay(day, language), time);
}

/** «en 35 minutos», «hace 2 horas»: how far off an instant is, in the largest unit that says something. */
export function distance(at: Date, now: Date, language: Tongue): string {
  const t = catalogues[language];
  const minutes = Math.round((at.getTime() - now.getTime()) / 60_000);
  const size = Math.abs(minutes);
  const [count, unit] =
    size < 90
      ? ([size, "minute"] as const)
      : size < 36 * 60
        ? ([Math.round(size / 60), "hour"] as const)
        : ([Math.round(size / 1_440), "day"] as const);
  if (count === 0) return t.thisMinute;
  const words = t[`${unit}s`](count);
  return minutes > 0 ? t.inSome(words) : t.someAgo(words);
}
