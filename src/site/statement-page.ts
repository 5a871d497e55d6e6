import { tongueOf } from "../page/language.ts";
import { Fault } from "../fault.ts";
import { readFileFacts } from "../newsroom/attachments.ts";
import { readRelatedTexts } from "../newsroom/related-texts.ts";
import { findEdition, findStatement, type StatementView } from "../newsroom/statements.ts";
import { listTopics } from "../register/topics.ts";
import { countOf, longDay, longInstant, plainDay, plainInstant, shortInstant } from "../page/dates.ts";
import { alreadyEscaped, type Html, html } from "../page/html.ts";
import { excerpt } from "../text/plain.ts";
import { cardShapes } from "./card-picture.ts";
import { cardLinks, otherStyles } from "./cite.ts";
import { answerPage, type PageBody, type PageRequest } from "./context.ts";
import { governmentNotice } from "./government-notice.ts";
import { withMementoLinks } from "./memento-routes.ts";
import { notYet } from "./as-of.ts";
import { type Sealed, sealCard } from "./seal-card.ts";
import { attachmentsCard, picturesAndSound } from "./statement-attachments.ts";
import { claimCard, claimPictureOf, claimSection } from "./statement-claim.ts";
import { statementData } from "./statement-data.ts";
import { headlineClass, kindName, languageOf } from "./statement-lines.ts";
import { relatedCards, relatedNotices } from "./statement-related.ts";
import { readVoiceNames, speakerNames, voiceLine, type VoiceNames } from "./voice.ts";
import { saidOtherwise } from "./voice-today.ts";

/** The newest edition of a statement, or the one asked for, with its seal. */
export async function statementPage(request: PageRequest, number: string, edition?: number): Promise<Response> {
  const { site, t, language, horizon, href, past } = request;
  const { db } = site.installation;
  const view = await (edition === undefined
    ? findStatement(db, number, horizon.size)
    : findEdition(db, number, edition, horizon.size));
  if (view === undefined) return notThen(request, number, edition);
  const names = await readVoiceNames(db, [spokenOf(view)], horizon.size);
  const topics = (await listTopics(db)).filter(({ slug }) => view.topics.includes(slug));
  const [related, facts] = await Promise.all([
    readRelatedTexts(db, view, horizon.size),
    readFileFacts(db, view.attachments),
  ]);
  const newest = view.edition === view.editions;
  const lang = languageOf(request, view.language);
  const body = html`<div class="cols">
    <article id="statement">
      ${kicker(request, view)}
      <h1 id="title" ${headlineClass(view.title)} ${lang}>${view.title}</h1>
      ${view.summary && html`<p class="standfirst" id="summary" ${lang}>${view.summary}</p>`}
      ${voiceLine(request, spokenOf(view), names, await saidOtherwise(request, view))} ${notices(request, view, newest)}
      ${past && (await becameSince(request, view))} ${await governmentNotice(request, view.spokenDay)} ${relatedNotices(request, view, related)} ${claimSection(request, view, facts)}
      ${
        view.status === "erased"
          ? html`<p class="standfirst">${t.erasedText}</p>`
          : html`<div class="prose" id="prose" lang="${view.language}">${alreadyEscaped(view.html)}</div>
              ${picturesAndSound(request, view, facts)}
              ${view.contact !== undefined && html`<p class="small contact">${t.contactLine(html`<span id="contact" ${lang}>${view.contact}</span>`)}</p>`}`
      }
      ${view.withdrawal && html`<p class="notice alarm">${t.withdrawnEnd}</p>`}
      ${
        topics.length > 0 &&
        html`<p class="small">
          <span class="quiet">${t.topics}:</span> ${topics.map(
            (topic, index) =>
              html`${index > 0 && ", "}<a href="${href(`/statements?topic=${topic.slug}`)}"
                  >${topic.name[tongueOf(language)]}</a
                >`,
          )}
        </p>`
      }
    </article>
    <div>
      ${view.status !== "erased" && sealCard(request, sealedOf(view))} ${claimCard(request, view)}
      ${relatedCards(request, view, related)} ${attachmentsCard(request, view, facts)} ${cards(request, view, names)}
    </div>
  </div>`;
  const shown = pictureOf(request, view);
  const response = answerPage(
    request,
    {
      title: view.title,
      description: view.summary ?? excerpt(view.body, 200),
      path: edition === undefined ? `/statements/${number}` : `/statements/${number}/editions/${edition}`,
      ...(newest ? { canonicalPath: `/statements/${number}` } : {}),
      body,
      current: "statements",
      scripts: ["seal.js"],
      kind: "article",
      publishedAt: view.spokenAt,
      ...shown,
      data: statementData(request, view, names, related, shown.picture?.address),
    },
    [`number:${number}`],
  );
  return withMementoLinks(request, response, number, past === undefined ? edition : view.edition);
}

