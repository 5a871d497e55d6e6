import type { Json } from "@voceria/record";
import { changeDetails } from "../newsroom/change-details.ts";
import type { ParticularsChange } from "../newsroom/draft.ts";
import { kinds } from "../newsroom/statement.ts";
import { listTopics, type Topic } from "../register/topics.ts";
import { type Html, html } from "../page/html.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf, fieldsOf } from "./form.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal } from "./refused.ts";
import { languageName, textLanguageField, textLanguageIn } from "./text-language.ts";
import { draftHead, draftPath, type DraftRequest, ofDraft } from "./newsroom-draft.ts";

/** What goes out with the text, at a glance. */
export function detailsCard({ t, draft, office, language, writable }: DraftRequest): Html {
  const { claim, series, delivery, counterpart } = draft.details as Kept;
  return html`<section class="card" aria-labelledby="details">
    <h2 id="details">${t.detailsTitle}</h2>
    <dl class="facts">
      <dt>${t.detailsKind}</dt>
      <dd>${t[`kind_${draft.kind}`]}</dd>
      <dt>${t.detailsLanguage}</dt>
      <dd>${languageName(draft.language, language)}</dd>
      ${
        draft.topics.length > 0 &&
        html`<dt>${t.detailsTopics}</dt>
          <dd>${t.listed(draft.topics)}</dd>`
      }
      <dt>${t.detailsContact}</dt>
      <dd>${draft.pressContact ?? office.pressContact ?? t.check_contactNone}</dd>
      ${
        claim?.text !== undefined &&
        html`<dt>${t.detailsClaim}</dt>
          <dd>${claim.text}</dd>`
      }
      ${
        series?.name !== undefined &&
        html`<dt>${t.detailsSeries}</dt>
          <dd>${series.name}</dd>`
      }
      ${
        (delivery === "prepared" || delivery === "delivered") &&
        html`<dt>${t.detailsDelivery}</dt>
          <dd>${t[`detailsDelivery_${delivery}`]}</dd>`
      }
      ${
        counterpart?.number !== undefined &&
        html`<dt>${t.detailsCounterpart}</dt>
          <dd>${counterpart.number}</dd>`
      }
      ${
        draft.note !== undefined &&
        html`<dt>${t.detailsNote}</dt>
          <dd>${draft.note}</dd>`
      }
    </dl>
    ${writable && html`<p><a href="${draftPath(draft, "/details")}">${t.detailsEdit}</a></p>`}
  </section>`;
}

export async function detailsPage(visitor: DeskRequest): Promise<Response> {
  const request = await ofDraft(visitor);
  return detailsForm(request, await listTopics(request.desk.installation.db));
}

type Typed = (name: string) => string | undefined;

async function detailsForm(request: DraftRequest, topics: readonly Topic[], refused?: Refused): Promise<Response> {
  const typed = refused?.form;
  const meanwhile = refused?.fault.code === "conflict";
  const { t, draft, language, formToken } = request;
  const again: Typed = (name) => (typed === undefined ? undefined : fieldOf(typed, name));
  const chosen = typed === undefined ? draft.topics : fieldsOf(typed, "topics");
  const kind = again("kind") ?? draft.kind;
  const fixed = draft.purpose === "correction";
  return answerDesk(request, {
    title: t.detailsTitle,
    ...statusOfRefusal(refused),
    body: html`${draftHead(request)}
      <h2>${t.detailsTitle}</h2>
      ${meanwhile ? html`<p class="notice waiting" role="alert">${t.detailsChangedMeanwhile}</p>` : refusalOf(request, refused)}
      <form method="post" class="form">
        ${formToken()}
        <input type="hidden" name="read" value="${draft.detailsVersion}" />
        ${draft.purpose === "correction" && correctionFields(request, again)}
        ${
          !fixed &&
          html`<label
              >${t.detailsKind}
              <select name="kind">
                ${kinds.map((one) => html`<option value="${one}" ${one === kind && html` selected`}>${t[`kind_${one}`]}</option>`)}
              </select></label
            >
            ${textLanguageField(t, language, {
              first: request.office.language,
              chosen: again("language") ?? draft.language,
              ...(again("language-tag") === undefined ? {} : { typed: again("language-tag") ?? "" }),
            })}`
        }
        <fieldset>
          <legend>${t.detailsTopics}</legend>
          ${topics.length === 0 && html`<p class="hint">${t.detailsNoTopics}</p>`}
          ${topics.map(
            ({ slug, name }) =>
              html`<label
                ><input type="checkbox" name="topics" value="${slug}" ${chosen.includes(slug) && html` checked`} />
                <span>${name[language]}</span></label
              >`,
          )}
        </fieldset>
        <label
          >${t.detailsContact}<small>${t.detailsContactHint}</small
          ><input
            name="contact"
            value="${again("contact") ?? draft.pressContact ?? ""}"
            maxlength="300"
            placeholder="${request.office.pressContact ?? ""}"
        /></label>
        ${kindFields(request, kind, again)}
        <div class="actions">
          <button class="button">${t.detailsSave}</button>
          <a href="${draftPath(draft)}">${t.detailsBack}</a>
        </div>
      </form>`,
  });
}

function correctionFields({ t, draft }: DraftRequest, again: Typed): Html {
  const severity = again("severity") ?? draft.severity ?? "major";
  return html`<fieldset>
      <legend>${t.detailsSeverity}</legend>
      ${(["major", "minor"] as const).map(
        (one) =>
          html`<label
            ><input type="radio" name="severity" value="${one}" ${one === severity && html` checked`} />
            <span>${t[`detailsSeverity_${one}`]}</span></label
          >`,
      )}
    </fieldset>
    <label
      >${t.detailsNote}<small>${t.detailsNoteHint}</small
      ><textarea name="note" rows="3" maxlength="2000" lang="${draft.language}">${again("note") ?? draft.note ?? ""}</textarea>
    </label>`;
}

