import { endAnySession } from "../access/manage-officers.ts";
import { listSessions } from "../access/sessions.ts";
import { html } from "../page/html.ts";
import { answerAdministration, permitTab, savedNotice } from "./administration.ts";
import { seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { rowId, sessionsTable } from "./sessions-table.ts";

export async function allSessionsPage(request: DeskRequest): Promise<Response> {
  permitTab(request, "sessions");
  const { desk, t, session } = request;
  const { db, means } = desk.installation;
  const now = means.clock.now();
  return answerAdministration(request, "sessions", {
    title: t.adminSessions,
    body: html`<h1 class="plain">${t.sessionsTitle}</h1>
      ${savedNotice(request)}
      <p class="measure">${t.adminSessionsText}</p>
      ${sessionsTable(request, await listSessions(db, now), { own: false, here: session.id, now })}`,
  });
}

export async function endAnySessionAct(request: DeskRequest): Promise<Response> {
  const { db, means } = request.desk.installation;
  await endAnySession(db, rowId(request), request.actor, means);
  return seeOther(request, "/desk/administration/sessions?saved=1");
}
