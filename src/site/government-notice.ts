import { tongueOf } from "../page/language.ts";
import { html, type Html } from "../page/html.ts";
import { batchBelow } from "../register/chain.ts";
import { type Day, dayIn } from "../register/day.ts";
import { governmentsBefore, listGovernments } from "../register/governments.ts";
import { institutionNameOn } from "../register/holdings.ts";
import type { PageRequest } from "./context.ts";

/** Over what was said on a day: that it was under a government that is over, as the register has it, with the way there. */
export async function governmentNotice(request: PageRequest, day: Day): Promise<Html | false> {
  const { site, t, language, office, horizon, href } = request;
  const { db, means } = site.installation;
  const known = await listGovernments(db, await batchBelow(db, horizon.size));
  const found = governmentsBefore(known, day, dayIn(office.timeZone, means.clock.now()));
  if (found.length === 0) return false;
  const named = found.map(
    ({ id, data }) =>
      html`<a href="${href(`/register/institutions/${id}`)}">${institutionNameOn(data, day)[tongueOf(language)]}</a>`,
  );
  return html`<p class="notice">
    ${t.governmentBefore} ${named.map((one, index) => html`${index > 0 && ` ${t.governmentOr} `}${one}`)}
  </p>`;
}
