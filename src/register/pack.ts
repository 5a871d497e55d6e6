import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Fault } from "../fault.ts";
import { type Calendar, plainCalendar } from "./calendar.ts";
import { readCalendar } from "./read-calendar.ts";
import { type ItemKind, referencesOf, type RegisterItem } from "./item.ts";
import { readItem } from "./read-item.ts";

/**
 * An office to begin with: the assertions of its founding batch, the topics it first sorts its statements under, and when it
 * works.
 */
export type Pack = {
  items: RegisterItem[];
  topics: { slug: string; es: string; en: string }[];
  calendar: Calendar;
};

const calendarFile = "calendar.json";

/** In the order in which they stand in the founding batch. Only the first three must be there. */
const files: readonly [name: string, kind: ItemKind][] = [
  ["sources.json", "source"],
  ["institutions.json", "institution"],
  ["office.json", "office"],
  ["instruments.json", "instrument"],
  ["posts.json", "post"],
  ["people.json", "person"],
  ["tenures.json", "tenure"],
  ["gaps.json", "gap"],
  ["confirmations.json", "confirmation"],
];

/**
 * Reads the folder of a pack (docs/register-data.md): each file a JSON list of {id, source, data}, office.json one such
 * object with `topics` besides. Throws Fault("invalid") naming file, item, field and value of the first thing wrong,
 * Fault("not-found") for a folder or file that is not there.
 */
export async function readPack(folder: string): Promise<Pack> {
  const names = await namesIn(folder);
  const unknown = names.find(
    (name) => name.endsWith(".json") && name !== calendarFile && !files.some(([known]) => known === name),
  );
  if (unknown !== undefined)
    throw new Fault(
      "invalid",
      `${join(folder, unknown)}: a pack has no such file; known are ${[...files.map(([name]) => name), calendarFile].join(", ")}.`,
    );
  const items: RegisterItem[] = [];
  const places = new Map<string, string>();
  let topics: Pack["topics"] = [];
  for (const [index, [name, kind]] of files.entries()) {
    const file = join(folder, name);
    if (!names.includes(name)) {
      if (index < 3)
        throw new Fault(
          "not-found",
          `${file} is missing: a pack has at least an office, its institution and a source.`,
        );
      continue;
    }
    const content = await readJsonFile(file);
    if (kind === "office") topics = readTopics(content, file);
    const list = kind === "office" ? [withoutTopics(content, file)] : content;
    if (!Array.isArray(list)) throw new Fault("invalid", `${file}: it must be a list of {id, source, data}.`);
    for (const [place, value] of list.entries()) {
      const item = readPackItem(value, kind, file, place);
      const key = `${item.kind} ${item.id}`;
      const where = `${file}: item ${place + 1} ("${item.id}")`;
      if (places.has(key))
        throw new Fault("invalid", `${where}: this id is used twice; the other is ${places.get(key)}.`);
      places.set(key, where);
      items.push(item);
    }
  }
  checkReferences(items, places);
  const calendar = names.includes(calendarFile)
    ? readCalendar(await readJsonFile(join(folder, calendarFile)), join(folder, calendarFile))
    : plainCalendar;
  return { items, topics, calendar };
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).toSorted();
  } catch {
    throw new Fault(
      "not-found",
      `There is no pack in ${folder}: name a folder with an office.json, or one of those that come with Vocería.`,
    );
  }
}

async function readJsonFile(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8");
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Fault("invalid", `${file}: it is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function readPackItem(value: unknown, kind: ItemKind, file: string, place: number): RegisterItem {
  const found = typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  if (found === undefined)
    throw new Fault("invalid", `${file}: item ${place + 1}: it must be an object {id, source, data}.`);
  const { id } = found as { id?: unknown };
  const where = `${file}: item ${place + 1}${typeof id === "string" ? ` ("${id.slice(0, 60)}")` : ""}`;
  const fixed = ["format", "kind", "change"].find((name) => Object.hasOwn(found, name));
  if (fixed !== undefined)
    throw new Fault("invalid", `${where}: there is no field "${fixed}"; known are id, source, data.`);
  return readItem({ format: "voceria/register/v1", kind, change: "new", ...found }, where);
}

function withoutTopics(content: unknown, file: string): unknown {
  if (typeof content !== "object" || content === null || Array.isArray(content))
    throw new Fault("invalid", `${file}: it must be one object {id, source, data, topics}.`);
  const { topics: _, ...item } = content as Record<string, unknown>;
  return item;
}

function readTopics(content: unknown, file: string): Pack["topics"] {
  const topics = (content as { topics?: unknown } | null)?.topics ?? [];
  if (!Array.isArray(topics)) throw new Fault("invalid", `${file}: field "topics" must be a list of {slug, es, en}.`);
  return topics.map((topic: unknown, index) => {
    const { slug, es, en, ...others } = (topic ?? {}) as Record<string, unknown>;
    const named = [slug, es, en].every((word) => typeof word === "string" && word.trim() !== "" && word.length <= 80);
    const clean = typeof slug === "string" && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) && slug.length <= 60;
    if (!named || !clean || Object.keys(others).length > 0)
      throw new Fault(
        "invalid",
        `${file}: field "topics[${index}]" holds ${JSON.stringify(topic)}; it must be {slug, es, en}, the slug of small letters, digits and single hyphens.`,
      );
    return { slug: slug, es: es as string, en: en as string };
  });
}

function checkReferences(items: readonly RegisterItem[], places: ReadonlyMap<string, string>): void {
  for (const item of items) {
    for (const { field, kind, id } of referencesOf(item)) {
      if (places.has(`${kind} ${id}`)) continue;
      const where = places.get(`${item.kind} ${item.id}`);
      throw new Fault("invalid", `${where}: field "${field}" names the ${kind} "${id}", which is not in this pack.`);
    }
  }
}
