import { listBriefings, type PublicBriefing } from "../briefings/public-briefing.ts";
import { tongueOf } from "../page/language.ts";
import { listStatements, type StatementLine } from "../newsroom/list-statements.ts";
import { findStatement } from "../newsroom/statements.ts";
import { listUsedTopics } from "../newsroom/used-topics.ts";
import { type Html, html } from "../page/html.ts";
import { longDay } from "../page/dates.ts";
import { dayIn } from "../register/day.ts";
import { excerpt } from "../text/plain.ts";
import { agendaNext } from "./agenda-next.ts";
import { briefingKicker } from "./briefing-page.ts";
import { stayingThen } from "./as-of.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { holderToday } from "./holder-today.ts";
import { liveBand } from "./live-band.ts";
import { headlineClass, languageOf, statementItem, statementKicker } from "./statement-lines.ts";
import { readVoiceNames, voiceText, type VoiceNames } from "./voice.ts";

/** The newest word of the office, who speaks for it today, what came before, and why to believe none of it unchecked. */
export async function frontPage(asked: PageRequest): Promise<Response> {
  const request = stayingThen(asked);
  const { site, t, office, language, horizon, href, past } = request;
  const { db, means } = site.installation;
  const { lines } = await listStatements(db, { upTo: horizon.size, limit: 7 });
  const [newest, ...earlier] = lines;
  const [names, topics, today, next, live, { briefings }] = await Promise.all([
    readVoiceNames(db, lines, horizon.size),
    listUsedTopics(db, horizon.size),
    holderToday(request, dayIn(office.timeZone, past?.at ?? means.clock.now())),
    past === undefined ? agendaNext(request) : { card: undefined, tags: [] },
    past === undefined ? liveBand(request) : undefined,
    listBriefings(db, {
      upTo: horizon.size,
      timeZone: office.timeZone,
      limit: 3,
      ...(past === undefined ? { over: true } : { transcribed: true }),
    }),
  ]);
  const body = html`${live}${past !== undefined && html`<p class="quiet small">${t.pastFront}</p>`}<div class="cols">
    <div>
      ${newest ? await lead(request, newest, names) : briefings.length === 0 && (past === undefined ? empty(request) : html`<h1>${t.pastNothing}</h1>`)}
      ${
        earlier.length > 0 &&
        html`<ul class="grid">
            ${earlier.map((line) => statementItem(request, line, names))}
          </ul>
          <p><a class="more" href="${href("/statements")}">${t.allStatements}</a></p>`
      }
      ${briefings.length > 0 && beforeThePress(request, briefings, newest === undefined)}
    </div>
    <div>
      ${today} ${next.card}
      <section class="card">
        <h2>${t.whyTrust}</h2>
        <p>${t.whyTrustText(html`<a href="${href("/verify")}">${t.whyTrustLink}</a>`)}</p>
      </section>
      ${
        topics.length > 0 &&
        html`<section class="card">
          <h2>${t.topics}</h2>
          <ul>
            ${topics.map(
              (topic) =>
                html`<li><a href="${href(`/statements?topic=${topic.slug}`)}">${topic.name[tongueOf(language)]}</a></li>`,
            )}
          </ul>
        </section>`
      }
    </div>
  </div>`;
  return answerPage(
    asked,
    {
      title: office.name[tongueOf(language)],
      description: t.frontDescription(office.name[tongueOf(language)]),
      path: "/",
      body,
      data: {
        "@context": "https://schema.org",
        "@type": "GovernmentOrganization",
        name: office.name[tongueOf(language)],
        url: site.url,
      },
    },
    ["changes", "agenda", "briefings", ...next.tags],
  );
}

async function lead(request: PageRequest, line: StatementLine, names: VoiceNames): Promise<Html> {
  const { site, horizon, href } = request;
  const standfirst =
    line.summary ?? excerpt((await findStatement(site.installation.db, line.number, horizon.size))?.body ?? "", 280);
  return html`${statementKicker(request, line, "long")}
    <h1${headlineClass(line.title)}><a href="${href(`/statements/${line.number}`)}" ${languageOf(request, line.language)}>${line.title}</a></h1>
    <p class="standfirst" ${languageOf(request, line.language)}>${standfirst}</p>
    <div class="voice"><p>${voiceText(request, line, names)}</p></div>`;
}

/** What was said last before the press; where the office has said nothing else, the page is headed by it. */
function beforeThePress(
  request: PageRequest,
  briefings: readonly (PublicBriefing & { day?: string })[],
  alone: boolean,
): Html {
  const { t, language, href } = request;
  return html`<section class="before-press">
    ${alone ? html`<h1 class="plain">${t.frontBriefings}</h1>` : html`<h2>${t.frontBriefings}</h2>`}
    <ul class="entries">
      ${briefings.map((one) => {
        const link = html`<a href="${href(`/briefings/${one.number}`)}" ${languageOf(request, one.language)}>${one.title}</a>`;
        return html`<li class="item">
          ${briefingKicker(request, one)} ${alone ? html`<h2>${link}</h2>` : html`<h3>${link}</h3>`}
          ${one.day !== undefined && html`<p class="quiet"><time datetime="${one.day}">${longDay(one.day, language)}</time></p>`}
        </li>`;
      })}
    </ul>
    <p><a class="more" href="${href("/briefings")}">${t.frontBriefingsAll}</a></p>
  </section>`;
}

function empty({ t }: PageRequest): Html {
  return html`<h1>${t.emptyTitle}</h1>
    <p class="standfirst">${t.emptyLead}</p>
    <h2>${t.emptyHow}</h2>
    <div class="measure">
      <p>${t.emptyDesk(html`<a href="/desk">${t.emptyDeskLink}</a>`)}</p>
      <p>${t.emptyHowText}</p>
      <pre tabindex="0"><code>cat &gt; ${t.emptyFileName} &lt;&lt;'FIN'
${t.emptyFile}FIN
bin/voceria publish ${t.emptyFileName}</code></pre>
      <p class="quiet">${t.emptyAfter}</p>
    </div>`;
}
