import { Hono } from "hono";
import { cardsPage } from "./brief-cards.ts";
import { composeAct, composePage } from "./brief-compose.ts";
import { briefPage, briefsPage, readCardAct, readingsSent } from "./brief-page.ts";
import type { DeskContext, DeskRequest } from "./context.ts";
import { deskAct, deskPage, deskSend } from "./handlers.ts";
import { assetHeaders } from "./headers.ts";
import { changeLineAct, changeLinePage, newLinePage, startLineAct } from "./lines-form.ts";
import { linesPage } from "./lines-list.ts";
import { linePage, lineVersionPage, lineVersionsPage, readLineAct } from "./lines-page.ts";

/** Lines to take, and the brief that is made of them for a day. */
export function linesDesk(desk: DeskContext): Hono {
  const app = new Hono();
  const line = "/desk/lines/:id{[1-9][0-9]{0,14}}";
  const brief = "/desk/brief/:day{[0-9]{4}-[0-9]{2}-[0-9]{2}}";
  const page = (path: string, make: (request: DeskRequest) => Promise<Response>) => app.get(path, deskPage(desk, make));
  const act = (path: string, make: (request: DeskRequest, form: FormData) => Promise<Response>) =>
    app.post(path, deskAct(desk, make));

  page("/desk/lines", linesPage);
  page("/desk/lines/new", (request) => newLinePage(request));
  act("/desk/lines", startLineAct);
  page(line, linePage);
  page(`${line}/edit`, (request) => changeLinePage(request));
  act(line, changeLineAct);
  act(`${line}/read`, readLineAct);
  page(`${line}/versions`, lineVersionsPage);
  page(`${line}/versions/:version{[1-9][0-9]{0,14}}`, lineVersionPage);

  page("/desk/brief", briefsPage);
  page(brief, briefPage);
  page(`${brief}/edit`, (request) => composePage(request));
  act(`${brief}/edit`, composeAct);
  page(`${brief}/cards`, cardsPage);
  act("/desk/brief/read", readCardAct);
  app.post("/desk/brief/readings", deskSend(desk, readingsSent));

  // Served from here, and no higher, so that browsers let it see nothing of the desk but briefs.
  app.get("/desk/brief/worker.js", async () => {
    const assets = await desk.assets();
    const name = assets.url("brief-worker.js").split("/").at(-1) ?? "";
    const { body, type } = assets.files.get(name)!;
    return new Response(new Uint8Array(body), {
      headers: { ...assetHeaders(desk.url, type), "cache-control": "no-cache" },
    });
  });
  return app;
}
