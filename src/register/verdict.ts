import type { GapOnDay } from "./gaps.ts";
import type { Holding } from "./holdings.ts";

/**
 * certain: somebody certainly held it. handover: one until that day, another from it. indeterminate: the sources leave
 * open which. per-source: a source calls somebody incumbent, or the post vacant, and nobody has confirmed it for that day.
 * vacant: a source says that nobody held it. unknown: no source of ours names a holder.
 */
export type Verdict = "certain" | "handover" | "indeterminate" | "per-source" | "vacant" | "unknown";

export function verdictOf(holdings: readonly Holding[], gaps: readonly GapOnDay[] = []): Verdict {
  const certain = holdings.filter(({ certainty }) => certainty === "certain");
  if (holdings.length === 0) {
    const vacant = gaps.filter(({ state }) => state === "vacant");
    if (vacant.some(({ certainty }) => certainty === "certain")) return "vacant";
    return vacant.some(({ data }) => data.end.edtf === "..") ? "per-source" : "unknown";
  }
  if (certain.length === 0)
    return holdings.every(({ incumbent }) => incumbent !== "no") ? "per-source" : "indeterminate";
  const roles = new Set(certain.map(({ role }) => role));
  return roles.has("until") && roles.has("from") ? "handover" : "certain";
}
