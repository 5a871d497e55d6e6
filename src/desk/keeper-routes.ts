import { Hono } from "hono";
import type { DeskContext } from "./context.ts";
import { deskAct, deskPage } from "./handlers.ts";
import { keeperFormAct, keeperFormPage } from "./keeper-form.ts";
import { foundJson, keeperPage } from "./keeper-page.ts";

/** The register, kept by hand: each act a form, its words before it is entered. */
export function keeperDesk(desk: DeskContext): Hono {
  const app = new Hono();
  app.get("/desk/register", deskPage(desk, keeperPage));
  app.get("/desk/register/find", deskPage(desk, foundJson));
  app.get(
    "/desk/register/:act{[a-z]+}",
    deskPage(desk, (request) => keeperFormPage(request)),
  );
  app.post("/desk/register/:act{[a-z]+}", deskAct(desk, keeperFormAct));
  return app;
}
