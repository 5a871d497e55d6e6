import { sql } from "kysely";
import { isRight } from "../access/officer.ts";
import { type Actor, institutionsFor, may } from "../access/rights.ts";
import type { Reader } from "../store/database.ts";
import { searchKey } from "../register/name.ts";
import type { LineContent } from "./line.ts";
import { contentOf, isLineId } from "./lines.ts";

/** A line as an officer sees it who may read it. */
export type LineView = LineContent & {
  id: number;
  institution: string;
  ownerName: string;
  version: number;
  changedAt: Date;
  /** Who wrote the version that stands. */
  by: string;
  /** The newest version that the officer who asked has read. */
  readVersion?: number;
};

const most = 300;

export async function findLine(db: Reader, id: number, actor: Actor): Promise<LineView | undefined> {
  if (!isLineId(id)) return undefined;
  return (await readLines(db, actor, sql`l.id = ${id}`))[0];
}

/** These lines, in the order asked; those that the officer may not read are left out. */
export async function findLines(db: Reader, ids: readonly number[], actor: Actor): Promise<LineView[]> {
  if (ids.length === 0) return [];
  const found = await readLines(db, actor, sql`l.id = any(${[...ids]}::bigint[])`);
  return ids.flatMap((id) => found.find((line) => line.id === id) ?? []);
}

/** By words of their subject, text or evidence, with or without accents, begun or whole; without words all of them. The last changed first. */
export async function listLines(db: Reader, words: string, actor: Actor): Promise<LineView[]> {
  const wanted = searchKey(words.slice(0, 400)).split(" ").filter(Boolean).slice(0, 12);
  // A key holds letters, digits and blanks alone: nothing in it is a pattern's sign.
  const having = wanted.map(
    (word) => sql`and plain_words(l.subject || ' ' || l.body || ' ' || l.evidence::text) like ${`%${word}%`}`,
  );
  return readLines(db, actor, sql`true ${sql.join(having, sql` `)}`);
}

type Row = {
  id: number;
  institution: string;
  subject: string;
  body: string;
  evidence: unknown;
  valid_from: string;
  valid_until: string | null;
  owner: number;
  owner_name: string;
  version: number;
  changed_at: Date;
  by: string;
  read_version: number | null;
};

async function readLines(db: Reader, actor: Actor, where: ReturnType<typeof sql>): Promise<LineView[]> {
  const institutions = institutionsFor(actor, "line.read");
  if (institutions.length === 0) return [];
  const { rows } = await sql<Row>`
    select l.id, l.institution, l.subject, l.body, l.evidence, l.valid_from, l.valid_until, l.owner, l.version,
      l.changed_at, o.name as owner_name, v.name as by,
      (select max(r.version) from line_reading r where r.line_id = l.id and r.officer = ${actor.officer}) as read_version
    from line l
    join officer o on o.id = l.owner
    join line_version v on v.line_id = l.id and v.version = l.version and not v.set_aside
    where l.institution = any(${institutions}::text[]) and ${where}
    order by l.changed_at desc, l.id desc limit ${most}`.execute(db);
  return rows.map((row) => ({
    ...contentOf(row),
    id: row.id,
    institution: row.institution,
    ownerName: row.owner_name,
    version: row.version,
    changedAt: row.changed_at,
    by: row.by,
    ...(row.read_version === null ? {} : { readVersion: row.read_version }),
  }));
}

export type LineVersion = LineContent & {
  /** The row: what was set aside has the number of the version that stood instead. */
  id: number;
  version: number;
  setAside: boolean;
  by: string;
  savedAt: Date;
};

/** Every version that was kept, the newest first; none of a line that this officer may not read. */
export async function listLineVersions(db: Reader, line: number, actor: Actor): Promise<LineVersion[]> {
  const row = isLineId(line)
    ? await db.selectFrom("line").select("institution").where("id", "=", line).executeTakeFirst()
    : undefined;
  if (row === undefined || !may(actor, "line.read", row.institution)) return [];
  const rows = await db
    .selectFrom("line_version")
    .selectAll()
    .where("line_id", "=", line)
    .orderBy("id", "desc")
    .execute();
  return rows.map((version) => ({
    ...contentOf(version),
    id: version.id,
    version: version.version,
    setAside: version.set_aside,
    by: version.name,
    savedAt: version.saved_at,
  }));
}

/** Somebody whom a line is for: the newest version they have read and when, or none yet. */
export type LineReader = { officer: number; name: string; version?: number; readAt?: Date };

/** Everybody who may read lines of that institution and has not left, with how far each has read this one. */
export async function whoHasRead(db: Reader, { id, institution }: LineView): Promise<LineReader[]> {
  const { rows } = await sql<{
    id: number;
    name: string;
    rights: string[];
    version: number | null;
    read_at: Date | null;
  }>`
    select o.id, o.name, array(select r."right" from officer_right r
        where r.officer = o.id and r.institution = ${institution}) as rights, n.version, n.read_at
    from officer o
    left join lateral (select r.version, r.read_at from line_reading r
      where r.line_id = ${id} and r.officer = o.id order by r.version desc limit 1) n on true
    where o.suspended_at is null order by lower(o.name), o.id`.execute(db);
  return rows
    .filter(({ rights }) =>
      may({ grants: rights.filter(isRight).map((right) => ({ institution, right })) }, "line.read", institution),
    )
    .map(({ id: officer, name, version, read_at: readAt }) => ({
      officer,
      name,
      ...(version === null || readAt === null ? {} : { version, readAt }),
    }));
}
