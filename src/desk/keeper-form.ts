import { foreseeKeeping, type Foreseen, keepRegister, type KeepingAct } from "../newsroom/keep-register.ts";
import { Fault } from "../fault.ts";
import { permit } from "../access/rights.ts";
import { dayOf } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { readStanding } from "../register/assertions.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf, fieldsOf, keptFields } from "./form.ts";
import { keepingActs, keepingIn } from "./keeper-acts.ts";
import { type Begun, found, keeperFields } from "./keeper-fields.ts";
import { heldInWords, thingsAbout, thingsRetracted } from "./keeper-held.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal } from "./refused.ts";

/** One plain form for one act. Nothing is entered by it before what it would enter was shown. */
export async function keeperFormPage(request: DeskRequest, refused?: Refused): Promise<Response> {
  const { t, formToken } = request;
  const act = actAsked(request);
  const begun = begunWith(request, refused?.form);
  const chosen = {
    who: await whoField(request, begun),
    things: await thingsField(request, begun),
    retracted: act === "reinstate" ? await retractedField(request, begun) : html``,
  };
  const ready =
    act !== "retract" || begun.of("of-person") !== "" || begun.of("of-post") !== "" || begun.of("tenure") !== "";
  return answerDesk(request, {
    title: t[`act_${act}`],
    current: "register",
    scripts: ["keeper.js"],
    ...statusOfRefusal(refused),
    body: html`<p class="kicker"><b><a href="/desk/register">${t.keeperTitle}</a></b></p>
      <h1 class="plain">${t[`act_${act}`]}</h1>
      <p class="standfirst">${t[`actText_${act}`]}</p>
      ${refused?.fault.message !== "" && refusalOf(request, refused)}
      ${
        ready
          ? html`<form method="post" action="/desk/register/${act}" class="form keeper">
              ${formToken()} ${keeperFields(request, act, begun, chosen)}
              <div class="actions">
                <button class="button">${t.keeperPreview}</button>
                <a href="/desk/register">${t.keeperCancel}</a>
              </div>
            </form>`
          : html`<p>${t.keeperRetractFind} <a href="/desk/register#find">${t.keeperSearch}</a></p>`
      }`,
  });
}

/** The form, sent: shown in words, entered once it was seen, or given back to be changed. Nothing typed is lost on the way. */
export async function keeperFormAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { desk, actor } = request;
  const { db, means } = desk.installation;
  const act = actAsked(request);
  const step = fieldOf(form, "step");
  const again = (refused: Refused) => keeperFormPage(request, refused);
  if (step === "back") return again({ fault: new Fault("invalid", ""), form }).then(asGood);
  return orAgain(
    form,
    orMissing(async () => {
      const keeping = await keepingIn(request, act, form);
      if (step !== "enter") return foreseenPage(request, act, form, await foreseeKeeping(db, keeping, actor, means));
      try {
        const { entry } = await keepRegister(db, keeping, Number(fieldOf(form, "seen")), actor, means);
        return seeOther(request, `/desk/register?entered=${entry ?? "before"}`);
      } catch (error) {
        if (!(error instanceof Fault) || error.code !== "conflict") throw error;
        const foreseen = await foreseeKeeping(db, keeping, actor, means);
        if (foreseen.seen === Number(fieldOf(form, "seen"))) throw error;
        return await foreseenPage(request, act, form, foreseen, { fault: error, form });
      }
    }),
    again,
  );
}

/** What the register has not (any more) is a thing to be chosen anew, not a page that is not there. */
function orMissing(work: () => Promise<Response>): () => Promise<Response> {
  return async () => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== "not-found") throw error;
      throw new Fault("conflict", error.message, error.details, error.es ?? error.message);
    }
  };
}

function asGood(response: Response): Response {
  return new Response(response.body, { status: 200, headers: response.headers });
}

