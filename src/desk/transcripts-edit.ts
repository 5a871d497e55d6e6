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
import { compareTurns, readCorrection, type TranscriptTurn, type TurnEdit } from "../briefings/transcript.ts";
import { findTranscript, type TranscriptView } from "../briefings/transcripts.ts";
import { Fault } from "../fault.ts";
import { differenceBetween } from "../page/difference.ts";
import { type Html, html } from "../page/html.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf, keptFields } from "./form.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal } from "./refused.ts";

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
  const body = html`<h1 class="plain">${title}</h1>
    <p class="standfirst">${asked.begins ? t.transcriptEditLead : t.transcriptCorrectLead}</p>
    ${refusalOf(request, refused)}
    <form method="post" class="form writing">
      ${request.formToken()}
      <input type="hidden" name="read" value="${view.entry}" />
      ${!asked.begins && noteFields(request, field)}
      ${content.turns.map((turn) => turnFields(request, turn, content.language, field))}
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
      const edits = editsIn(form, content.turns);
      const change = { edits, read: Number(fieldOf(form, "read")) };
      const correction = { note: fieldOf(form, "note"), severity: fieldOf(form, "severity") };
      if (fieldOf(form, "step") !== "publish") {
        if (!asked.begins) readCorrection(correction);
        const after = asked.begins ? editedContent(view, edits) : correctedContent(view, edits);
        return seenPage(request, asked, view, { before: content, after, form });
      }
      const { db, means } = request.desk.installation;
      if (asked.begins) await publishEdited(db, asked.briefing, change, request.actor, means);
      else
        await correctTranscript(db, asked.briefing, asked.version, { ...change, ...correction }, request.actor, means);
      return seeOther(request, "/desk/transcripts");
    },
    (refused) => transcriptEditPage(request, asked, refused),
  );
}

async function seenPage(
  request: DeskRequest,
  asked: Asked,
  view: TranscriptView,
  { before, after, form }: { before: TranscriptContent; after: TranscriptContent; form: FormData },
): Promise<Response> {
  const { t } = request;
  const kept = new FormData();
  for (const [name, value] of form) if (name !== "step") kept.append(name, value);
  const differing = compareTurns(before.turns, after.turns).filter(({ same }) => !same);
  const lineOf = (turn: TranscriptTurn | undefined) =>
    turn === undefined ? "" : [turn.speaker.name, turn.speaker.outlet].filter(Boolean).join(", ");
  const body = html`<h1 class="plain">${t.transcriptForeseen}</h1>
    <p class="legend">${t.differenceLegend}</p>
    <ol class="turns">
      ${differing.map(
        ({ turn, before: one, after: other }) =>
          html`<li class="turn">
            <p class="who">
              <b>${differenceBetween(lineOf(one), lineOf(other ?? one))}</b>
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

/** Who has a post in the register is named as the register names them; anybody else's name can be put right. */
function turnFields(
  { t }: DeskRequest,
  { turn, speaker, text }: TranscriptTurn,
  language: string,
  field: (name: string, otherwise?: string) => string,
): Html {
  const rows = Math.min(12, Math.max(2, Math.ceil(text.length / 90)));
  return html`<fieldset class="stacked">
    <legend>${t.turnNumber(turn)}, ${speaker.name}${speaker.outlet !== undefined && html`, ${speaker.outlet}`}</legend>
    ${
      speaker.person === undefined &&
      html`<label
          >${t.transcriptTurnName(turn)}<input name="name-${turn}" value="${field(`name-${turn}`, speaker.name)}" maxlength="200" /></label
        ><label
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

/** What the form says of each turn; one that it has no field of stays as it is. */
function editsIn(form: FormData, turns: readonly TranscriptTurn[]): TurnEdit[] {
  return turns.flatMap(({ turn }) => {
    if (form.get(`text-${turn}`) === null) return [];
    return [
      {
        turn,
        text: fieldOf(form, `text-${turn}`),
        ...(form.get(`name-${turn}`) === null
          ? {}
          : { name: fieldOf(form, `name-${turn}`), outlet: fieldOf(form, `outlet-${turn}`) }),
      },
    ];
  });
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
