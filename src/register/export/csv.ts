import { agree } from "../display.ts";
import { firstDayOut } from "../first-day-out.ts";
import { nameOn } from "../holdings.ts";
import { type Field, fieldsOf, kindsInOrder, type Shape } from "./fields.ts";
import type { Exported, Labels, Page } from "./read-register.ts";

/** Said for whoever reads the table; they follow from the rest and are not read back. */
const told = [
  "person_name",
  "post_title",
  "post_institution",
  "post_institution_name",
  "capacity",
  "first_day_out",
  "source_name",
];
/** `empty` names the fields that are there and say nothing, which a table cannot tell from those that are not. */
const common = [
  "thing",
  "id",
  "source",
  "source_locator",
  "change",
  "recorded_at",
  "recorded_entry",
  "recorded_item",
  "empty",
];
const whenParts = ["raw", "edtf", "min", "max", "within_min", "within_max", "interpretation"];

/** A field of a kind as the columns that it takes. */
export type Column = { name: string; path: readonly string[]; shape: Shape };

/** The columns of a kind, by the fields of docs/register-data.md: `start.edtf` is `start_edtf`, `title.es.neutral` `title_es_neutral`. */
export function columnsOf(kind: (typeof kindsInOrder)[number]): Column[] {
  return Object.entries<Field>(fieldsOf[kind]).flatMap(([name, { shape }]) => flat([name], shape));
}

export const header: readonly string[] = [
  ...common.slice(0, 2),
  ...told,
  ...new Set(["tenure" as const, ...kindsInOrder].flatMap((kind) => columnsOf(kind).map(({ name }) => name))),
  ...common.slice(2),
];

/**
 * The register as CSV (RFC 4180, UTF-8): one row a thing, one header for all kinds, every field of every kind in a
 * column, lists as JSON (docs/register-exports.md). A cell that a spreadsheet would take for a formula is led by an
 * apostrophe; reading takes it away again.
 */
export async function* writeCsv(pages: AsyncIterable<Page>): AsyncGenerator<string> {
  yield `${header.join(",")}\r\n`;
  for await (const { things, labels } of pages) {
    yield things.map((thing) => rowOf(thing, labels)).join("");
  }
}

function rowOf({ item, recorded }: Exported, labels: Labels): string {
  const cells = new Map<string, string>([
    ["thing", item.kind],
    ["id", item.id],
    ["source", item.source.id],
    ["source_locator", item.source.locator],
    ["change", item.change],
    ["recorded_at", recorded.at.toISOString()],
    ["recorded_entry", String(recorded.entry)],
    ["recorded_item", String(recorded.item)],
    ...tell(item, labels),
  ]);
  const empty: string[] = [];
  for (const { name, path, shape } of columnsByKind[item.kind]) {
    const value = valueAt(item.data, path);
    if (value === undefined) continue;
    const cell = cellOf(shape, value);
    if (cell === "") empty.push(name);
    else cells.set(name, cell);
  }
  if (empty.length > 0) cells.set("empty", empty.join(" "));
  return `${header.map((name) => quoted(cells.get(name) ?? "")).join(",")}\r\n`;
}

const columnsByKind = Object.fromEntries(kindsInOrder.map((kind) => [kind, columnsOf(kind)])) as Record<
  (typeof kindsInOrder)[number],
  Column[]
>;

function tell(item: Exported["item"], labels: Labels): [string, string][] {
  const source: [string, string] = ["source_name", labels.sources.get(item.source.id)?.name ?? ""];
  if (item.kind === "gap") return [source, ...outOf(item, labels)];
  if (item.kind !== "tenure") return [source];
  const { person, post, start, capacities } = item.data;
  const holder = labels.people.get(person);
  const held = labels.posts.get(post);
  const institution = labels.institutions.get(held?.institution ?? "")?.names.at(-1)?.name;
  return [
    source,
    ["person_name", holder === undefined ? "" : nameOn(holder, start.min ?? "-infinity").full],
    ["post_title", held === undefined ? "" : agree(held.title.es, holder?.gender)],
    ["post_institution", held?.institution ?? ""],
    ["post_institution_name", institution?.es ?? institution?.en ?? ""],
    ...outOf(item, labels),
    ["capacity", [...new Set(capacities.map(({ capacity }) => capacity))].join("; ")],
  ];
}

function outOf(item: Extract<Exported["item"], { kind: "tenure" | "gap" }>, labels: Labels): [string, string][] {
  const out = firstDayOut(item.data, labels.sources.get(item.source.id));
  return out === undefined ? [] : [["first_day_out", out]];
}

function flat(path: readonly string[], shape: Shape): Column[] {
  const parts = (names: readonly string[], inner: Shape) => names.flatMap((name) => flat([...path, name], inner));
  if (shape === "when")
    return whenParts.map((name) => ({
      name: [...path, name].join("_"),
      path: [...path, ...name.split("_")],
      shape: "text" as const,
    }));
  if (shape === "localized") return parts(["es", "en"], "text");
  if (shape === "forms")
    return parts(["es", "en"], {
      object: Object.fromEntries(
        ["feminine", "masculine", "neutral"].map((form) => [form, { shape: "text" as const }]),
      ),
    });
  if (typeof shape === "object" && "object" in shape)
    return Object.entries(shape.object).flatMap(([name, field]) => flat([...path, name], field.shape));
  return [{ name: path.join("_"), path, shape }];
}

function valueAt(data: object, path: readonly string[]): unknown {
  let value: unknown = data;
  for (const name of path) value = (value as Record<string, unknown> | undefined)?.[name];
  return value;
}

function cellOf(shape: Shape, value: unknown): string {
  if (shape === "cells" || (typeof shape === "object" && "list" in shape)) return JSON.stringify(value);
  return String(value);
}

/**
 * What a spreadsheet would run (OWASP, CSV injection) is led by an apostrophe, and so is what begins with one. Also behind
 * a semicolon, a tab or a line end: where those part cells, as in a Spanish Excel, a cell of ours is several.
 */
function quoted(cell: string): string {
  const safe = cell.replaceAll(/(?<=^|[;\t\r\n])(?=['=+\-@\t])/g, "'");
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
