import type { DeskRequest, VisitorRequest } from "./context.ts";
import { privateHeaders } from "./headers.ts";
import { type DeskBody, deskLayout } from "./layout.ts";

/** A whole page of the desk, for an officer or for somebody at the door. */
export async function answerDesk(request: VisitorRequest | DeskRequest, page: DeskBody): Promise<Response> {
  const markup = deskLayout(request, page, await request.desk.assets());
  return answerPrivately(request, markup, "text/html; charset=utf-8", page.status ?? 200, page.headers);
}

/** JSON for an island. */
export function answerJson(
  request: VisitorRequest,
  value: unknown,
  status = 200,
  headers: readonly (readonly [string, string])[] = [],
): Response {
  return answerPrivately(request, JSON.stringify(value), "application/json", status, headers);
}

/** After something was done, its page is asked for anew: reloading repeats nothing. `path` is ours, never taken from outside. */
export function seeOther(
  request: VisitorRequest,
  path: string,
  headers: readonly (readonly [string, string])[] = [],
): Response {
  return answerPrivately(request, null, undefined, 303, [["location", path], ...headers]);
}

function answerPrivately(
  request: VisitorRequest,
  body: string | null,
  type: string | undefined,
  status: number,
  more: readonly (readonly [string, string])[] = [],
): Response {
  const headers = new Headers(privateHeaders(request.desk.url));
  if (type !== undefined) headers.set("content-type", type);
  for (const [name, value] of more) headers.append(name, value);
  return new Response(body, { status, headers });
}
