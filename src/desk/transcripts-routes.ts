import { Hono } from "hono";
import type { DeskContext, DeskRequest } from "./context.ts";
import { deskAct, deskPage } from "./handlers.ts";
import { certifyAct, certifyPage } from "./transcripts-certify.ts";
import { transcriptEditAct, transcriptEditPage } from "./transcripts-edit.ts";
import { transcriptsPage } from "./transcripts-list.ts";

/** Transcripts: certified by whoever stands apart from the press office, edited and corrected in the open. */
export function transcriptsDesk(desk: DeskContext): Hono {
  const app = new Hono();
  const certify = "/desk/transcripts/certify/:id{[1-9][0-9]{0,14}}";
  const one = "/desk/transcripts/:number{[0-9H]+-[0-9]+}";

  app.get("/desk/transcripts", deskPage(desk, transcriptsPage));
  app.get(
    certify,
    deskPage(desk, (request) => certifyPage(request)),
  );
  app.post(certify, deskAct(desk, certifyAct));
  for (const [path, asked] of [
    [`${one}/edit`, { version: "said", begins: true }],
    [`${one}/said/correct`, { version: "said", begins: false }],
    [`${one}/edited/correct`, { version: "edited", begins: false }],
  ] as const) {
    const whole = ({ c }: DeskRequest) => ({ briefing: c.req.param("number") ?? "", ...asked });
    app.get(
      path,
      deskPage(desk, (request) => transcriptEditPage(request, whole(request))),
    );
    app.post(
      path,
      deskAct(desk, (request, form) => transcriptEditAct(request, whole(request), form)),
    );
  }
  return app;
}
