import { may } from "../access/rights.ts";
import { type DeskBriefing, findBriefing } from "../briefings/find-briefing.ts";
import { pasteVtt } from "../briefings/paste-vtt.ts";
import { setMedia } from "../briefings/plan-briefing.ts";
import { Fault } from "../fault.ts";
import { clockSeconds, dayOf } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { instantAt } from "../register/hour.ts";
import { seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { type Refused, typed } from "./refused.ts";

/** Where the sound or picture is, and when it began: what the players of the public pages go by. For whoever runs the briefing. */
export function mediaSection(request: DeskRequest, briefing: DeskBriefing, sent?: Refused): Html | undefined {
  const { t, actor, office, formToken } = request;
  const refused = sent?.form.has("media") === true ? sent : undefined;
  if (!may(actor, "briefing.run", briefing.institution) || briefing.state === "cancelled") return undefined;
  const { mediaUrl, mediaStartedAt: began, openedAt } = briefing;
  const day = dayOf(began ?? openedAt ?? request.desk.installation.means.clock.now(), office.timeZone);
  return html`<details ${refused !== undefined && html`open`}>
    <summary>${t.mediaTitle}${mediaUrl !== "" && html` · ${began === undefined ? t.mediaNoStart : t.mediaBegan(clockSeconds(began, office.timeZone))}`}</summary>
    <form method="post" action="/desk/briefings/${briefing.id}/media" class="form writing">
      ${formToken()}
      <label
        >${t.mediaAddress}<small>${t.mediaAddressHint}</small
        ><input type="url" name="media" value="${typed(refused, "media", mediaUrl)}" maxlength="2000"
      /></label>
      <div class="pair">
        <label>${t.mediaDay}<input type="date" name="day" value="${typed(refused, "day", day)}" /></label>
        <label
          >${t.mediaTime}<input
            type="time"
            name="time"
            step="1"
            value="${typed(refused, "time", began === undefined ? "" : clockSeconds(began, office.timeZone))}"
        /></label>
      </div>
      <p class="hint">${t.mediaTimeHint}</p>
      <div class="actions">
        <button class="button second" name="did" value="save">${t.mediaSave}</button>
        <button class="button second" name="did" value="now">${t.mediaNow}</button>
      </div>
    </form>
  </details>`;
}

export async function setMediaAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  const id = Number(request.c.req.param("id"));
  const time = fieldOf(form, "time");
  const startedAt =
    fieldOf(form, "did") === "now"
      ? means.clock.now()
      : time === ""
        ? undefined
        : instantAt(fieldOf(form, "day"), time, request.office.timeZone);
  await setMedia(db, id, { url: fieldOf(form, "media"), startedAt }, request.actor, means);
  return seeOther(request, `/desk/briefings/${id}`);
}

/** A file of captions of the whole, from a program or a captioner. */
export function vttSection(request: DeskRequest, briefing: DeskBriefing, key: string, sent?: Refused): Html {
  const { t, formToken } = request;
  const refused = sent?.form.has("vtt") === true ? sent : undefined;
  const zero = typed(refused, "zero", briefing.mediaStartedAt === undefined ? "opening" : "recording");
  const option = (value: string, words: string) =>
    html`<option value="${value}" ${value === zero && html`selected`}>${words}</option>`;
  return html`<details ${refused !== undefined && html`open`}>
    <summary>${t.vttTitle}</summary>
    <form method="post" action="/desk/briefings/${briefing.id}/vtt" enctype="multipart/form-data" class="form writing">
      ${formToken()}
      <input type="hidden" name="key" value="${typed(refused, "key", key)}" />
      <label>${t.vttFile}<input type="file" name="file" accept=".vtt,text/vtt" /></label>
      <label
        >${t.vttPaste}<small>${t.vttPasteHint}</small
        ><textarea name="vtt" rows="6" class="mono" spellcheck="false">${typed(refused, "vtt", "")}</textarea>
      </label>
      <div class="pair">
        <label
          >${t.vttOtherwise}<input name="otherwise" maxlength="200" value="${typed(refused, "otherwise", "")}"
        /></label>
        <label
          >${t.vttZero}
          <select name="zero">
            ${option("opening", t.vttOpening)}
            ${briefing.mediaStartedAt !== undefined && option("recording", t.vttRecording)}
          </select></label
        >
      </div>
      <div class="actions"><button class="button">${t.typePasteSend}</button></div>
    </form>
  </details>`;
}

export async function pasteVttAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  const briefing = await findBriefing(db, Number(request.c.req.param("id")), request.actor);
  const file = form.get("file");
  const sent = file instanceof File && file.size > 0 ? await textOf(file) : fieldOf(form, "vtt");
  // A refused file stands in the form, to be put right there.
  form.set("vtt", sent);
  const zero = fieldOf(form, "zero") === "recording" ? "recording" : "opening";
  const typedIn = { file: sent, otherwise: fieldOf(form, "otherwise"), zero, key: fieldOf(form, "key") } as const;
  await pasteVtt(db, briefing.id, typedIn, request.actor, means);
  return seeOther(request, `/desk/briefings/${briefing.id}`);
}

/** WebVTT is UTF-8 and nothing else. */
async function textOf(file: File): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    throw new Fault(
      "invalid",
      "The file is not UTF-8: save it as UTF-8 and send it again.",
      [],
      "El archivo no está en UTF-8: guárdelo como UTF-8 y envíelo de nuevo.",
    );
  }
}
