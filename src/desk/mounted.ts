import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import type { DeskContext } from "./context.ts";

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Answers what belongs to the desk and hands everything else on. It stands before the pages that are kept, so that nothing
 * of the desk is ever kept; its programs are loaded at the first request for it.
 */
export function withDesk(next: Listener, desk: DeskContext): Listener {
  let loading: Promise<Hono> | undefined;
  const answer = getRequestListener(
    async (request, env) => {
      loading ??= import("./routes.ts").then(({ deskRoutes }) => deskRoutes(desk));
      return (await loading).fetch(request, env);
    },
    { overrideGlobalObjects: false },
  );
  return (request, response) => {
    if (/^\/(?:desk|clearance|captions|accreditation|questions\/(?:ask|status))(?=[/?]|$)/.test(request.url ?? ""))
      void answer(request, response);
    else next(request, response);
  };
}
