import { Hono } from "hono";
import { startDraft } from "../newsroom/start-draft.ts";
import { seeOther } from "./answer.ts";
import type { DeskContext, DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { deskAct, deskPage } from "./handlers.ts";
import { boardPage } from "./newsroom-board.ts";
import { detailsAct, detailsPage } from "./newsroom-details.ts";
import { draftPath } from "./newsroom-draft.ts";
import { draftPage } from "./newsroom-draft-page.ts";
import { acceptAct, dropAct, reasonPage, returnAct, submitAct } from "./newsroom-moves.ts";
import { restoreAct, saveTextAct } from "./newsroom-text.ts";
import { versionPage, versionsPage } from "./newsroom-versions.ts";
import { voiceAct } from "./newsroom-voice.ts";

/** Where press officers live: the board, each text at work, and its way out. */
export function newsroomDesk(desk: DeskContext): Hono {
  const app = new Hono();
  const draft = "/desk/drafts/:id{[1-9][0-9]{0,14}}";
  const page = (path: string, make: (request: DeskRequest) => Promise<Response>) => app.get(path, deskPage(desk, make));
  const act = (path: string, make: (request: DeskRequest, form: FormData) => Promise<Response>) =>
    app.post(path, deskAct(desk, make));

  page("/desk", boardPage);
  act("/desk/drafts", startAct);
  page(draft, draftPage);
  act(`${draft}/text`, saveTextAct);
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
  return app;
}

/** One tap on a kind, and its draft stands. */
async function startAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { desk, actor } = request;
  const { db, means } = desk.installation;
  const language = fieldOf(form, "language");
  const { id } = await startDraft(
    db,
    { kind: fieldOf(form, "kind"), ...(language === "" ? {} : { language }) },
    actor,
    means,
  );
  return seeOther(request, draftPath({ id }));
}
