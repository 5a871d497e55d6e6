import { canonicalize, type Json } from "@voceria/record";
import { addDays, type Day } from "../day.ts";
import { readEdtf } from "../edtf.ts";
import type { CapacityPeriod, DataOf, ItemKind, TenureData, When } from "../item.ts";

export type Comparison = "same" | "reworded" | "correction" | "change";

/**
 * What a newer revision of a source makes of what it said before: nothing new; the same in other words, which is not
 * asserted again; a correction (what it said before was wrong or less exact); or a change in the world. Anything that
 * is not surely a change is a correction. docs/decisions/import-corrections-and-changes.md has the rules.
 */
export function compare<K extends ItemKind>(kind: K, before: DataOf[K], after: DataOf[K]): Comparison {
  if (same(withoutReadings(before), withoutReadings(after))) return "same";
  const [old, now] = [meaning(before), meaning(after)];
  if (same(old, now)) return "reworded";
  return isChange(kind, old, now) ? "change" : "correction";
}

/** Without our words for how it was read: they are not the source's. */
function withoutReadings<T>(value: T): T {
  return without(value, ["interpretation"]);
}

/** Without the source's wording either, and the bounds that follow from the rest. */
function meaning<T>(value: T): T {
  return without(value, ["interpretation", "raw"], ["min", "max"]);
}

/** At any depth; `ofDates` are left out of dates alone. */
function without<T>(value: T, names: readonly string[], ofDates: readonly string[] = []): T {
  if (Array.isArray(value)) return value.map((member: unknown) => without(member, names, ofDates)) as T;
  if (typeof value !== "object" || value === null) return value;
  const left = "edtf" in value ? [...names, ...ofDates] : names;
  const kept = Object.entries(value).filter(([name]) => !left.includes(name));
  return Object.fromEntries(kept.map(([name, member]) => [name, without(member as unknown, names, ofDates)])) as T;
}

function isChange<K extends ItemKind>(kind: K, before: DataOf[K], after: DataOf[K]): boolean {
  if (kind === "tenure") return tenureChanged(before as TenureData, after as TenureData);
  if (kind === "gap")
    return onlyDiffer(before, after, ["end"]) && ended((before as DataOf["gap"]).end, (after as DataOf["gap"]).end);
  if (kind === "person" || kind === "institution") {
    const fields = kind === "person" ? ["names"] : ["names", "end", "parent"];
    if (!onlyDiffer(before, after, fields)) return false;
    const [old, now] = [before as DataOf["institution"], after as DataOf["institution"]];
    return appended(old.names, now.names) && (same(old.end, now.end) || ended(old.end, now.end));
  }
  if (kind === "post")
    return onlyDiffer(before, after, ["end"]) && ended((before as DataOf["post"]).end, (after as DataOf["post"]).end);
  return kind === "source" && onlyDiffer(before, after, ["date"]);
}

function tenureChanged(before: TenureData, after: TenureData): boolean {
  if (!onlyDiffer(before, after, ["end", "assertedOn", "capacities"])) return false;
  const goesOn = before.end.edtf === ".." && after.end.edtf === "..";
  const lasted = goesOn ? !((after.assertedOn ?? "") < (before.assertedOn ?? "")) : same(before.end, after.end);
  const over = ended(before.end, after.end, before.assertedOn);
  return (lasted || over) && capacitiesWentOn(before.capacities, after.capacities);
}

/** Ongoing before, over now, and not before the day on which it was said to be ongoing. */
function ended(before: When | undefined, after: When | undefined, assertedOn?: Day): boolean {
  if (after === undefined || after.edtf === "" || after.edtf === "..") return false;
  if (before !== undefined && before.edtf !== "..") return false;
  return assertedOn === undefined || readEdtf(after.edtf).max >= addDays(assertedOn, -1);
}

/** What was stands, but that its last period may have ended and others begun. */
function appended<T extends { end?: When }>(before: readonly T[], after: readonly T[]): boolean {
  return before.every((old, index) => {
    const now = after[index];
    if (now === undefined) return false;
    if (same(old, now)) return true;
    const { end: oldEnd, ...oldRest } = old;
    const { end: nowEnd, ...nowRest } = now;
    return index === before.length - 1 && same(oldRest, nowRest) && ended(oldEnd, nowEnd);
  });
}

function capacitiesWentOn(before: readonly CapacityPeriod[], after: readonly CapacityPeriod[]): boolean {
  return same(before, after) || appended(before, after);
}

function onlyDiffer(before: object, after: object, names: readonly string[]): boolean {
  const others = (value: object) => Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
  return same(others(before), others(after));
}

function same(a: unknown, b: unknown): boolean {
  return a === undefined || b === undefined ? a === b : canonicalize(a as Json) === canonicalize(b as Json);
}
