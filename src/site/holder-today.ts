import { inTongue } from "../page/told.ts";
import { tongueOf } from "../page/language.ts";
import { plainDay, whenInWords } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { registerAsOf } from "../register/as-of.ts";
import { batchBelow } from "../register/chain.ts";
import type { Day } from "../register/day.ts";
import { capacityInWords, capitalized, titleInWords } from "../register/display.ts";
import type { Holding } from "../register/holdings.ts";
import type { PageRequest } from "./context.ts";

/** Who speaks for the government today, on whose word and as of when; never surer than the register. */
export async function holderToday(request: PageRequest, today: Day): Promise<Html> {
  const { site, t, language, href, horizon } = request;
  const { db } = site.installation;
  const asOf = await batchBelow(db, horizon.size);
  const { holdings, verdict, sentence } = await registerAsOf(db, { day: today, asOf });
  const [holding] = holdings;
  // Several, or none that is sure: the register's own sentence says it whole.
  const single = holdings.length === 1 && (verdict === "certain" || verdict === "per-source") ? holding : undefined;
  return html`<section class="card">
    <h2>${t.speaksToday}</h2>
    ${single ? holderCard(request, single) : html`<p>${holding ? inTongue(sentence[tongueOf(language)], language) : t.speaksTodayUnknown}</p>`}
    <p><a href="${href("/register")}">${t.speaksTodayMore}</a></p>
  </section>`;
}

function holderCard({ t, language, href }: PageRequest, holding: Holding): Html {
  const { person, post, capacity, source } = holding;
  const title = titleInWords({ title: post.titles, gender: person.gender, capacity }, tongueOf(language));
  const vouched =
    holding.confirmation !== undefined && holding.incumbent === "confirmed" ? holding.confirmation : undefined;
  const cited = vouched?.source ?? source;
  const citation = cited.date === undefined ? cited.name : t.sourceDated(cited.name, plainDay(cited.date, language));
  const certainty =
    vouched !== undefined
      ? t.confirmedOn(plainDay(vouched.day, language))
      : holding.assertedOn === undefined
        ? t.unconfirmedSince
        : t.assertedOn(plainDay(holding.assertedOn, language));
  const { entry } = vouched?.register ?? holding.register;
  return html`<p class="who">${person.name}</p>
    <p>
      ${inTongue(`${capitalized(title)}, ${capacityInWords(capacity, person.gender, tongueOf(language))}`, language)};
      ${t.since(whenInWords(holding.start, language))}
    </p>
    <p class="quiet">
      ${certainty} ${t.perSource(html`<a href="${href(`/record/entries/${entry}`)}">${citation}</a>`)}
    </p>`;
}
