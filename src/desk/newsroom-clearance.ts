import { askAgain, askClearance, withdrawClearance } from "../newsroom/ask-clearance.ts";
import type { ClearanceView } from "../newsroom/find-draft.ts";
import { handOnClearance } from "../newsroom/hand-on-clearance.ts";
import { catalogues } from "../page/catalogue.ts";
import { dayOf } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { addDays } from "../register/day.ts";
import { instantAt } from "../register/hour.ts";
import { institutionNameOn } from "../register/holdings.ts";
import { listInstitutions } from "../register/list-institutions.ts";
import { mailNotice } from "./administration.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { languageField } from "./language-field.ts";
import { draftHead, draftPath, type DraftRequest, elsewhere, ofDraft } from "./newsroom-draft.ts";
import { deadline, when } from "./newsroom-words.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

/** Who was asked, what they said and why, and until when the others have. */
export function clearanceCard(request: DraftRequest): Html | undefined {
  const { t, draft } = request;
  if (draft.clearances.length === 0) return undefined;
  const asks = draft.moves.includes("ask-clearance");
  const touched = draft.clearances.some(({ standing, stale }) => stale || standing === "objected");
  return html`<section class="card clearances" aria-labelledby="clearances">
    <h2 id="clearances">${t.clearanceTitle}</h2>
    <ul>
      ${draft.clearances.map((one) => html`<li>${clearanceLine(request, one)}</li>`)}
    </ul>
    ${touched && html`<p><a href="${draftPath(draft, "/changes")}">${t.move_decide}</a></p>`}
    ${asks && html`<p><a href="${draftPath(draft, "/clearance")}">${t.clearanceAskMore}</a></p>`}
  </section>`;
}

export function clearanceLine(request: DraftRequest, one: ClearanceView): Html {
  const { t, draft, named, now, formToken } = request;
  const said =
    one.standing === "given"
      ? one.stale
        ? html`<span class="tag alarm">${t.clearanceStale}</span>`
        : html`<span class="tag sure">${t.clearanceGiven}</span>`
      : one.standing === "objected"
        ? html`<span class="tag alarm">${t.clearanceObjected}</span>`
        : html`<span class="tag">${t.clearanceWaiting}</span>`;
  const at = one.answeredAt === undefined ? deadline(request, one.dueAt, now) : when(request, one.answeredAt, now);
  return html`<p><b>${named(one.institution)}</b>, ${one.official}</p>
    <p>${said} ${at}${one.standing === "waiting" && html`<span class="quiet">, ${one.openedAt === undefined ? t.clearanceUnopened : t.clearanceOpened}</span>`}</p>
    ${one.reason !== undefined && html`<p><q>${one.reason}</q></p>`}
    ${one.answeredThrough !== undefined && html`<p class="quiet">${t.clearanceThrough(one.answeredThrough)}</p>`}
    ${
      draft.moves.includes("ask-clearance") &&
      one.standing !== "given" &&
      html`<form method="post" action="${draftPath(draft, `/clearances/${one.id}/link`)}">
        ${formToken()}<button class="link">${t.clearanceHandOn}<span class="visually-hidden"> (${one.official})</span></button>
      </form>`
    }
    ${
      draft.moves.includes("withdraw-clearance") &&
      html`<form method="post" action="${draftPath(draft, `/clearances/${one.id}/withdraw`)}">
        ${formToken()}<button class="link">${t.clearanceWithdraw}<span class="visually-hidden"> (${one.official})</span></button>
      </form>`
    }`;
}

/** One question to one official: who, at what address, and by when. */
export async function askPage(visitor: DeskRequest, refused?: Refused): Promise<Response> {
  const request = await ofDraft(visitor);
  const { desk, t, draft, now, office, formToken } = request;
  if (!draft.moves.includes("ask-clearance")) return elsewhere(request, refused);
  const institutions = await listInstitutions(desk.installation.db);
  const today = dayOf(now, office.timeZone);
  const names = institutions
    .filter(({ id }) => id !== office.institution)
    .map(({ data }) => institutionNameOn(data, today)[request.language])
    .toSorted((a, b) => a.localeCompare(b, request.language));
  return answerDesk(request, {
    title: t.move_clearance,
    ...statusOfRefusal(refused),
    body: html`${draftHead(request)}
      <h2>${t.move_clearance}</h2>
      <p>${t.clearanceHow}</p>
      ${mailNotice(request, t.clearanceNoMail)}
      ${refusalOf(request, refused)}
      <form method="post" class="form">
        ${formToken()}
        <label
          >${t.clearanceInstitution}<small>${t.clearanceInstitutionHint}</small
          ><input
            name="institution"
            required
            maxlength="200"
            list="institutions"
            autocomplete="off"
            value="${typed(refused, "institution")}"
        /></label>
        <datalist id="institutions">${[...new Set(names)].map((name) => html`<option value="${name}"></option>`)}</datalist>
        <label
          >${t.clearanceOfficial}<input name="official" required maxlength="200" autocomplete="off" value="${typed(refused, "official")}"
        /></label>
        <label
          >${t.clearanceMail}<input
            name="mail"
            type="email"
            required
            maxlength="254"
            autocomplete="off"
            value="${typed(refused, "mail")}"
        /></label>
        ${dueFields(request, refused)}
        <label
          >${t.clearanceMessage}<small>${t.clearanceMessageHint}</small
          ><textarea name="message" rows="2" maxlength="2000">${typed(refused, "message")}</textarea>
        </label>
        ${languageField(t.clearanceLanguage, typed(refused, "language", "es"))}
        <div class="actions">
          <button class="button">${t.clearanceAsk}</button>
          <a href="${draftPath(draft)}">${t.reasonCancel}</a>
        </div>
      </form>`,
  });
}

