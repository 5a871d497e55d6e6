import { monthInWords, plainDay } from "../page/dates.ts";
import { type Language } from "../page/language.ts";
import { isDay } from "../register/day.ts";
import type { FileFacts } from "../newsroom/attachments.ts";
import type { StatementView } from "../newsroom/statements.ts";
import { type Html, html } from "../page/html.ts";
import type { PageRequest } from "./context.ts";
import { languageOf } from "./statement-lines.ts";

/**
 * What somebody else claims, under a label and a stamp that no copy of it loses: the words are struck, and the picture that is
 * shown has its stamp in its own pixels.
 */
export function claimSection(
  request: PageRequest,
  view: StatementView,
  facts: ReadonlyMap<string, FileFacts>,
): Html | false {
  const { t, language } = request;
  const { claim } = view;
  if (claim === undefined || view.status === "erased") return false;
  const { text, where, when, image } = claim;
  const picture = view.attachments.find(({ commitment }) => commitment === image);
  const lang = languageOf(request, view.language);
  return html`<div class="claim" role="region" aria-labelledby="claim-label">
      <p class="claim-label" id="claim-label"><strong>${t.claimLabel}</strong></p>
      <p class="stamp"><b>${view.withdrawal === undefined ? t.claimStamp : t.claimStampWithdrawn}</b></p>
      ${
        picture !== undefined &&
        facts.has(picture.commitment) &&
        html`<img
          class="claim-image"
          src="/statements/${view.number}/editions/${view.edition}/claim-image.jpg"
          alt="${t.claimAlt(picture.alt ?? text)}"
        />`
      }
      <blockquote ${lang}><del id="claim-text">${text}</del></blockquote>
      ${
        (where ?? when) !== undefined &&
        html`<p class="small quiet">
          ${t.claimSeen(
            where === undefined ? undefined : html`<span id="claim-where" ${lang}>${where}</span>`,
            when === undefined
              ? undefined
              : html`<time id="claim-when" datetime="${when}">${whenInWords(when, language)}</time>`,
          )}
        </p>`
      }
    </div>
    <p class="answer-label"><strong>${t.claimAnswer}</strong></p>`;
}

/** The picture to be passed on, which is also what a link to the page shows elsewhere. */
export function claimCard({ t }: PageRequest, view: StatementView): Html | false {
  const address = claimPictureOf(view);
  return (
    address !== undefined &&
    html`<section class="card">
      <h2>${t.claimPicture}</h2>
      <a href="${address}" download="${view.number}.png"
        ><img class="claim-card" src="${address}" alt="${t.claimPictureAlt(view.title)}" width="1200" height="1200" loading="lazy"
      /></a>
      <p>${t.claimPictureText}</p>
    </section>`
  );
}

export function claimPictureOf(view: StatementView): string | undefined {
  if (view.claim === undefined || view.status === "erased") return undefined;
  return `/statements/${view.number}/editions/${view.edition}/claim.png`;
}

/** «22 de noviembre de 2026», «noviembre de 2026», «2026». */
function whenInWords(when: string, language: Language): string {
  if (isDay(when)) return plainDay(when, language);
  return /^\d{4}-\d{2}$/.test(when) ? monthInWords(when, language) : when;
}
