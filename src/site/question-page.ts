import { tongueOf } from "../page/language.ts";
import { Fault } from "../fault.ts";
import { countOf, longInstant } from "../page/dates.ts";
import { textDifference } from "../page/difference.ts";
import { alreadyEscaped, type Html, html } from "../page/html.ts";
import { type Answers, type AnswerView, findAnswers } from "../press/find-answer.ts";
import { findPublicQuestion, type PublicQuestion } from "../press/find-question.ts";
import { dayIn } from "../register/day.ts";
import { notYet } from "./as-of.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { momentOf } from "./moment.ts";
import { publicAsker, stateMark } from "./questions-page.ts";
import { readVoiceNames, voiceLine } from "./voice.ts";

/** One question, from where it was asked to what was answered, every edition of it. */
export async function questionPage(request: PageRequest, number: string): Promise<Response> {
  const { site, t, language, office, horizon, href, past } = request;
  const { db } = site.installation;
  const moment = { ...(await momentOf(site)), upTo: (past?.now ?? horizon).size };
  const question = await findPublicQuestion(db, number, moment);
  if (question === undefined) throw new Fault("not-found", t.publicQuestionNone(number));
  const answers = question.published ? await findAnswers(db, number, horizon.size) : undefined;
  if (past !== undefined && answers === undefined) {
    const since = (await findAnswers(db, number, past.now.size))?.editions[0]?.publishedAt;
    const page = notYet(request, { title: t.publicQuestion(number), path: `/questions/${number}`, since });
    return answerPage(request, { ...page, current: "questions" }, undefined, 404);
  }
  const title = firstSentence(question.text);
  const lang = question.language.slice(0, 2) !== language && html` lang="${question.language}"`;
  const body = html`<p class="kicker">
      <b>${t.publicQuestion(number)}</b> ${stateMark(request, question)}
      <span><a href="${href("/questions")}">${t.publicQuestions}</a></span>
    </p>
    <h1 class="${question.text.length > 90 && "long"}" ${lang}>${title}</h1>
    ${title !== question.text && html`<blockquote class="asked" ${lang}>${paragraphs(question.text)}</blockquote>`}
    <p class="quiet">
      ${publicAsker(request, question)} ·
      <time datetime="${question.askedAt.toISOString()}">${longInstant(question.askedAt, language, office.timeZone)}</time>
      · ${t.questionChannel[question.channel]}
      ${
        question.briefing !== undefined &&
        html` · <a href="${href(`/briefings/${question.briefing}`)}${question.turn !== undefined && `#t${question.turn}`}">${t.questionAtBriefing(question.briefing)}</a>`
      }
      ${question.shortened && html` · ${t.publicShortened}`}
    </p>
    ${answers === undefined ? waiting(request, question) : await answered(request, question, answers)}`;
  return answerPage(
    request,
    {
      title,
      description: title,
      path: `/questions/${number}`,
      body,
      current: "questions",
      data: structured(request, question, answers),
      ...(answers === undefined ? {} : { publishedAt: answers.editions[0]!.publishedAt, kind: "article" as const }),
    },
    ["register", `question:${number}`],
  );
}

function waiting({ t }: PageRequest, { state, basis, overdue }: PublicQuestion): Html {
  const words =
    state === "answered" && basis === "background"
      ? t.publicBackgroundText
      : state === "declined"
        ? t.publicDeclinedText
        : overdue
          ? t.publicOverdueText
          : state === "taken"
            ? t.publicTakenText
            : t.publicOpenText;
  return html`<p class="${overdue ? html`notice alarm` : html`notice`}">${words}</p>`;
}

