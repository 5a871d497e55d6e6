import { told } from "../page/told.ts";
import { tongueOf } from "../page/language.ts";
import { Fault } from "../fault.ts";
import { type Html, html } from "../page/html.ts";
import { edtfInWords } from "../page/register-dates.ts";
import { listStanding, readStanding } from "../register/assertions.ts";
import { readChain, readChains } from "../register/chain.ts";
import { institutionNameOn } from "../register/holdings.ts";
import type { InstrumentData } from "../register/item.ts";
import { tenuresUnder } from "../register/read-post.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { tenuresTable } from "./holders-table.ts";
import { citation, supersession } from "./register-citation.ts";
import { retractedPage } from "./register-retracted.ts";
import { recordedNotice, type RegisterRequest, registerRequest, registerTags } from "./register-request.ts";
import { instrumentTitle } from "./timeline-rows.ts";

/** A legal instrument: what it is, what it did, and on whose word; a number that no source gives is said to be missing. */
export async function instrumentPage(page: PageRequest, slug: string): Promise<Response> {
  const request = await registerRequest(page);
  const { db, asOf, t, language, href } = request;
  const found = await readStanding(db, "instrument", slug, asOf);
  if (found === undefined) {
    const retracted = await retractedPage(request, "instrument", slug, `/register/instruments/${slug}`);
    if (retracted !== undefined) return retracted;
    throw new Fault("not-found", t.instrumentNone);
  }
  const [source, chain, tenures, names] = await Promise.all([
    readStanding(db, "source", found.source.id, asOf),
    readChain(db, "instrument", slug, asOf),
    tenuresUnder(db, slug, asOf),
    namesIn(request, found.data),
  ]);
  const chains = await readChains(
    db,
    "tenure",
    tenures.map(({ slug: id }) => id),
    asOf,
  );
  const { data } = found;
  const title = instrumentTitle(data, language);
  const path = `/register/instruments/${slug}`;
  const body = html`<p class="kicker"><b>${t.instrumentKicker}</b></p>
    <h1>${title}</h1>
    ${recordedNotice(request, href(path))} ${data.note?.[tongueOf(language)] && html`<p class="standfirst"${told(language)}>${data.note[tongueOf(language)]}</p>`}
    ${facts(request, data)}
    <h2>${t.instrumentEffects}</h2>
    <ul class="plain">
      ${data.effects.map((effect) => effectLine(request, effect, names))}
    </ul>
    ${
      data.raw !== undefined &&
      html`<h2>${t.instrumentRaw}</h2>
        <blockquote class="prose" lang="en">${data.raw}</blockquote>`
    }
    ${citation(request, found.register, { name: source?.data.name ?? found.source.id, locator: found.source.locator, url: source?.data.url })}
    ${supersession(request, "instrument", chain)}
    ${
      tenures.length > 0 &&
      html`<h2>${t.instrumentTenures}</h2>
        ${tenuresTable(request, tenures, { by: "person", chains, address: href(path) })}`
    }
    <p class="pages small"><a href="${path}.json">${t.dataOf} (JSON)</a></p>`;
  return answerPage(
    request,
    {
      title,
      description: data.note?.[tongueOf(language)] ?? title,
      path,
      body,
      current: "register",
      indexed: request.recorded === undefined,
    },
    registerTags(request),
  );
}

function facts({ t, language }: RegisterRequest, { number, date, administration, link }: InstrumentData): Html {
  return html`<dl class="facts wide">
    <dt>${t.instrumentNumber}</dt>
    <dd>${number ?? html`<span class="quiet">${t.instrumentNoNumber}</span>`}</dd>
    <dt>${t.instrumentDate}</dt>
    <dd>${date === undefined ? t.dateUnknown : edtfInWords(date, language)}</dd>
    ${administration !== undefined && html`<dt>${t.instrumentUnder}</dt><dd lang="">${administration}</dd>`}
    ${
      link !== undefined &&
      /^https?:\/\//.test(link) &&
      html`<dt>${t.instrumentText}</dt>
        <dd><a rel="external" href="${link}">${link}</a></dd>`
    }
  </dl>`;
}

type Names = ReadonlyMap<string, string>;

function effectLine(
  { t, language, href }: RegisterRequest,
  { act, institution, resulting, post, date }: InstrumentData["effects"][number],
  names: Names,
): Html {
  const link = (kind: "institutions" | "posts", id: string | undefined) =>
    id !== undefined && html`<a href="${href(`/register/${kind}/${id}`)}">${names.get(`${kind} ${id}`) ?? id}</a>`;
  const into = link("institutions", resulting);
  return html`<li>
    ${t[`act_${act}`]}: ${link("posts", post)}
    ${post !== undefined && institution !== undefined && ", "}${link("institutions", institution)}${into && t.effectInto(into)}${
      date && html` <span class="quiet small">(${edtfInWords(date, language)})</span>`
    }
  </li>`;
}

async function namesIn({ db, asOf, language, today }: RegisterRequest, { effects }: InstrumentData): Promise<Names> {
  const bodies = effects.flatMap(({ institution, resulting }) =>
    [institution, resulting].filter((id) => id !== undefined),
  );
  const posts = effects.flatMap(({ post }) => (post === undefined ? [] : [post]));
  const [institutions, held] = await Promise.all([
    listStanding(db, "institution", { ids: bodies, asOf }),
    listStanding(db, "post", { ids: posts, asOf }),
  ]);
  return new Map([
    ...institutions.map(
      ({ id, data }) => [`institutions ${id}`, institutionNameOn(data, today)[tongueOf(language)]] as const,
    ),
    ...held.map(({ id, data }) => [`posts ${id}`, data.title[tongueOf(language)].neutral] as const),
  ]);
}
