import { Hono } from "hono";
import type { DeskContext, DeskRequest } from "./context.ts";
import { deskAct, deskPage } from "./handlers.ts";
import { logQuestionAct, newQuestionPage } from "./questions-log.ts";
import { questionsPage, similarAnswer } from "./questions-list.ts";
import { questionPage } from "./questions-page.ts";
import { questionAct } from "./questions-moves.ts";

/** Questions of the press and of citizens, from the desk's side. */
export function questionsDesk(desk: DeskContext): Hono {
  const app = new Hono();
  const question = "/desk/questions/:id{[1-9][0-9]{0,14}}";
  const page = (path: string, make: (request: DeskRequest) => Promise<Response>) => app.get(path, deskPage(desk, make));

  page("/desk/questions", questionsPage);
  page("/desk/questions/new", (request) => newQuestionPage(request));
  page("/desk/questions/similar", similarAnswer);
  app.post("/desk/questions", deskAct(desk, logQuestionAct));
  page(question, (request) => questionPage(request));
  app.post(`${question}/:move{[a-z]+}`, deskAct(desk, questionAct));
  return app;
}
