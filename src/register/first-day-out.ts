import { readAskedDate } from "./asked-date.ts";
import { addDays, type Day } from "./day.ts";
import type { SourceData, When } from "./item.ts";

/**
 * The first day out of office as a source gives it, where that is what its end days are and ours is the last day in;
 * undefined where they are the same day. By the source's own words where they can be read, so that it also stands where another
 * source has spoken since of something else; where they cannot, by what the source declares its ends to be.
 */
export function firstDayOut(
  { end, start }: { start?: When; end?: When },
  source: Pick<SourceData, "endConvention"> | undefined,
): Day | undefined {
  if (end === undefined || end.raw === "" || !/^\d{4}-\d{2}-\d{2}$/.test(end.edtf)) return undefined;
  const next = addDays(end.edtf, 1);
  const said = dayIn(end.raw);
  if (said === next) return next;
  if (said === end.edtf || source?.endConvention !== "exclusive") return undefined;
  // In office and out of it on one day: that day is kept.
  return start?.edtf === end.edtf && end.interpretation !== undefined ? undefined : next;
}

function dayIn(raw: string): Day | undefined {
  try {
    const { min, max } = readAskedDate(raw);
    return min === max ? min : undefined;
  } catch {
    return undefined;
  }
}
