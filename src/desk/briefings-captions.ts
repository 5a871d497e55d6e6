import { permit } from "../access/rights.ts";
import { voiceOf, waitingOf } from "../briefings/caption.ts";
import { endCaptionAddress, listCaptionAddresses, makeCaptionAddress } from "../briefings/caption-addresses.ts";
import { type DeskBriefing, findBriefing } from "../briefings/find-briefing.ts";
import { markVoice } from "../briefings/mark-voice.ts";
import { readMarks, readSegments } from "../briefings/settle-captions.ts";
import type { SpeakerTyped } from "../briefings/speakers.ts";
import { type Html, html } from "../page/html.ts";
import { answerDesk, answerJson, seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { when } from "./newsroom-words.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

/** The addresses of a briefing for captioners' programs; `made`: the one that was made just now, shown this once. */
export async function captionAddressesPage(request: DeskRequest, refused?: Refused, made?: string): Promise<Response> {
  const { desk, t, actor, formToken } = request;
  const { db, means } = desk.installation;
  const briefing = await asked(request);
  permit(actor, "briefing.run", briefing.institution);
  const now = means.clock.now();
  const addresses = await listCaptionAddresses(db, briefing.id);
  const over = briefing.state === "certified" || briefing.state === "cancelled";
  const path = `/desk/briefings/${briefing.id}`;
  return answerDesk(request, {
    title: t.captionsTitle,
    current: "briefings",
    ...statusOfRefusal(refused),
    body: html`<p><a class="more" href="${path}">${briefing.title}</a></p>
      <h1 class="plain">${t.captionsTitle}</h1>
      <p class="measure">${t.captionsLead}</p>
      ${refusalOf(request, refused)}
      ${
        made !== undefined &&
        html`<div class="notice" role="status">
          <p><b>${t.captionsMade}</b></p>
          <p class="mono breakable">${made}</p>
          <p>${t.captionsTry}</p>
          <pre class="caption-example" tabindex="0">${exampleOf(made)}</pre>
        </div>`
      }
      ${
        !over &&
        html`<form method="post" action="${path}/captions" class="form">
          ${formToken()}
          <label
            >${t.captionsName}<small>${t.captionsNameHint}</small
            ><input name="name" value="${typed(refused, "name")}" maxlength="80" required
          /></label>
          <button class="button">${t.captionsMake}</button>
        </form>`
      }
      <h2>${t.captionsAddresses}</h2>
      ${
        addresses.length === 0
          ? html`<p class="empty">${t.captionsNone}</p>`
          : html`<ul class="plain-list">
              ${addresses.map(
                ({ id, name, madeAt, usedAt }) =>
                  html`<li>
                    <b>${name}</b>
                    <span class="quiet"
                      >${usedAt === undefined ? t.captionsUnused(when(request, madeAt, now)) : t.captionsUsed(when(request, usedAt, now))}</span
                    >
                    <form method="post" action="${path}/captions/${id}/end">
                      ${formToken()}<button class="link">${t.captionsEnd}<span class="visually-hidden"> ${name}</span></button>
                    </form>
                  </li>`,
              )}
            </ul>`
      }`,
  });
}

function exampleOf(address: string): string {
  return `curl '${address}' \\\n  -H 'content-type: application/json' \\\n  -d '{"id": "1", "start": 0.0, "end": 2.4, "text": "Buenos días.", "final": true}'`;
}

export function makeCaptionAddressAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  return orAgain(
    form,
    async () => {
      const { token } = await makeCaptionAddress(db, idOf(request), fieldOf(form, "name"), request.actor, means);
      return captionAddressesPage(request, undefined, `${request.desk.url}/captions/${token}`);
    },
    (refused) => captionAddressesPage(request, refused),
  );
}

export async function endCaptionAddressAct(request: DeskRequest): Promise<Response> {
  const { db, means } = request.desk.installation;
  await endCaptionAddress(db, idOf(request), Number(request.c.req.param("address")), request.actor, means);
  return seeOther(request, `/desk/briefings/${idOf(request)}/captions`);
}

/** Whose words the captions are: of the voice with that label, or of whoever speaks from now on. */
export async function markVoiceAct(request: DeskRequest, form: FormData, speaker: SpeakerTyped): Promise<Response> {
  const { db, means } = request.desk.installation;
  const label = form.get("label");
  const mark = {
    speaker,
    kind: fieldOf(form, "kind"),
    attribution: fieldOf(form, "attribution"),
    ...(typeof label === "string" ? { label } : {}),
  };
  await markVoice(db, idOf(request), mark, request.actor, means);
  if ((request.c.req.header("accept") ?? "").includes("application/json")) return answerJson(request, { marked: true });
  return seeOther(request, `/desk/briefings/${idOf(request)}`);
}

/** Whether a program sends, or may send, captions of it. */
export async function hasCaptions(request: DeskRequest, { id }: DeskBriefing): Promise<boolean> {
  const { db } = request.desk.installation;
  return (await listCaptionAddresses(db, id)).length > 0;
}

/** What is being heard, as whose words it would stand, and what waits for somebody to say whose it is. For the desk alone. */
export async function captionsHeard(request: DeskRequest, briefing: DeskBriefing): Promise<Html> {
  const { desk, t, language } = request;
  const { db } = desk.installation;
  const [segments, marks] = await Promise.all([readSegments(db, briefing.id), readMarks(db, briefing.id)]);
  const newest = segments.toSorted((a, b) => a.endMs - b.endMs).at(-1);
  const hearing = segments.filter(({ final, text }) => !final && text !== "").toSorted((a, b) => a.endMs - b.endMs);
  const now = newest === undefined ? undefined : hearing.filter(({ endMs }) => newest.endMs - endMs < stale).at(-1);
  const unlabelled = { id: "", startMs: 0, endMs: Infinity, text: "", final: true, speaker: "", revision: 0 };
  const voice = voiceOf(unlabelled, marks);
  const beside = voice?.speaker.outlet ?? voice?.speaker.title?.[language];
  return html`<p class="quiet">
      ${
        voice === undefined
          ? t.captionsNobody
          : html`${t.captionsSpeaks} <b>${voice.speaker.name === "" ? t.briefingJournalist : voice.speaker.name}</b>${beside === undefined ? "" : `, ${beside}`}
              <span class="${voice.attribution === "on-record" ? "tag" : "tag alarm"}">${t.attributions[voice.attribution]}</span>`
      }
    </p>
    ${now !== undefined && html`<p class="heard-now"><span class="tag">${t.captionsHearing}</span> ${now.text}</p>`}
    ${[...waitingOf(segments, marks)].map(
      ([label, waiting]) =>
        html`<div class="notice">
          <p><b>${label === "" ? t.captionsWaiting : t.captionsWaitingFor(label)}</b></p>
          <p>${shortened(waiting.map(({ text }) => text).join(" "))}</p>
          <p>
            <button class="button second" form="typing" formaction="/desk/briefings/${briefing.id}/captions/mark" formnovalidate name="label" value="${label}">
              ${t.captionsTheirs}
            </button>
          </p>
        </div>`,
    )}`;
}

/** A partial that ended so long before the newest words is none that is being heard. */
const stale = 15_000;

/** What was said last is what a typist remembers. */
function shortened(text: string): string {
  return text.length <= 400 ? text : `…${text.slice(-400).replace(/^\S*\s/, "")}`;
}

function idOf({ c }: DeskRequest): number {
  return Number(c.req.param("id"));
}

function asked(request: DeskRequest): Promise<DeskBriefing> {
  return findBriefing(request.desk.installation.db, idOf(request), request.actor);
}