/** In words what will be entered, and what the register will answer by it. */
async function foreseenPage(
  request: DeskRequest,
  act: KeepingAct,
  form: FormData,
  { seen, sentences, answers }: Foreseen,
  refused?: Refused,
): Promise<Response> {
  const { t, language, formToken } = request;
  const reason = fieldOf(form, "reason").trim() || fieldOf(form, "why").trim();
  const kept = new FormData();
  for (const [name, value] of form) if (!["step", "seen"].includes(name)) kept.append(name, value);
  return answerDesk(request, {
    title: t.keeperPreviewTitle,
    current: "register",
    ...statusOfRefusal(refused),
    body: html`<p class="kicker"><b><a href="/desk/register">${t.keeperTitle}</a></b> <span>${t[`act_${act}`]}</span></p>
      <h1 class="plain">${t.keeperPreviewTitle}</h1>
      ${refusalOf(request, refused)}
      ${
        sentences.length === 0
          ? html`<p class="standfirst">${t.keeperPreviewNothing}</p>`
          : html`<ul class="foreseen">
              ${sentences.map((sentence) => html`<li>${sentence[language]}</li>`)}
            </ul>`
      }
      <p>${t.keeperPreviewOn(fieldOf(form, "source").trim(), fieldOf(form, "locator").trim())}</p>
      ${reason !== "" && html`<p>${t.field_reason}: <q>${reason}</q></p>`}
      ${
        sentences.length > 0 &&
        html`<h2>${t.keeperAnswers}</h2>
          ${
            answers.length === 0
              ? html`<p class="quiet">${t.keeperAnswersNone}</p>`
              : answers.map(
                  ({ before, after }) =>
                    html`<dl class="facts wide answers">
                      <dt>${t.keeperBefore}</dt>
                      <dd>${before[language]}</dd>
                      <dt>${t.keeperAfter}</dt>
                      <dd><b>${after[language]}</b></dd>
                    </dl>`,
                )
          }`
      }
      <form method="post" action="/desk/register/${act}" class="form">
        ${formToken()} ${keptFields(kept)}
        <input type="hidden" name="seen" value="${seen}" />
        <p class="hint">${t.keeperEnterText}</p>
        <div class="actions">
          ${sentences.length > 0 && html`<button class="button" name="step" value="enter">${t.keeperEnter}</button>`}
          <button class="button second" name="step" value="back">${t.keeperBack}</button>
          <a href="/desk/register">${t.keeperCancel}</a>
        </div>
      </form>`,
  });
}

/** Which act the address names, to whoever may do it. Fault("not-found") for none of them. */
function actAsked({ c, actor, office }: DeskRequest): KeepingAct {
  const act = keepingActs.find((one) => one === c.req.param("act"));
  if (act === undefined) throw new Fault("not-found", "");
  permit(actor, "register.keep", office.institution);
  return act;
}

function begunWith({ c, desk, office }: DeskRequest, form: FormData | undefined): Begun {
  const today = dayOf(desk.installation.means.clock.now(), office.timeZone);
  const dated: Record<string, string> = { day: today };
  return form === undefined
    ? { of: (name) => c.req.query(name) ?? dated[name] ?? "", checked: () => false }
    : { of: (name) => fieldOf(form, name), checked: (name, value) => fieldsOf(form, name).includes(value) };
}

/** Whose tenure: one that was chosen before, in words; else a person and a post to be typed. */
async function whoField(request: DeskRequest, begun: Begun): Promise<Html> {
  const { t, desk } = request;
  const { db } = desk.installation;
  const tenure = begun.of("tenure") === "" ? undefined : await readStanding(db, "tenure", begun.of("tenure"));
  if (tenure !== undefined)
    return html`<p class="who-chosen"><b>${t.field_who}</b> ${(await heldInWords(request, [tenure]))[0]}</p>
      <input type="hidden" name="tenure" value="${tenure.id}" />`;
  return html`<fieldset class="stacked">
    <legend>${t.field_who}</legend>
    ${found({ name: "person", label: t.field_personMaybe, hint: t.field_personMaybeHint, from: "people", value: begun.of("person") })}
    ${found({ name: "post", label: t.field_post, hint: t.field_postHint, from: "posts", value: begun.of("post") })}
  </fieldset>`;
}

/** What is retracted, with the reason that was given, one of it to be chosen. */
async function retractedField(request: DeskRequest, begun: Begun): Promise<Html> {
  const { t } = request;
  const things = await thingsRetracted(request);
  return html`<fieldset>
    <legend>${t.keeperReinstateWhich}</legend>
    ${things.length === 0 && html`<p class="hint">${t.keeperReinstateNone}</p>`}
    ${things.map(
      ({ kind, id, words, reason }) =>
        html`<label
          ><input type="radio" name="thing" value="${kind}/${id}" required ${begun.of("thing") === `${kind}/${id}` && html` checked`} />
          <span><b>${t[`thing_${kind}`]}</b> ${words} <q class="quiet">${reason}</q></span></label
        >`,
    )}
  </fieldset>`;
}

/** What can be retracted about somebody or a post, to be ticked. */
async function thingsField(request: DeskRequest, begun: Begun): Promise<Html> {
  const { t } = request;
  const about = { person: begun.of("of-person"), post: begun.of("of-post"), tenure: begun.of("tenure") };
  const things = await thingsAbout(request, about);
  return html`<fieldset>
      <legend>${t.keeperRetractWhich}</legend>
      <p class="hint">${t.keeperRetractHint}</p>
      ${things.map(
        ({ kind, id, words }) =>
          html`<label
            ><input type="checkbox" name="thing" value="${kind}/${id}" ${begun.checked("thing", `${kind}/${id}`) && html` checked`} />
            <span><b>${t[`thing_${kind}`]}</b> ${words}</span></label
          >`,
      )}
    </fieldset>
    ${Object.entries(about).map(([name, value]) => value !== "" && html`<input type="hidden" name="${name === "tenure" ? name : `of-${name}`}" value="${value}" />`)}`;
}
