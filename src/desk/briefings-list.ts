import { institutionsFor, may, permit } from "../access/rights.ts";
import { briefingFormats, type BriefingTyped, defaultHold } from "../briefings/briefing.ts";
import { type DeskBriefing, findBriefing, listDeskBriefings } from "../briefings/find-briefing.ts";
import { countLeft } from "../briefings/hands.ts";
import { changeBriefing, planBriefing } from "../briefings/plan-briefing.ts";
import { clockTime, dayOf, longInstant } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { capitalized } from "../register/display.ts";
import { instantAt } from "../register/hour.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

/** Every briefing that this officer may read. */
export async function briefingsDeskPage(request: DeskRequest): Promise<Response> {
  const { desk, t, actor, office } = request;
  if (institutionsFor(actor, "briefing.read").length === 0) permit(actor, "briefing.read", office.institution);
  const found = await listDeskBriefings(desk.installation.db, actor);
  const left = await countLeft(desk.installation.db);
  return answerDesk(request, {
    title: t.briefingsTitle,
    current: "briefings",
    body: html`<h1 class="plain">${t.briefingsTitle}</h1>
      <p class="quiet">${t.briefingsDeskLead}</p>
      ${
        institutionsFor(actor, "briefing.run").length > 0 &&
        html`<div class="actions"><a class="button" href="/desk/briefings/new">${t.briefingNew}</a></div>`
      }
      ${
        found.length === 0
          ? html`<p class="empty">${t.briefingsDeskNone}</p>`
          : html`<ul class="entries">
              ${found.map(
                (one) =>
                  html`<li class="item">
                    ${briefingKicker(request, one)}
                    <h2><a href="/desk/briefings/${one.id}">${one.title}</a></h2>
                    <p class="quiet">${briefingWhen(request, one)}</p>
                    ${pendingIn(request, one, left.get(one.id) ?? 0)}
                  </li>`,
              )}
            </ul>`
      }`,
  });
}

/** What was sent in waits for a word also once the briefing is over. */
function pendingIn({ t, actor }: DeskRequest, { id, institution }: DeskBriefing, count: number): Html | undefined {
  if (count === 0 || !may(actor, "briefing.type", institution)) return undefined;
  return html`<p><a class="tag alarm" href="/desk/briefings/${id}#queue">${t.handsPending(count)}</a></p>`;
}

export function briefingKicker({ t }: DeskRequest, { format, number, state }: DeskBriefing): Html {
  return html`<p class="kicker">
    <b>${t.briefingFormats[format]}</b> ${number !== undefined && html`<span>${number}</span> `}<span
      class="${state === "live" ? "tag alarm" : "tag"}"
      >${t.briefingStates[state]}</span
    >
  </p>`;
}

export function briefingWhen({ language, office }: DeskRequest, one: DeskBriefing): string {
  const at = one.openedAt ?? one.startsAt;
  const when = at === undefined ? one.timeText : longInstant(at, language, office.timeZone);
  return capitalized([when, one.place].filter((part) => part !== "").join(" · "));
}

export async function newBriefingPage(request: DeskRequest, refused?: Refused): Promise<Response> {
  const { t, actor } = request;
  if (institutionsFor(actor, "briefing.run").length === 0) permit(actor, "briefing.run", request.office.institution);
  return formPage(request, t.briefingNew, "/desk/briefings", undefined, refused);
}

export function planBriefingAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  return orAgain(
    form,
    async () => {
      const [institution] = institutionsFor(request.actor, "briefing.run");
      const own = may(request.actor, "briefing.run", request.office.institution) ? undefined : institution;
      const plan = { ...typedIn(request, form), ...(own === undefined ? {} : { institution: own }) };
      const { id } = await planBriefing(db, plan, request.actor, means);
      return seeOther(request, `/desk/briefings/${id}`);
    },
    (refused) => newBriefingPage(request, refused),
  );
}

export async function changeBriefingPage(request: DeskRequest, refused?: Refused): Promise<Response> {
  const { desk, c, actor } = request;
  const briefing = await findBriefing(desk.installation.db, Number(c.req.param("id")), actor);
  permit(actor, "briefing.run", briefing.institution);
  return formPage(request, briefing.title, `/desk/briefings/${briefing.id}`, briefing, refused);
}

