import { Fault } from "../fault.ts";
import { composeBrief } from "../newsroom/compose-brief.ts";
import { listLines, type LineView } from "../newsroom/find-line.ts";
import { validityOn } from "../newsroom/line.ts";
import { longDay } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { answerDesk, seeOther } from "./answer.ts";
import { briefAsked, briefPath, type BriefRequest } from "./brief-asked.ts";
import { mayCompose } from "./brief-page.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { linePath, validityInWords } from "./lines-words.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

/** Which lines go along, in what order, and for whom: numbers beside subjects, so that it needs no program. */
export async function composePage(visitor: DeskRequest, refused?: Refused, of?: string): Promise<Response> {
  const request = await briefAsked(visitor, of);
  const { t, day, language, brief, person, desk, actor, formToken } = request;
  if (!mayCompose(request))
    throw new Fault(
      "forbidden",
      "Composing a brief takes the right of writer: ask an administrator for it.",
      [],
      "Para armar una minuta hace falta el derecho de redacción: pídalo a quien administra.",
    );
  const chosen = new Map(brief?.lines.map(({ id }, at) => [id, at + 1]));
  const lines = (await listLines(desk.installation.db, "", actor))
    .filter((line) => line.institution === request.office.institution)
    .filter((line) => chosen.has(line.id) || validityOn(day, line) === "current")
    .toSorted((a, b) => (chosen.get(a.id) ?? 1_000) - (chosen.get(b.id) ?? 1_000));
  // After a conflict the form is composed on what stands by now, with what was typed: saved once more, it holds.
  return answerDesk(request, {
    title: t.briefCompose,
    current: "brief",
    ...statusOfRefusal(refused),
    body: html`<p class="kicker"><b>${t.briefOf(longDay(day, language))}</b></p>
      <h1 class="plain">${brief === undefined ? t.briefCompose : t.briefChange}</h1>
      ${refusalOf(request, refused)}
      ${refused?.fault.code === "conflict" && brief !== undefined && standing(request, brief.lines)}
      <form method="post" action="${briefPath(day, undefined, "/edit")}" class="form compose">
        ${formToken()}
        <input type="hidden" name="read" value="${brief?.version ?? 0}" />
        <input type="hidden" name="version-of" value="${person?.person ?? ""}" />
        ${whoFields(request, refused)}
        <fieldset>
          <legend>${t.briefOrder}</legend>
          <p class="hint">${t.briefOrderHint}</p>
          ${lines.length === 0 && html`<p>${t.briefNoLines} <a href="/desk/lines/new">${t.briefNewLine}</a></p>`}
          <ul class="places">
            ${lines.map((line) => placeOf(request, line, typed(refused, `line-${line.id}`, String(chosen.get(line.id) ?? ""))))}
          </ul>
        </fieldset>
        <label
          >${t.briefNote}<small>${t.briefNoteHint}</small
          ><textarea name="note" rows="4" maxlength="2000">${typed(refused, "note", brief?.note ?? "")}</textarea>
        </label>
        <div class="actions">
          <button class="button">${t.briefSave}</button>
          <a href="${briefPath(day, person?.person)}">${t.lineBack}</a>
        </div>
      </form>`,
  });
}

function placeOf(request: BriefRequest, line: LineView, place: string): Html {
  const { t, day } = request;
  return html`<li>
    <input name="line-${line.id}" value="${place}" inputmode="numeric" maxlength="3" pattern="[0-9]*" aria-label="${t.briefPlace(line.subject)}" />
    <span
      ><a href="${linePath(line)}">${line.subject}</a>
      <small class="hint">${validityInWords(request, line, day)}</small></span
    >
  </li>`;
}

function standing({ t }: BriefRequest, lines: readonly LineView[]): Html {
  return html`<section class="card">
    <h2>${t.lineConflictStanding}</h2>
    <ol>${lines.map(({ subject }) => html`<li>${subject}</li>`)}</ol>
  </section>`;
}

function whoFields({ t, people, brief, person }: BriefRequest, refused?: Refused): Html {
  const who = typed(refused, "person", brief?.person ?? person?.person ?? "other");
  return html`<fieldset>
    <legend>${t.briefWho}</legend>
    ${people.length === 0 && html`<p class="hint">${t.briefWhoNobody}</p>`}
    ${people.map(
      (one) =>
        html`<label
          ><input type="radio" name="person" value="${one.person}" ${one.person === who && html` checked`} />
          <span>${one.name}${one.title !== undefined && html`<small class="hint">${one.title}</small>`}</span></label
        >`,
    )}
    <label
      ><input type="radio" name="person" value="other" ${who === "other" && html` checked`} />
      <span>${t.briefWhoOther}</span></label
    >
    <input name="other" value="${typed(refused, "other")}" maxlength="200" aria-label="${t.briefWhoOther}" aria-describedby="other-hint" autocapitalize="off" />
    <p class="hint" id="other-hint">${t.briefWhoOtherHint}</p>
  </fieldset>`;
}

export async function composeAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { desk, c, actor } = request;
  const { db, means } = desk.installation;
  const day = c.req.param("day") ?? "";
  const chosen = fieldOf(form, "person");
  const person = chosen === "other" || chosen === "" ? fieldOf(form, "other").trim() : chosen;
  return orAgain(
    form,
    async () => {
      const read = person === fieldOf(form, "version-of") ? Number(fieldOf(form, "read")) : 0;
      if (!Number.isSafeInteger(read) || read < 0)
        throw new Fault(
          "invalid",
          "read: it is not a version. Open the page again.",
          [],
          "Versión leída: no es una versión. Abra de nuevo la página.",
        );
      const typedBrief = { day, person, read, lines: linesIn(form), note: fieldOf(form, "note") };
      const { version } = await composeBrief(db, typedBrief, actor, means);
      return seeOther(request, briefPath(day, version === 0 ? undefined : person));
    },
    (refused) => composePage(request, refused, person),
  );
}

/** The lines that were given a place, in the order of their places. */
function linesIn(form: FormData): number[] {
  const placed = [...form.keys()].flatMap((name) => {
    const id = /^line-([1-9]\d{0,14})$/.exec(name)?.[1];
    const place = fieldOf(form, name).trim();
    if (id === undefined || place === "") return [];
    if (!/^\d{1,3}$/.test(place))
      throw new Fault(
        "invalid",
        `place: ${JSON.stringify(place)} is not a number. Write 1, 2, 3…`,
        [],
        `lugar: ${JSON.stringify(place)} no es un número. Escriba 1, 2, 3…`,
      );
    return [{ id: Number(id), place: Number(place) }];
  });
  return placed.toSorted((a, b) => a.place - b.place).map(({ id }) => id);
}
