/**
 * Only what this site serves itself may run, style, draw or be asked. No inline script, style or attribute: text
 * that slipped past escaping still could not run.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** A page may come to bear a correction or a withdrawal at any moment: readers ask again each time, shared caches within a second. */
const revalidated = "public, max-age=0, s-maxage=1, must-revalidate";

/** For files that are handed out rather than shown: nothing in them may run, whatever they hold. */
export const filePolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** A worker is bound by its own answer's policy, not by its page's. The one that reads pictures runs WebAssembly; no page does. */
export const pictureWorkerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

export function pageHeaders(siteUrl: string, status: number): Record<string, string> {
  return {
    "content-type": "text/html; charset=utf-8",
    "cache-control": status === 200 ? revalidated : "no-cache",
    "content-security-policy": contentSecurityPolicy,
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    ...everywhere(siteUrl),
  };
}

/** Text, data, bundles and proofs: for anyone's program to fetch. */
export function fileHeaders(siteUrl: string, type: string): Record<string, string> {
  return {
    "content-type": type,
    "cache-control": revalidated,
    "content-security-policy": filePolicy,
    "access-control-allow-origin": "*",
    ...everywhere(siteUrl),
  };
}

export function assetHeaders(siteUrl: string, type: string): Record<string, string> {
  return { "content-type": type, "cache-control": "public, max-age=31536000, immutable", ...everywhere(siteUrl) };
}

/** What every answer of this server carries; HSTS only where readers come by https. */
export function everywhere(siteUrl: string): Record<string, string> {
  return {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    ...(siteUrl.startsWith("https:") ? { "strict-transport-security": "max-age=31536000" } : {}),
  };
}
