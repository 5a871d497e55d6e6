import { institutionsFor } from "../access/rights.ts";
import { confirmSpeaker } from "../newsroom/confirm-speaker.ts";
import { dayOf, longDay } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { type AsOf, registerAsOf } from "../register/as-of.ts";
import { listStanding } from "../register/assertions.ts";
import type { Confirming } from "../register/confirm.ts";
import { agree, capitalized } from "../register/display.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

/** «¿Quién habla hoy?»: what the register has, to be confirmed or replaced on a source's word. */
export async function whoSpeaksPage(request: DeskRequest, refused?: Refused): Promise<Response> {
  const { desk, t, language, office, c } = request;
  const { db, means } = desk.installation;
  const today = dayOf(means.clock.now(), office.timeZone);
  const known = await registerAsOf(db, { day: today });
  const draft = typed(refused, "draft", c.req.query("draft") ?? "");
  return answerDesk(request, {
    title: t.whoTitle,
    ...statusOfRefusal(refused),
    body: html`<h1 class="plain">${t.whoTitle}</h1>
      <p class="standfirst">${known.sentence[language]}</p>
      ${refusalOf(request, refused)}
      ${
        mayKeep(request)
          ? await whoForm(request, known, today, refused, html`<input type="hidden" name="draft" value="${draft}" />`)
          : html`<p>${t.whoNoRight}</p>`
      }`,
  });
}

export function mayKeep({ actor, office }: DeskRequest): boolean {
  return institutionsFor(actor, "register.keep").includes(office.institution);
}

/** As few fields as can be: the same person or another, and the source's name and place. */
export async function whoForm(
  request: DeskRequest,
  known: AsOf,
  today: string,
  refused: Refused | undefined,
  hidden: Html,
): Promise<Html> {
  const { desk, t, language, office, formToken } = request;
  const posts = await listStanding(desk.installation.db, "post", { ids: office.spokespersonPosts });
  if (posts.length === 0) return html`<p>${t.whoNoPost}</p>`;
  const people = [...new Map(known.holdings.map(({ person }) => [person.slug, person.name]))];
  const who = typed(refused, "who", people.length === 1 ? people[0]![0] : "other");
  return html`<form method="post" class="form who">
    ${formToken()} ${hidden}
    ${
      posts.length > 1 &&
      html`<label
        >${t.whoPost}
        <select name="post">
          ${posts.map(
            ({ id, data }) =>
              html`<option value="${id}" ${typed(refused, "post") === id && html` selected`}>${capitalized(agree(data.title[language], undefined))}</option>`,
          )}
        </select></label
      >`
    }
    <fieldset>
      <legend>${t.whoLegend(longDay(today, language))}</legend>
      ${people.map(
        ([slug, name]) =>
          html`<label
            ><input type="radio" name="who" value="${slug}" ${who === slug && html` checked`} />
            <span>${name}</span></label
          >`,
      )}
      <label
        ><input type="radio" name="who" value="other" ${who === "other" && html` checked`} />
        <span>${people.length === 0 ? t.whoSomebody : t.whoOther}</span></label
      >
      <div class="other">
        <label
          >${t.whoName}<small>${t.whoNameHint}</small
          ><input name="name" value="${typed(refused, "name")}" maxlength="200" autocomplete="off"
        /></label>
        <label
          >${t.whoSince}<small>${t.whoSinceHint}</small
          ><input name="since" value="${typed(refused, "since")}" maxlength="10" placeholder="${today}"
        /></label>
        <label
          >${t.whoGender}
          <select name="gender">
            ${(["", "feminine", "masculine"] as const).map(
              (one) =>
                html`<option value="${one}" ${typed(refused, "gender") === one && html` selected`}>${t[`whoGender_${one === "" ? "none" : one}`]}</option>`,
            )}
          </select></label
        >
      </div>
    </fieldset>
    <label
      >${t.whoSource}<small>${t.whoSourceHint}</small
      ><input name="source" value="${typed(refused, "source")}" required maxlength="500"
    /></label>
    <label
      >${t.whoLocator}<small>${t.whoLocatorHint}</small
      ><input name="locator" value="${typed(refused, "locator")}" required maxlength="500"
    /></label>
    <label
      >${t.whoDate}<input type="date" name="date" value="${typed(refused, "date", today)}" max="${today}" required
    /></label>
    <button class="button">${t.whoConfirm}</button>
    <p class="hint">${t.whoPublic}</p>
  </form>`;
}

/** When this returns, the register has it. */
export async function confirmWho({ desk, actor }: DeskRequest, form: FormData): Promise<void> {
  const { db, means } = desk.installation;
  const given = (name: string) => fieldOf(form, name).trim();
  const gender = given("gender");
  const [who, since, post, on] = [given("who"), given("since"), given("post"), given("date")];
  const asked: Confirming = {
    person: who === "other" || who === "" ? given("name") : who,
    on,
    source: { name: given("source"), locator: given("locator"), date: on },
    ...(post === "" ? {} : { post }),
    ...((who === "other" || who === "") && since !== "" ? { since } : {}),
    ...(gender === "feminine" || gender === "masculine" ? { gender } : {}),
  };
  await confirmSpeaker(db, asked, actor, means);
}

export async function whoSpeaksAct(request: DeskRequest, form: FormData): Promise<Response> {
  return orAgain(
    form,
    async () => {
      await confirmWho(request, form);
      const draft = fieldOf(form, "draft");
      return seeOther(request, /^[1-9]\d{0,14}$/.test(draft) ? `/desk/drafts/${draft}#voice` : "/desk/who-speaks");
    },
    (refused) => whoSpeaksPage(request, refused),
  );
}
