import { sql } from "kysely";
import { type Actor, institutionsFor } from "../access/rights.ts";
import type { Reader } from "../store/database.ts";
import type { Purpose } from "./draft.ts";
import type { Kind } from "./statement.ts";
import type { State } from "./workflow.ts";

/** What a draft waits for, and until when. */
export type WaitsFor =
  | { what: "its-author" | "acceptance" | "schedule" }
  | { what: "clearance"; institutions: string[]; until: Date }
  | { what: "objection" | "asking-again"; institutions: string[] }
  | { what: "its-hour"; until: Date }
  | { what: "review"; until: Date }
  | { what: "nothing" };

/** One card of the board. */
export type DraftCard = {
  id: number;
  purpose: Purpose;
  institution: string;
  state: State;
  kind: Kind;
  language: string;
  title: string;
  authors: string[];
  /** Whether the officer who asked has written some of it, or all of it. */
  mine: boolean;
  alone: boolean;
  waitsFor: WaitsFor;
  changedAt: Date;
  publishAt?: Date;
  /** Why it could not go out at its hour, as long as nothing else has happened to it. */
  notPublished?: string;
  published?: { number: string; edition: number; at: Date };
};

export type BoardQuery = {
  /** Published and dropped drafts are listed where something happened to them since; open ones always are. */
  since: Date;
  states?: readonly State[];
  /** Only what this officer has written some of. */
  mine?: boolean;
};

const most = 500;

/**
 * The drafts that this officer may read: what goes out next first, then what was changed last. Urgent publications that
 * nobody else has looked at yet stay on it until somebody has.
 */
export async function listDrafts(db: Reader, { since, states, mine }: BoardQuery, actor: Actor): Promise<DraftCard[]> {
  const institutions = institutionsFor(actor, "draft.read");
  if (institutions.length === 0) return [];
  const { rows } = await sql<CardRow>`
    select d.id, d.purpose, d.institution, d.state, d.title, d.particulars ->> 'kind' as kind,
      d.particulars ->> 'language' as language, d.changed_at, d.publish_at, d.published_at, d.published_edition,
      s.number, r.due_at, r.reviewed_at,
      array(select a.name from draft_author a where a.draft_id = d.id order by a.since, a.officer) as authors,
      array(select a.officer from draft_author a where a.draft_id = d.id) as officers,
      (select jsonb_agg(jsonb_build_object('institution', c.institution, 'due', c.due_at, 'standing', c.standing,
          'stale', c.standing = 'given' and c.fingerprint <> d.fingerprint) order by c.due_at, c.id)
        from clearance c where c.draft_id = d.id and c.ended_at is null) as clearances,
      (select case v.what when 'not-published' then v.reason end
        from draft_event v where v.draft_id = d.id order by v.id desc limit 1) as not_published,
      coalesce(d.ahead ->> 'text' = d.fingerprint, false) as ahead
    from draft d
    left join statement s on s.id = d.published_statement
    left join publication_review r on r.statement_id = d.published_statement and r.edition = d.published_edition
    where d.institution = any(${institutions}::text[])
      and (d.state not in ('published', 'dropped') or d.changed_at >= ${since} or d.published_at >= ${since}
        or (r.due_at is not null and r.reviewed_at is null))
      ${states === undefined ? sql`` : sql`and d.state = any(${[...states]}::text[])`}
      ${
        mine === true
          ? sql`and exists (select from draft_author a where a.draft_id = d.id and a.officer = ${actor.officer})`
          : sql``
      }
    order by d.publish_at nulls last, d.changed_at desc, d.id desc
    limit ${most}`.execute(db);
  return rows.map((row) => cardOf(row, actor));
}

type CardClearance = { institution: string; due: string; standing: string; stale: boolean };
type CardRow = {
  id: number;
  purpose: Purpose;
  institution: string;
  state: State;
  title: string;
  kind: Kind;
  language: string;
  changed_at: Date;
  publish_at: Date | null;
  published_at: Date | null;
  published_edition: number | null;
  number: string | null;
  due_at: Date | null;
  reviewed_at: Date | null;
  authors: string[];
  officers: number[];
  clearances: CardClearance[] | null;
  ahead: boolean;
  not_published: string | null;
};

function cardOf(row: CardRow, { officer }: Actor): DraftCard {
  const { number, published_edition: edition, published_at: at } = row;
  return {
    id: row.id,
    purpose: row.purpose,
    institution: row.institution,
    state: row.state,
    kind: row.kind,
    language: row.language,
    title: row.title,
    authors: row.authors,
    mine: row.officers.includes(officer),
    alone: row.officers.every((author) => author === officer),
    waitsFor: waitsFor(row),
    changedAt: row.changed_at,
    ...(row.publish_at === null ? {} : { publishAt: row.publish_at }),
    ...(row.not_published === null ? {} : { notPublished: row.not_published }),
    ...(number === null || edition === null || at === null ? {} : { published: { number, edition, at } }),
  };
}

function waitsFor(row: CardRow): WaitsFor {
  switch (row.state) {
    case "draft":
      return { what: "its-author" };
    case "scheduled":
      return row.publish_at === null ? { what: "nothing" } : { what: "its-hour", until: row.publish_at };
    case "published":
      return row.due_at === null || row.reviewed_at !== null
        ? { what: "nothing" }
        : { what: "review", until: row.due_at };
    case "dropped":
      return { what: "nothing" };
    case "in-review":
    case "in-clearance":
    case "cleared":
      return waitsForOfficials(row) ?? { what: row.state === "in-review" ? "acceptance" : "schedule" };
  }
}

function waitsForOfficials({ clearances, ahead }: CardRow): WaitsFor | undefined {
  if (ahead || clearances === null) return undefined;
  const of = (which: (one: CardClearance) => boolean) => clearances.filter(which);
  const objected = of(({ standing }) => standing === "objected");
  if (objected.length > 0) return { what: "objection", institutions: institutionsOf(objected) };
  const [next, ...later] = of(({ standing }) => standing === "waiting");
  if (next !== undefined)
    return { what: "clearance", institutions: institutionsOf([next, ...later]), until: new Date(next.due) };
  const stale = of((one) => one.stale);
  return stale.length > 0 ? { what: "asking-again", institutions: institutionsOf(stale) } : undefined;
}

function institutionsOf(clearances: readonly CardClearance[]): string[] {
  return [...new Set(clearances.map(({ institution }) => institution))];
}
