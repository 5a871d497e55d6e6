import { Fault } from "../../fault.ts";
import { finding, type Reading, type SourceFile, type SourceRow } from "./candidate.ts";
import { clean } from "./words.ts";

export type Thing = Record<string, unknown>;
export type Document = { file: string; scope: string; lists: Record<string, Thing[]>; wrong: SourceRow[] };

const listed = ["organizations", "posts", "persons", "people", "memberships", "events", "areas"];

/** The lists of one file, each member with its place; what is no list or no object stands in `wrong`. */
export async function openDocument(file: SourceFile, many: boolean): Promise<Document> {
  const empty = { file: file.name, scope: many ? `${file.name}: ` : "", lists: {}, wrong: [] as SourceRow[] };
  let content: unknown;
  try {
    content = JSON.parse(await file.text());
  } catch (error) {
    if (error instanceof Fault && !many) throw error;
    const sentence = error instanceof Fault ? error.message : `${file.name} is not JSON: ${(error as Error).message}.`;
    return { ...empty, wrong: [unread(file.name, sentence)] };
  }
  if (typeof content !== "object" || content === null || Array.isArray(content))
    return {
      ...empty,
      wrong: [
        unread(file.name, `${file.name} is not a Popolo document: it must be an object with persons, memberships, ….`),
      ],
    };
  const lists: Record<string, Thing[]> = {};
  for (const name of listed) {
    const list = (content as Thing)[name];
    if (list === undefined || list === null) continue;
    if (!Array.isArray(list)) {
      empty.wrong.push({ ...unread(file.name, `"${name}" must be a list.`), at: name });
      continue;
    }
    lists[name] = list
      .map((member: unknown, index) => {
        if (typeof member === "object" && member !== null && !Array.isArray(member))
          return { ...(member as Thing), [place]: `${name}[${index}]` };
        empty.wrong.push({
          ...unread(file.name, `It is not an object: ${JSON.stringify(member)?.slice(0, 80)}.`),
          at: `${name}[${index}]`,
        });
        return {};
      })
      .filter((member) => place in member);
  }
  if (Object.keys(lists).length === 0 && empty.wrong.length === 0)
    empty.wrong.push(unread(file.name, `${file.name} has none of ${listed.join(", ")}.`));
  return { ...empty, lists };
}

const place = Symbol("where it stands in its file");

function unread(file: string, sentence: string): SourceRow {
  return { file, states: [], about: [], findings: [], refused: finding("malformed", sentence) };
}

/** "memberships[12] (id x)". */
export function placeOf(thing: Thing): string {
  const id = thing["id"];
  const where = (thing as Record<symbol, string>)[place] ?? "";
  return typeof id === "string" && id !== "" ? `${where} (id ${id.slice(0, 120)})` : where;
}

/** One file, with what its members name by id. */
export type Context = {
  file: string;
  scope: string;
  reading: Reading;
  periods: ReadonlyMap<string, Thing>;
  organizations: ReadonlyMap<string, Thing>;
  posts: ReadonlyMap<string, Thing>;
  people: ReadonlyMap<string, Thing>;
  /** People of whom the source gives an id alone, once said. */
  unnamed: Set<string>;
};

/** A text field, "" where it is absent; a number is read as its digits. */
export function text(thing: Thing, name: string): string {
  const value = thing[name];
  if (value === undefined || value === null) return "";
  if (typeof value === "number") return String(value);
  if (typeof value !== "string")
    throw new Fault("invalid", `"${name}" holds ${JSON.stringify(value)?.slice(0, 80)}; it must be a text.`);
  return clean(value).trim();
}

export function idOf(thing: Thing): string {
  const id = text(thing, "id");
  if (id === "")
    throw new Fault(
      "invalid",
      `It has no id${text(thing, "name") === "" ? "" : ` ("${text(thing, "name").slice(0, 80)}")`}.`,
    );
  return id;
}

/** Ids that are unique in the world keep their meaning in other files; others hold within their own. */
export function keyOf({ scope }: Context, kind: string, id: string): string {
  const worldwide =
    /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i.test(id) || /^(https?:|urn:|ocd-|Q\d+$)/.test(id);
  return `${worldwide ? "" : scope}${kind} ${id}`;
}
