import { Hono } from "hono";
import { startDraft } from "../newsroom/start-draft.ts";
import { seeOther } from "./answer.ts";
import type { DeskContext, DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { deskAct, deskPage } from "./handlers.ts";
import { boardPage } from "./newsroom-board.ts";
import { askAct, askPage, handOnAct, withdrawClearanceAct } from "./newsroom-clearance.ts";
import { askAgainAct, changesPage, goAheadAct } from "./newsroom-last-minute.ts";
import { commentAct, settleAct } from "./newsroom-comments.ts";
import { detailsAct, detailsPage } from "./newsroom-details.ts";
import { draftPath } from "./newsroom-draft.ts";
import { draftPage } from "./newsroom-draft-page.ts";
import { acceptAct, copyAct, dropAct, reasonPage, returnAct, submitAct } from "./newsroom-moves.ts";
import {
  callBackAct,
  confirmPage,
  leavingPage,
  publishAct,
  publishPage,
  scheduleAct,
  statePage,
  urgentAct,
  urgentPage,
} from "./newsroom-publish.ts";
import { correctAct, deliveredAct, nextBulletinAct, translateAct } from "./newsroom-from-statement.ts";
import { reviewAct, reviewPage } from "./newsroom-review.ts";
import { statementDeskPage } from "./newsroom-statement.ts";
import { standAct, withdrawalState, withdrawAct, withdrawingPage, withdrawPage } from "./newsroom-withdraw.ts";
import { publishedPage } from "./newsroom-published.ts";
import { firstAct, firstPage, firstTextAct, firstTextPage } from "./newsroom-first.ts";
import { whoSpeaksAct, whoSpeaksPage } from "./newsroom-who-speaks.ts";
import { restoreAct, saveTextAct } from "./newsroom-text.ts";
import { versionPage, versionsPage } from "./newsroom-versions.ts";
import { voiceAct } from "./newsroom-voice.ts";

/** Where press officers live: the board, each text at work, and its way out. */
export function newsroomDesk(desk: DeskContext): Hono {
  const app = new Hono();
  const draft = "/desk/drafts/:id{[1-9][0-9]{0,14}}";
  const page = (path: string, make: (request: DeskRequest) => Promise<Response>) =>
    app.get(
      path,
      deskPage(desk, (request) => make(request)),
    );
  const act = (path: string, make: (request: DeskRequest, form: FormData) => Promise<Response>) =>
    app.post(path, deskAct(desk, make));

  page("/desk", boardPage);
  act("/desk/drafts", startAct);
  page(draft, draftPage);
  act(`${draft}/text`, saveTextAct);
  act(`${draft}/comments`, commentAct);
  act(`${draft}/comments/:comment{[1-9][0-9]{0,14}}/settle`, settleAct);
  act(`${draft}/copy`, copyAct);
  page(`${draft}/details`, detailsPage);
  act(`${draft}/details`, detailsAct);
  act(`${draft}/voice`, voiceAct);
  page(`${draft}/versions`, versionsPage);
  page(`${draft}/versions/:version{[1-9][0-9]{0,14}}`, versionPage);
  act(`${draft}/versions/:version{[1-9][0-9]{0,14}}/restore`, restoreAct);

  act(`${draft}/submit`, submitAct);
  act(`${draft}/accept`, acceptAct);
  page(`${draft}/return`, reasonPage("return"));
  act(`${draft}/return`, returnAct);
  page(`${draft}/drop`, reasonPage("drop"));
  act(`${draft}/drop`, dropAct);

  page(`${draft}/clearance`, askPage);
  act(`${draft}/clearance`, askAct);
  act(`${draft}/clearances/:clearance{[1-9][0-9]{0,14}}/withdraw`, withdrawClearanceAct);
  act(`${draft}/clearances/:clearance{[1-9][0-9]{0,14}}/link`, handOnAct);
  page(`${draft}/changes`, changesPage);
  act(`${draft}/ask-again`, askAgainAct);
  act(`${draft}/go-ahead`, goAheadAct);

  page(`${draft}/publish`, publishPage);
  page(`${draft}/publish/confirm`, confirmPage);
  act(`${draft}/publish`, publishAct);
  act(`${draft}/schedule`, scheduleAct);
  page(`${draft}/leaving`, leavingPage);
  page(`${draft}/state`, statePage);
  act(`${draft}/call-back`, callBackAct);
  page(`${draft}/urgent`, urgentPage);
  act(`${draft}/urgent`, urgentAct);

  const statement = "/desk/statements/:number{[0-9H]+-[0-9]+}";
  const review = `${statement}/review/:edition{[1-9][0-9]{0,8}}`;
  page("/desk/statements", publishedPage);
  page(statement, statementDeskPage);
  act(`${statement}/correct`, correctAct);
  act(`${statement}/translate`, translateAct);
  act(`${statement}/delivered`, deliveredAct);
  act(`${statement}/next`, nextBulletinAct);
  page(`${statement}/withdraw`, withdrawPage);
  act(`${statement}/withdraw`, withdrawAct);
  page(`${statement}/withdrawing`, withdrawingPage);
  page(`${statement}/state`, withdrawalState);
  act(`${statement}/stand`, standAct);
  page(review, reviewPage);
  act(review, reviewAct);

  page("/desk/who-speaks", whoSpeaksPage);
  act("/desk/who-speaks", whoSpeaksAct);
  page("/desk/first", firstPage);
  act("/desk/first", firstAct);
  page("/desk/first/text", firstTextPage);
  act("/desk/first/text", firstTextAct);
  return app;
}

/** One tap on a kind, and its draft stands. */
async function startAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { desk, actor } = request;
  const { db, means } = desk.installation;
  const { id } = await startDraft(db, { kind: fieldOf(form, "kind") }, actor, means);
  return seeOther(request, draftPath({ id }));
}
