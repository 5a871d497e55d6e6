import type { TranscriptContent } from "@voceria/record";
import { type Day, isDay } from "../register/day.ts";
import { invalid, oneLine } from "../text/field.ts";

/** What stands over the turns of a transcript and can be put right. */
export type Head = { title: string; day: Day; place: string };
export type HeadField = keyof Head;

export function headOf({ title, day, place }: Pick<TranscriptContent, HeadField>): Head {
  return { title, day, place: place ?? "" };
}

/** Fault("invalid") for no title, or a day that does not exist or has not come (`today`: the office's). An empty place: none is said. */
export function readHead(typed: Head, today: Day): Head {
  const title = oneLine("title", "título", typed.title, 300);
  if (title === "") throw invalid("title: a transcript has one.", "título: una transcripción lo tiene.");
  const day = typed.day.trim();
  if (!isDay(day) || day > today)
    throw invalid(
      "day: the day on which it was said, written as 2026-11-23.",
      "día: el día en que se dijo, escrito como 2026-11-23.",
    );
  return { title, day, place: oneLine("place", "lugar", typed.place, 200) };
}

type Unnoted = Omit<TranscriptContent, "note" | "severity">;

/** The content under that head. */
export function underHead(content: Unnoted, { title, day, place }: Head): Unnoted {
  const { place: _place, ...rest } = content;
  return { ...rest, title, day, ...(place === "" ? {} : { place }) };
}

/** What differs over the turns, in the order in which it stands there. */
export function compareHeads(before: Head, after: Head): { field: HeadField; before: string; after: string }[] {
  return (["title", "day", "place"] as const)
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, before: before[field], after: after[field] }));
}
