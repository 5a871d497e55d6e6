import { fileHeaders } from "../page/headers.ts";

/** Every answer may be read by a page of any other site, with what its program needs to go on from it. */
export function openHeaders(siteUrl: string, type: string): Record<string, string> {
  return {
    ...fileHeaders(siteUrl, type),
    "access-control-expose-headers": "etag, last-modified, link, retry-after",
  };
}

/** The answer to a browser that asks, before it asks, whether it may (Fetch standard, CORS preflight). `posted`: by POST too. */
export function preflight(siteUrl: string, posted = false): Response {
  const { "content-type": _, ...headers } = openHeaders(siteUrl, "");
  const methods = posted ? "GET, HEAD, OPTIONS, POST" : "GET, HEAD, OPTIONS";
  return new Response(null, {
    status: 204,
    headers: {
      ...headers,
      allow: methods,
      "access-control-allow-methods": methods,
      "access-control-allow-headers": `accept, ${posted ? "content-type, " : ""}if-modified-since, if-none-match`,
      "access-control-max-age": "86400",
    },
  });
}

/**
 * When something last became of what is answered, as a header; left out until its second is over, so that the date stands
 * for all that happened in it and for nothing that comes after (RFC 9110, 8.8.2).
 */
export function lastModified(at: Date | undefined, now: Date): Record<string, string> {
  if (at === undefined || now.getTime() < (Math.floor(at.getTime() / 1_000) + 1) * 1_000) return {};
  return { "last-modified": at.toUTCString() };
}
