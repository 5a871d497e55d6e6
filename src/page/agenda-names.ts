import { tongueOf, type Language } from "./language.ts";
import type { AgendaContent } from "../briefings/agenda-item.ts";
import { listStanding } from "../register/assertions.ts";
import { nameOn } from "../register/holdings.ts";
import { listTopics } from "../register/topics.ts";
import type { Reader } from "../store/database.ts";

/** What the register and the office call whom and what some items name. */
export type AgendaNames = {
  people: ReadonlyMap<string, string>;
  topics: ReadonlyMap<string, string>;
  institutions: ReadonlyMap<string, string>;
};

type Naming = Pick<AgendaContent, "people" | "topics" | "time"> & { institution: string };

/** In three queries, as the register's entries up to the batch `asOf` have them; without it, as they stand. */
export async function readAgendaNames(
  db: Reader,
  items: readonly Naming[],
  language: Language,
  asOf?: number,
): Promise<AgendaNames> {
  const days = new Map(items.flatMap(({ people, time }) => people.map((person) => [person, time.day])));
  const at = asOf === undefined ? {} : { asOf };
  const standing = async <K extends "person" | "institution">(kind: K, ids: readonly string[]) =>
    ids.length === 0 ? [] : listStanding(db, kind, { ids, ...at });
  const [people, institutions, topics] = await Promise.all([
    standing("person", [...days.keys()]),
    standing("institution", [...new Set(items.map(({ institution }) => institution))]),
    listTopics(db),
  ]);
  return {
    people: new Map(people.map(({ id, data }) => [id, nameOn(data, days.get(id) ?? "").full])),
    institutions: new Map(institutions.map(({ id, data }) => [id, data.names.at(-1)?.name[tongueOf(language)] ?? id])),
    topics: new Map(topics.map(({ slug, name }) => [slug, name[tongueOf(language)]])),
  };
}
