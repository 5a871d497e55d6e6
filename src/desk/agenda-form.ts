import { institutionsFor, may } from "../access/rights.ts";
import { type AgendaTyped, agendaKinds, pressAccesses } from "../briefings/agenda-item.ts";
import { noItem } from "../briefings/agenda-items.ts";
import { partsOfDay, precisions } from "../briefings/agenda-time.ts";
import { changeItem } from "../briefings/change-item.ts";
import { type DeskItem, findDeskItem } from "../briefings/find-agenda.ts";
import { planItem } from "../briefings/plan-item.ts";
import { Fault } from "../fault.ts";
import { kindInWords } from "../page/agenda-words.ts";
import { clockTime, dayOf } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { isDay } from "../register/day.ts";
import { findPerson } from "../register/people.ts";
import { listTopics } from "../register/topics.ts";
import { agendaPath, namesFor, speakersAsked } from "./agenda-words.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { takeIn } from "../text/field.ts";
import { fieldOf, fieldsOf } from "./form.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

/** What the fields of the form begin with. */
type Fields = Omit<AgendaTyped, "people" | "topics"> & { people: readonly string[]; topics: readonly string[] };

export async function newItemPage(request: DeskRequest, refused?: Refused): Promise<Response> {
  const { desk, c, t, actor, office } = request;
  const [institution] = institutionsFor(actor, "agenda.write").toSorted(
    (a, b) => Number(b === office.institution) - Number(a === office.institution),
  );
  if (institution === undefined) throw forbidden();
  const asked = c.req.query("day") ?? "";
  const day = isDay(asked) ? asked : dayOf(desk.installation.means.clock.now(), office.timeZone);
  return answerDesk(request, {
    title: t.agendaNew,
    current: "agenda",
    ...statusOfRefusal(refused),
    body: html`<h1 class="plain">${t.agendaNew}</h1>
      ${refusalOf(request, refused)} ${await itemForm(request, { institution }, { ...blank, day }, refused)}`,
  });
}

export async function planItemAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  return orAgain(
    form,
    async () => {
      const institution = fieldOf(form, "institution");
      const said = await typedIn(request, form);
      const { id } = await planItem(
        db,
        { ...said, ...(institution === "" ? {} : { institution }) },
        request.actor,
        means,
      );
      return seeOther(request, agendaPath({ id }));
    },
    (refused) => newItemPage(request, refused),
  );
}

export async function changeItemPage(request: DeskRequest, refused?: Refused): Promise<Response> {
  const { t, actor } = request;
  const item = await itemAsked(request);
  if (!may(actor, "agenda.write", item.institution)) throw forbidden();
  return answerDesk(request, {
    title: item.title,
    current: "agenda",
    ...statusOfRefusal(refused),
    body: html`<p class="kicker"><b>${t.agendaPoint(item.id)}</b></p>
      <h1 class="plain">${item.title}</h1>
      ${refusalOf(request, refused)} ${await itemForm(request, item, fieldsOfItem(request, item), refused)}`,
  });
}

export async function changeItemAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  const item = await itemAsked(request);
  return orAgain(
    form,
    async () => {
      const said = {
        ...(await typedIn(request, form)),
        read: Number(fieldOf(form, "read")),
        change: fieldOf(form, "change"),
      };
      const { told } = await changeItem(db, item.id, said, request.actor, means);
      return seeOther(request, agendaPath(item, told ? "?saved=told" : "?saved=1"));
    },
    (refused) => changeItemPage(request, refused),
  );
}

/** The item that the address names, as this officer may see it. Fault("not-found") where there is none for them. */
export async function itemAsked({ desk, c, actor }: DeskRequest): Promise<DeskItem> {
  const id = Number(c.req.param("id"));
  const item = await findDeskItem(desk.installation.db, id, actor);
  if (item === undefined) throw noItem(id);
  return item;
}

