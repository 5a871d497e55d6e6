import { Fault } from "../fault.ts";
import {
  asOfJson,
  everyPostJson,
  type RegisterFolder,
  registerJson,
  registerKinds,
  shownBatch,
} from "../page/register-json.ts";
import { readAskedDate } from "../register/asked-date.ts";
import { registerAsOf } from "../register/as-of.ts";
import { registerDuring } from "../register/during.ts";
import { asksEveryPost } from "../register/every-post.ts";
import { exportedText, mediaTypes } from "../register/export/export-register.ts";
import { type SiteContext, tagsHeader } from "./context.ts";
import { fileHeaders } from "../page/headers.ts";
import { postsOnPage } from "./register-every-post.ts";
import { askedAddress } from "./register-question.ts";

/** Of these the export knows all that tells of one. */
export const linkedFolders = ["institutions", "posts", "people"] as const satisfies RegisterFolder[];
type LinkedFolder = (typeof linkedFolders)[number];

/** What a page of the register shows, as data. */
export async function registerData(site: SiteContext, folder: RegisterFolder, id: string): Promise<Response> {
  const { gone, body } = await registerJson(site, folder, id);
  return json(site, body, gone ? 410 : 200);
}

/** The answer for a day, or for the days that a month or a year can mean; of one `post`, or of those that speak. Fault("invalid") for what is no date. */
export async function asOfData(site: SiteContext, date: string, post?: string): Promise<Response> {
  if (post === undefined && (await asksEveryPost(site.installation.db, await shownBatch(site))))
    return everyPostData(site, date);
  return json(site, await asOfJson(site, date, post));
}

/** Every post of the register, or of one institution, on a day or in a span: so many, and the address of those after them. */
export async function everyPostData(
  site: SiteContext,
  date: string,
  { institution, after }: { institution?: string; after?: string | undefined } = {},
): Promise<Response> {
  if (after !== undefined && !/^\d{1,7}$/.test(after))
    throw new Fault("invalid", `after=${after}: it is the number of posts to leave out.`);
  const { next, ...found } = await everyPostJson(site, date, {
    after: Number(after ?? 0),
    limit: postsOnPage,
    institution,
  });
  const folder = institution === undefined ? "posts" : `institutions/${institution}`;
  const address = `${site.url}/register/${folder}/as-of/${encodeURIComponent(found.span.edtf)}.json`;
  return json(site, { ...found, ...(next === undefined ? {} : { next: `${address}?after=${next}` }) });
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

function json(site: SiteContext, body: unknown, status = 200): Response {
  return file(site, "application/json; charset=utf-8", `${JSON.stringify(body, undefined, 2)}\n`, status);
}

function file(site: SiteContext, type: string, body: string, status = 200): Response {
  return new Response(body, { status, headers: { ...fileHeaders(site.url, type), [tagsHeader]: "register" } });
}