type Kept = {
  claim?: { text?: string; where?: string; when?: string };
  series?: { name?: string };
  delivery?: string;
  counterpart?: { number?: string };
};

/** What belongs to the kind. Without a program, another kind's fields come once the kind is saved. */
function kindFields({ t, draft }: DraftRequest, kind: string, again: Typed): Html | undefined {
  const { claim, series, delivery, counterpart } = draft.details as Kept;
  const fixed = draft.purpose !== "publication";
  if (kind === "desmentido")
    return html`<fieldset class="stacked">
      <legend>${t.detailsClaim}</legend>
      <label
        >${t.detailsClaimText}<textarea name="claim" rows="2" maxlength="500">${again("claim") ?? claim?.text ?? ""}</textarea>
      </label>
      <label
        >${t.detailsClaimWhere}<input name="claim-where" maxlength="300" value="${again("claim-where") ?? claim?.where ?? ""}"
      /></label>
      <label
        >${t.detailsClaimWhen}<small>${t.detailsClaimWhenHint}</small
        ><input name="claim-when" maxlength="10" value="${again("claim-when") ?? claim?.when ?? ""}"
      /></label>
    </fieldset>`;
  if (kind === "balance" && !fixed)
    return html`<label
      >${t.detailsSeries}<small>${t.detailsSeriesHint}</small
      ><input name="series" maxlength="120" value="${again("series") ?? series?.name ?? ""}"
    /></label>`;
  if (kind === "discurso" && !fixed) {
    const chosen = again("delivery") ?? delivery ?? "";
    return html`<fieldset>
        <legend>${t.detailsDelivery}</legend>
        ${(["", "prepared", "delivered"] as const).map(
          (one) =>
            html`<label
              ><input type="radio" name="delivery" value="${one}" ${one === chosen && html` checked`} />
              <span>${t[`detailsDelivery_${one === "" ? "none" : one}`]}</span></label
            >`,
        )}
      </fieldset>
      <label
        >${t.detailsCounterpart}<small>${t.detailsCounterpartHint}</small
        ><input name="counterpart" maxlength="20" value="${again("counterpart") ?? counterpart?.number ?? ""}"
      /></label>`;
  }
  return undefined;
}

export async function detailsAct(visitor: DeskRequest, form: FormData): Promise<Response> {
  const request = await ofDraft(visitor);
  const { desk, draft, actor } = request;
  const { db, means } = desk.installation;
  const read = Number(fieldOf(form, "read"));
  return orAgain(
    form,
    async () => {
      await changeDetails(db, draft.id, { read, ...changeIn(request, form) }, actor, means);
      const anew = draft.purpose !== "correction" && fieldOf(form, "kind") !== draft.kind;
      return seeOther(request, draftPath(draft, anew ? "/details" : "#details"));
    },
    async (refused) => {
      // A text that is settled by now takes no details: there is nothing to send again.
      if (refused.fault.code === "conflict" && read === draft.detailsVersion) throw refused.fault;
      return detailsForm(request, await listTopics(db), refused);
    },
  );
}

/** What the form says, where it has the field; the fields of a kind only under that kind. */
function changeIn({ draft }: DraftRequest, form: FormData): ParticularsChange {
  const kind = form.has("kind") ? fieldOf(form, "kind") : draft.kind;
  const contact = fieldOf(form, "contact").trim();
  return {
    ...(form.has("kind") ? { kind, language: textLanguageIn(form) } : {}),
    topics: fieldsOf(form, "topics"),
    pressContact: contact === "" ? null : contact,
    ...(form.has("note") ? { note: fieldOf(form, "note"), severity: fieldOf(form, "severity") } : {}),
    details: { ...withoutKind(draft.details), ...detailsIn(kind, form, draft.details) },
  };
}

const ofKinds = ["claim", "series", "delivery", "counterpart"];

function withoutKind(details: { [field: string]: Json }): { [field: string]: Json } {
  return Object.fromEntries(Object.entries(details).filter(([field]) => !ofKinds.includes(field)));
}

function detailsIn(kind: string, form: FormData, before: { [field: string]: Json }): { [field: string]: Json } {
  const given = (name: string) => fieldOf(form, name).trim();
  const kept = (field: string) => (before[field] === undefined ? {} : { [field]: before[field] });
  if (kind === "desmentido") {
    if (!form.has("claim")) return kept("claim");
    if (given("claim") === "") return {};
    const [where, day] = [given("claim-where"), given("claim-when")];
    const { claim } = before as { claim?: { [field: string]: Json } };
    return {
      claim: {
        ...claim,
        text: given("claim"),
        ...(where === "" ? {} : { where }),
        ...(day === "" ? {} : { when: day }),
      },
    };
  }
  if (kind === "balance") {
    if (!form.has("series")) return kept("series");
    return given("series") === "" ? {} : { series: { name: given("series") } };
  }
  if (kind === "discurso") {
    if (!form.has("delivery")) return { ...kept("delivery"), ...kept("counterpart") };
    if (given("delivery") === "") return {};
    return {
      delivery: given("delivery"),
      ...(given("counterpart") === "" ? {} : { counterpart: { number: given("counterpart") } }),
    };
  }
  return {};
}
