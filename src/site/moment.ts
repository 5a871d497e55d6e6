import type { Moment } from "../press/find-question.ts";
import type { SiteContext } from "./context.ts";

/** What this process may show now. */
export async function momentOf(site: SiteContext): Promise<Moment> {
  const { timeZone } = await site.office();
  return { upTo: site.horizon().size, now: site.installation.means.clock.now(), timeZone };
}