/** Deadlines as people give them, and any other. */
export function dueFields({ t, now, office }: DraftRequest, refused: Refused | undefined): Html {
  const choices = sensible(now, office.timeZone);
  const chosen = typed(refused, "due", choices[0]?.value ?? "other");
  return html`<fieldset class="due">
    <legend>${t.clearanceDue}</legend>
    ${choices.map(
      ({ value, key, time }) =>
        html`<label
          ><input type="radio" name="due" value="${value}" ${value === chosen && html` checked`} />
          <span>${key === "minutes" || key === "hour" ? t[`due_${key}`] : t[`due_${key}`](time)}</span></label
        >`,
    )}
    <label
      ><input type="radio" name="due" value="other" ${chosen === "other" && html` checked`} />
      <span>${t.due_other}</span></label
    >
    <div class="other">
      <label
        >${t.publishDay}<input type="date" name="day" value="${typed(refused, "day", dayOf(now, office.timeZone))}"
      /></label>
      <label>${t.publishHour}<input type="time" name="time" value="${typed(refused, "time")}" /></label>
    </div>
  </fieldset>`;
}

type Choice = { value: string; key: "minutes" | "hour" | "today" | "tomorrow"; time: string };

/** In 15 minutes, in an hour, today at 18:00 and tomorrow at 10:00, as far as they are still to come. */
function sensible(now: Date, timeZone: string): Choice[] {
  const today = dayOf(now, timeZone);
  const evening = instantAt(today, "18:00", timeZone).getTime() - now.getTime();
  return [
    { value: "+60", key: "hour", time: "" },
    ...(evening > 75 * 60_000 ? [{ value: `${today} 18:00`, key: "today", time: "18:00" } as const] : []),
    { value: `${addDays(today, 1)} 10:00`, key: "tomorrow", time: "10:00" },
    { value: "+15", key: "minutes", time: "" },
  ];
}

export function dueOf({ now, office }: DraftRequest, form: FormData): Date {
  const due = fieldOf(form, "due");
  const minutes = /^\+(\d{1,4})$/.exec(due)?.[1];
  if (minutes !== undefined) return new Date(now.getTime() + Number(minutes) * 60_000);
  const [day = "", time = ""] =
    due === "other" || due === "" ? [fieldOf(form, "day"), fieldOf(form, "time")] : due.split(" ");
  return instantAt(day, time, office.timeZone);
}

export async function askAct(visitor: DeskRequest, form: FormData): Promise<Response> {
  const request = await ofDraft(visitor);
  const { desk, draft, actor } = request;
  const { db, means } = desk.installation;
  return orAgain(
    form,
    async () => {
      const given = (name: string) => fieldOf(form, name);
      const message = given("message").trim();
      await askClearance(
        db,
        draft.id,
        {
          institution: given("institution"),
          official: given("official"),
          mail: given("mail"),
          language: given("language"),
          dueAt: dueOf(request, form),
          ...(message === "" ? {} : { message }),
        },
        actor,
        means,
      );
      return seeOther(request, draftPath(draft, "#clearances"));
    },
    (refused) => askPage(visitor, refused),
  );
}

export async function withdrawClearanceAct(visitor: DeskRequest): Promise<Response> {
  const request = await ofDraft(visitor);
  const { desk, c, draft, actor } = request;
  const { db, means } = desk.installation;
  await withdrawClearance(db, draft.id, Number(c.req.param("clearance")), actor, means);
  return seeOther(request, draftPath(draft));
}

/** A link to hand on by whatever reaches that person: shown here, once. */
export async function handOnAct(visitor: DeskRequest): Promise<Response> {
  const request = await ofDraft(visitor);
  const { desk, c, t, draft, actor, office } = request;
  const { db, means } = desk.installation;
  const clearance = Number(c.req.param("clearance"));
  const { path, official, institution, language } = await handOnClearance(db, draft.id, clearance, actor, means);
  const link = `${desk.url}${path}`;
  const words = `${catalogues[language].officialAsks(actor.name, office.name[language])} ${link}`;
  return answerDesk(request, {
    title: t.clearanceHandOn,
    scripts: ["copy.js"],
    body: html`${draftHead(request)}
      <h2>${t.clearanceHandOnTo(official, request.named(institution))}</h2>
      <p class="measure">${t.clearanceHandOnText(official)}</p>
      <div class="whatsapp">
        <pre id="link" tabindex="0">${link}</pre>
        <div class="actions">
          <button class="button" type="button" data-copy="link" data-copied="${t.whatsappCopied}" aria-live="polite">${t.clearanceCopyLink}</button>
          <a class="button second" href="https://wa.me/?text=${encodeURIComponent(words)}" rel="noreferrer">${t.whatsappOpen}</a>
        </div>
      </div>
      <p><a class="more" href="${draftPath(draft)}">${t.detailsBack}</a></p>`,
  });
}

export async function askAgainNow(request: DraftRequest, form: FormData, clearances?: number[]): Promise<void> {
  const { desk, draft, actor } = request;
  const { db, means } = desk.installation;
  await askAgain(
    db,
    draft.id,
    { dueAt: dueOf(request, form), ...(clearances === undefined ? {} : { clearances }) },
    actor,
    means,
  );
}
