import { sql } from "kysely";
import { inLanguage, type Language } from "../page/language.ts";
import type { Memento, Timed } from "../page/memento.ts";
import { registerKinds } from "../page/register-json.ts";
import type { Reader } from "../store/database.ts";

/** Every page and file of the register, and nothing besides. */
const page =
  /^\/register(?:\/(?:audit|as-of\/[0-9X~%-]+|posts\/as-of\/[0-9X~%-]+|(?:institutions|posts|people|instruments)(?:\/[a-z0-9-]+(?:\/as-of\/[0-9X~%-]+)?)?))?(?:\.json(?:ld)?)?$/;
const thing = /^\/register\/(institutions|posts|people|instruments)\/([a-z0-9-]+)(?:\/|$)/;

/** Where the past of a page of the register is found (RFC 7089); undefined for any other page, and for one that is asked with parameters. */
export function timedRegister(url: string, language: Language, path: string): Timed | undefined {
  if (!page.test(path)) return undefined;
  const address = (own: string) => url + inLanguage(language, own);
  return { original: address(path), timegate: address(`/timegate${path}`), timemap: address(`/timemap${path}.link`) };
}

/**
 * The states of a page of the register: as of each time that something was entered in it; of a thing, from when it was first told of.
 * None for what the register never had.
 */
export async function registerMementos(
  db: Reader,
  { url, language, path, upTo }: { url: string; language: Language; path: string; upTo: number },
): Promise<Memento[]> {
  if (!page.test(path)) return [];
  const [, folder, id] = thing.exec(path) ?? [];
  const kind = folder === undefined || id === "as-of" ? undefined : registerKinds[folder as keyof typeof registerKinds];
  const { rows } = await sql<{ at: Date }>`
    select distinct e.at from register_batch b join record_entry e on e.index = b.entry
    where b.entry < ${upTo} ${
      kind === undefined
        ? sql``
        : sql`and b.id >= (select min(batch) from register_assertion where kind = ${kind} and slug = ${id ?? ""})`
    } order by e.at`.execute(db);
  return rows.map(({ at }) => ({
    url: `${url}${inLanguage(language, path)}?at=${encodeURIComponent(at.toISOString())}`,
    at,
  }));
}
