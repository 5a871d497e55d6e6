import type { TranscriptContent } from "@voceria/record";
import { permit } from "../access/rights.ts";
import {
  actionToCorrect,
  correctedContent,
  correctTranscript,
  editedContent,
  institutionOf,
  noTranscript,
  publishEdited,
} from "../briefings/edit-transcript.ts";
import { type Head, headOf } from "../briefings/transcript-head.ts";
import { compareTurns, readCorrection, type TranscriptTurn } from "../briefings/transcript.ts";
import { findTranscript, type TranscriptView } from "../briefings/transcripts.ts";
import { Fault } from "../fault.ts";
import { dayOf } from "../page/dates.ts";
import { differenceBetween, wholeDifference } from "../page/difference.ts";
import { headDifferences } from "../page/head-differences.ts";
import { type Html, html } from "../page/html.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf, keptFields } from "./form.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal } from "./refused.ts";
import { changesIn, type Pickable, pickList, readPickable } from "./transcripts-speakers.ts";

/** What is done to which transcript: the office's edited version is begun, or one that stands is corrected. */
type Asked = { briefing: string; version: "said" | "edited"; begins: boolean };

/** Every turn of it to be changed; what comes of it is seen before it is published. */
export async function transcriptEditPage(
  request: DeskRequest,
  asked: Asked,
  refused?: Refused,
  kept = refused?.form,
): Promise<Response> {
  const { t } = request;
  const { view, content } = await viewAsked(request, asked);
  const title = titleOf(request, asked);
  const field = (name: string, otherwise = "") => (kept === undefined ? otherwise : fieldOf(kept, name));
  const pickable = await readPickable(request, content, field("day"));
  const body = html`<h1 class="plain">${title}</h1>
    <p class="standfirst">${asked.begins ? t.transcriptEditLead : t.transcriptCorrectLead}</p>
    ${refusalOf(request, refused)}
    <form method="post" class="form writing">
      ${request.formToken()}
      <input type="hidden" name="read" value="${view.entry}" />
      ${!asked.begins && noteFields(request, field)} ${!asked.begins && headFields(request, content, field)} ${pickList(pickable)}
      <p class="small">${t.transcriptWhoHint}</p>
      ${content.turns.map((turn) => turnFields(request, turn, { language: content.language, field, pickable }))}
      <button class="button" name="step" value="see">${t.transcriptSee}</button>
    </form>`;
  return answerDesk(request, { title, current: "transcripts", body, ...statusOfRefusal(refused) });
}

/** Shows what the public will see, or, once that was seen, publishes it. */
export function transcriptEditAct(request: DeskRequest, asked: Asked, form: FormData): Promise<Response> {
  return orAgain(
    form,
    async () => {
      if (fieldOf(form, "step") === "back") return transcriptEditPage(request, asked, undefined, form);
      const { view, content } = await viewAsked(request, asked);
      const { db, means } = request.desk.installation;
      const pickable = await readPickable(request, content, fieldOf(form, "day"));
      const edits = changesIn(form, content.turns, pickable);
      const change = { edits, read: Number(fieldOf(form, "read")) };
      const correction = { note: fieldOf(form, "note"), severity: fieldOf(form, "severity"), ...headIn(form) };
      if (fieldOf(form, "step") !== "publish") {
        if (!asked.begins) readCorrection(correction);
        const today = dayOf(means.clock.now(), request.office.timeZone);
        const after = asked.begins
          ? await editedContent(db, view, edits)
          : await correctedContent(db, view, { edits, ...headIn(form), today });
        return seenPage(request, asked, view, { before: content, after, form, pickable });
      }
      if (asked.begins) await publishEdited(db, asked.briefing, change, request.actor, means);
      else
        await correctTranscript(db, asked.briefing, asked.version, { ...change, ...correction }, request.actor, means);
      return seeOther(request, "/desk/transcripts");
    },
    (refused) => transcriptEditPage(request, asked, refused),
  );
}

type Seen = { before: TranscriptContent; after: TranscriptContent; form: FormData; pickable: Pickable };