async function answered(request: PageRequest, question: PublicQuestion, answers: Answers): Promise<Html> {
  const { site, t, office, language, horizon, href } = request;
  const { editions, withdrawal } = answers;
  const newest = editions.at(-1)!;
  const { content } = newest;
  const spokenDay = dayIn(office.timeZone, editions[0]!.publishedAt);
  const spoken = { voice: content.voice, spokenDay };
  const names = await readVoiceNames(site.installation.db, [spoken], horizon.size);
  const lang = html` lang="${content.language}"`;
  const when = (at: Date) =>
    html`<time datetime="${at.toISOString()}">${longInstant(at, language, office.timeZone)}</time>`;
  const entry = (index: number) =>
    html`<a href="${href(`/record/entries/${index}`)}">${t.entryLink(countOf(index, language))}</a>`;
  return html`${
    withdrawal !== undefined &&
    html`<div class="notice alarm"><p><strong>${t.historyWithdrawn}.</strong> ${t.withdrawnReason(withdrawal.reason)} ${entry(withdrawal.entry)}</p></div>`
  }
    ${
      content.note !== undefined &&
      html`<div class="notice"><p><strong>${content.severity === "major" ? t.correctionSubstance : t.correctionTyping}.</strong> ${content.note} <a href="#editions">${t.publicChanges}</a></p></div>`
    }
    <section class="answered" aria-labelledby="answered">
      <h2 id="answered">${content.basis === "declined" ? t.publicDeclined : t.publicAnswer}</h2>
      ${content.basis === "declined" ? html`<div class="prose" ${lang}>${paragraphs(content.reason ?? "")}</div>` : html`${voiceLine(request, spoken, names)}<div class="prose" ${lang}>${alreadyEscaped(content.html ?? "")}</div>`}
      <p class="quiet small">
        ${when(newest.publishedAt)} · ${entry(newest.entry)} ·
        <a href="/questions/${question.number}.bundle.json" download="${question.number}.bundle.json">${t.publicBundle}</a> ·
        <a href="/questions/${question.number}.json">JSON</a> ·
        <a href="${href("/verify")}">${t.sealHow}</a>
      </p>
    </section>
    ${
      editions.length > 1 &&
      html`<section aria-labelledby="editions">
      <h2 id="editions">${t.publicEditions}</h2>
      <ol class="editions" reversed>
        ${editions.toReversed().map((view) => editionItem(view, editions[view.edition - 2]))}
      </ol>
    </section>`
    }`;

  function editionItem(view: AnswerView, before: AnswerView | undefined): Html {
    const text = (one: AnswerView) => one.content.body ?? one.content.reason ?? "";
    return html`<li>
      <h3>${t.historyEdition(view.edition)}</h3>
      <p class="kicker"><span>${when(view.publishedAt)}</span> <span>${entry(view.entry)}</span></p>
      ${view.content.note !== undefined && html`<p class="notice">${view.content.note}</p>`}
      ${
        before === undefined && view.content.html !== undefined
          ? html`<div class="prose" ${lang}>${alreadyEscaped(view.content.html)}</div>`
          : html`<div class="prose change" ${lang}>${before === undefined ? html`${text(view)}` : textDifference(text(before), text(view))}</div>`
      }
    </li>`;
  }
}

function paragraphs(text: string): Html {
  return html`${text.split("\n\n").map((one) => html`<p>${one}</p>`)}`;
}

export function firstSentence(text: string): string {
  const [line = ""] = text.split("\n");
  return Array.from(line).length <= 220 ? line : `${Array.from(line).slice(0, 218).join("")}…`;
}

function structured({ site, office, language }: PageRequest, question: PublicQuestion, answers: Answers | undefined) {
  const newest = answers?.editions.at(-1);
  const author = question.asker.name ?? question.asker.outlet;
  return {
    "@context": "https://schema.org",
    // A page of questions and answers has an answer; before that it is of a question.
    "@type": newest === undefined ? "WebPage" : "QAPage",
    mainEntity: {
      "@type": "Question",
      name: firstSentence(question.text),
      text: question.text,
      dateCreated: question.askedAt.toISOString(),
      answerCount: newest === undefined ? 0 : 1,
      url: `${site.url}/questions/${question.number}`,
      ...(author === undefined
        ? {}
        : { author: { "@type": question.asker.name === undefined ? "Organization" : "Person", name: author } }),
      ...(newest === undefined
        ? {}
        : {
            acceptedAnswer: {
              "@type": "Answer",
              text: newest.content.body ?? newest.content.reason,
              dateCreated: newest.publishedAt.toISOString(),
              author: { "@type": "GovernmentOrganization", name: office.name[tongueOf(language)] },
            },
          }),
    },
  };
}
