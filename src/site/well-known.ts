import { sql } from "kysely";
import { dayIn, addDays } from "../register/day.ts";
import { type SiteContext, tagsHeader } from "./context.ts";
import { fileHeaders } from "../page/headers.ts";

/** Where to report a weakness (RFC 9116). It expires half a year on, and says so afresh each day. */
export async function securityText(site: SiteContext): Promise<Response> {
  const office = await site.office();
  const contact = office.pressContact;
  const uri = contact === undefined ? `${site.url}/` : /^\S+@\S+$/.test(contact) ? `mailto:${contact}` : `${site.url}/`;
  const expires = addDays(dayIn("UTC", site.installation.means.clock.now()), 180);
  return new Response(
    `Contact: ${uri}\nExpires: ${expires}T00:00:00Z\nPreferred-Languages: es, en\nCanonical: ${site.url}/.well-known/security.txt\n`,
    { headers: { ...fileHeaders(site.url, "text/plain; charset=utf-8"), [tagsHeader]: "changes" } },
  );
}

/** This process answers. */
export function health(): Response {
  return plain("ok\n", 200);
}

/** This process answers, its database too, and there are an office and a record to show. */
export async function readiness(site: SiteContext): Promise<Response> {
  try {
    await sql`select 1`.execute(site.installation.db);
    await Promise.all([site.office(), site.record()]);
    return plain("ready\n", 200);
  } catch {
    return plain("not ready: the database does not answer, or holds no office or record\n", 503);
  }
}

function plain(body: string, status: number): Response {
  return new Response(body, {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });
}
