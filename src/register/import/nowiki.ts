const marks = "[]{}|!'<>=&*#:;";
/** Characters of private use that stand for the marks. */
const shielded = 0xf8c0;

/** What stands between `<nowiki>` tags is no markup: its marks are put aside until the words are read. */
export function withoutNowiki(source: string): string {
  const tagged = source.includes("<") ? source.replace(/<\/?nowiki\s*>/gi, (tag) => tag.toLowerCase()) : source;
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const open = tagged.indexOf("<nowiki>", at);
    const close = open < 0 ? -1 : tagged.indexOf("</nowiki>", open);
    if (close < 0) break;
    const from = open + "<nowiki>".length;
    parts.push(tagged.slice(at, from));
    parts.push(
      tagged
        .slice(from, close)
        .replace(/[[\]{}|!'<>=&*#:;]/g, (mark) => String.fromCharCode(shielded + marks.indexOf(mark))),
    );
    at = close;
  }
  parts.push(tagged.slice(at));
  return parts.join("");
}

/** With the marks that `withoutNowiki` put aside. */
export function withNowiki(text: string): string {
  return text.replace(/[\uf8c0-\uf8ce]/g, (mark) => marks[mark.charCodeAt(0) - shielded] ?? "");
}