export function changeBriefingAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  const id = Number(request.c.req.param("id"));
  return orAgain(
    form,
    async () => {
      await changeBriefing(db, id, typedIn(request, form), request.actor, means);
      return seeOther(request, `/desk/briefings/${id}`);
    },
    (refused) => changeBriefingPage(request, refused),
  );
}

function typedIn({ office }: DeskRequest, form: FormData): BriefingTyped {
  const [day, time] = [fieldOf(form, "day"), fieldOf(form, "time")];
  return {
    format: fieldOf(form, "format"),
    title: fieldOf(form, "title"),
    language: fieldOf(form, "language"),
    place: fieldOf(form, "place"),
    note: fieldOf(form, "note"),
    timeText: fieldOf(form, "timeText"),
    holdSeconds: fieldOf(form, "hold"),
    mediaUrl: fieldOf(form, "media"),
    ...(day === "" || time === "" ? {} : { startsAt: instantAt(day, time, office.timeZone) }),
  };
}

function formPage(
  request: DeskRequest,
  title: string,
  action: string,
  standing: DeskBriefing | undefined,
  refused: Refused | undefined,
): Promise<Response> {
  const { t, office, language, formToken } = request;
  const field = (name: string, begun: string) => typed(refused, name, begun);
  const at = standing?.startsAt;
  const option = (value: string, words: string, chosen: string) =>
    html`<option value="${value}" ${value === chosen && html` selected`}>${words}</option>`;
  const spoken = field("language", standing?.language ?? office.language);
  return answerDesk(request, {
    title,
    current: "briefings",
    ...statusOfRefusal(refused),
    body: html`<h1 class="plain">${title}</h1>
      ${refusalOf(request, refused)}
      <form method="post" action="${action}" class="form writing">
        ${formToken()}
        <label
          >${t.briefingName}<input name="title" value="${field("title", standing?.title ?? "")}" maxlength="200" required
        /></label>
        <div class="pair">
          <label
            >${t.briefingFormat}
            <select name="format">
              ${briefingFormats.map((one) => option(one, t.briefingFormats[one], field("format", standing?.format ?? "punto-de-prensa")))}
            </select></label
          >
          <label
            >${t.briefingLanguage}
            <select name="language">
              ${[
                ["es-CL", t.briefingSpanish],
                ["es", t.briefingSpanish],
                ["en", t.briefingEnglish],
              ]
                .filter(([value]) => value === spoken || value === "es-CL" || value === "en")
                .map(([value = "", words = ""]) => option(value, words, spoken))}
            </select></label
          >
        </div>
        <div class="pair">
          <label
            >${t.briefingDay}<input
              type="date"
              name="day"
              value="${field("day", at === undefined ? "" : dayOf(at, office.timeZone))}"
          /></label>
          <label
            >${t.briefingHour}<input
              type="time"
              name="time"
              value="${field("time", at === undefined ? "" : clockTime(at, language, office.timeZone))}"
          /></label>
        </div>
        <label
          >${t.briefingTimeText}<small>${t.briefingTimeHint}</small
          ><input name="timeText" value="${field("timeText", standing?.timeText ?? "")}" maxlength="80"
        /></label>
        <label
          >${t.briefingPlace}<input name="place" value="${field("place", standing?.place ?? "")}" maxlength="200"
        /></label>
        <label
          >${t.briefingNote}<textarea name="note" rows="3" maxlength="2000">${field("note", standing?.note ?? "")}</textarea>
        </label>
        <label
          >${t.briefingMedia}<input
            type="url"
            name="media"
            value="${field("media", standing?.mediaUrl ?? "")}"
            maxlength="2000"
        /></label>
        <label
          >${t.briefingHold}<input
            type="number"
            name="hold"
            min="0"
            max="600"
            value="${field("hold", String((standing?.holdMs ?? defaultHold) / 1000))}"
        /></label>
        <div class="actions"><button class="button">${t.briefingSave}</button></div>
      </form>`,
  });
}