/** Fault("not-found"), unless it is there now and was not yet then. */
async function notThen(request: PageRequest, number: string, edition = 1): Promise<Response> {
  const { site, t, past } = request;
  const later = past && (await findEdition(site.installation.db, number, edition, past.now.size));
  if (later === undefined) throw new Fault("not-found", t.notFoundStatement(number));
  const title = t.numbered(kindName(t, later.kind), number);
  const page = notYet(request, { title, path: `/statements/${number}`, since: later.publishedAt });
  return answerPage(request, { ...page, current: "statements" }, undefined, 404);
}

/** What a reader of a past page must know of the present one. */
async function becameSince({ site, t, past, href }: PageRequest, view: StatementView): Promise<Html | undefined> {
  const today = past && (await findStatement(site.installation.db, view.number, past.now.size));
  if (today === undefined) return undefined;
  const withdrawn = today.withdrawal !== undefined && view.withdrawal === undefined;
  if (today.edition === view.editions && !withdrawn) return undefined;
  return html`<p class="notice alarm">
    ${today.edition > view.editions && html`${t.pastCorrected(today.edition)} `}${withdrawn && html`${t.pastWithdrawn} `}<a
      href="${href(`/statements/${view.number}/history`)}"
      >${t.seeDifference}</a
    >
  </p>`;
}

/** What a link to it shows elsewhere: a denial's own picture, a card of anything else. */
function pictureOf({ t }: PageRequest, view: StatementView): Pick<PageBody, "picture"> {
  if (view.status === "erased") return {};
  const denied = claimPictureOf(view);
  if (denied !== undefined)
    return { picture: { address: denied, alt: t.claimPictureAlt(view.title), width: 1200, height: 1200 } };
  const address = `/statements/${view.number}/editions/${view.edition}/card.png`;
  return { picture: { address, alt: t.cardAlt(view.title), ...cardShapes.card } };
}

export function spokenOf(view: StatementView) {
  const speaker = view.voice.length === 0 ? view.source?.speaker : undefined;
  return { voice: view.voice, spokenDay: view.spokenDay, ...(speaker === undefined ? {} : { sourceSpeaker: speaker }) };
}

function kicker(request: PageRequest, view: StatementView): Html {
  const { t, language, office } = request;
  const instant = (at: Date) => timeElement(at, longInstant(at, language, office.timeZone));
  const dates =
    view.source === undefined
      ? html`<span>${instant(view.firstPublishedAt)}</span>`
      : html`<span
            >${t.claimedDate(html`<time datetime="${view.spokenDay}">${longDay(view.spokenDay, language)}</time>`, view.source.name)}</span
          >
          <span>${t.importedOn(instant(view.firstPublishedAt))}</span>`;
  return html`<p class="kicker">
    <b>${t.numbered(kindName(t, view.kind), view.number)}</b> ${dates}${
      view.editions > 1 && html` <span>${t.editionOf(view.edition, view.editions)}</span>`
    }
  </p>`;
}

