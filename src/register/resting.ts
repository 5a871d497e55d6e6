import { sql } from "kysely";
import type { Reader } from "../store/database.ts";
import type { ItemKind } from "./item.ts";
import { type Thing } from "./retraction.ts";

/** So many are named; more need no longer sentence. */
const named = 12;

/** What stands and names one of these things, of whatever kind, but for what is itself among them. */
export async function restingOn(db: Reader, things: readonly Thing[]): Promise<(Thing & { on: Thing })[]> {
  const gone = new Set(things.map(({ kind, id }) => `${kind} ${id}`));
  const found: (Thing & { on: Thing })[] = [];
  for (const on of things) {
    const { rows } = await sql<{ kind: ItemKind; id: string }>`${naming(on)} limit ${named + things.length}`.execute(
      db,
    );
    found.push(...rows.filter(({ kind, id }) => !gone.has(`${kind} ${id}`)).map((one) => ({ ...one, on })));
  }
  return found.slice(0, named);
}

/** Every field of docs/register-data.md that names a thing of this kind. */
function naming({ kind, id }: Thing) {
  const field = (of: ItemKind, name: string) => sql`
    select kind, slug as id from register_assertion
    where kind = ${of} and superseded is null and data->>${sql.lit(name)} = ${id}`;
  const effect = (name: string) => sql`
    select kind, slug as id from register_assertion
    where kind = 'instrument' and superseded is null and data @> ${JSON.stringify({ effects: [{ [name]: id }] })}::jsonb`;
  const tenures = (column: "person" | "post") => sql`
    select 'tenure' as kind, slug as id from tenure where ${sql.ref(column)} = ${id} and superseded is null`;
  switch (kind) {
    case "person":
      return tenures("person");
    case "post":
      return sql`${tenures("post")} union all ${field("gap", "post")} union all ${field("post", "predecessor")} union all ${effect("post")}`;
    case "institution":
      return sql`select 'post' as kind, slug as id from post where institution = ${id} and superseded is null
        union all ${field("institution", "parent")} union all ${field("office", "institution")}
        union all ${effect("institution")} union all ${effect("resulting")}`;
    case "instrument":
      return sql`${field("tenure", "instrument")} union all ${field("post", "instrument")}`;
    case "tenure":
      return sql`select 'confirmation' as kind, a.slug as id from confirmation c
        join register_assertion a on a.batch = c.batch and a.item = c.item where c.tenure = ${id} and c.superseded is null`;
    case "source":
      return sql`select kind, slug as id from register_assertion where source = ${id} and superseded is null`;
    case "gap":
    case "confirmation":
    case "office":
      return sql`select 'office' as kind, '' as id where false`;
  }
}
