import { Hono } from "hono";
import { transact } from "../store/database.ts";
import { endSession } from "../access/sessions.ts";
import { writeTrail } from "../access/trail.ts";
import { seeOther } from "./answer.ts";
import type { DeskContext, DeskRequest } from "./context.ts";
import { noSessionCookie } from "./cookies.ts";
import { enterByLinkAct, enterPage, linkPage } from "./enter-page.ts";
import { deskAct, visitorAct, visitorPage } from "./handlers.ts";

/** The door. */
export function accessDesk(desk: DeskContext): Hono {
  const app = new Hono();
  app.get("/desk/enter", visitorPage(desk, enterPage));
  app.get("/desk/enter/link/:token", visitorPage(desk, linkPage));
  app.post("/desk/enter/link/:token", visitorAct(desk, enterByLinkAct));
  app.post("/desk/leave", deskAct(desk, leave));
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
