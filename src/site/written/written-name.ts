import { addressedIn } from "../../page/language.ts";

/** Where an answer lies below the folder of files; undefined for what is not written. `address`: a path, with its query. */
export function writtenName(address: string, type: string): string | undefined {
  if (!isWritable(address)) return undefined;
  const [path = "", query] = address.split("?");
  const name = path === "/" ? "index" : path.slice(1);
  const variant = query === undefined ? "" : `@${query}`;
  if (type.startsWith("text/html")) return `${name}${variant}.html`;
  // A page alone has variants: no other file is asked for by query.
  if (query !== undefined) return undefined;
  if (path.startsWith("/record/attachments/")) return name + endingOf(type);
  return name;
}

/**
 * Whether an address can be a file: it is spelt as our own pages spell theirs, so that no name leads out of the folder or is hidden,
 * and what stands there hangs on nothing that a reader types.
 */
export function isWritable(address: string): boolean {
  const [path = "", query, more] = address.split("?");
  if (more !== undefined || address.length > 400) return false;
  if (!/^\/(?:[A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/|$))*$/.test(path) && path !== "/.well-known/security.txt") return false;
  if (path.length > 1 && path.endsWith("/")) return false;
  if (path.split("/").some((part) => part.length > 200)) return false;
  const { path: page } = addressedIn(path);
  if (/^\/api\/v1(?:\/|$)/.test(page) && !/^\/api\/v1\/(?:openapi\.json$|bulk\/)/.test(page)) return false;
  if (asked.some((each) => (each.endsWith("/") ? page.startsWith(each) : page === each))) return false;
  if (/^\/briefings\/[^/]+\/(?:live|events\.json)$/.test(page)) return false;
  return query === undefined || isVariant(page, query);
}

/** What is answered anew to each who asks; nginx hands it to the program. */
const asked = [
  "/search",
  "/search/",
  "/desk",
  "/desk/",
  "/timegate/",
  "/timemap/",
  "/healthz",
  "/readyz",
  "/metrics",
  "/accreditation",
  "/accreditation/",
  "/questions/ask",
  "/briefings/figures.csv",
];

/** The parts of a list: one thing that it is narrowed by, and how far down it goes. */
const narrowing = new Set(["kind", "topic", "year", "show", "institution", "person"]);
const paging = new Set(["before", "page"]);

function isVariant(page: string, query: string): boolean {
  if (page === "/verify" || page.startsWith("/register/as-of")) return false;
  const given = query.split("&").map((pair) => /^([a-z]+)=([A-Za-z0-9_-][A-Za-z0-9._-]{0,79})$/.exec(pair));
  const names = given.map((pair) => pair?.[1] ?? "");
  const narrowed = names.filter((name) => narrowing.has(name)).length;
  const paged = names.filter((name) => paging.has(name)).length;
  return narrowed <= 1 && paged <= 1 && narrowed + paged === names.length;
}

/** Below a page of a day stands a link to the next day, for ever: from such a page no other day is followed. */
export function isFollowed(from: string, to: string): boolean {
  return isWritable(to) && !(isOfADay(from) && isOfADay(to));
}

function isOfADay(address: string): boolean {
  return /\/as-of\//.test(address);
}

/** An attachment's address is its commitment alone; by its ending a server of files knows its type. */
const endings: readonly (readonly [string, string])[] = [
  ["image/jpeg", ".jpg"],
  ["image/png", ".png"],
  ["image/webp", ".webp"],
  ["image/avif", ".avif"],
  ["application/pdf", ".pdf"],
  ["audio/mpeg", ".mp3"],
  ["audio/mp4", ".m4a"],
  ["audio/ogg", ".ogg"],
  ["audio/wav", ".wav"],
  ["audio/flac", ".flac"],
  ["application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"],
  ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"],
  ["application/vnd.oasis.opendocument.text", ".odt"],
  ["application/vnd.oasis.opendocument.spreadsheet", ".ods"],
];

function endingOf(type: string): string {
  return endings.find(([media]) => type === media)?.[1] ?? ".bin";
}

/** How soon an address is made anew, the lower the sooner: what is read first; lists of one thing; proofs; drawn cards and bulk. */
export function turnOf(address: string): number {
  if (/\.(?:png|svg)$/.test(address) || address.startsWith("/api/v1/bulk/")) return 4;
  if (/\.(?:bundle\.json|tlog-proof)$/.test(address)) return 3;
  if (address.includes("?") || /^(?:\/[a-z]{2})?\/(?:record\/|feeds\/.*\d)/.test(address)) return 2;
  return /^(?:\/[a-z]{2})?(?:\/[a-z.]*|\/feeds\/statements\.[a-z]+)$/.test(address) ? 0 : 1;
}

/** What stands beside an address though no page need lead to it: the data and proofs of a text, the other forms of a feed. */
export function besides(address: string): string[] {
  const ending = (names: readonly string[]) => names.map((name) => address + name);
  if (/^\/statements\/[0-9H]+-\d+(?:\/editions\/\d+)?$/.test(address)) return ending([".md", ...proven]);
  if (/^\/briefings\/[0-9H]+-\d+(?:\/edited)?(?:\/editions\/\d+)?$/.test(address)) return ending([".vtt", ...proven]);
  if (/^\/questions\/\d+-\d+$/.test(address)) return ending([".json", ".bundle.json"]);
  if (/^\/record\/entries\/\d+$/.test(address)) return ending([".entry", ...proven]);
  const feed = /^\/feeds\/.*(?=\.atom$)/.exec(address)?.[0];
  return feed === undefined ? [] : [`${feed}.rss`, `${feed}.json`];
}

const proven = [".json", ".bundle.json", ".tlog-proof"];

/** The addresses of the site that an answer leads to, as it spells them. */
export function linksIn(body: string, siteUrl: string): Set<string> {
  const found = new Set<string>();
  for (const [, attribute, element, content] of body.matchAll(
    /(?:href|src|action|poster|content|data-[a-z]+)="([^"#]*)|<(?:loc|link|url)>([^<#]*)|"(\/record\/contents\/[0-9a-f]+)"/g,
  )) {
    const link = (attribute ?? element ?? content ?? "").replaceAll("&amp;", "&");
    const address = link.startsWith(`${siteUrl}/`) ? link.slice(siteUrl.length) : link === siteUrl ? "/" : link;
    if (address.startsWith("/") && !address.startsWith("//")) found.add(address);
  }
  return found;
}