async function seenPage(
  request: DeskRequest,
  asked: Asked,
  view: TranscriptView,
  { before, after, form, pickable }: Seen,
): Promise<Response> {
  const { t } = request;
  const kept = new FormData();
  for (const [name, value] of form) if (name !== "step") kept.append(name, value);
  const differing = compareTurns(before.turns, after.turns).filter(({ same }) => !same);
  const lineOf = (turn: TranscriptTurn | undefined) =>
    turn === undefined ? "" : [pickable.lineOf(turn.speaker), turn.speaker.outlet].filter(Boolean).join(", ");
  const body = html`<h1 class="plain">${t.transcriptForeseen}</h1>
    <p class="legend">${t.differenceLegend}</p>
    ${headDifferences(request, headOf(before), headOf(after))}
    <ol class="turns">
      ${differing.map(
        ({ turn, before: one, after: other }) =>
          html`<li class="turn">
            <p class="who">
              <b class="change">${wholeDifference(lineOf(one), lineOf(other ?? one))}</b>
              <span class="minute">${t.turnNumber(turn)}</span>
              ${other === undefined && html`<span class="tag alarm">${t.turnLeftOut}</span>`}
            </p>
            <div class="said change" lang="${before.language}">${differenceBetween(one?.text ?? "", other?.text ?? "")}</div>
          </li>`,
      )}
    </ol>
    ${!asked.begins && html`<p class="notice">${fieldOf(form, "note")}</p>`}
    <p>
      <strong
        >${asked.begins ? t.transcriptEditSentence(asked.briefing) : t.transcriptCorrectSentence(asked.briefing, view.edition + 1)}</strong
      >
    </p>
    <form method="post" class="form">
      ${request.formToken()} ${keptFields(kept)}
      <button class="button" name="step" value="publish">${t.transcriptPublish}</button>
      <button name="step" value="back" class="button second">${t.transcriptBack}</button>
    </form>`;
  return answerDesk(request, { title: titleOf(request, asked), current: "transcripts", body });
}

function noteFields({ t }: DeskRequest, field: (name: string, otherwise?: string) => string): Html {
  const severity = field("severity", "minor");
  return html`<label
      >${t.transcriptNote}<small>${t.transcriptNoteHint}</small
      ><textarea name="note" rows="2" maxlength="2000" required>${field("note")}</textarea></label
    >
    <label
      >${t.transcriptSeverity}
      <select name="severity">
        <option value="minor" ${severity === "minor" && html` selected`}>${t.transcriptMinor}</option>
        <option value="major" ${severity === "major" && html` selected`}>${t.transcriptMajor}</option>
      </select></label
    >`;
}

function headFields(
  { t }: DeskRequest,
  content: TranscriptContent,
  field: (name: string, otherwise?: string) => string,
): Html {
  const { title, day, place } = headOf(content);
  return html`<label
      >${t.transcriptHead.title}<input name="title" value="${field("title", title)}" required maxlength="300" lang="${content.language}"
    /></label>
    <label
      >${t.transcriptHead.day}<small>${t.transcriptDayHint}</small><input name="day" type="date" value="${field("day", day)}" required
    /></label>
    <label>${t.transcriptHead.place}<input name="place" value="${field("place", place)}" maxlength="200" /></label>`;
}

/** What the form says of what stands over the turns, where it has fields of it. */
function headIn(form: FormData): { head?: Head } {
  if (form.get("title") === null) return {};
  return { head: { title: fieldOf(form, "title"), day: fieldOf(form, "day"), place: fieldOf(form, "place") } };
}

type Fields = { language: string; field: (name: string, otherwise?: string) => string; pickable: Pickable };

/** Whoever spoke is picked from those who held a post that day, or named; of the press also by outlet. */
function turnFields(
  { t }: DeskRequest,
  { turn, speaker, text }: TranscriptTurn,
  { language, field, pickable }: Fields,
): Html {
  const rows = Math.min(12, Math.max(2, Math.ceil(text.length / 90)));
  const who = pickable.lineOf(speaker);
  return html`<fieldset class="stacked">
    <legend>${t.turnNumber(turn)}, ${who}${speaker.outlet !== undefined && html`, ${speaker.outlet}`}</legend>
    <label
      >${t.transcriptTurnName(turn)}<input name="name-${turn}" value="${field(`name-${turn}`, who)}" list="speakers" maxlength="600" autocomplete="off"
    /></label>
    ${
      speaker.person === undefined &&
      html`<label
        >${t.transcriptTurnOutlet(turn)}<input name="outlet-${turn}" value="${field(`outlet-${turn}`, speaker.outlet ?? "")}" maxlength="200"
      /></label>`
    }
    <label
      >${t.transcriptTurnText(turn)}<textarea class="turn-text" name="text-${turn}" rows="${rows}" lang="${language}">
${field(`text-${turn}`, text)}</textarea
      ></label
    >
  </fieldset>`;
}

async function viewAsked(
  request: DeskRequest,
  { briefing, version, begins }: Asked,
): Promise<{ view: TranscriptView; content: TranscriptContent }> {
  const { db } = request.desk.installation;
  const view = await findTranscript(db, briefing, version, Number.MAX_SAFE_INTEGER);
  if (view?.content === undefined || (begins && view.version !== "certified")) throw noTranscript(briefing);
  permit(request.actor, begins ? "transcript.edit" : actionToCorrect(view), await institutionOf(db, briefing));
  if (begins && (await findTranscript(db, briefing, "edited", Number.MAX_SAFE_INTEGER)) !== undefined)
    throw new Fault(
      "conflict",
      "There is an edited version already: correct that one.",
      [],
      "Ya hay una versión editada: corrija esa.",
    );
  return { view, content: view.content };
}

function titleOf({ t }: DeskRequest, { briefing, begins }: Asked): string {
  return begins ? t.transcriptEditTitle(briefing) : t.transcriptCorrectTitle(briefing);
}
