import { localeOf, catalogueOf, tongueOf, type Language } from "../page/language.ts";
import { Fault } from "../fault.ts";
import { type Followed, listVoices } from "../newsroom/list-members.ts";
import { kinds } from "../newsroom/statement.ts";
import { listUsedTopics } from "../newsroom/used-topics.ts";
import type { SiteCatalogue } from "../page/catalogue.ts";
import { listStanding } from "../register/assertions.ts";
import { batchBelow, readLastSaid } from "../register/chain.ts";
import { agree, capitalized } from "../register/display.ts";
import type { DataOf } from "../register/item.ts";
import type { SiteContext } from "./context.ts";
import { kindName } from "./statement-lines.ts";

/** The folders under /feeds, each with feeds that follow one thing. */
export const feedFolders = ["kinds", "topics", "people", "posts", "institutions", "languages"] as const;
export type FeedFolder = (typeof feedFolders)[number];

/** One feed: its address without an ending, what it is called by itself, what it follows, and the page of the same. */
export type FeedScope = { path: string; name: string; followed: Followed; home: string };

export function allStatements(t: SiteCatalogue): FeedScope {
  return { path: "/feeds/statements", name: t.feedAll, followed: { by: "all" }, home: "/statements" };
}

/** The feed of one thing. Fault("not-found") for what neither the register nor anything that may be shown knows. */
export async function feedScope(
  site: SiteContext,
  folder: FeedFolder,
  slug: string,
  language: Language,
): Promise<FeedScope> {
  const found = (await scopesOf(site, folder, language, slug)).find(({ path }) => path === `/feeds/${folder}/${slug}`);
  if (found === undefined) throw new Fault("not-found", `There is no feed of ${folder} called ${slug}.`);
  return found;
}

/** All feeds of a folder that have something in them, in the order of their names. `slug`: that one, with or without. */
export async function scopesOf(
  site: SiteContext,
  folder: FeedFolder,
  language: Language,
  slug?: string,
): Promise<FeedScope[]> {
  const { db } = site.installation;
  const { size } = site.horizon();
  const t = catalogueOf(language);
  const asOf = await batchBelow(db, size);
  const scope = (id: string, name: string, followed: Followed, home: string): FeedScope => ({
    path: `/feeds/${folder}/${id}`,
    name,
    followed,
    home,
  });
  switch (folder) {
    case "kinds": {
      const used = (await listVoices(db, size)).kinds;
      const wanted = slug === undefined ? kinds.filter((kind) => used.includes(kind)) : kinds;
      return wanted.map((kind) => scope(kind, kindName(t, kind), { by: "kind", kind }, `/statements?kind=${kind}`));
    }
    case "topics": {
      const topics = await listUsedTopics(db, size);
      const scopes = topics.map(({ slug: topic, name }) =>
        scope(topic, name[tongueOf(language)], { by: "topic", topic }, `/statements?topic=${topic}`),
      );
      return inOrder(scopes, language);
    }
    case "languages": {
      const { languages } = await listVoices(db, size);
      const names = new Intl.DisplayNames([localeOf(language)], { type: "language" });
      const scopes = languages.map((tag) =>
        scope(tag, capitalized(names.of(tag) ?? tag), { by: "language", language: tag }, "/statements"),
      );
      return inOrder(scopes, language);
    }
    case "people": {
      const ids = slug === undefined ? (await listVoices(db, size)).people : [slug];
      const people = await saidOf("person", ids, asOf);
      const scopes = people.map(([id, data]) =>
        scope(id, data.names.at(-1)?.full ?? id, { by: "person", person: id }, `/register/people/${id}`),
      );
      return inOrder(scopes, language);
    }
    case "posts": {
      const ids = slug === undefined ? (await listVoices(db, size)).posts : [slug];
      const posts = await saidOf("post", ids, asOf);
      const scopes = posts.map(([id, data]) =>
        scope(
          id,
          capitalized(agree(data.title[tongueOf(language)], undefined)),
          { by: "posts", posts: [id] },
          `/register/posts/${id}`,
        ),
      );
      return inOrder(scopes, language);
    }
    case "institutions": {
      const office = await site.office();
      const spoken = (await listVoices(db, size)).posts;
      // Posts that were retracted since have spoken all the same.
      const all = new Map([
        ...(await listStanding(db, "post", { asOf })).map(({ id, data }) => [id, data] as const),
        ...(await saidOf("post", spoken, asOf)),
      ]);
      const posts = Map.groupBy(all.entries(), ([, { institution }]) => institution);
      const speaking = [...posts].flatMap(([id, its]) => (its.some(([post]) => spoken.includes(post)) ? [id] : []));
      const ids = slug === undefined ? [...new Set([office.institution, ...speaking])] : [slug];
      const scopes = (await saidOf("institution", ids, asOf)).map(([id, data]) =>
        scope(
          id,
          data.names.at(-1)?.name[tongueOf(language)] ?? id,
          {
            by: "posts",
            posts: (posts.get(id) ?? []).map(([post]) => post),
            own: id === office.institution,
          },
          `/register/institutions/${id}`,
        ),
      );
      return inOrder(scopes, language);
    }
  }

  /** What the register says of each, or last said of those that it has retracted. */
  async function saidOf<K extends "person" | "post" | "institution">(
    kind: K,
    ids: readonly string[],
    batch: number,
  ): Promise<[string, DataOf[K]][]> {
    const standing = await listStanding(db, kind, { ids, asOf: batch });
    const missing = ids.filter((id) => !standing.some((one) => one.id === id));
    const last = missing.length === 0 ? [] : [...(await readLastSaid(db, kind, missing, batch)).values()];
    return [...standing, ...last].map(({ id, data }) => [id, data]);
  }
}

function inOrder(scopes: readonly FeedScope[], language: Language): FeedScope[] {
  const order = new Intl.Collator(language);
  return scopes.toSorted((a, b) => order.compare(a.name, b.name));
}
