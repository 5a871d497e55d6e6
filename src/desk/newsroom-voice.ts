import { Fault } from "../fault.ts";
import { changeDetails } from "../newsroom/change-details.ts";
import type { Speaker } from "../newsroom/draft.ts";
import { longDay } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { inWords } from "../register/display.ts";
import { type Offered, speakersOn, voiceFor } from "../register/voice.ts";
import { seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf, fieldsOf } from "./form.ts";
import { draftPath, type DraftRequest, ofDraft } from "./newsroom-draft.ts";

/** Who may speak on the day, and of each that the draft names why they may not, if so. */
export type OfferedVoices = {
  offered: readonly Offered[];
  chosen: readonly { speaker: Speaker; name: string; why?: string }[];
};

export async function offeredVoices({ desk, draft, day, now, language }: DraftRequest): Promise<OfferedVoices> {
  const { db } = desk.installation;
  const at = draft.publishAt ?? now;
  const offered = await speakersOn(db, day, at);
  const chosen = await Promise.all(
    draft.speakers.map(async (speaker) => {
      const found = offered.find((one) => isThat(one, speaker));
      if (found?.voice !== undefined) return { speaker, name: holderInWords(found, language) };
      const why = await voiceFor(db, { speaker: speaker.person, post: speaker.post, day, at }).then(
        () => undefined,
        (error: unknown) => {
          if (!(error instanceof Fault)) throw error;
          return language === "es" ? (error.es ?? error.message) : error.message;
        },
      );
      const name = found === undefined ? speaker.person : holderInWords(found, language);
      return { speaker, name, ...(why === undefined ? {} : { why }) };
    }),
  );
  return { offered, chosen };
}

/** What the checks say of the voice. */
export function voiceChecks({ t }: DraftRequest, { chosen }: OfferedVoices) {
  if (chosen.length === 0) return [{ standing: "done" as const, text: t.check_voiceOffice }];
  return chosen.map(({ name, why }) =>
    why === undefined
      ? { standing: "done" as const, text: t.check_voice(name) }
      : { standing: "missing" as const, text: why },
  );
}

/** Who speaks: chosen from those who hold a post that speaks that day, whoever acts for them among them; or the office. */
export function voiceCard(request: DraftRequest, { offered, chosen }: OfferedVoices): Html | undefined {
  const { t, draft, day, language, writable, formToken } = request;
  if (draft.purpose !== "publication") return undefined;
  const others = chosen.filter(({ speaker }) => !offered.some((one) => isThat(one, speaker)));
  return html`<section class="card" aria-labelledby="voice">
    <h2 id="voice">${t.voiceTitle}</h2>
    ${
      writable
        ? html`<form method="post" action="${draftPath(draft, "/voice")}" class="form">
            ${formToken()}
            <input type="hidden" name="read" value="${draft.detailsVersion}" />
            <fieldset>
              <legend>${t.voiceOn(longDay(day, language))}</legend>
              ${offered.map((one) => choice(request, one))}
              ${others.map(
                ({ speaker, name, why }) =>
                  html`<label
                    ><input type="checkbox" name="speaker" value="${speaker.person} ${speaker.post}" checked />
                    <span>${name} ${why !== undefined && html`<small class="hint">${why}</small>`}</span></label
                  >`,
              )}
              ${offered.length === 0 && others.length === 0 && html`<p class="hint">${t.voiceNobody}</p>`}
            </fieldset>
            <p class="hint">${t.voiceHint}</p>
            <button class="button second">${t.voiceSave}</button>
          </form>`
        : html`<ul>
            ${chosen.length === 0 ? html`<li>${t.check_voiceOffice}</li>` : chosen.map(({ name }) => html`<li>${name}</li>`)}
          </ul>`
    }
    <p><a href="/desk/who-speaks?draft=${draft.id}">${t.voiceConfirm}</a></p>
  </section>`;
}

function choice({ draft, language }: DraftRequest, one: Offered): Html {
  const { person, post } = one.holding;
  const marked = draft.speakers.some((speaker) => isThat(one, speaker));
  const closed = one.voice === undefined && !marked;
  return html`<label
    ><input
      type="checkbox"
      name="speaker"
      value="${person.slug} ${post.slug}"
      ${marked && html` checked`}
      ${closed && html` disabled`}
    />
    <span
      >${holderInWords(one, language)} ${one.why !== undefined && html`<small class="hint">${one.why[language]}</small>`}</span
    ></label
  >`;
}

export async function voiceAct(visitor: DeskRequest, form: FormData): Promise<Response> {
  const request = await ofDraft(visitor);
  const { desk, draft, actor } = request;
  const { db, means } = desk.installation;
  const speakers = fieldsOf(form, "speaker").map((value) => {
    const [person = "", post = ""] = value.split(" ");
    return { person, post };
  });
  await changeDetails(db, draft.id, { read: Number(fieldOf(form, "read")), speakers }, actor, means);
  return seeOther(request, draftPath(draft, "#voice"));
}

export function holderInWords({ holding }: Offered, language: "es" | "en"): string {
  const { person, post, capacity } = holding;
  return inWords({ name: person.name, gender: person.gender, title: post.titles, capacity }, language);
}

function isThat({ holding }: Offered, { person, post }: Speaker): boolean {
  return holding.person.slug === person && holding.post.slug === post;
}
