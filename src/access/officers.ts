import { sql } from "kysely";
import type { Reader, Transaction } from "../store/database.ts";
import { isRight } from "./officer.ts";
import { type Action, actions, type Actor, type Grant, type Right } from "./rights.ts";

export type Officer = {
  id: number;
  name: string;
  email: string;
  language: "es" | "en";
  createdAt: Date;
  enteredAt: Date | undefined;
  suspendedAt: Date | undefined;
  grants: Grant[];
};

/** In the order of their names. */
export async function listOfficers(db: Reader): Promise<Officer[]> {
  return readOfficers(db, sql`true`);
}

export async function findOfficer(db: Reader, id: number): Promise<Officer | undefined> {
  return (await readOfficers(db, sql`o.id = ${id}`))[0];
}

/** By the address as `readEmail` gives it; also one who is suspended. */
export async function findOfficerByEmail(db: Reader, email: string): Promise<Officer | undefined> {
  return (await readOfficers(db, sql`o.email = ${email}`))[0];
}

/** Those who may administer and are not suspended. */
export async function listAdministrators(db: Reader): Promise<Officer[]> {
  const officers = await readOfficers(
    db,
    sql`o.suspended_at is null and exists (select from officer_right r where r.officer = o.id and r."right" = 'administrator')`,
  );
  return officers;
}

/** Those who may do it for an institution and have not left, in the order of their names. */
export async function listAble(
  db: Reader,
  action: Action,
  institution: string,
): Promise<{ id: number; name: string }[]> {
  const allowing: readonly Right[] = actions[action];
  return db
    .selectFrom("officer")
    .select(["id", "name"])
    .where("suspended_at", "is", null)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("officer_right")
          .select("officer")
          .whereRef("officer_right.officer", "=", "officer.id")
          .where("institution", "=", institution)
          .where("right", "in", allowing),
      ),
    )
    .orderBy("name")
    .orderBy("id")
    .execute();
}

/** Two processes that found, suspend or grant at once do so one after the other: an office never loses its last administrator. */
export async function lockOfficers(tx: Transaction): Promise<void> {
  await sql`lock table officer_right in share row exclusive mode`.execute(tx);
}

export function actorOf(officer: Officer, address?: string): Actor {
  const { id, name, email, language, grants } = officer;
  return { officer: id, name, email, language, grants, ...(address === undefined ? {} : { address }) };
}

type Row = {
  id: number;
  name: string;
  email: string;
  language: "es" | "en";
  created_at: Date;
  entered_at: Date | null;
  suspended_at: Date | null;
  grants: { institution: string; right: string }[];
};

async function readOfficers(db: Reader, where: ReturnType<typeof sql>): Promise<Officer[]> {
  const { rows } = await sql<Row>`
    select o.id, o.name, o.email, o.language, o.created_at, o.entered_at, o.suspended_at,
      coalesce((select jsonb_agg(jsonb_build_object('institution', r.institution, 'right', r."right")
        order by r.institution, r."right") from officer_right r where r.officer = o.id), '[]') as grants
    from officer o where ${where} order by lower(o.name), o.id`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.email,
    language: row.language,
    createdAt: row.created_at,
    enteredAt: row.entered_at ?? undefined,
    suspendedAt: row.suspended_at ?? undefined,
    grants: row.grants.flatMap(({ institution, right }) => (isRight(right) ? [{ institution, right }] : [])),
  }));
}
