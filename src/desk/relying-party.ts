import type { RelyingParty } from "../access/passkeys.ts";
import type { VisitorRequest } from "./context.ts";

/**
 * What passkeys are bound to: the site's host over https; on this machine the name localhost, since browsers make none for
 * an IP address. Undefined where the desk was opened under one.
 */
export function relyingParty({ desk, c, office, language }: VisitorRequest): RelyingParty | undefined {
  const name = office.name[language];
  if (desk.url.startsWith("https:")) return { id: new URL(desk.url).hostname, origin: desk.url, name };
  const host = c.req.header("host") ?? "";
  return /^localhost(?::\d+)?$/.test(host) ? { id: "localhost", origin: `http://${host}`, name } : undefined;
}

/** Where the same page can be opened so that passkeys work. */
export function underAName({ desk, c }: VisitorRequest, path: string): string {
  const port = /:(\d+)$/.exec(c.req.header("host") ?? "")?.[1];
  return desk.url.startsWith("https:")
    ? desk.url + path
    : `http://localhost${port === undefined ? "" : `:${port}`}${path}`;
}
