import { Fault } from "../fault.ts";
import { readStanding } from "../register/assertions.ts";
import { readAskedDate } from "../register/asked-date.ts";
import { registerAsOf } from "../register/as-of.ts";
import { readChain } from "../register/chain.ts";
import { registerDuring } from "../register/during.ts";
import { asksEveryPost, everyPost } from "../register/every-post.ts";
import { exportedText, mediaTypes } from "../register/export/export-register.ts";
import { firstDayOut } from "../register/first-day-out.ts";
import type { Holding } from "../register/holdings.ts";
import { institutionPage } from "../register/institution-page.ts";
import type { ItemKind } from "../register/item.ts";
import { readRetracted } from "../register/retraction.ts";
import { readPost, tenuresUnder } from "../register/read-post.ts";
import { readTenures, type TenureRow } from "../register/tenures.ts";
import { type SiteContext, tagsHeader } from "./context.ts";
import { fileHeaders } from "./headers.ts";
import { postsOnPage } from "./register-every-post.ts";
import { askedAddress } from "./register-question.ts";
import { shownBatch } from "./register-request.ts";

export const registerKinds = {
  institutions: "institution",
  posts: "post",
  people: "person",
  instruments: "instrument",
} as const satisfies Record<string, ItemKind>;
export type RegisterFolder = keyof typeof registerKinds;
/** Of these the export knows all that tells of one. */
export const linkedFolders = ["institutions", "posts", "people"] as const satisfies RegisterFolder[];
type LinkedFolder = (typeof linkedFolders)[number];

/** What a page of the register shows, as data: the assertion, all that was said of the thing before, and what hangs on it. */
export async function registerData(site: SiteContext, folder: RegisterFolder, id: string): Promise<Response> {
  const { db, means } = site.installation;
  const asOf = await shownBatch(site);
  const kind = registerKinds[folder];
  const found = await readStanding(db, kind, id, asOf);
  if (found === undefined) {
    const gone = await readRetracted(db, kind, id, asOf);
    if (gone === undefined) throw new Fault("not-found", `There is no ${kind} "${id}" in the register.`);
    return json(site, { kind, id, retracted: gone.retraction, said: gone.said }, 410);
  }
  const own = { kind, ...found, said: await readChain(db, kind, id, asOf) };
  switch (kind) {
    case "institution": {
      const { posts, instruments, gaps, rows } = await institutionPage(db, {
        institution: id,
        at: means.clock.now(),
        asOf,
      });
      return json(site, { ...own, posts, instruments, gaps, rows });
    }
    case "post": {
      const { tenures, gaps, instruments } = await readPost(db, id, asOf);
      return json(site, { ...own, tenures: tenures.map(tenureData), gaps, instruments });
    }
    case "person":
      return json(site, { ...own, tenures: (await readTenures(db, { people: [id] }, { asOf })).map(tenureData) });
    case "instrument":
      return json(site, { ...own, tenures: (await tenuresUnder(db, id, asOf)).map(tenureData) });
  }
}

/** The answer for a day, or for the days that a month or a year can mean; of one `post`, or of those that speak. Fault("invalid") for what is no date. */
export async function asOfData(site: SiteContext, date: string, post?: string): Promise<Response> {
  const { db } = site.installation;
  const asOf = await shownBatch(site);
  const asked = readAskedDate(date);
  if (post === undefined && (await asksEveryPost(db, asOf))) return everyPostData(site, date);
  const of = post === undefined ? {} : { post };
  if (asked.min !== asked.max) {
    const { span, holdings, sentence } = await registerDuring(db, { span: asked, ...of, asOf });
    return json(site, { span, holdings: holdings.map(holdingData), sentence });
  }
  const answer = await registerAsOf(db, { day: asked.min, ...of, asOf });
  return json(site, { ...answer, holdings: answer.holdings.map(holdingData) });
}

