import { Hono } from "hono";
import type { DeskContext, DeskRequest } from "./context.ts";
import { deskAct, deskPage } from "./handlers.ts";
import { accreditAct, contactAct, decideAct, eraseAct } from "./press-acts.ts";
import { changeJournalistAct, journalistPage } from "./press-journalist.ts";
import { addJournalistAct, newJournalistPage, pressPage } from "./press-list.ts";
import { changeOutletAct, outletsPage } from "./press-outlets.ts";

/** Journalists, their outlets and accreditation, and what was spoken of with whom. */
export function pressDesk(desk: DeskContext): Hono {
  const app = new Hono();
  const page = (path: string, make: (request: DeskRequest) => Promise<Response>) => app.get(path, deskPage(desk, make));
  const act = (path: string, make: (request: DeskRequest, form: FormData) => Promise<Response>) =>
    app.post(path, deskAct(desk, make));
  const journalist = "/desk/press/journalists/:id{[1-9][0-9]{0,14}}";

  page("/desk/press", pressPage);
  page("/desk/press/new", (request) => newJournalistPage(request));
  act("/desk/press/new", addJournalistAct);
  page(journalist, (request) => journalistPage(request));
  act(journalist, changeJournalistAct);
  act(`${journalist}/contacts`, contactAct);
  act(`${journalist}/accredit`, accreditAct);
  act(`${journalist}/erase`, eraseAct);
  act("/desk/press/accreditations/:id{[1-9][0-9]{0,14}}", decideAct);
  page("/desk/press/outlets", (request) => outletsPage(request));
  act("/desk/press/outlets/:id{[1-9][0-9]{0,14}}", changeOutletAct);
  return app;
}
