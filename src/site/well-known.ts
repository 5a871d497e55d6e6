import { sql } from "kysely";
import { dayIn, addDays } from "../register/day.ts";
import { type SiteContext, tagsHeader } from "./context.ts";
import { fileHeaders } from "./headers.ts";

/** The most addresses that one sitemap may hold (sitemaps.org). */
const mostAddresses = 50_000;
/** Of these, the newest of the agenda. */
const mostAgenda = 10_000;

export function robots(site: SiteContext): Response {
  return text(site, "text/plain; charset=utf-8", `User-agent: *\nAllow: /\n\nSitemap: ${site.url}/sitemap.xml\n`);
}

/** The pages, and every statement that may be shown, the newest first. */
export async function sitemap(site: SiteContext): Promise<Response> {
  const register = ["/register", "/register/people", "/register/institutions"];
  const pages = ["/", "/statements", "/agenda", ...register, "/record", "/verify"];
  const found = await sql<{ number: string; at: Date }>`
    select s.number, max(e.published_at) as at from statement s
    join edition e on e.statement_id = s.id and e.entry < ${site.horizon().size}
    where s.first_entry < ${site.horizon().size}
    group by s.id, s.number order by s.id desc limit ${mostAddresses - mostAgenda - pages.length}`.execute(
    site.installation.db,
  );
  const planned = await sql<{ number: string; at: Date }>`
    select number, told_at as at from agenda_item where number is not null
    order by published_at desc limit ${mostAgenda}`.execute(site.installation.db);
  const urls = [
    ...pages.map((path) => `<url><loc>${escape(site.url + path)}</loc></url>`),
    ...found.rows.map(
      ({ number, at }) =>
        `<url><loc>${escape(`${site.url}/statements/${number}`)}</loc><lastmod>${at.toISOString()}</lastmod></url>`,
    ),
    ...planned.rows.map(
      ({ number, at }) =>
        `<url><loc>${escape(`${site.url}/agenda/${number}`)}</loc><lastmod>${at.toISOString()}</lastmod></url>`,
    ),
  ];
  return text(
    site,
    "application/xml; charset=utf-8",
    `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join("\n")}\n</urlset>\n`,
  );
}

/** Where to report a weakness (RFC 9116). It expires half a year on, and says so afresh each day. */
export async function securityText(site: SiteContext): Promise<Response> {
  const office = await site.office();
  const contact = office.pressContact;
  const uri = contact === undefined ? `${site.url}/` : /^\S+@\S+$/.test(contact) ? `mailto:${contact}` : `${site.url}/`;
  const expires = addDays(dayIn("UTC", site.installation.means.clock.now()), 180);
  return text(
    site,
    "text/plain; charset=utf-8",
    `Contact: ${uri}\nExpires: ${expires}T00:00:00Z\nPreferred-Languages: es, en\nCanonical: ${site.url}/.well-known/security.txt\n`,
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

function text(site: SiteContext, type: string, body: string): Response {
  return new Response(body, { headers: { ...fileHeaders(site.url, type), [tagsHeader]: "changes agenda" } });
}

function escape(address: string): string {
  return address.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}
