import { Fault } from "../fault.ts";
import { readStanding } from "../register/assertions.ts";
import { readAskedDate } from "../register/asked-date.ts";
import { registerAsOf } from "../register/as-of.ts";
import { batchBelow, readChain } from "../register/chain.ts";
import { registerDuring } from "../register/during.ts";
import { everyPost } from "../register/every-post.ts";
import { firstDayOut } from "../register/first-day-out.ts";
import type { Holding } from "../register/holdings.ts";
import { institutionPage } from "../register/institution-page.ts";
import type { ItemKind } from "../register/item.ts";
import { readRetracted } from "../register/retraction.ts";
import { readPost, tenuresUnder } from "../register/read-post.ts";
import { readTenures, type TenureRow } from "../register/tenures.ts";
import type { PublicContext } from "./kept.ts";

export const registerKinds = {
  institutions: "institution",
  posts: "post",
  people: "person",
  instruments: "instrument",
} as const satisfies Record<string, ItemKind>;
export type RegisterFolder = keyof typeof registerKinds;

/** The register as it may be shown now. */
export async function shownBatch({ installation, horizon }: PublicContext): Promise<number> {
  return batchBelow(installation.db, horizon().size);
}

/**
 * One thing of the register as data: the assertion, all that was said of it before, and what hangs on it. `gone`: it was
 * entered wholly by mistake and retracted. Fault("not-found") for what the register never had.
 */
export async function registerJson(
  context: PublicContext,
  folder: RegisterFolder,
  id: string,
): Promise<{ gone: boolean; body: Record<string, unknown> }> {
  const { db, means } = context.installation;
  const asOf = await shownBatch(context);
  const kind = registerKinds[folder];
  const found = await readStanding(db, kind, id, asOf);
  if (found === undefined) {
    const retracted = await readRetracted(db, kind, id, asOf);
    if (retracted === undefined) throw new Fault("not-found", `There is no ${kind} "${id}" in the register.`);
    return { gone: true, body: { kind, id, retracted: retracted.retraction, said: retracted.said } };
  }
  const own = { kind, ...found, said: await readChain(db, kind, id, asOf) };
  return { gone: false, body: { ...own, ...(await hanging()) } };

  async function hanging(): Promise<Record<string, unknown>> {
    switch (kind) {
      case "institution": {
        const { posts, instruments, gaps, rows } = await institutionPage(db, {
          institution: id,
          at: means.clock.now(),
          asOf,
        });
        return { posts, instruments, gaps, rows };
      }
      case "post": {
        const { tenures, gaps, instruments } = await readPost(db, id, asOf);
        return { tenures: tenures.map(tenureData), gaps, instruments };
      }
      case "person":
        return { tenures: (await readTenures(db, { people: [id] }, { asOf })).map(tenureData) };
      case "instrument":
        return { tenures: (await tenuresUnder(db, id, asOf)).map(tenureData) };
    }
  }
}

/** Who held `post`, or the posts that speak, on a day or on some day of a span. Fault("invalid") for what is no date. */
export async function asOfJson(context: PublicContext, date: string, post?: string) {
  const { db } = context.installation;
  const asOf = await shownBatch(context);
  const asked = readAskedDate(date);
  const of = post === undefined ? {} : { post };
  if (asked.min !== asked.max) {
    const { span, holdings, sentence } = await registerDuring(db, { span: asked, ...of, asOf });
    return { span, holdings: holdings.map(holdingData), sentence };
  }
  const answer = await registerAsOf(db, { day: asked.min, ...of, asOf });
  return { ...answer, holdings: answer.holdings.map(holdingData) };
}

/** Every post of the register, or of one institution, then: `limit` of them after the first `after`, and how many come before the `next`. */
export async function everyPostJson(
  context: PublicContext,
  date: string,
  { institution, after, limit }: { institution?: string | undefined; after: number; limit: number },
) {
  const found = await everyPost(context.installation.db, {
    span: readAskedDate(date),
    asOf: await shownBatch(context),
    after,
    limit,
    ...(institution === undefined ? {} : { institution }),
  });
  return {
    ...found,
    institutions: found.institutions.map((one) => ({
      ...one,
      posts: one.posts.map((post) => ({ ...post, holdings: post.holdings.map(holdingData) })),
    })),
  };
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
