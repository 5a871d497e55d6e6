import { institutionsFor, permit } from "../access/rights.ts";
import { listTranscripts, listUncertified } from "../briefings/list-transcripts.ts";
import { plainDay, shortInstant } from "../page/dates.ts";
import { html } from "../page/html.ts";
import { answerDesk } from "./answer.ts";
import type { DeskRequest } from "./context.ts";

/** The closed briefings that wait to be certified, and the transcripts that stand, with what may be done to each. */
export async function transcriptsPage(request: DeskRequest): Promise<Response> {
  const { desk, t, actor, office, language, href } = request;
  const { db } = desk.installation;
  if (institutionsFor(actor, "briefing.read").length === 0) permit(actor, "briefing.read", office.institution);
  const [waiting, standing] = await Promise.all([listUncertified(db, actor), listTranscripts(db, actor)]);
  const certifies = institutionsFor(actor, "transcript.certify").length > 0;
  const edits = institutionsFor(actor, "transcript.edit").length > 0;
  const body = html`<h1 class="plain">${t.transcriptNav}</h1>
    ${
      waiting.length + standing.length === 0 &&
      html`<p class="standfirst">${t.transcriptNothing}</p>
        <p>${t.transcriptNothingText}</p>`
    }
    ${
      waiting.length > 0 &&
      html`<h2 class="plain">${t.transcriptToCertify}</h2>
        <ul class="plain-list">
          ${waiting.map(
            ({ id, number, title, openedAt }) =>
              html`<li>
                <b>${number}</b> ${title}${openedAt && html`, ${shortInstant(openedAt, language, office.timeZone)}`}
                ${certifies && html` <a class="button" href="/desk/transcripts/certify/${id}">${t.transcriptCertify}</a>`}
              </li>`,
          )}
        </ul>`
    }
    ${
      standing.length > 0 &&
      html`<h2 class="plain">${t.transcriptStanding}</h2>
        <ul class="plain-list">
          ${standing.map(({ briefing, title, day, version, edited }) => {
            const address = `/desk/transcripts/${briefing}`;
            return html`<li>
              <b>${briefing}</b> ${title}, ${plainDay(day, language)}
              <a href="${href(`/briefings/${briefing}`)}">${t.transcriptRead}</a>
              ${version === "certified" && certifies && html` <a href="${address}/said/correct">${t.transcriptCorrectCertified}</a>`}
              ${version === "imported" && edits && html` <a href="${address}/said/correct">${t.transcriptCorrectImported}</a>`}
              ${version === "certified" && edits && !edited && html` <a href="${address}/edit">${t.transcriptEditAct}</a>`}
              ${edited && edits && html` <a href="${address}/edited/correct">${t.transcriptCorrectEdited}</a>`}
            </li>`;
          })}
        </ul>`
    }`;
  return answerDesk(request, { title: t.transcriptNav, current: "transcripts", body });
}
