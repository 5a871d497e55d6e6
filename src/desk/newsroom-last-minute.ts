import { changesSinceClearance, type ChangesSince } from "../newsroom/clearance-changes.ts";
import type { ContentChanges } from "../newsroom/content-changes.ts";
import { goAhead } from "../newsroom/go-ahead.ts";
import { differenceMarkup } from "../page/difference.ts";
import { type Html, html } from "../page/html.ts";
import type { Change } from "../text/differences.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { DeskRequest, VisitorRequest } from "./context.ts";
import { fieldOf, fieldsOf } from "./form.ts";
import { askAgainNow, clearanceLine, dueFields } from "./newsroom-clearance.ts";
import { draftHead, draftPath, type DraftRequest, ofDraft } from "./newsroom-draft.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

/** What changed since officials gave their word, word by word, and whose word it touches: ask again, or go ahead. */
export async function changesPage(visitor: DeskRequest, refused?: Refused): Promise<Response> {
  const request = await ofDraft(visitor);
  const { desk, t, draft, actor } = request;
  const changed = await changesSinceClearance(desk.installation.db, draft.id, actor);
  const objected = draft.clearances.filter(({ standing }) => standing === "objected");
  const waiting = draft.clearances.filter(({ standing }) => standing === "waiting");
  const touched = draft.clearances.filter(({ stale, standing }) => stale || standing === "objected");
  return answerDesk(request, {
    title: t.changesTitle,
    ...statusOfRefusal(refused),
    body: html`${draftHead(request)}
      <h2>${t.changesTitle}</h2>
      ${refusalOf(request, refused)}
      ${changed.length === 0 && objected.length === 0 && html`<p class="standfirst">${t.changesNone}</p>`}
      ${
        objected.length > 0 &&
        html`<section class="touched" aria-labelledby="objections">
          <h3 id="objections">${t.changesObjected}</h3>
          <ul>
            ${objected.map((one) => html`<li>${clearanceLine(request, one)}</li>`)}
          </ul>
        </section>`
      }
      ${changed.map((group) => touchedSection(request, group))}
      <div class="decide">
        ${touched.length > 0 && draft.moves.includes("ask-again") && againForm(request, touched, refused)}
        ${touched.length + waiting.length > 0 && draft.moves.includes("go-ahead") && aheadForm(request, refused)}
      </div>`,
  });
}

function touchedSection(request: DraftRequest, { clearances, changes }: ChangesSince): Html {
  const { t, draft, named } = request;
  const who = t.listed(clearances.map(({ institution, official }) => `${named(institution)} (${official})`));
  return html`<section class="touched">
    <h3>${t.changesTouch(who)}</h3>
    ${changesIn(request, changes, draft.language)}
  </section>`;
}

/** What is other now, passage by passage: what stayed is left out. */
export function changesIn({ t }: Pick<VisitorRequest, "t">, changes: ContentChanges, language: string): Html {
  const { title, summary, passages, particulars } = changes;
  const fields = particulars.map((field) => (Object.hasOwn(fieldNames, field) ? t[fieldNames[field]!] : field));
  return html`<p class="legend">${t.differenceLegend}</p>
    ${title && part(t.draftTitleField, title, language)} ${summary && part(t.draftSummaryField, summary, language)}
    ${passages.map(
      ({ changes: words }) =>
        html`<div class="prose change passage" lang="${language}">${differenceMarkup(words)}</div>`,
    )}
    ${fields.length > 0 && html`<p class="small">${t.changesDetails(t.listed(fields))}</p>`}`;
}

const fieldNames: Partial<
  Record<
    string,
    | "detailsKind"
    | "detailsLanguage"
    | "detailsTopics"
    | "voiceTitle"
    | "detailsContact"
    | "detailsTitle"
    | "detailsNote"
    | "detailsSeverity"
    | "changesFiles"
  >
> = {
  kind: "detailsKind",
  language: "detailsLanguage",
  topics: "detailsTopics",
  speakers: "voiceTitle",
  pressContact: "detailsContact",
  details: "detailsTitle",
  note: "detailsNote",
  severity: "detailsSeverity",
  attachments: "changesFiles",
};

function part(name: string, changes: readonly Change[], language: string): Html {
  return html`<p class="kicker">${name}</p>
    <div class="prose change passage" lang="${language}">${differenceMarkup(changes)}</div>`;
}

/** One tap: to all whom the change touches, with the first deadline offered. */
function againForm(request: DraftRequest, touched: DraftRequest["draft"]["clearances"], refused?: Refused): Html {
  const { t, draft, named, formToken } = request;
  const marked = (id: number) =>
    refused === undefined || !refused.form.has("due") || fieldsOf(refused.form, "clearance").includes(String(id));
  return html`<form method="post" action="${draftPath(draft, "/ask-again")}" class="form">
    <h3>${t.changesAgain}</h3>
    ${formToken()}
    <fieldset>
      <legend>${t.changesAgainWho}</legend>
      ${touched.map(
        ({ id, institution, official }) =>
          html`<label
            ><input type="checkbox" name="clearance" value="${id}" ${marked(id) && html` checked`} />
            <span>${named(institution)}, ${official}</span></label
          >`,
      )}
    </fieldset>
    ${dueFields(request, refused)}
    <button class="button">${t.changesAgainSend}</button>
  </form>`;
}

function aheadForm({ t, draft, formToken }: DraftRequest, refused?: Refused): Html {
  return html`<form method="post" action="${draftPath(draft, "/go-ahead")}" class="form">
    <h3>${t.changesAhead}</h3>
    <p class="hint">${t.changesAheadText}</p>
    ${formToken()}
    <label
      >${t.reasonField}<small>${t.reasonHint}</small
      ><textarea name="reason" required maxlength="2000" rows="2">${typed(refused, "reason")}</textarea>
    </label>
    <button class="button second">${t.changesAheadSend}</button>
  </form>`;
}

export async function askAgainAct(visitor: DeskRequest, form: FormData): Promise<Response> {
  const request = await ofDraft(visitor);
  return orAgain(
    form,
    async () => {
      await askAgainNow(request, form, fieldsOf(form, "clearance").map(Number));
      return seeOther(request, draftPath(request.draft, "#clearances"));
    },
    (refused) => changesPage(visitor, refused),
  );
}

export async function goAheadAct(visitor: DeskRequest, form: FormData): Promise<Response> {
  const request = await ofDraft(visitor);
  const { desk, draft, actor } = request;
  const { db, means } = desk.installation;
  return orAgain(
    form,
    async () => {
      await goAhead(db, draft.id, { reason: fieldOf(form, "reason") }, actor, means);
      return seeOther(request, draftPath(draft, "/publish"));
    },
    (refused) => changesPage(visitor, refused),
  );
}
