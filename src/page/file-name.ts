/** A file's name in a header (RFC 8187): every byte but the letters, digits and marks that it lets stand. */
export function encodeName(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}
