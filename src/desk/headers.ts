/**
 * Only what the desk serves itself may run, style or be asked, and nobody may frame it. Images may also come from the
 * page's own memory: what the editor shows before it is sent.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** What every answer of the desk carries: kept by nobody, found by no search engine, told to no other site. */
export function privateHeaders(siteUrl: string): Record<string, string> {
  return {
    "cache-control": "no-store",
    "x-robots-tag": "noindex, nofollow, noarchive",
    "content-security-policy": contentSecurityPolicy,
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-content-type-options": "nosniff",
    // With no-referrer, browsers would send "Origin: null" with our own forms.
    "referrer-policy": "same-origin",
    ...(siteUrl.startsWith("https:") ? { "strict-transport-security": "max-age=31536000" } : {}),
  };
}

/** Style and programs of the desk say nothing of what the office works on, and never change under their name. */
export function assetHeaders(siteUrl: string, type: string): Record<string, string> {
  return {
    ...privateHeaders(siteUrl),
    "content-type": type,
    "cache-control": "private, max-age=31536000, immutable",
  };
}
