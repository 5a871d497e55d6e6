import { callBack, publishDraft, scheduleDraft } from "../newsroom/schedule-draft.ts";
import { instantAt } from "../register/hour.ts";
import { publishUrgently } from "../newsroom/publish-urgently.ts";
import { nextNumber } from "../newsroom/release-report.ts";
import { findEdition } from "../newsroom/statements.ts";
import { dayOf, longInstant } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { answerDesk, answerJson, seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { filesAsRead } from "./files-page.ts";
import { countingPage } from "./newsroom-counting.ts";
import { checkLines, picturesWithoutWords } from "./newsroom-checks.ts";
import { differenceOf } from "./newsroom-difference.ts";
import { draftHead, draftPath, type DraftRequest, elsewhere, ofDraft } from "./newsroom-draft.ts";
import { asRead } from "./newsroom-text.ts";
import { offeredVoices, type OfferedVoices } from "./newsroom-voice.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

/** What exactly will happen, in one sentence; then hold to publish, or a day and an hour. */
export async function publishPage(visitor: DeskRequest, refused?: Refused): Promise<Response> {
  const request = await ofDraft(visitor);
  const { t, draft, now, office, formToken } = request;
  if (!draft.moves.includes("schedule")) return elsewhere(request, refused);
  const offered = await offeredVoices(request);
  const today = dayOf(now, office.timeZone);
  return answerDesk(request, {
    title: t.move_publish,
    scripts: ["newsroom-hold.js"],
    ...statusOfRefusal(refused),
    body: html`${draftHead(request)} ${refusalOf(request, refused)}
      <p class="what-happens" id="what">${await whatHappens(request, offered, t.publishNow)}</p>
      ${await keptBack(request, offered)}
      ${
        draft.missing.length === 0 &&
        html`<section class="release" aria-labelledby="now">
            <h2 id="now">${t.publishNowTitle}</h2>
            <form method="post" action="${draftPath(draft, "/publish")}" id="publish-now">${formToken()}</form>
            <a class="button hold" data-hold="publish-now" href="${draftPath(draft, "/publish/confirm")}" aria-describedby="what hold"
              ><span>${t.publishButton}</span></a
            >
            <p class="hint" id="hold">${t.publishHold}</p>
          </section>
          <section class="release" aria-labelledby="later">
            <h2 id="later">${t.publishLaterTitle}</h2>
            <p class="quiet">${t.publishLater(zoneOf(request))}</p>
            <form method="post" action="${draftPath(draft, "/schedule")}" class="form row">
              ${formToken()}
              <label
                >${t.publishDay}<input type="date" name="day" required min="${today}" value="${typed(refused, "day", today)}"
              /></label>
              <label
                >${t.publishHour}<input type="time" name="time" required step="1" value="${typed(refused, "time")}"
              /></label>
              <button class="button second">${t.publishSchedule}</button>
            </form>
          </section>`
      }
      ${await preview(request)}`,
  });
}

/** The same as holding the button, for a keyboard, a screen reader, or a browser without programs. */
export async function confirmPage(visitor: DeskRequest): Promise<Response> {
  const request = await ofDraft(visitor);
  const { t, draft, formToken } = request;
  if (!draft.moves.includes("schedule")) return seeOther(request, draftPath(draft));
  const offered = await offeredVoices(request);
  return answerDesk(request, {
    title: t.publishConfirmTitle,
    body: html`${draftHead(request)}
      <h2>${t.publishConfirmTitle}</h2>
      <p class="what-happens">${await whatHappens(request, offered, t.publishNow)}</p>
      <form method="post" action="${draftPath(draft, "/publish")}" class="form">
        ${formToken()}
        <div class="actions">
          <button class="button">${t.publishYes}</button>
          <a href="${draftPath(draft, "/publish")}">${t.reasonCancel}</a>
        </div>
      </form>`,
  });
}

export async function publishAct(visitor: DeskRequest, form: FormData): Promise<Response> {
  const request = await ofDraft(visitor);
  const { desk, draft, actor } = request;
  return orAgain(
    form,
    async () => {
      await publishDraft(desk.installation.db, draft.id, actor, desk.installation.means);
      return seeOther(request, draftPath(draft, "/leaving"));
    },
    (refused) => publishPage(visitor, refused),
  );
}

export async function scheduleAct(visitor: DeskRequest, form: FormData): Promise<Response> {
  const request = await ofDraft(visitor);
  const { desk, draft, actor, office } = request;
  const { db, means } = desk.installation;
  return orAgain(
    form,
    async () => {
      const at = instantAt(fieldOf(form, "day"), fieldOf(form, "time"), office.timeZone);
      await scheduleDraft(db, draft.id, { at }, actor, means);
      return seeOther(request, draftPath(draft));
    },
    (refused) => publishPage(visitor, refused),
  );
}

const longestCount = 60_000;

/** The ten seconds in which it can be called back. */
export async function leavingPage(visitor: DeskRequest): Promise<Response> {
  const request = await ofDraft(visitor);
  const { t, draft, now } = request;
  if (draft.published !== undefined) return seeOther(request, afterwards(draft.published));
  if (draft.state !== "scheduled" || draft.publishAt === undefined) return seeOther(request, draftPath(draft));
  const left = draft.publishAt.getTime() - now.getTime();
  // Nobody waits an hour before a page that counts seconds: the draft itself says when.
  if (left > longestCount) return seeOther(request, draftPath(draft));
  return countingPage(request, {
    title: t.leavingTitle,
    head: draftHead(request),
    state: draftPath(draft, "/state"),
    left,
    back: draftPath(draft, "/call-back"),
    says: t.moveText_callback,
  });
}

/** For the page that counts: where the draft stands. */
export async function statePage(visitor: DeskRequest): Promise<Response> {
  const request = await ofDraft(visitor);
  const { draft } = request;
  return answerJson(request, {
    state: draft.state,
    ...(draft.published === undefined ? {} : { to: afterwards(draft.published) }),
  });
}

export async function callBackAct(visitor: DeskRequest): Promise<Response> {
  const request = await ofDraft(visitor);
  const { desk, draft, actor } = request;
  await callBack(desk.installation.db, draft.id, actor, desk.installation.means);
  return seeOther(request, draftPath(draft));
}

/** Without what is missing, with a reason, at once. */
export async function urgentPage(visitor: DeskRequest, refused?: Refused): Promise<Response> {
  const request = await ofDraft(visitor);
  const { t, c, draft, formToken } = request;
  if (!draft.moves.includes("publish-urgently")) return elsewhere(request, refused);
  const offered = await offeredVoices(request);
  const first = c.req.query("first") === "1";
  return answerDesk(request, {
    title: t.move_urgent,
    ...statusOfRefusal(refused),
    body: html`${first && html`<p class="kicker">${t.firstTitle}, ${t.firstStep(3)}</p>`} ${draftHead(request)}
      ${refusalOf(request, refused)}
      <p class="what-happens" id="what">${await whatHappens(request, offered, t.publishAtOnce)}</p>
      ${await keptBack(request, offered)}
      <form method="post" action="${draftPath(draft, "/urgent")}" class="form">
        ${formToken()}
        <label
          >${t.urgentReason}<small>${t.urgentReasonHint}</small
          ><textarea name="reason" rows="2" required maxlength="2000">${typed(refused, "reason", first ? t.firstReason : "")}</textarea>
        </label>
        <p>${t.moveText_urgent}</p>
        <div class="actions">
          <button class="button danger" aria-describedby="what">${t.urgentButton}</button>
          <a href="${draftPath(draft)}">${t.reasonCancel}</a>
        </div>
      </form>
      ${await preview(request)}`,
  });
}

export async function urgentAct(visitor: DeskRequest, form: FormData): Promise<Response> {
  const request = await ofDraft(visitor);
  const { desk, draft, actor } = request;
  const { db, means } = desk.installation;
  return orAgain(
    form,
    async () => {
      const published = await publishUrgently(db, draft.id, { reason: fieldOf(form, "reason") }, actor, means);
      return seeOther(request, afterwards(published));
    },
    (refused) => urgentPage(visitor, refused),
  );
}

export function afterwards({ number, edition }: { number: string; edition: number }): string {
  return `/desk/statements/${number}?edition=${edition}`;
}

async function whatHappens(request: DraftRequest, { chosen }: OfferedVoices, at: string): Promise<Html> {
  const { desk, t, draft, office, language, now, href } = request;
  const kind = t[`kind_${draft.kind}`];
  const of = draft.of;
  if (draft.purpose === "correction" && of !== undefined) {
    const severity = draft.severity === "minor" ? t.correctionTyping : t.correctionSubstance;
    return t.willCorrect({
      at,
      number: of.number,
      edition: of.edition + 1,
      severity: severity.toLocaleLowerCase(language),
      address: desk.url + href(`/statements/${of.number}`),
      note: draft.note ?? "",
    });
  }
  const number = await nextNumber(desk.installation.db, dayOf(now, office.timeZone).slice(0, 4));
  const voice =
    draft.purpose === "translation" && of !== undefined
      ? t.willSpeakAs(of.number)
      : chosen.length === 0
        ? t.willSpeakOffice(office.name[language])
        : t.willSpeak(t.listed(chosen.map(({ name }) => name)));
  return t.willPublish({
    at,
    kind: kind.toLocaleLowerCase(language),
    number,
    voice,
    address: `${desk.url}/statements/${number}`,
  });
}

/** What would make the publication be refused, each in words. */
async function keptBack(request: DraftRequest, offered: OfferedVoices): Promise<Html | undefined> {
  const { t, draft } = request;
  const lines = [
    ...checkLines(request, offered, await picturesWithoutWords(request))
      .filter(({ standing }) => standing === "missing")
      .map(({ text }) => text),
    ...draft.missing.map((one) => (one === "second-person" ? t.missing_second : t[`missing_${one}`])),
  ];
  if (lines.length === 0) return undefined;
  return html`<div class="notice waiting">
    <p>${t.nextMissing}:</p>
    <ul>
      ${lines.map((line) => html`<li>${line}</li>`)}
    </ul>
  </div>`;
}

/** What readers will see; of a correction, what changes. */
async function preview(request: DraftRequest): Promise<Html> {
  const { desk, t, draft } = request;
  const of = draft.of;
  const before =
    draft.purpose === "correction" && of !== undefined
      ? await findEdition(desk.installation.db, of.number, of.edition, desk.horizon().size)
      : undefined;
  if (before !== undefined)
    return html`<section class="preview">
      <h2>${t.publishChanges(before.edition)}</h2>
      ${differenceOf(request, { title: before.title, summary: before.summary ?? "", body: before.body }, draft, draft.language)}
    </section>`;
  return html`<section class="preview">
    <h2>${t.publishPreview}</h2>
    <p class="preview-title" lang="${draft.language}">${draft.title}</p>
    ${asRead(request)} ${await filesAsRead(request)}
  </section>`;
}

/** «hora de Chile»: what follows the last comma of an instant in words. */
function zoneOf({ now, language, office }: DraftRequest): string {
  return longInstant(now, language, office.timeZone).split(", ").at(-1) ?? office.timeZone;
}
