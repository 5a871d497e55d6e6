import { sql } from "kysely";
import { Fault } from "../fault.ts";
import type { Reader } from "../store/database.ts";
import { listStanding, type Standing } from "./assertions.ts";
import { dayInWords } from "./day.ts";
import { searchKey } from "./name.ts";

/** The people who bear, or bore, each of the names: full names, without regard to accents and case, given names first or last. */
export async function slugsByName(db: Reader, names: readonly string[]): Promise<Map<string, string[]>> {
  const keys = new Map(names.map((name) => [name, keysOf(name)]));
  const wanted = [...new Set([...keys.values()].flat())];
  const { rows } = await sql<{ search_key: string; person: string }>`
    select distinct search_key, person from person_name
    where search_key = any(${wanted}::text[]) and superseded is null order by person`.execute(db);
  const found = Map.groupBy(rows, (row) => row.search_key);
  return new Map(
    [...keys].map(([name, forms]) => [
      name,
      [...new Set(forms.flatMap((form) => found.get(form) ?? []).map((row) => row.person))],
    ]),
  );
}

/** A person by slug, else by full name; undefined if there is none. Fault("invalid") where several bear the name, listing them. */
export async function findPerson(db: Reader, speaker: string): Promise<Standing<"person"> | undefined> {
  const bySlug = await listStanding(db, "person", { ids: [speaker] });
  if (bySlug[0] !== undefined) return bySlug[0];
  const slugs = (await slugsByName(db, [speaker])).get(speaker) ?? [];
  if (slugs.length === 0) return undefined;
  const people = await listStanding(db, "person", { ids: slugs });
  if (people.length > 1)
    throw new Fault(
      "invalid",
      `"${speaker}" is the name of ${people.length} people: ${people.map(({ id }) => id).join(", ")}. Name one by that id.`,
      await Promise.all(people.map((person) => describe(db, person))),
      `«${speaker}» es el nombre de ${people.length} personas: ${people.map(({ id }) => id).join(", ")}. Indique una por ese identificador.`,
    );
  return people[0];
}

async function describe(db: Reader, { id, data }: Standing<"person">): Promise<string> {
  const row = await db
    .selectFrom("tenure")
    .select(["post", "start_min"])
    .where("person", "=", id)
    .where("superseded", "is", null)
    .orderBy("start_min", "desc")
    .limit(1)
    .executeTakeFirst();
  const held =
    row === undefined
      ? ""
      : `, ${row.post}${row.start_min === "-infinity" ? "" : ` from ${dayInWords(row.start_min, "en")}`}`;
  return `${id}: ${data.names.at(-1)?.full ?? ""}${held}`;
}

function keysOf(name: string): string[] {
  const [surnames = "", given = "", ...more] = name.split(",");
  const forms = given.trim() !== "" && more.length === 0 ? [`${given} ${surnames}`, name] : [name];
  return [...new Set(forms.map(searchKey))].filter((key) => key !== "");
}
