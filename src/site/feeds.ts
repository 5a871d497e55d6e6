import { languageFor, catalogueOf, inLanguage, tongueOf, type Language } from "../page/language.ts";
import { Fault } from "../fault.ts";
import { countAmendments, listAmendments, listAmendmentsFrom } from "../newsroom/list-corrections.ts";
import { archiveSize, listArchive, listFollowed } from "../newsroom/list-members.ts";
import { findStatements, type StatementView } from "../newsroom/statements.ts";
import { type SiteContext, type Tag, tagsHeader } from "./context.ts";
import { amendmentEntries, permanentId, statementEntries } from "./feed-entries.ts";
import type { FeedScope } from "./feed-scopes.ts";
import { type Feed, type FeedEntry, type FeedFormat, feedFormats } from "./feed.ts";
import { fileHeaders } from "../page/headers.ts";

/** What the software says in a feed is in the office's own language: a feed has one address for all. */
export async function feedLanguage(site: SiteContext): Promise<Language> {
  return languageFor((await site.office()).language);
}

/** The document that is followed (`archive` undefined): the newest texts, and those of the newest acts; or one archive. */
export async function statementsFeed(
  site: SiteContext,
  scope: FeedScope,
  format: FeedFormat,
  archive?: number,
): Promise<Response> {
  const { db } = site.installation;
  const { size } = site.horizon();
  const { archives, ids } = await listFollowed(db, scope.followed, size);
  if (archive === undefined) {
    const entries = await statementEntries(site, await viewsOf(ids));
    return answerFeed(site, scope, format, { archives, entries: newestFirst(entries) }, ["changes"]);
  }
  const archived = archive > archives ? undefined : await listArchive(db, scope.followed, archive, size);
  if (archived === undefined) throw new Fault("not-found", `This feed has no archive ${archive} yet.`);
  const views = await viewsOf(archived);
  // The same texts for ever: it changes with one of them alone, and the newest of the archives also by the next one.
  const tags: Tag[] = [
    ...views.map(({ number }): Tag => `number:${number}`),
    ...(archive === archives ? (["changes"] as const) : []),
  ];
  return answerFeed(site, scope, format, { archives, archive, entries: await statementEntries(site, views) }, tags);

  async function viewsOf(wanted: readonly number[]): Promise<StatementView[]> {
    const found = await findStatements(db, wanted, size);
    return wanted.flatMap((id) => found.get(id) ?? []);
  }
}

/** All corrections and withdrawals, each once: those not yet in an archive, and before them as many of the last as make it a page. */
export async function correctionsFeed(site: SiteContext, format: FeedFormat, archive?: number): Promise<Response> {
  const { db } = site.installation;
  const upTo = site.horizon().size;
  const t = catalogueOf(await feedLanguage(site));
  const scope = { path: "/feeds/corrections", name: t.correctionsTitle, home: "/corrections" };
  const total = await countAmendments(db, upTo);
  const archives = Math.floor(total / archiveSize);
  if (archive !== undefined && archive > archives)
    throw new Fault("not-found", `The feed of corrections has no archive ${archive} yet.`);
  const listed =
    archive === undefined
      ? (await listAmendments(db, { upTo, limit: archiveSize + (total % archiveSize) })).amendments
      : (await listAmendmentsFrom(db, { upTo, offset: (archive - 1) * archiveSize, limit: archiveSize })).toReversed();
  const entries = await amendmentEntries(site, listed);
  return answerFeed(site, scope, format, { archives, ...(archive === undefined ? {} : { archive }), entries }, [
    "changes",
  ]);
}

type Document = { archives: number; archive?: number; entries: readonly FeedEntry[] };

async function answerFeed(
  site: SiteContext,
  scope: Pick<FeedScope, "path" | "name" | "home">,
  format: FeedFormat,
  { archives, archive, entries }: Document,
  tags: readonly Tag[],
): Promise<Response> {
  const [office, record, language] = await Promise.all([site.office(), site.record(), feedLanguage(site)]);
  const t = catalogueOf(language);
  const { media, write } = feedFormats[format];
  const followedAt = `${site.url}${scope.path}.${format}`;
  const archiveAt = (n: number) => `${site.url}${scope.path}/archive/${n}.${format}`;
  const older = archive === undefined ? archives : archive - 1;
  const newer = archive === undefined || archive === archives ? undefined : archive + 1;
  const latest = entries.reduce((at, { updated }) => Math.max(at, updated.getTime()), record.foundedAt.getTime());
  const feed: Feed = {
    id: permanentId(record, scope.path.slice(1)),
    title: t.feedTitle(office.shortName ?? office.name[tongueOf(language)], scope.name),
    subtitle: archive === undefined ? t.feedSubtitle : t.feedArchive,
    language: office.language,
    author: office.name[tongueOf(language)],
    home: site.url + inLanguage(language, scope.home),
    self: archive === undefined ? followedAt : archiveAt(archive),
    updated: new Date(latest),
    links: [
      ...(archive === undefined ? [] : [{ rel: "current", href: followedAt }]),
      ...(older >= 1
        ? [
            { rel: "prev-archive", href: archiveAt(older) },
            // For those who know pages alone (RFC 5005, section 3).
            { rel: "next", href: archiveAt(older) },
          ]
        : []),
      ...(newer === undefined ? [] : [{ rel: "next-archive", href: archiveAt(newer) }]),
    ],
    archive: archive !== undefined,
    entries,
  };
  return new Response(write(feed), { headers: { ...fileHeaders(site.url, media), [tagsHeader]: tags.join(" ") } });
}

function newestFirst(entries: readonly FeedEntry[]): FeedEntry[] {
  return entries.toSorted((a, b) => b.updated.getTime() - a.updated.getTime() || (a.id < b.id ? 1 : -1));
}
