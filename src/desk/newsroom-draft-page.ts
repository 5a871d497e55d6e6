import { listEvents } from "../newsroom/find-draft.ts";
import { html } from "../page/html.ts";
import { answerDesk } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { editorScripts } from "./editor-element.ts";
import { pencilCard } from "./editor-pencil.ts";
import { filesCard } from "./files-page.ts";
import { checksCard, picturesWithoutWords } from "./newsroom-checks.ts";
import { clearanceCard } from "./newsroom-clearance.ts";
import { commentsCard, commentsOf } from "./newsroom-comments.ts";
import { detailsCard } from "./newsroom-details.ts";
import { draftHead, draftPath, ofDraft } from "./newsroom-draft.ts";
import { movesCard } from "./newsroom-moves.ts";
import { saidBeforeCard } from "./newsroom-said-before.ts";
import { draftText } from "./newsroom-text.ts";
import { eventsCard, versionsCard } from "./newsroom-versions.ts";
import { offeredVoices, voiceCard } from "./newsroom-voice.ts";

/** One text at work: its words, and beside them all that has to do with them. */
export async function draftPage(visitor: DeskRequest): Promise<Response> {
  const request = await ofDraft(visitor);
  const { t, draft } = request;
  const [offered, wordless, comments, events] = await Promise.all([
    offeredVoices(request),
    picturesWithoutWords(request),
    commentsOf(request),
    listEvents(request.desk.installation.db, draft.id, request.actor),
  ]);
  const title = draft.title === "" ? t.boardUntitled : draft.title;
  return answerDesk(request, {
    title,
    wide: true,
    scripts: ["newsroom-panel.js", ...(request.writable ? editorScripts : [])],
    body: html`${draftHead(request, { linked: false, hidden: request.writable })}
      <div class="draft" data-follow="${draftPath(draft)}">
        ${movesCard(request, events)}
        <section class="draft-text" aria-label="${t.draftText}">${draftText(request)}</section>
        <aside class="panel" aria-label="${t.draftPanel}">
${checksCard(request, { offered, wordless, comments })} ${clearanceCard(request)} ${commentsCard(request, comments)}
          ${await pencilCard(request)}
          ${voiceCard(request, offered)} ${detailsCard(request)} ${await filesCard(request)}
          ${await saidBeforeCard(request)} ${await versionsCard(request)} ${eventsCard(request, events)}
        </aside>
      </div>`,
  });
}
