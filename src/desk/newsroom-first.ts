import { findFirstDraft, writeFirstText } from "../newsroom/first-draft.ts";
import { dayOf } from "../page/dates.ts";
import { html } from "../page/html.ts";
import { registerAsOf } from "../register/as-of.ts";
import { speakersOn } from "../register/voice.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf, fieldsOf } from "./form.ts";
import { holderInWords } from "./newsroom-voice.ts";
import { confirmWho, mayKeep, whoForm } from "./newsroom-who-speaks.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

/** The first publication of an office, in three steps: who speaks, a title and a paragraph, and out. */
export async function firstPage(request: DeskRequest, refused?: Refused): Promise<Response> {
  const { desk, t, language, office } = request;
  const { db, means } = desk.installation;
  const now = means.clock.now();
  const today = dayOf(now, office.timeZone);
  const confirmed = (await speakersOn(db, today, now)).some(({ voice, holding }) => voice && holding.post.spokesperson);
  if (refused === undefined && (confirmed || office.spokespersonPosts.length === 0 || !mayKeep(request)))
    return seeOther(request, "/desk/first/text");
  const known = await registerAsOf(db, { day: today });
  return answerDesk(request, {
    title: t.firstTitle,
    ...statusOfRefusal(refused),
    body: html`<p class="kicker">${t.firstTitle}, ${t.firstStep(1)}</p>
      <h1 class="plain">${t.whoTitle}</h1>
      <p class="standfirst">${t.firstWhoText} ${known.sentence[language]}</p>
      ${refusalOf(request, refused)} ${await whoForm(request, known, today, refused, html``)}
      <p><a href="/desk/first/text">${t.firstOffice}</a></p>`,
  });
}

export async function firstAct(request: DeskRequest, form: FormData): Promise<Response> {
  return orAgain(
    form,
    async () => {
      await confirmWho(request, form);
      return seeOther(request, "/desk/first/text");
    },
    (refused) => firstPage(request, refused),
  );
}

export async function firstTextPage(request: DeskRequest, refused?: Refused): Promise<Response> {
  const { desk, t, language, office, actor, formToken } = request;
  const { db, means } = desk.installation;
  const now = means.clock.now();
  const begun = await findFirstDraft(db, actor);
  const offered = (await speakersOn(db, dayOf(now, office.timeZone), now)).filter(({ voice }) => voice !== undefined);
  return answerDesk(request, {
    title: t.firstTitle,
    ...statusOfRefusal(refused),
    body: html`<p class="kicker">${t.firstTitle}, ${t.firstStep(2)}</p>
      <h1 class="plain">${t.firstWriteTitle}</h1>
      <p class="standfirst">${t.firstWriteText}</p>
      ${refusalOf(request, refused)}
      <form method="post" class="form writing">
        ${formToken()}
        <label
          >${t.draftTitleField}<textarea name="title" rows="2" required autofocus class="title">${typed(refused, "title", begun?.title)}</textarea>
        </label>
        <label
          >${t.draftBodyField}<small>${t.draftBodyHint}</small
          ><textarea name="body" rows="8" required class="body brief">${typed(refused, "body", begun?.body)}</textarea>
        </label>
        ${
          offered.length > 0 &&
          html`<fieldset>
            <legend>${t.voiceTitle}</legend>
            ${offered.map((one) => {
              const { person, post } = one.holding;
              const value = `${person.slug} ${post.slug}`;
              const marked =
                refused === undefined
                  ? begun === undefined
                    ? post.spokesperson
                    : begun.speakers.some((own) => own.person === person.slug && own.post === post.slug)
                  : fieldsOf(refused.form, "speaker").includes(value);
              return html`<label
                ><input type="checkbox" name="speaker" value="${value}" ${marked && html` checked`} />
                <span>${holderInWords(one, language)}</span></label
              >`;
            })}
            <p class="hint">${t.voiceHint}</p>
          </fieldset>`
        }
        <button class="button">${t.firstNext}</button>
      </form>`,
  });
}

export async function firstTextAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { desk, actor } = request;
  const { db, means } = desk.installation;
  const speakers = fieldsOf(form, "speaker").map((value) => {
    const [person = "", post = ""] = value.split(" ");
    return { person, post };
  });
  return orAgain(
    form,
    async () => {
      const { id } = await writeFirstText(
        db,
        { title: fieldOf(form, "title"), body: fieldOf(form, "body"), speakers },
        actor,
        means,
      );
      return seeOther(request, `/desk/drafts/${id}/urgent?first=1`);
    },
    (refused) => firstTextPage(request, refused),
  );
}
