import { Fault } from "../fault.ts";
import { catalogues } from "../page/catalogue.ts";
import { readStanding, type Standing } from "../register/assertions.ts";
import { agree, capitalized } from "../register/display.ts";
import { findPosts } from "../register/find-posts.ts";
import { listPeople } from "../register/list-people.ts";
import { findPerson } from "../register/people.ts";
import { batchAt } from "../register/assertions.ts";
import type { Reader } from "../store/database.ts";
import type { DeskRequest } from "./context.ts";

/** One of a list to choose from: what is put into the field, and what stands beside it. */
export type Suggested = { value: string; label: string };

const few = 12;

/** As a field has it: a name that people read, and the id that says which of two of that name. */
function chosen(name: string, id: string): string {
  return `${name} (${id})`;
}

export function postName({ id, data }: Standing<"post">, language: "es" | "en"): string {
  return chosen(capitalized(agree(data.title[language], undefined)), id);
}

export async function suggestPeople(db: Reader, words: string): Promise<Suggested[]> {
  if (words.trim() === "") return [];
  const asOf = await batchAt(db, { entry: Number.MAX_SAFE_INTEGER });
  const { people } = await listPeople(db, { search: withoutId(words), limit: few, asOf });
  return people.map(({ id, data }) => ({ value: chosen(data.names.at(-1)?.full ?? id, id), label: id }));
}

export async function suggestPosts({ language }: DeskRequest, db: Reader, words: string): Promise<Suggested[]> {
  const posts = await findPosts(db, withoutId(words), few);
  return posts.map((post) => ({ value: postName(post, language), label: post.data.institution }));
}

/**
 * Who is meant by what stands in a field: an id, "Name (id)" as it was chosen, or a full name, as an id; "Surnames, Given
 * names" of somebody new as it is. Fault("invalid") lists who could be meant.
 */
export async function personNamed(db: Reader, typed: string): Promise<string | undefined> {
  const text = typed.trim();
  if (text === "") return undefined;
  const id = idIn(text);
  if (id !== undefined && (await readStanding(db, "person", id)) !== undefined) return id;
  const known = await findPerson(db, text);
  if (known !== undefined) return known.id;
  if (text.includes(",")) return text;
  const suggested = await suggestPeople(db, text);
  if (suggested.length === 0) return text;
  throw new Fault(
    "invalid",
    catalogues.en.keeperSeveralPeople(text.slice(0, 80)),
    suggested.map(({ value }) => value),
    catalogues.es.keeperSeveralPeople(text.slice(0, 80)),
  );
}

/** The same of a post, which is never new. */
export async function postNamed(request: DeskRequest, db: Reader, typed: string): Promise<string | undefined> {
  const text = typed.trim();
  if (text === "") return undefined;
  for (const id of [idIn(text), text])
    if (id !== undefined && (await readStanding(db, "post", id)) !== undefined) return id;
  const suggested = await suggestPosts(request, db, text);
  const [only] = suggested;
  if (only !== undefined && suggested.length === 1) return idIn(only.value);
  const said = suggested.length === 0 ? ("keeperNoPost" as const) : ("keeperSeveralPosts" as const);
  throw new Fault(
    "invalid",
    catalogues.en[said](text.slice(0, 80)),
    suggested.map(({ value }) => value),
    catalogues.es[said](text.slice(0, 80)),
  );
}

function idIn(text: string): string | undefined {
  return /\(([a-z0-9]+(?:-[a-z0-9]+)*)\)$/.exec(text)?.[1];
}

function withoutId(text: string): string {
  return text.replace(/\s*\([a-z0-9-]+\)$/, "").slice(0, 200);
}
