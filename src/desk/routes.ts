import { Hono } from "hono";
import { Fault } from "../fault.ts";
import { agendaDesk } from "./agenda-routes.ts";
import { briefingsDesk } from "./briefings-routes.ts";
import { accessDesk } from "./access-routes.ts";
import { faultAnswer } from "./answer-fault.ts";
import { askPages } from "./ask-pages.ts";
import type { DeskContext } from "./context.ts";
import { questionsDesk } from "./questions-routes.ts";
import { assetsPath } from "./desk-assets.ts";
import { deskPage, visitorPage, visitorRequest } from "./handlers.ts";
import { assetHeaders } from "./headers.ts";
import { editorDesk } from "./editor-routes.ts";
import { keeperDesk } from "./keeper-routes.ts";
import { linesDesk } from "./lines-routes.ts";
import { captionRoutes } from "./caption-routes.ts";
import { clearancePages } from "./newsroom-clearance-page.ts";
import { filesDesk } from "./files-routes.ts";
import { accreditationPages } from "./accreditation-pages.ts";
import { pressDesk } from "./press-routes.ts";
import { transcriptsDesk } from "./transcripts-routes.ts";
import { newsroomDesk } from "./newsroom-routes.ts";

/** Every address of the desk: what only officers see, and the few pages for people who come by a link. */
export function deskRoutes(desk: DeskContext): Hono {
  const app = new Hono();
  app.get(`${assetsPath}:name`, async (c) => {
    const asset = (await desk.assets()).files.get(c.req.param("name") ?? "");
    if (asset === undefined) return faultAnswer(await visitorRequest(desk, c), nothing());
    return new Response(new Uint8Array(asset.body), { headers: assetHeaders(desk.url, asset.type) });
  });
  app.route("/", accessDesk(desk));
  app.route("/", newsroomDesk(desk));
  app.route("/", editorDesk(desk));
  app.route("/", filesDesk(desk));
  app.route("/", linesDesk(desk));
  app.route("/", agendaDesk(desk));
  app.route("/", briefingsDesk(desk));
  app.route("/", keeperDesk(desk));
  app.route("/", transcriptsDesk(desk));
  app.route("/", pressDesk(desk));
  app.route("/", questionsDesk(desk));
  app.route("/", askPages(desk));
  app.route("/", accreditationPages(desk));
  app.route("/", clearancePages(desk));
  app.route("/", captionRoutes(desk));

  // Who is not signed in is not told which addresses exist.
  app.all(
    "/desk/*",
    deskPage(desk, async () => Promise.reject(nothing())),
  );
  app.notFound((c) => visitorPage(desk, async () => Promise.reject(nothing()))(c, async () => {}) as Promise<Response>);
  app.onError(async (error, c) => {
    desk.report(error, c.req.path.replace(/[\w-]{40,}/g, "…"));
    return new Response("Vocería: 500\n", { status: 500, headers: { "cache-control": "no-store" } });
  });
  return app;
}

function nothing(): Fault {
  return new Fault("not-found", "");
}
