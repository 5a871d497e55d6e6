/**
 * Whether a link may lead there: http, https, mailto, or a path of this site beginning with one slash. A closed
 * list: what a browser might run or fetch otherwise (javascript:, data:, //host, …) is never a link.
 */
export function isKeptAddress(address: string): boolean {
  return kept.test(address);
}

/** The address as it is written down: scheme in lower case, all but RFC 3986 characters percent-encoded. */
export function writtenAddress(address: string): string {
  return address
    .replace(/^[A-Za-z][A-Za-z0-9+.-]*:/, (scheme) => scheme.toLowerCase())
    .replace(/%(?![0-9A-Fa-f]{2})/g, "%25")
    .replace(unwritable, (characters) => encodeURIComponent(characters.toWellFormed()));
}

const kept = /^(?:https?:\/\/[^/?#]|mailto:[^?]|\/(?!\/))/;
const unwritable = /[^A-Za-z0-9;/?:@&=+$,\-_.!~*'()#%]+/g;
