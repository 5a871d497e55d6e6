import { boundsOf } from "./interval.ts";
import { type Assertion, isRetraction } from "./item.ts";
import { searchKey, sortKey } from "./name.ts";

export const projectingTables = ["post", "person", "person_name", "tenure", "confirmation"] as const;
export type ProjectedRow = { table: (typeof projectingTables)[number]; row: Record<string, string | number | boolean> };

/** The rows of the typed tables that one assertion stands for, without the assertion's own keys. Pure: the audit redoes it. */
export function project(item: Assertion): ProjectedRow[] {
  if (isRetraction(item)) return [];
  if (item.kind === "post") {
    const { institution, functions } = item.data;
    return [{ table: "post", row: { slug: item.id, institution, spokesperson: functions.includes("spokesperson") } }];
  }
  if (item.kind === "person") {
    const present = item.data.names.at(-1);
    if (present === undefined) throw new Error(`person ${item.id} has no name`);
    return [
      { table: "person", row: { slug: item.id, sort_key: sortKey(present) } },
      ...item.data.names.map(({ full }, ordinal) => ({
        table: "person_name" as const,
        row: { person: item.id, ordinal, search_key: searchKey(full) },
      })),
    ];
  }
  if (item.kind === "tenure") {
    const { person, post, start, end, assertedOn } = item.data;
    const bounds = boundsOf(start.edtf, end.edtf, assertedOn, { start: start.within, end: end.within });
    return [
      {
        table: "tenure",
        row: {
          slug: item.id,
          person,
          post,
          start_edtf: start.edtf,
          start_min: bounds.startMin,
          start_max: bounds.startMax,
          end_edtf: end.edtf,
          end_min: bounds.endMin,
          end_max: bounds.endMax,
        },
      },
    ];
  }
  if (item.kind === "confirmation") {
    const { tenure, day, until } = item.data;
    return [{ table: "confirmation", row: { tenure, day, until } }];
  }
  return [];
}
