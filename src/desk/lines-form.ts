import { listAble } from "../access/officers.ts";
import { institutionsFor, may } from "../access/rights.ts";
import { Fault } from "../fault.ts";
import { findLine, type LineView } from "../newsroom/find-line.ts";
import { evidenceText, type LineContent, type LineTyped } from "../newsroom/line.ts";
import { noLine } from "../newsroom/lines.ts";
import { changeLine, startLine } from "../newsroom/write-line.ts";
import { dayOf } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { lineDifference } from "./lines-difference.ts";
import { linePath } from "./lines-words.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

/** What the fields of the form begin with. */
type Fields = { subject: string; body: string; evidence: string; from: string; until: string; owner: number };

export async function newLinePage(request: DeskRequest, refused?: Refused): Promise<Response> {
  const { desk, t, actor, office } = request;
  const [institution] = institutionsFor(actor, "line.write").toSorted(
    (a, b) => Number(b === office.institution) - Number(a === office.institution),
  );
  if (institution === undefined) throw forbidden();
  const from = dayOf(desk.installation.means.clock.now(), office.timeZone);
  const begun = { subject: "", body: "", evidence: "", from, until: "", owner: actor.officer };
  return answerDesk(request, {
    title: t.linesNew,
    current: "lines",
    ...statusOfRefusal(refused),
    body: html`<h1 class="plain">${t.linesNew}</h1>
      ${refusalOf(request, refused)} ${await lineForm(request, { institution }, begun, refused)}`,
  });
}

export async function startLineAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { desk, actor } = request;
  const { db, means } = desk.installation;
  return orAgain(
    form,
    async () => {
      const institution = fieldOf(form, "institution");
      const { id } = await startLine(
        db,
        { ...typedIn(form), ...(institution === "" ? {} : { institution }) },
        actor,
        means,
      );
      return seeOther(request, linePath({ id }));
    },
    (refused) => newLinePage(request, refused),
  );
}

export async function changeLinePage(request: DeskRequest, refused?: Refused): Promise<Response> {
  const { t } = request;
  const line = await lineAsked(request);
  if (!may(request.actor, "line.write", line.institution)) throw forbidden();
  return answerDesk(request, {
    title: line.subject,
    current: "lines",
    ...statusOfRefusal(refused),
    body: html`<p class="kicker"><b>${t.lineNumber(line.id)}</b></p>
      <h1 class="plain">${line.subject}</h1>
      ${refusalOf(request, refused)} ${await lineForm(request, line, fieldsOfLine(line), refused)}`,
  });
}

/** Saves the form. Where somebody saved before, both texts are shown and neither is lost. */
export async function changeLineAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { desk, actor, t } = request;
  const { db, means } = desk.installation;
  const line = await lineAsked(request);
  return orAgain(
    form,
    async () => {
      const read = Number(fieldOf(form, "read"));
      if (!Number.isSafeInteger(read) || read < 1)
        throw new Fault(
          "invalid",
          "read: it is not a version. Open the page again.",
          [],
          "Versión leída: no es una versión. Abra de nuevo la página.",
        );
      const saved = await changeLine(db, line.id, { ...typedIn(form), read }, actor, means);
      if (saved.saved) return seeOther(request, linePath(line, "?saved=1"));
      const { yours, standing } = saved;
      return answerDesk(request, {
        title: t.lineConflictTitle,
        current: "lines",
        status: 409,
        body: html`<h1 class="plain">${t.lineConflictTitle}</h1>
          <div class="notice waiting" role="alert"><p>${t.lineConflictText(standing.version)}</p></div>
          <h2>${t.lineConflictDiffers}</h2>
          ${lineDifference(request, standing, yours)}
          <h2>${t.lineConflictYours}</h2>
          ${await lineForm(request, { ...line, version: standing.version }, fieldsOfLine(yours))}
          <h2>${t.lineConflictStanding}</h2>
          <div class="prose change">${standing.subject}\n\n${standing.body}</div>`,
      });
    },
    (refused) => changeLinePage(request, refused),
  );
}

/** The line that the address names, as this officer may see it. Fault("not-found") where there is none for them. */
export async function lineAsked({ desk, c, actor }: DeskRequest): Promise<LineView> {
  const id = Number(c.req.param("id"));
  const line = await findLine(desk.installation.db, id, actor);
  if (line === undefined) throw noLine(id);
  return line;
}

async function lineForm(
  { desk, t, formToken }: DeskRequest,
  line: Pick<LineView, "institution"> & Partial<LineView>,
  begun: Fields,
  refused?: Refused,
): Promise<Html> {
  const owners = await listAble(desk.installation.db, "line.write", line.institution);
  const owner = Number(typed(refused, "owner", String(begun.owner)));
  const departed = line.owner !== undefined && !owners.some(({ id }) => id === line.owner);
  const offered = departed ? [{ id: line.owner!, name: line.ownerName ?? "" }, ...owners] : owners;
  return html`<form method="post" action="${line.id === undefined ? "/desk/lines" : linePath({ id: line.id })}" class="form writing">
    ${formToken()}
    <input type="hidden" name="institution" value="${line.institution}" />
    <input type="hidden" name="read" value="${typed(refused, "read", String(line.version ?? 0))}" />
    <label
      >${t.lineSubject}<small>${t.lineSubjectHint}</small
      ><input name="subject" value="${typed(refused, "subject", begun.subject)}" maxlength="200" required
    /></label>
    <label
      >${t.lineBody}<small>${t.lineBodyHint}</small
      ><textarea name="body" rows="10" required class="body short">${typed(refused, "body", begun.body)}</textarea>
    </label>
    <label
      >${t.lineEvidence}<small>${t.lineEvidenceHint}</small
      ><textarea name="evidence" rows="4">${typed(refused, "evidence", begun.evidence)}</textarea>
    </label>
    <div class="pair">
      <label
        >${t.lineFrom}<input type="date" name="from" value="${typed(refused, "from", begun.from)}" required
      /></label>
      <label
        >${t.lineUntilField}<input type="date" name="until" value="${typed(refused, "until", begun.until)}" aria-describedby="until-hint"
      /></label>
    </div>
    <p class="hint" id="until-hint">${t.lineUntilHint}</p>
    ${
      offered.length === 0
        ? html`<p class="hint">${t.lineNoOwners}</p>`
        : html`<label
            >${t.lineOwnerField}
            <select name="owner">
              ${offered.map(
                ({ id, name }) => html`<option value="${id}" ${id === owner && html` selected`}>${name}</option>`,
              )}
            </select></label
          >`
    }
    <div class="actions">
      <button class="button">${line.id === undefined ? t.lineStart : t.lineSave}</button>
      <a href="${line.id === undefined ? "/desk/lines" : linePath({ id: line.id })}">${t.lineBack}</a>
    </div>
  </form>`;
}

function fieldsOfLine({ subject, body, evidence, validFrom, validUntil, owner }: LineContent): Fields {
  return { subject, body, evidence: evidenceText(evidence), from: validFrom, until: validUntil ?? "", owner };
}

function typedIn(form: FormData): LineTyped {
  return {
    subject: fieldOf(form, "subject"),
    body: fieldOf(form, "body"),
    evidence: fieldOf(form, "evidence"),
    validFrom: fieldOf(form, "from").trim(),
    validUntil: fieldOf(form, "until").trim(),
    owner: Number(fieldOf(form, "owner")),
  };
}

function forbidden(): Fault {
  return new Fault(
    "forbidden",
    "Writing lines takes the right of writer: ask an administrator for it.",
    [],
    "Para escribir líneas hace falta el derecho de redacción: pídalo a quien administra.",
  );
}
