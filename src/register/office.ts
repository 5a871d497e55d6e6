import { sql } from "kysely";
import { Fault } from "../fault.ts";
import type { Reader } from "../store/database.ts";
import { listStanding } from "./assertions.ts";
import type { OfficeData } from "./item.ts";

/** The institution that speaks with this installation. `spokespersonPosts` are the slugs of the posts that speak for it. */
export type Office = OfficeData & { spokespersonPosts: string[] };

/** The office as the register has it now. Fault("unavailable") where none was founded yet. */
export async function readOffice(db: Reader): Promise<Office> {
  const office = await findOffice(db);
  if (office === undefined)
    throw new Fault(
      "unavailable",
      "This installation has no office yet: `voceria start` founds one from a pack.",
      [],
      "Esta instalación todavía no tiene oficina: `voceria start` la funda con un paquete.",
    );
  return office;
}

/** The office, or undefined in an installation that is still empty. */
export async function findOffice(db: Reader): Promise<Office | undefined> {
  const { rows } = await sql<{ data: OfficeData; posts: string[] }>`
    select a.data,
      array(select p.slug from post p where p.spokesperson and p.superseded is null order by p.slug) as posts
    from register_assertion a where a.kind = 'office' and a.superseded is null limit 1`.execute(db);
  const [row] = rows;
  return row === undefined ? undefined : { ...row.data, spokespersonPosts: row.posts };
}

/** The office's own item of the register, by whose id it can be said anew. */
export async function findOfficeItem(db: Reader): Promise<{ id: string; data: OfficeData }> {
  const [row] = await listStanding(db, "office");
  if (row === undefined)
    throw new Fault(
      "unavailable",
      "This installation has no office yet.",
      [],
      "Esta instalación todavía no tiene oficina.",
    );
  return { id: row.id, data: row.data };
}