/** Every post of the register, or of one institution, on a day or in a span: so many, and the address of those after them. */
export async function everyPostData(
  site: SiteContext,
  date: string,
  { institution, after }: { institution?: string; after?: string | undefined } = {},
): Promise<Response> {
  const { db } = site.installation;
  if (after !== undefined && !/^\d{1,7}$/.test(after))
    throw new Fault("invalid", `after=${after}: it is the number of posts to leave out.`);
  const span = readAskedDate(date);
  const found = await everyPost(db, {
    span,
    asOf: await shownBatch(site),
    after: Number(after ?? 0),
    limit: postsOnPage,
    ...(institution === undefined ? {} : { institution }),
  });
  const folder = institution === undefined ? "posts" : `institutions/${institution}`;
  const address = `${site.url}/register/${folder}/as-of/${encodeURIComponent(span.edtf)}.json`;
  return json(site, {
    ...found,
    institutions: found.institutions.map((one) => ({
      ...one,
      posts: one.posts.map((post) => ({ ...post, holdings: post.holdings.map(holdingData) })),
    })),
    ...(found.next === undefined ? {} : { next: `${address}?after=${found.next}` }),
  });
}

/** The same as linked data: W3C ORG, PROV and OWL-Time, for whoever keeps a register of their own. */
export async function registerLinked(site: SiteContext, folder: LinkedFolder, id: string): Promise<Response> {
  const part = { kind: registerKinds[folder], id };
  const text = await exportedText(site.installation.db, "jsonld", { base: site.url, part, upTo: site.horizon().size });
  return file(site, mediaTypes.jsonld, text);
}

/** Who held it that day as schema.org roles; bounds that are not one day are left out rather than made up. */
export async function asOfLinked(site: SiteContext, date: string, post?: string): Promise<Response> {
  const { db } = site.installation;
  const asOf = await shownBatch(site);
  const asked = readAskedDate(date);
  const of = post === undefined ? {} : { post };
  const { holdings } =
    asked.min === asked.max
      ? await registerAsOf(db, { day: asked.min, ...of, asOf })
      : await registerDuring(db, { span: asked, ...of, asOf });
  const document = {
    "@context": "https://schema.org",
    "@id": `${site.url}${askedAddress(asked.edtf, post)}`,
    "@graph": holdings.map((one) => ({
      "@type": "OrganizationRole",
      roleName: one.post.title,
      ...dated("startDate", one.start),
      ...dated("endDate", one.end),
      additionalType: one.certainty,
      member: { "@id": `${site.url}/register/people/${one.person.slug}`, "@type": "Person", name: one.person.name },
      memberOf: {
        "@id": `${site.url}/register/institutions/${one.institution.slug}`,
        "@type": "GovernmentOrganization",
        name: one.institution.name,
      },
    })),
  };
  // Names in several languages as values with their language.
  const text = JSON.stringify(document, (key, value: unknown) =>
    (key === "roleName" || key === "name") && typeof value === "object" && value !== null
      ? Object.entries(value).map(([language, words]) => ({ "@language": language, "@value": words as string }))
      : value,
  );
  return file(site, mediaTypes.jsonld, `${text}\n`);
}

function dated(name: "startDate" | "endDate", { edtf }: { edtf: string }): Record<string, string> {
  return /^\d{4}(-\d{2}){0,2}$/.test(edtf) ? { [name]: edtf } : {};
}

function tenureData({ slug, data, source, locator, source_data, entry, item, confirmation, ...row }: TenureRow) {
  const out = firstDayOut(data, source_data);
  return {
    id: slug,
    ...data,
    bounds: { startMin: row.start_min, startMax: row.start_max, endMin: row.end_min, endMax: row.end_max },
    ...(out === undefined ? {} : { firstDayOut: out }),
    ...(confirmation === null ? {} : { confirmation: { day: confirmation.day, until: confirmation.until } }),
    source: { id: source, name: source_data.name, locator },
    register: { entry, item },
  };
}

function holdingData({ post: { slug, title, spokesperson }, ...holding }: Holding) {
  return { ...holding, post: { slug, title, spokesperson } };
}

function json(site: SiteContext, body: unknown, status = 200): Response {
  return file(site, "application/json; charset=utf-8", `${JSON.stringify(body, undefined, 2)}\n`, status);
}

function file(site: SiteContext, type: string, body: string, status = 200): Response {
  return new Response(body, { status, headers: { ...fileHeaders(site.url, type), [tagsHeader]: "register" } });
}