async function itemForm(
  request: DeskRequest,
  item: Pick<DeskItem, "institution"> & Partial<DeskItem>,
  begun: Fields,
  refused?: Refused,
): Promise<Html> {
  const { t, formToken } = request;
  const field = (name: Exclude<keyof Fields, "people" | "topics">) => typed(refused, name, begun[name]);
  const precision = field("precision");
  const option = (value: string, words: string, chosen: string) =>
    html`<option value="${value}" ${value === chosen && html` selected`}>${words}</option>`;
  // After a conflict it is written on what stands by now: saved once more, it holds.
  const read = String(item.version ?? 0);
  return html`<form method="post" action="${item.id === undefined ? "/desk/agenda" : agendaPath({ id: item.id })}" class="form writing agenda-form">
    ${formToken()}
    <input type="hidden" name="institution" value="${item.institution}" />
    <input type="hidden" name="read" value="${read}" />
    <label
      >${t.agendaTitleField}<small>${t.agendaTitleHint}</small
      ><input name="title" value="${field("title")}" maxlength="200" required
    /></label>
    <div class="pair">
      <label
        >${t.agendaKindField}
        <select name="kind">
          ${agendaKinds.map((kind) => option(kind, kindInWords(kind, t), field("kind")))}
        </select></label
      >
      <label
        >${t.agendaWhere}<small>${t.agendaPlaceHint}</small><input name="place" value="${field("place")}" maxlength="200"
      /></label>
    </div>
    <fieldset class="agenda-precision">
      <legend>${t.agendaPrecision}</legend>
      <div class="agenda-precisions">
        ${precisions.map(
          (one) =>
            html`<label
              ><input type="radio" name="precision" value="${one}" ${one === precision && html` checked`} />
              ${t[`agendaPrecision_${one}`]}</label
            >`,
        )}
      </div>
      <div class="pair">
        <label class="above">${t.agendaDay}<input type="date" name="day" value="${field("day")}" required /></label>
        <label class="above for-exact">${t.agendaTime}<input type="time" name="time" value="${field("time")}" /></label>
        <label class="above for-exact">${t.agendaEndTime}<input type="time" name="until" value="${field("until")}" /></label>
        <label class="above for-part"
          >${t.agendaPartField}
          <select name="part">
            ${partsOfDay.map((part) => option(part, t[`agendaPartOption_${part}`], field("part")))}
          </select></label
        >
        <label class="above for-days">${t.agendaLastDay}<input type="date" name="last" value="${field("last")}" /></label>
      </div>
      <p class="hint">${t.agendaDayHint}</p>
    </fieldset>
    ${await peopleFields(request, begun, field("day"), refused)}
    <div class="pair">
      <label
        >${t.agendaPressField}
        <select name="press">
          ${pressAccesses.map((press) => option(press, t[`agendaPress_${press}`], field("press")))}
        </select></label
      >
      <label
        >${t.agendaPressNoteField}<small>${t.agendaPressNoteHint}</small><input name="pressNote" value="${field("pressNote")}" maxlength="300"
      /></label>
    </div>
    <label
      >${t.agendaNoteField}<small>${t.agendaNoteHint}</small
      ><textarea name="note" rows="3" maxlength="2000">${field("note")}</textarea>
    </label>
    <label>${t.agendaLinkField}<input type="url" name="link" value="${field("link")}" maxlength="2000" /></label>
    ${await topicFields(request, begun, refused)}
    <label
      >${t.agendaInternalField}<small>${t.agendaInternalHint}</small
      ><textarea name="internalNote" rows="3" maxlength="4000">${field("internalNote")}</textarea>
    </label>
    ${
      item.number !== undefined &&
      html`<label
        >${t.agendaChangeField}<small>${t.agendaChangeHint}</small
        ><input name="change" value="${typed(refused, "change")}" maxlength="600"
      /></label>`
    }
    <div class="actions">
      <button class="button">${item.id === undefined ? t.agendaSaveNew : t.agendaSave}</button>
      <a href="${item.id === undefined ? "/desk/agenda" : agendaPath({ id: item.id })}">${t.agendaBack}</a>
    </div>
  </form>`;
}

