import { tongueOf } from "../page/language.ts";
import { Fault } from "../fault.ts";
import { listStatements, type StatementLine } from "../newsroom/list-statements.ts";
import { countOf } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { edtfInWords } from "../page/register-dates.ts";
import { readStanding } from "../register/assertions.ts";
import { readChain, readChains } from "../register/chain.ts";
import { agree } from "../register/display.ts";
import type { PersonData } from "../register/item.ts";
import { initials } from "../register/name.ts";
import { retractedAbout } from "../register/retraction.ts";
import { readTenures } from "../register/tenures.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { initial, tenuresTable } from "./holders-table.ts";
import { citation, supersession } from "./register-citation.ts";
import { retractedPage, retractedSection } from "./register-retracted.ts";
import { recordedNotice, type RegisterRequest, registerRequest, registerTags } from "./register-request.ts";
import { spokenSection } from "./spoken-at.ts";
import { statementItem } from "./statement-lines.ts";
import { drawTimeline } from "./timeline-drawing.ts";
import { rowOfPerson } from "./timeline-rows.ts";
import { readVoiceNames } from "./voice.ts";

const statementsShown = 30;

/** A person: their posts, and what they said in each. */
export async function personPage(page: PageRequest, slug: string): Promise<Response> {
  const request = await registerRequest(page);
  const { db, asOf, t, language, href, today, horizon } = request;
  const person = await readStanding(db, "person", slug, asOf);
  if (person === undefined) {
    const retracted = await retractedPage(request, "person", slug, `/register/people/${slug}`);
    if (retracted !== undefined) return retracted;
    throw new Fault("not-found", t.personNone);
  }
  const [tenures, source, said, chain] = await Promise.all([
    readTenures(db, { people: [slug] }, { asOf }),
    readStanding(db, "source", person.source.id, asOf),
    listStatements(db, { upTo: horizon.size, limit: statementsShown, speaker: slug }),
    readChain(db, "person", slug, asOf),
  ]);
  const chains = await readChains(
    db,
    "tenure",
    tenures.map(({ slug: id }) => id),
    asOf,
  );
  const name = person.data.names.at(-1);
  const title = name?.full ?? slug;
  const path = `/register/people/${slug}`;
  const row = rowOfPerson(slug, title, tenures, { language, t, href });
  const body = html`<p class="kicker"><b>${t.personKicker}</b></p>
    <h1 class="person">${name && initial(initials(name))} ${title}</h1>
    ${recordedNotice(request, href(path))} ${about(request, person.data)}
    ${citation(request, person.register, { name: source?.data.name ?? person.source.id, locator: person.source.locator, url: source?.data.url })}
    ${supersession(request, "person", chain)}
    <h2>${t.personPosts}</h2>
    ${
      tenures.length === 0
        ? html`<p>${t.personNoPosts}</p>`
        : tenuresTable(request, tenures, { by: "post", chains, address: href(path) })
    }
    ${tenures.length > 1 && drawTimeline({ rows: [row], instruments: [], governments: [], today }, { t, language, title })}
    ${await retractedSection(request, await retractedAbout(db, { people: [slug] }, asOf))}
    <h2>${t.personSaid}</h2>
    ${await statements(request, person.data, slug, said)} ${await spokenSection(request, { person: slug })}
    <p class="pages small"><a href="${path}.json">${t.dataOf} (JSON)</a> <a href="${path}.jsonld">JSON-LD</a></p>`;
  return answerPage(
    request,
    {
      title,
      description: row.bars.map(({ label, dates }) => `${label}, ${dates}`).join("; "),
      path,
      body,
      current: "register",
      scripts: ["timeline.js"],
      feeds: [{ path: `/feeds/people/${slug}`, name: title }],
      indexed: request.recorded === undefined,
      data: {
        "@context": "https://schema.org",
        "@type": "Person",
        name: title,
        ...(person.data.names.length === 1
          ? {}
          : { alternateName: person.data.names.slice(0, -1).map(({ full }) => full) }),
        url: `${request.site.url}${href(path)}`,
        mainEntityOfPage: `${request.site.url}${path}`,
      },
    },
    registerTags(request, "changes"),
  );
}

function about({ t, language }: RegisterRequest, { names, birth, genderSource, note }: PersonData): Html {
  const others = names.slice(0, -1);
  return html`${
    others.length > 0 &&
    html`<p>
      ${t.personNames}:
      ${others
        .map(({ full, start, end }) =>
          start === undefined && end === undefined
            ? full
            : `${full} (${[start, end].map((when) => (when === undefined ? "" : edtfInWords(when, language))).join(" – ")})`,
        )
        .join("; ")}
    </p>`
  }
  ${birth && html`<p>${t.personBorn(edtfInWords(birth, language))}</p>`}
  ${note !== undefined && html`<p class="measure" lang="">${note}</p>`}
  ${genderSource === "reading" && html`<p class="small quiet">${t.personGenderReading}</p>`}`;
}

/** What they said, under the post in which they said it. */
async function statements(
  request: RegisterRequest,
  person: PersonData,
  slug: string,
  { lines, total }: { lines: StatementLine[]; total: number },
): Promise<Html> {
  const { t, language, db } = request;
  if (lines.length === 0) return html`<p>${t.personSaidNothing}</p>`;
  const names = await readVoiceNames(db, lines, request.horizon.size);
  const byPost = Map.groupBy(lines, ({ voice }) => voice.find((one) => one.person === slug)?.post ?? "");
  const titled = (post: string) => {
    const title = names.posts.get(post)?.data.title[tongueOf(language)];
    return title === undefined ? post : agree(title, person.gender);
  };
  return html`${[...byPost].map(
    ([post, said]) =>
      html`<h3>${t.personSaidIn(titled(post))}</h3>
          <ol class="entries">
            ${said.map((line) => statementItem(request, line, names))}
          </ol>`,
  )}
    ${total > lines.length && html`<p class="quiet small">${t.personSaidMore(countOf(total, language))}</p>`}`;
}
