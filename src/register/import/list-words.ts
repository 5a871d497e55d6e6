import { twoDates } from "./holder.ts";

/** A name in a list without the years of a life, and what else stands in its cell. */
export function listedName(first: string, whole: string): { name: string; remark: string } {
  const [one, all] = [inOneLine(first), inOneLine(whole)];
  return { name: withoutLife(one), remark: all.startsWith(one) ? withoutLife(all.slice(one.length)) : "" };
}

function withoutLife(text: string): string {
  return inOneLine(
    text.replace(/\(\s*(?:born|b\.|nacid[oa]|n\.)?\s*\d{3,4}\s*(?:[-–—/]\s*(?:\d{3,4})?)?\s*\)/giu, " "),
  );
}

/** Single blanks, before any pattern that would try every stretch of them. */
function inOneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** A term in one cell: "April 21, 1789 – March 4, 1797"; with a start alone it goes on or is not known to have ended. */
export function termOf(start = "", end = "", written = ""): { start: string; end: string } {
  const term = inOneLine(written);
  if (term === "" || (start !== "" && end !== "")) return { start, end };
  const years = /^(\d{4})\s?[-–—]\s?(\d{2}|\d{4})$/.exec(term);
  if (years !== null) {
    const [first = "", second = ""] = [years[1], years[2]];
    const last = second.length === 4 ? second : `${first.slice(0, 2)}${second}`;
    if (last > first) return { start: first, end: last };
  }
  const parts = term.split(/\s+[-–—]\s+|\s*[–—]\s*|\s+(?:to|until|till|a|al|hasta)\s+/u);
  if (parts.length === 2)
    return { start: (parts[0] ?? "").replace(/^(?:from|since|desde|del?)\s+/iu, ""), end: parts[1] ?? "" };
  const since = /^(?:since|desde)\s+(.+)$/iu.exec(term);
  if (since !== null) return { start: since[1] ?? "", end: ".." };
  const two = twoDates(term);
  return two === undefined ? { start: term, end: "" } : { start: two[0].raw, end: two[1].raw };
}