/** What a reader must know before the text, in words that a copy of the page keeps. */
function notices(request: PageRequest, view: StatementView, newest: boolean): Html {
  const { t, language, office, horizon, href } = request;
  const instant = (at: Date) => timeElement(at, shortInstant(at, language, office.timeZone));
  const address = href(`/statements/${view.number}`);
  const correction = view.corrections.find(({ edition }) => edition === view.edition);
  return html`${
    view.withdrawal &&
    html`<div class="notice alarm">
      <p><strong>${t.withdrawnBanner(instant(view.withdrawal.at))}</strong></p>
      <p>${t.withdrawnReason(view.withdrawal.reason)}</p>
    </div>`
  }${view.entry >= horizon.signed && html`<p class="notice waiting">${t.awaitingCheckpoint}</p>`}${
    !newest && html`<p class="notice">${t.oldEdition(view.edition, html`<a href="${address}">${t.seeNewest}</a>`)}</p>`
  }${
    correction &&
    html`<div class="notice">
      <p>
        <strong
          >${t.correctionNotice(
            correction.severity === "major" ? t.correctionSubstance : t.correctionTyping,
            instant(correction.at),
          )}</strong
        >
        ${correction.note} <a href="${address}/history">${t.seeDifference}</a>
      </p>
    </div>`
  }${view.source && html`<p class="notice">${t.importedNote(view.source.name, view.source.id)}</p>`}`;
}

function sealedOf({ number, edition }: StatementView): Sealed {
  const bundle = `/statements/${number}/editions/${edition}.bundle.json`;
  return { number, edition, bundle, saveAs: `${number}-${edition}.bundle.json` };
}

function cards({ site, t, language, office, href }: PageRequest, view: StatementView, names: VoiceNames): Html {
  const address = `/statements/${view.number}`;
  const file = `${address}/editions/${view.edition}`;
  const speakers = speakerNames(spokenOf(view), names, tongueOf(language));
  const citation = t.citation({
    office: office.name[tongueOf(language)],
    speakers,
    title: view.title,
    claimed: view.source && { day: plainDay(view.spokenDay, language), source: view.source.name },
    number: view.number,
    edition: view.edition,
    entered: plainInstant(view.publishedAt, language, office.timeZone),
    withdrawn: view.status === "withdrawn",
    url: `${site.url}${href(file)}`,
  });
  return html`<section class="card citation">
      <h2>${t.keepAndCite}</h2>
      <p class="breakable">${citation}</p>
      ${otherStyles(
        { t, language },
        {
          author: speakers ?? office.name[tongueOf(language)],
          title: view.title,
          place: [t.citeNumber(view.number, view.edition), view.withdrawal && t.statusWithdrawn.toLowerCase()]
            .filter(Boolean)
            .join(", "),
          publisher: office.name[tongueOf(language)],
          day: view.spokenDay,
          url: `${site.url}${href(file)}`,
        },
      )}
      <ul>
        <li><a href="${file}.md">${t.downloadText}</a></li>
        <li><a href="${file}.json">${t.downloadData}</a></li>
        <li>
          <a href="${file}.bundle.json" download="${view.number}-${view.edition}.bundle.json">${t.downloadBundle}</a>
        </li>
        <li><a href="${file}.tlog-proof">${t.downloadProof}</a></li>
      </ul>
    </section>
    ${
      view.status !== "erased" &&
      view.claim === undefined &&
      cardLinks({ t }, file, `${view.number}-${view.edition}`, t.cardText)
    }
    <section class="card">
      <h2>${t.inRecord}</h2>
      <ul>
        <li><a href="${href(`/record/entries/${view.entry}`)}">${t.entryLink(countOf(view.entry, language))}</a></li>
        <li><a href="${href(`${address}/history`)}">${t.allEditions}</a></li>
      </ul>
    </section>`;
}

function timeElement(at: Date, words: string): Html {
  return html`<time datetime="${at.toISOString()}">${words}</time>`;
}
