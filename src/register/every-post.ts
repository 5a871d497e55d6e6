import { sql } from "kysely";
import { Fault } from "../fault.ts";
import type { Reader } from "../store/database.ts";
import { answerInWords, vacancyInWords } from "./answer.ts";
import type { AskedDate } from "./asked-date.ts";
import { batchAsked, listStanding, readStanding, type Recorded, type Standing, standing } from "./assertions.ts";
import type { Language } from "./display.ts";
import { certainlyDuring, duringInWords, holdingsDuring } from "./during.ts";
import type { EveryPost, PostAnswer } from "./every-post-answer.ts";
import { everyPostInWords } from "./every-post-words.ts";
import { type Gap, type GapOnDay, gapsBeside, readGaps } from "./gaps.ts";
import { holdingsOn, institutionNameOn } from "./holdings.ts";
import { possiblyWithin, readTenures, type TenureRow } from "./tenures.ts";
import { verdictOf } from "./verdict.ts";

type Asking = {
  span: AskedDate;
  institution?: string;
  recorded?: Recorded;
  asOf?: number;
  after?: number;
  limit?: number;
};

/** How many posts that changed hands are told in the sentence. */
const handoversTold = 12;

/**
 * As the register says now, or as it said at `recorded`; `asOf` holds it to what stood once that batch was the newest.
 * Posts without a known holder then are counted, not listed. Fault("not-found") for an institution that is not there.
 */
export async function everyPost(db: Reader, asking: Asking): Promise<EveryPost> {
  const { span, recorded, after = 0, limit = 200 } = asking;
  const asOf = await batchAsked(db, recorded, asking.asOf);
  const institution = await named(db, asking.institution, span, asOf);
  const { held, people, known } = await readHeld(db, span, asking.institution, asOf);
  const listed = held.slice(after, after + limit);
  const handovers = held.filter(({ handover }) => handover);
  const told = after === 0 ? handovers.slice(0, handoversTold) : [];
  const answers = await answersOf(db, [...new Set([...listed, ...told])], span, asOf);
  const answerTo = ({ post }: Held) => answers.get(post) ?? [];
  const names = new Map(
    (await readStandings(db, "institution", [...new Set(listed.map((one) => one.institution))], asOf)).map(
      ({ id, data }) => [id, institutionNameOn(data, span.min)],
    ),
  );
  const counts = {
    people,
    posts: held.length,
    certain: held.filter(({ certain }) => certain).length,
    handovers: handovers.length,
    vacant: held.filter(({ vacant }) => vacant).length,
    institutions: new Set(held.map((one) => one.institution)).size,
    without: known - held.length,
  };
  const tellable = { span, counts, institution, answers: listed.flatMap(answerTo), changed: told.flatMap(answerTo) };
  return {
    span,
    ...(institution === undefined ? {} : { institution }),
    ...(recorded === undefined ? {} : { recorded }),
    counts,
    sentence: { es: everyPostInWords(tellable, "es"), en: everyPostInWords(tellable, "en") },
    institutions: [...Map.groupBy(listed, (one) => one.institution)].map(([slug, posts]) => ({
      slug,
      name: names.get(slug) ?? { es: slug, en: slug },
      posts: posts.flatMap(answerTo),
    })),
    after,
    ...(after + limit < held.length ? { next: after + limit } : {}),
  };
}

/**
 * Whether a day is asked about of every post: where no source says anything of a post that speaks for the office, and
 * other posts have holders, as in an installation that keeps another government's register.
 */
export async function asksEveryPost(db: Reader, asOf?: number): Promise<boolean> {
  const { rows } = await sql<{ every: boolean }>`
    select exists (select from tenure t where ${standing("t", asOf)}) and not exists (
      select from post p where p.spokesperson and ${standing("p", asOf)} and (
        exists (select from tenure t where t.post = p.slug and ${standing("t", asOf)})
        or exists (select from register_assertion a
          where a.kind = 'gap' and a.data->>'post' = p.slug and ${standing("a", asOf)}))) as every`.execute(db);
  return rows[0]?.every ?? false;
}

async function named(db: Reader, slug: string | undefined, span: AskedDate, asOf: number | undefined) {
  if (slug === undefined) return undefined;
  const found = await readStanding(db, "institution", slug, asOf);
  if (found === undefined) throw new Fault("not-found", `There is no institution "${slug}" in the register.`);
  return { slug, name: institutionNameOn(found.data, span.min) };
}

type Held = { post: string; institution: string; certain: boolean; handover: boolean; vacant: boolean };

/** The posts that somebody possibly held, or that a source calls vacant or unknown then: light rows, however many there are. */
async function readHeld(
  db: Reader,
  { min, max }: AskedDate,
  institution: string | undefined,
  asOf: number | undefined,
): Promise<{ held: Held[]; people: number; known: number }> {
  const within = institution === undefined ? sql`` : sql`and p.institution = ${institution}`;
  const gaps = await gapsThen(db, { min, max }, institution, asOf);
  const { rows } = await sql<Held & { people: number; known: number }>`
    with holding as materialized (
      select t.post, t.person,
        t.start_max <= ${max}::date and (t.end_min >= ${min}::date or coalesce((
          select case when t.end_edtf = '..' then c.until else c.day end >= ${min}::date
          from confirmation c where c.tenure = t.slug and ${standing("c", asOf)}
          order by c.day desc, c.until desc limit 1), false)) as certain,
        t.end_min = ${min}::date and t.end_max = ${min}::date as goes,
        t.start_min = ${max}::date and t.start_max = ${max}::date as comes
      from tenure t where ${standing("t", asOf)} and ${possiblyWithin("t", { min, max })}
    ), asked as materialized (
      select p.slug, p.institution, p.batch, p.item from post p where ${standing("p", asOf)} ${within}
    ), found as (
      select post, bool_or(certain) as certain, bool_or(goes and not comes) and bool_or(comes and not goes) as handover
      from holding group by post
    )
    select k.slug as post, k.institution, coalesce(f.certain, false) as certain,
      coalesce(f.handover and ${min}::date = ${max}::date, false) as handover, f.post is null as vacant,
      (select count(distinct h.person)::integer from holding h join asked k2 on k2.slug = h.post) as people,
      (select count(*)::integer from asked) as known
    from asked k left join found f on f.post = k.slug
    join register_assertion a on a.batch = k.batch and a.item = k.item
    where f.post is not null or k.slug = any(${gaps}::text[])
    order by k.institution, (a.data->'rank'->>'level')::integer nulls last, k.slug`.execute(db);
  const known = rows[0]?.known ?? (await countPosts(db, institution, asOf));
  return { held: rows, people: rows[0]?.people ?? 0, known };
}

