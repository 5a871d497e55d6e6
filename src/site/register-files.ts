import { Fault } from "../fault.ts";
import { readStanding } from "../register/assertions.ts";
import { readAskedDate } from "../register/asked-date.ts";
import { registerAsOf } from "../register/as-of.ts";
import { readChain } from "../register/chain.ts";
import { registerDuring } from "../register/during.ts";
import { type Holding, readTenures, type TenureRow } from "../register/holdings.ts";
import { institutionPage } from "../register/institution-page.ts";
import type { ItemKind } from "../register/item.ts";
import { readPost, tenuresUnder } from "../register/read-post.ts";
import { type SiteContext, tagsHeader } from "./context.ts";
import { fileHeaders } from "./headers.ts";
import { shownBatch } from "./register-request.ts";

export const registerKinds = {
  institutions: "institution",
  posts: "post",
  people: "person",
  instruments: "instrument",
} as const satisfies Record<string, ItemKind>;
export type RegisterFolder = keyof typeof registerKinds;

/** What a page of the register shows, as data: the assertion, all that was said of the thing before, and what hangs on it. */
export async function registerData(site: SiteContext, folder: RegisterFolder, id: string): Promise<Response> {
  const { db, means } = site.installation;
  const asOf = await shownBatch(site);
  const kind = registerKinds[folder];
  const found = await readStanding(db, kind, id, asOf);
  if (found === undefined) throw new Fault("not-found", `There is no ${kind} "${id}" in the register.`);
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

/** The answer for a day, or for the days that a month or a year can mean. Fault("invalid") for what is no date. */
export async function asOfData(site: SiteContext, date: string): Promise<Response> {
  const { db } = site.installation;
  const asOf = await shownBatch(site);
  const asked = readAskedDate(date);
  if (asked.min !== asked.max) {
    const { span, holdings, sentence } = await registerDuring(db, { span: asked, asOf });
    return json(site, { span, holdings: holdings.map(holdingData), sentence });
  }
  const answer = await registerAsOf(db, { day: asked.min, asOf });
  return json(site, { ...answer, holdings: answer.holdings.map(holdingData) });
}

function tenureData({ slug, data, source, locator, source_data, entry, item, confirmation, ...row }: TenureRow) {
  return {
    id: slug,
    ...data,
    bounds: { startMin: row.start_min, startMax: row.start_max, endMin: row.end_min, endMax: row.end_max },
    ...(confirmation === null ? {} : { confirmation: { day: confirmation.day, until: confirmation.until } }),
    source: { id: source, name: source_data.name, locator },
    register: { entry, item },
  };
}

function holdingData({ post: { slug, title, spokesperson }, ...holding }: Holding) {
  return { ...holding, post: { slug, title, spokesperson } };
}

function json(site: SiteContext, body: unknown): Response {
  const headers = { ...fileHeaders(site.url, "application/json; charset=utf-8"), [tagsHeader]: "register" };
  return new Response(`${JSON.stringify(body, undefined, 2)}\n`, { headers });
}