/** Whoever speaks by a touch, anybody else by name. */
async function peopleFields(request: DeskRequest, begun: Fields, day: string, refused?: Refused): Promise<Html> {
  const { t, desk, office } = request;
  const today = dayOf(desk.installation.means.clock.now(), office.timeZone);
  const chosen = refused === undefined ? begun.people : fieldsOf(refused.form, "person");
  const speakers = await speakersAsked(request, isDay(day) ? day : today);
  const others = chosen.filter((person) => !speakers.some(({ id }) => id === person));
  const named = await namesFor(request, [
    { people: others, topics: [], institution: "", time: { precision: "day", day: today } },
  ]);
  const offered = [...speakers, ...others.map((id) => ({ id, name: named.people.get(id) ?? id }))];
  return html`<fieldset>
    <legend>${t.agendaPeopleField}</legend>
    ${offered.map(
      ({ id, name }) =>
        html`<label
          ><input type="checkbox" name="person" value="${id}" ${chosen.includes(id) && html` checked`} /> ${name}</label
        >`,
    )}
    <label class="above"
      >${t.agendaPeopleOther}<small>${t.agendaPeopleOtherHint}</small
      ><textarea name="others" rows="2">${typed(refused, "others")}</textarea>
    </label>
  </fieldset>`;
}

async function topicFields(
  { t, desk, language }: DeskRequest,
  begun: Fields,
  refused?: Refused,
): Promise<Html | undefined> {
  const topics = await listTopics(desk.installation.db);
  if (topics.length === 0) return undefined;
  const chosen = refused === undefined ? begun.topics : fieldsOf(refused.form, "topic");
  return html`<fieldset>
    <legend>${t.agendaTopicsField}</legend>
    <div class="agenda-precisions">
    ${topics.map(
      ({ slug, name }) =>
        html`<label
          ><input type="checkbox" name="topic" value="${slug}" ${chosen.includes(slug) && html` checked`} /> ${name[language]}</label
        >`,
    )}
    </div>
  </fieldset>`;
}

const blank: Fields = {
  kind: "punto-de-prensa",
  title: "",
  precision: "exact",
  day: "",
  time: "",
  until: "",
  part: "morning",
  last: "",
  place: "",
  note: "",
  internalNote: "",
  link: "",
  press: "unsaid",
  pressNote: "",
  people: [],
  topics: [],
};

function fieldsOfItem({ language, office }: DeskRequest, item: DeskItem): Fields {
  const { time } = item;
  const hour = (at: Date | undefined) => (at === undefined ? "" : clockTime(at, language, office.timeZone));
  const exact = time.precision === "exact" ? time : undefined;
  const endDay = exact?.end === undefined ? "" : dayOf(exact.end, office.timeZone);
  return {
    ...blank,
    kind: item.kind,
    title: item.title,
    precision: time.precision,
    day: time.day,
    time: hour(exact?.start),
    until: hour(exact?.end),
    part: time.precision === "part" ? time.part : "morning",
    last: time.precision === "days" ? time.last : endDay === time.day ? "" : endDay,
    place: item.place,
    note: item.note,
    internalNote: item.internalNote,
    link: item.link ?? "",
    press: item.press,
    pressNote: item.pressNote,
    people: item.people,
    topics: item.topics,
  };
}

async function typedIn({ desk }: DeskRequest, form: FormData): Promise<AgendaTyped> {
  const field = (name: string) => fieldOf(form, name);
  const others = field("others")
    .split("\n")
    .map((name) => takeIn("Who takes part", "Quiénes participan", name).trim())
    .filter((name) => name !== "");
  const found = await Promise.all(
    others.slice(0, 20).map(async (name) => (await findPerson(desk.installation.db, name))?.id ?? name),
  );
  return {
    kind: field("kind"),
    title: field("title"),
    precision: field("precision"),
    day: field("day").trim(),
    time: field("time").trim(),
    until: field("until").trim(),
    part: field("part"),
    last: field("last").trim(),
    place: field("place"),
    note: field("note"),
    internalNote: field("internalNote"),
    link: field("link"),
    press: field("press"),
    pressNote: field("pressNote"),
    people: [...fieldsOf(form, "person"), ...found],
    topics: fieldsOf(form, "topic"),
  };
}

function forbidden(): Fault {
  return new Fault(
    "forbidden",
    "Writing in the agenda takes the right of writer: ask an administrator for it.",
    [],
    "Para anotar en la agenda hace falta el derecho de redacción: pídalo a quien administra.",
  );
}
