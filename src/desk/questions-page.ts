import { may } from "../access/rights.ts";
import { listLines } from "../newsroom/find-line.ts";
import { dayOf, longDay } from "../page/dates.ts";
import { alreadyEscaped, type Html, html } from "../page/html.ts";
import { type DeskQuestion, findDeskQuestion, listQuestionEvents, listQuestionLines } from "../press/desk-questions.ts";
import { type Answers, findAnswers, similarAnswers } from "../press/find-answer.ts";
import { isProtected, isQuestionMoveOpen, publishesAlone } from "../press/question.ts";
import { noQuestion } from "../press/questions.ts";
import { listAble } from "../access/officers.ts";
import { listTopics } from "../register/topics.ts";
import { speakersOn } from "../register/voice.ts";
import { answerDesk } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { when } from "./newsroom-words.ts";
import { askerInWords, firstWords, questionMarks } from "./questions-list.ts";
import { choices } from "./questions-log.ts";
import { type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

type Page = DeskRequest & { question: DeskQuestion; refused: Refused | undefined; now: Date };

/** One question with all that may be done with it now by this officer. */
export async function questionPage(request: DeskRequest, refused?: Refused): Promise<Response> {
  const { desk, c, t, actor, office } = request;
  const { db, means } = desk.installation;
  const id = Number(c.req.param("id"));
  const question = await findDeskQuestion(db, id, actor);
  if (question === undefined) throw noQuestion(id);
  const now = means.clock.now();
  const page: Page = { ...request, question, refused, now };
  const moment = { upTo: desk.horizon().size, now, timeZone: office.timeZone };
  const [events, similar, answers] = await Promise.all([
    listQuestionEvents(db, id),
    similarAnswers(db, question.text, moment, { except: question.number }),
    question.editions === 0 || question.number === undefined
      ? undefined
      : findAnswers(db, question.number, Number.MAX_SAFE_INTEGER),
  ]);
  return answerDesk(request, {
    title: firstWords(question.text),
    current: "questions",
    ...statusOfRefusal(refused),
    body: html`<p class="kicker">${questionMarks(request, question, now)}</p>
      <h1 class="plain">${t.questionOf[question.queue]}</h1>
      ${refusalOf(request, refused)}
      <blockquote class="asked"><p>${question.text}</p></blockquote>
      ${whoAsked(page)} ${answers !== undefined && published(page, answers)}
      ${await writing(page)} ${await publishing(page)} ${await moves(page)}
      ${
        similar.length > 0 &&
        html`<section class="card" aria-labelledby="similar">
          <h2 id="similar">${t.similarTitle}</h2>
          <ul class="plain">
            ${similar.map(
              ({ number, question: asked, answer }) =>
                html`<li><a href="/questions/${number}">${number}</a> ${firstWords(asked)}<br /><small>${firstWords(answer)}</small></li>`,
            )}
          </ul>
        </section>`
      }
      <section class="card" aria-labelledby="events">
        <h2 id="events">${t.questionCourse}</h2>
        <ol class="plain">
          ${events.map(
            ({ at, name, move, note }) =>
              html`<li>
                ${t.questionMoveDone[move as keyof typeof t.questionMoveDone] ?? move}${note !== undefined && html`: ${move === "take" ? longDay(note, request.language) : note}`}
                <small class="quiet">${name ?? t.questionNobody}, ${when(request, at, now)}</small>
              </li>`,
          )}
        </ol>
      </section>`,
  });
}

function whoAsked(page: Page): Html {
  const { t, question, now } = page;
  const { asker, briefing, turn } = question;
  return html`<dl class="facts cells">
    <div><dt>${t.questionWho}</dt><dd>${askerInWords(page, question)}</dd></div>
    <div><dt>${t.questionShownAs}</dt><dd>${t.questionShownChoice[question.shownAs]}</dd></div>
    ${asker.mail !== undefined && html`<div><dt>${t.questionMail}</dt><dd>${asker.mail}</dd></div>`}
    ${asker.phone !== undefined && html`<div><dt>${t.questionPhone}</dt><dd>${asker.phone}</dd></div>`}
    ${question.contactErasedAt !== undefined && html`<div><dt>${t.questionMail}</dt><dd>${t.questionForgotten}</dd></div>`}
    <div><dt>${t.questionHow}</dt><dd>${t.questionChannel[question.channel]}, ${when(page, question.askedAt, now)}</dd></div>
    ${
      briefing !== undefined &&
      html`<div>
        <dt>${t.questionWhere}</dt>
        <dd><a href="/briefings/${briefing}${turn !== undefined && `#t${turn}`}">${t.questionAtBriefing(briefing)}</a></dd>
      </div>`
    }
    ${
      question.exclusiveUntil !== undefined &&
      html`<div><dt>${t.questionExclusive}</dt><dd>${t.questionUntil(when(page, question.exclusiveUntil, now))}</dd></div>`
    }
    ${question.shownText !== undefined && html`<div><dt>${t.questionShownText}</dt><dd>${question.shownText}</dd></div>`}
    ${question.told !== undefined && html`<div><dt>${t.questionTold}</dt><dd>${question.told}</dd></div>`}
    ${question.endReason !== undefined && html`<div><dt>${t.questionReason}</dt><dd>${question.endReason}</dd></div>`}
  </dl>`;
}

/** What is going to be answered: the newest version, and the field in which the next is written. */
async function writing(page: Page): Promise<Html | undefined> {
  const { desk, t, actor, question, refused, now } = page;
  if (!isQuestionMoveOpen(question.state, "draft") || !may(actor, "question.write", question.institution))
    return undefined;
  const lines = await listQuestionLines(desk.installation.db, question.id);
  const draft = question.draftText;
  const kind = question.draft?.kind ?? "answer";
  return html`<section class="card" aria-labelledby="answer">
    <h2 id="answer">${t.answerTitle}</h2>
    ${
      lines.length > 0 &&
      html`<p>${t.answerLines} ${lines.map(({ id, subject }) => html`<a href="/desk/lines/${id}">${subject}</a> `)}</p>`
    }
    ${draft !== undefined && html`<p class="quiet">${t.answerVersion(draft.version, draft.name, when(page, draft.savedAt, now))}</p>`}
    ${form(
      page,
      "answer",
      html`
      <input type="hidden" name="version" value="${String(draft?.version ?? 0)}" />
      ${choices(t.answerKind, "kind", typed(refused, "kind", kind), ["answer", "declined"], t.answerKindOf)}
      <label>${t.answerText}<small>${t.answerTextHint}</small
        ><textarea name="body" rows="8" maxlength="40000" required>${typed(refused, "body", draft?.body ?? "")}</textarea></label>
      <button class="button">${t.answerSave}</button>`,
    )}
  </section>`;
}

async function publishing(page: Page): Promise<Html | undefined> {
  const { desk, t, actor, office, question, refused, now, language } = page;
  if (question.draftText === undefined || question.withheld) return undefined;
  if (!isQuestionMoveOpen(question.state, "publish") || !may(actor, "question.answer", question.institution))
    return undefined;
  const { db } = desk.installation;
  const [topics, speakers] = await Promise.all([listTopics(db), speakersOn(db, dayOf(now, office.timeZone), now)]);
  const alone = publishesAlone(question, actor.officer);
  return html`<section class="card" aria-labelledby="publish">
    <h2 id="publish">${t.answerPublishTitle}</h2>
    <p>${t.answerPublishLead(question.number)}</p>
    ${form(
      page,
      "publish",
      html`
      <input type="hidden" name="version" value="${String(question.draftText.version)}" />
      <label>${t.answerVoice}
        <select name="speaker">
          <option value="">${office.name[language]}</option>
          ${speakers.map(({ holding, voice }) => voice !== undefined && html`<option value="${holding.person.slug}" ${typed(refused, "speaker") === holding.person.slug && html` selected`}>${holding.person.name}</option>`)}
        </select></label>
      ${
        topics.length > 0 &&
        html`<details><summary>${t.answerTopics}</summary><fieldset><legend>${t.answerTopics}</legend>
          ${topics.map(({ slug, name }) => html`<label><input type="checkbox" name="topic" value="${slug}" /> ${name[language]}</label>`)}
        </fieldset></details>`
      }
      ${alone && html`<label>${t.answerAlone}<small>${t.answerAloneHint}</small><input name="reason" maxlength="1000" value="${typed(refused, "reason")}" /></label>`}
      <button class="button">${t.answerPublish}</button>`,
    )}
  </section>`;
}

/** What was published, and how it is put right or no longer stood by. */
function published(page: Page, { editions, withdrawal }: Answers): Html {
  const { t, actor, question, refused } = page;
  const newest = editions.at(-1)!;
  const text = newest.content.body ?? newest.content.reason ?? "";
  const number = question.number ?? "";
  const mayCorrect = withdrawal === undefined && may(actor, "question.answer", question.institution);
  return html`<section class="card" aria-labelledby="published">
    <h2 id="published">${t.answerPublished}</h2>
    <p><a href="/questions/${number}">${t.answerPublishedAt(number, newest.edition)}</a></p>
    ${withdrawal !== undefined && html`<p class="notice alarm">${t.withdrawnReason(withdrawal.reason)}</p>`}
    <div class="prose">${newest.content.html === undefined ? html`<p>${text}</p>` : alreadyEscaped(newest.content.html)}</div>
    ${
      mayCorrect &&
      html`<details>
          <summary>${t.answerCorrect}</summary>
          ${form(
            page,
            "correct",
            html`
            <input type="hidden" name="number" value="${number}" />
            <input type="hidden" name="edition" value="${String(newest.edition)}" />
            <label>${t.answerText}<textarea name="corrected" rows="8" maxlength="40000" required>${typed(refused, "corrected", text)}</textarea></label>
            <label>${t.answerNote}<small>${t.answerNoteHint}</small><input name="note" maxlength="1000" required value="${typed(refused, "note")}" /></label>
            ${choices(t.answerSeverity, "severity", typed(refused, "severity", "major"), ["major", "minor"], t.answerSeverityOf)}
            <button class="button">${t.answerCorrectSave}</button>`,
          )}
        </details>
        <details>
          <summary>${t.answerWithdraw}</summary>
          ${form(
            page,
            "withdraw",
            html`
            <input type="hidden" name="number" value="${number}" />
            ${reasonField(page, t.answerWithdrawHint)}
            <button class="button danger">${t.answerWithdraw}</button>`,
          )}
        </details>`
    }
  </section>`;
}

async function moves(page: Page): Promise<Html> {
  const { t, actor, question, now } = page;
  const write = may(actor, "question.write", question.institution);
  const answer = may(actor, "question.answer", question.institution);
  const open = (move: Parameters<typeof isQuestionMoveOpen>[1]) => isQuestionMoveOpen(question.state, move);
  const hidden = question.withheld || isProtected(question, now);
  const parts: (Html | false)[] = [
    write &&
      open("take") &&
      question.takenAt === undefined &&
      form(
        page,
        "take",
        html`<p class="hint">${hidden ? t.questionTakeHidden : t.questionTakeHint}</p><button class="button">${t.questionTake}</button>`,
      ),
    write && open("assign") && (await assignment(page)),
    write &&
      open("show") &&
      !hidden &&
      question.shownAt === undefined &&
      html`<details><summary>${t.questionShow}</summary>
        ${form(page, "show", html`<label>${t.questionShowText}<small>${t.questionShowHint}</small><textarea name="shownText" rows="4" maxlength="4000">${question.shownText ?? question.text}</textarea></label><button class="button second">${t.questionShow}</button>`)}</details>`,
    write &&
      open("hide") &&
      question.shownAt !== undefined &&
      form(page, "hide", html`<button class="button second">${t.questionHide}</button>`),
    answer &&
      open("background") &&
      html`<details><summary>${t.questionBackground}</summary>
        ${form(page, "background", html`<label>${t.questionTold}<small>${question.asker.mail === undefined ? t.questionToldNoMail : t.questionToldHint}</small><textarea name="told" rows="5" maxlength="40000" required>${typed(page.refused, "told")}</textarea></label><button class="button second">${t.questionBackground}</button>`)}</details>`,
    answer &&
      open("decline") &&
      html`<details><summary>${t.questionDecline}</summary>
        ${form(page, "decline", html`${reasonField(page, t.questionDeclineHint)}<button class="button second">${t.questionDecline}</button>`)}</details>`,
    write &&
      open("close") &&
      html`<details><summary>${t.questionClose}</summary>
        ${form(page, "close", html`${reasonField(page, t.questionCloseHint)}<button class="button second">${t.questionClose}</button>`)}</details>`,
    write && open("reopen") && form(page, "reopen", html`<button class="button second">${t.questionReopen}</button>`),
  ];
  const shown = parts.filter((part) => part !== false);
  return html`${
    shown.length > 0 &&
    html`<section class="card" aria-labelledby="moves">
      <h2 id="moves">${t.questionMoves}</h2>
      ${shown}
    </section>`
  }`;
}

async function assignment(page: Page): Promise<Html> {
  const { desk, t, actor, question, office, now } = page;
  const { db } = desk.installation;
  const today = dayOf(now, office.timeZone);
  const [people, lines, chosen] = await Promise.all([
    listAble(db, "question.write", question.institution),
    listLines(db, "", actor),
    listQuestionLines(db, question.id),
  ]);
  const offered = lines.filter(
    ({ institution, validUntil }) => institution === question.institution && (validUntil ?? today) >= today,
  );
  return html`<details ${question.state !== "assigned" && html` open`}>
    <summary>${t.questionAssign}</summary>
    ${form(
      page,
      "assign",
      html`
      <label>${t.questionAssign}
        <select name="to">${people.map(({ id, name }) => html`<option value="${String(id)}" ${id === (question.assignedOfficer ?? actor.officer) && html` selected`}>${name}</option>`)}</select></label>
      ${
        offered.length > 0 &&
        html`<fieldset><legend>${t.questionLines}</legend>
          ${offered.slice(0, 40).map(({ id, subject }) => html`<label><input type="checkbox" name="line" value="${String(id)}" ${chosen.some((one) => one.id === id) && html` checked`} /> ${subject}</label>`)}
        </fieldset>`
      }
      <button class="button second">${t.questionAssignSave}</button>`,
    )}
  </details>`;
}

function reasonField({ t, refused }: Page, hint: string): Html {
  return html`<label>${t.questionReason}<small>${hint}</small><input name="reason" maxlength="1000" required value="${typed(refused, "reason")}" /></label>`;
}

function form({ question, formToken }: Page, move: string, fields: Html): Html {
  return html`<form class="form" method="post" action="/desk/questions/${String(question.id)}/${move}">${formToken()}${fields}</form>`;
}
