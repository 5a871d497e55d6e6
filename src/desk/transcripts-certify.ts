import { permit } from "../access/rights.ts";
import { certifiableContent, certifyTranscript, listShownNotes } from "../briefings/certify-transcript.ts";
import { noBriefing } from "../briefings/briefings.ts";
import { Fault } from "../fault.ts";
import { countOf } from "../page/dates.ts";
import { html } from "../page/html.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { canMend, faultNotice, orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

/** All that will stand in the record, as it stands now, and over it who certifies it against which recording. */
export async function certifyPage(request: DeskRequest, refused?: Refused): Promise<Response> {
  const { desk, t, office, actor, language } = request;
  const { db, means } = desk.installation;
  const briefing = await briefingAsked(request);
  const found = await certifiableContent(db, briefing.id, office, means.clock.now()).catch((error: unknown) => {
    if (canMend(error)) return error;
    throw error;
  });
  const title = t.transcriptCertifyTitle(briefing.number ?? "");
  if (found instanceof Fault)
    return answerDesk(request, {
      title,
      current: "transcripts",
      body: html`<h1 class="plain">${title}</h1>
        ${faultNotice(request, found)}`,
    });
  const notes = await listShownNotes(db, briefing.id);
  const field = (name: string, otherwise = "") => typed(refused, name, otherwise);
  const body = html`<h1 class="plain">${title}</h1>
    <p class="standfirst">${t.transcriptCertifyLead}</p>
    <p>${t.transcriptCertifyMend} <a href="/desk/briefings/${briefing.id}">${briefing.title}</a></p>
    ${refusalOf(request, refused)}
    <ol class="turns">
      ${found.turns.map(
        ({ turn, speaker, text, kind }) =>
          html`<li class="turn" data-kind="${kind}">
            <p class="who">
              <span><b>${speaker.name}</b>${speaker.outlet !== undefined && html`, ${speaker.outlet}`}</span>
              <span class="minute">${t.turnNumber(turn)}</span>
            </p>
            <div class="said" lang="${found.language}">${text.split("\n\n").map((part) => html`<p>${part}</p>`)}</div>
          </li>`,
      )}
    </ol>
    ${notes.length > 0 && html`<p class="notice">${t.transcriptNotesLeftOut(notes.map((turn) => t.turnNumber(turn)).join(", "))}</p>`}
    <form method="post" class="form writing" id="certify">
      ${request.formToken()}
      <input type="hidden" name="read" value="${field("read", String(briefing.revision))}" />
      <label
        >${t.transcriptCertifierName}<input name="name" value="${field("name", actor.name)}" required maxlength="200" autocomplete="name"
      /></label>
      <label
        >${t.transcriptCertifierBody}<small>${t.transcriptCertifierBodyHint}</small
        ><input name="body" value="${field("body")}" maxlength="200" autocomplete="organization"
      /></label>
      <fieldset class="stacked" data-recording data-hashing="${t.transcriptHashing("%")}" data-hashed="${t.transcriptHashed}" data-failed="${t.transcriptHashFailed}">
        <legend>${t.transcriptRecordingTitle}</legend>
        <label hidden
          >${t.transcriptRecordingFile}<small>${t.transcriptRecordingFileHint}</small><input type="file" accept="audio/*,video/*"
        /></label>
        <p class="small" role="status"></p>
        <label
          >${t.transcriptRecordingHash}<small>${t.transcriptRecordingHashHint}</small
          ><input name="sha256" value="${field("sha256")}" maxlength="100" autocomplete="off" spellcheck="false"
        /></label>
        <label>${t.transcriptRecordingBytes}<input name="bytes" value="${field("bytes")}" inputmode="numeric" /></label>
        <label>${t.transcriptRecordingMedia}<small>audio/mpeg, video/mp4 …</small><input name="media" value="${field("media")}" /></label>
        <label
          >${t.transcriptRecordingAddress}<input name="address" type="url" value="${field("address", briefing.media_url ?? "")}"
        /></label>
      </fieldset>
      <p>
        <strong>${t.transcriptCertifySentence(countOf(found.turns.length, language), briefing.number ?? "")}</strong>
      </p>
      <button class="button">${t.transcriptCertifyAct}</button>
    </form>`;
  return answerDesk(request, {
    title,
    current: "transcripts",
    body,
    scripts: ["recording-hash.js"],
    ...statusOfRefusal(refused),
  });
}

export function certifyAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  return orAgain(
    form,
    async () => {
      const [name, body, sha256, bytes, media, address] = ["name", "body", "sha256", "bytes", "media", "address"].map(
        (field) => fieldOf(form, field),
      ) as [string, string, string, string, string, string];
      // The address alone is the briefing's own, put there ahead: without a hash nothing of a recording is said.
      const recording =
        sha256.trim() === "" ? { sha256: "", bytes: "", media: "", address: "" } : { sha256, bytes, media, address };
      const read = Number(fieldOf(form, "read"));
      await certifyTranscript(db, askedId(request), { name, body, ...recording, read }, request.actor, means);
      return seeOther(request, "/desk/transcripts");
    },
    (refused) => certifyPage(request, refused),
  );
}

function askedId({ c }: DeskRequest): number {
  return Number(c.req.param("id"));
}

async function briefingAsked(request: DeskRequest) {
  const { db } = request.desk.installation;
  const id = askedId(request);
  const found = await db
    .selectFrom("briefing")
    .select(["id", "number", "institution", "state", "revision", "media_url", "title"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (found === undefined || found.number === null) throw noBriefing();
  permit(request.actor, "transcript.certify", found.institution);
  if (found.state !== "closed")
    throw new Fault(
      "conflict",
      "Only a briefing that was closed, and is not certified yet, can be certified.",
      [],
      "Se certifica una vocería que ya se cerró y que aún no está certificada.",
    );
  return found;
}
