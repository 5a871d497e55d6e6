import { Hono } from "hono";
import { endSession } from "../access/sessions.ts";
import { writeTrail } from "../access/trail.ts";
import { transact } from "../store/database.ts";
import { accountPage, endOtherSessionsAct, endSessionAct, languageAct } from "./account-page.ts";
import { allSessionsPage, endAnySessionAct } from "./admin-sessions.ts";
import { seeOther } from "./answer.ts";
import type { DeskContext, DeskRequest } from "./context.ts";
import { noSessionCookie } from "./cookies.ts";
import { askForLinkAct, enterByLinkAct, enterPage, linkPage } from "./enter-page.ts";
import { deskAct, deskPage, deskSend, visitorAct, visitorPage } from "./handlers.ts";
import { changeContactAct, officePage, saveTopicAct } from "./office-page.ts";
import { inviteAct, invitePage, officerPage, officersPage } from "./officers-page.ts";
import { changeAct, renewAct, restoreAct, suspendAct } from "./officer-acts.ts";
import { addPasskeyAct, askAct, beginPasskeyAct, enterByPasskeyAct, removePasskeyAct } from "./passkey-acts.ts";
import { providerCallback, providerPage, tiePage } from "./provider-acts.ts";
import { templateAct, templatePage } from "./templates-page.ts";
import { trailPage } from "./trail-page.ts";

/** The door, an officer's own account, and the administration of the office. */
export function accessDesk(desk: DeskContext): Hono {
  const app = new Hono();
  app.get("/desk/enter", visitorPage(desk, enterPage));
  app.post("/desk/enter", visitorAct(desk, askForLinkAct));
  app.get("/desk/enter/link/:token", visitorPage(desk, linkPage));
  app.post("/desk/enter/link/:token", visitorAct(desk, enterByLinkAct));
  app.post("/desk/enter/passkey/ask", visitorAct(desk, askAct));
  app.post("/desk/enter/passkey", visitorAct(desk, enterByPasskeyAct));
  app.get("/desk/enter/oidc", visitorPage(desk, providerPage));
  app.get("/desk/enter/oidc/callback", visitorPage(desk, providerCallback));
  app.post("/desk/leave", deskAct(desk, leave));

  app.get("/desk/account", deskPage(desk, accountPage));
  app.post("/desk/account/language", deskAct(desk, languageAct));
  app.get("/desk/account/identity", deskPage(desk, tiePage));
  app.post("/desk/account/passkeys/begin", deskSend(desk, beginPasskeyAct));
  app.post("/desk/account/passkeys", deskSend(desk, addPasskeyAct));
  app.post("/desk/account/passkeys/:id/remove", deskAct(desk, removePasskeyAct));
  app.post("/desk/account/sessions/end-others", deskAct(desk, endOtherSessionsAct));
  app.post("/desk/account/sessions/:id/end", deskAct(desk, endSessionAct));

  const administration = "/desk/administration";
  app.get(
    administration,
    deskPage(desk, async (request) => seeOther(request, `${administration}/officers`)),
  );
  app.get(`${administration}/officers`, deskPage(desk, officersPage));
  app.get(`${administration}/officers/new`, deskPage(desk, invitePage));
  app.post(`${administration}/officers/new`, deskAct(desk, inviteAct));
  app.get(`${administration}/officers/:id`, deskPage(desk, officerPage));
  app.post(`${administration}/officers/:id`, deskAct(desk, changeAct));
  app.post(`${administration}/officers/:id/suspend`, deskAct(desk, suspendAct));
  app.post(`${administration}/officers/:id/restore`, deskAct(desk, restoreAct));
  app.post(`${administration}/officers/:id/renew`, deskAct(desk, renewAct));
  app.get(`${administration}/sessions`, deskPage(desk, allSessionsPage));
  app.post(`${administration}/sessions/:id/end`, deskAct(desk, endAnySessionAct));
  app.get(`${administration}/trail`, deskPage(desk, trailPage));
  app.get(`${administration}/office`, deskPage(desk, officePage));
  app.post(`${administration}/office/contact`, deskAct(desk, changeContactAct));
  app.post(`${administration}/office/topics`, deskAct(desk, saveTopicAct));
  app.get(`${administration}/office/templates/:kind`, deskPage(desk, templatePage));
  app.post(`${administration}/office/templates/:kind`, deskAct(desk, templateAct));
  return app;
}

async function leave(request: DeskRequest): Promise<Response> {
  const { desk, actor, session } = request;
  const { db, means } = desk.installation;
  await transact(db, async (tx) => {
    const now = means.clock.now();
    await endSession(tx, session.id, now);
    await writeTrail(tx, { at: now, actor, action: "session.ended" });
  });
  return seeOther(request, "/desk/enter?left=1", [["set-cookie", noSessionCookie(desk)]]);
}