async function countPosts(db: Reader, institution: string | undefined, asOf: number | undefined): Promise<number> {
  const within = institution === undefined ? sql`` : sql`and p.institution = ${institution}`;
  const { rows } = await sql<{ known: number }>`
    select count(*)::integer as known from post p where ${standing("p", asOf)} ${within}`.execute(db);
  return rows[0]?.known ?? 0;
}

async function gapsThen(
  db: Reader,
  span: { min: string; max: string },
  institution: string | undefined,
  asOf: number | undefined,
): Promise<string[]> {
  const within =
    institution === undefined
      ? sql``
      : sql`and exists (select from post p where p.slug = a.data->>'post' and p.institution = ${institution})`;
  const { rows } = await sql<{ post: string }>`
    select distinct a.data->>'post' as post from register_assertion a
    where a.kind = 'gap' and ${standing("a", asOf)} ${within}`.execute(db);
  const gaps = await readGaps(
    db,
    rows.map(({ post }) => post),
    asOf,
  );
  return [...new Set(gaps.filter((gap) => touches(gap, span)).map(({ post }) => post))];
}

function touches({ bounds }: { bounds: { startMin: string; endMax: string } }, span: { min: string; max: string }) {
  return bounds.startMin <= span.max && bounds.endMax >= span.min;
}

async function answersOf(
  db: Reader,
  held: readonly Held[],
  span: AskedDate,
  asOf: number | undefined,
): Promise<Map<string, PostAnswer>> {
  const ids = held.map(({ post }) => post);
  if (ids.length === 0) return new Map();
  const day = span.min === span.max ? span.min : undefined;
  const [posts, tenures, gaps] = await Promise.all([
    readStandings(db, "post", ids, asOf),
    readTenures(db, { posts: ids }, { ...(day === undefined ? {} : { day }), ...(asOf === undefined ? {} : { asOf }) }),
    readGaps(db, ids, asOf),
  ]);
  const tenuresOf = Map.groupBy(tenures, ({ data }) => data.post);
  const gapsOf = Map.groupBy(gaps, ({ post }) => post);
  return new Map(
    posts.map((post) => [
      post.id,
      day === undefined
        ? answerDuring(post, tenuresOf.get(post.id) ?? [], gapsOf.get(post.id) ?? [], span)
        : answerOn(post, tenuresOf.get(post.id) ?? [], gapsOf.get(post.id) ?? [], day),
    ]),
  );
}

function answerOn(
  post: Standing<"post">,
  tenures: readonly TenureRow[],
  found: readonly Gap[],
  day: string,
): PostAnswer {
  const holdings = holdingsOn(tenures, day);
  const gaps = gapsBeside(found, holdings, day);
  const known = { verdict: verdictOf(holdings, gaps), holdings, gaps, posts: [post] };
  return {
    post: titled(post),
    verdict: known.verdict,
    holdings,
    gaps,
    sentence: { es: answerInWords(day, known, "es"), en: answerInWords(day, known, "en") },
  };
}

function answerDuring(
  post: Standing<"post">,
  tenures: readonly TenureRow[],
  found: readonly Gap[],
  span: AskedDate,
): PostAnswer {
  const holdings = holdingsDuring(tenures, span);
  const certain = holdings.some(({ certainty }) => certainty === "certain");
  if (holdings.length > 0)
    return {
      post: titled(post),
      verdict: certain ? "certain" : "possible",
      holdings,
      gaps: [],
      sentence: { es: duringInWords(holdings, "es"), en: duringInWords(holdings, "en") },
    };
  const gaps = found
    .filter((gap) => touches(gap, span))
    .map((gap): GapOnDay => ({ ...gap, certainty: certainlyDuring(gap.bounds, span) ? "certain" : "possible" }));
  const vacant = gaps.filter(({ state }) => state === "vacant");
  const told = (language: Language) =>
    vacant.length > 0
      ? vacant.map((gap) => vacancyInWords(gap, [post], language)).join(" ")
      : gaps.flatMap(({ note }) => note?.[language] ?? []).join(" ") || notKnown[language];
  return {
    post: titled(post),
    verdict: vacant.length > 0 ? "vacant" : "unknown",
    holdings,
    gaps,
    sentence: { es: told("es"), en: told("en") },
  };
}

const notKnown: Record<Language, string> = {
  es: "no se sabe quién lo ejercía.",
  en: "it is not known who held it.",
};

function titled({ id, data }: Standing<"post">): PostAnswer["post"] {
  return { slug: id, title: { es: data.title.es.neutral, en: data.title.en.neutral } };
}

function readStandings<K extends "post" | "institution">(db: Reader, kind: K, ids: string[], asOf?: number) {
  return listStanding(db, kind, { ids, ...(asOf === undefined ? {} : { asOf }) });
}
