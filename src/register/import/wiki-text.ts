import { withNowiki } from "./nowiki.ts";

/** What a reader of a wiki page sees of a stretch of wikitext, the first page it links to, and nothing else. */
export type Rendered = { text: string; link?: string; others?: string[] };

const deepest = 40;

/**
 * Plain words of wikitext: links by their label, dates out of date templates, references, files, comments and markup left out.
 * Linear in its length; what is not closed is read as far as it goes.
 */
export function renderWiki(source: string): Rendered {
  const links = new Set<string>();
  const words = spans(withoutReferences(source), 0, links);
  const text = withNowiki(
    decodeEntities(
      words
        .replace(/<br\s*\/?>/gi, " ")
        .replace(/<\/?[a-z][^<>]{0,1000}>/gi, "")
        .replace(/'{2,5}/g, ""),
    ),
  )
    .replace(/\s+/g, " ")
    .trim();
  const [link, ...others] = links;
  return { text, ...(link === undefined ? {} : { link }), ...(others.length === 0 ? {} : { others }) };
}

const mostLinks = 10;

/** The first of several lines of a cell, up to its `<br>`, outside of links and templates; undefined where it has one line. */
export function firstLine(source: string): string | undefined {
  if (!/<br|\{\{br/i.test(source)) return undefined;
  let depth = 0;
  for (let at = 0; at < source.length - 1; at++) {
    const two = source.slice(at, at + 2);
    if (depth === 0 && /^(?:<br\s?\/?>|\{\{br\}\})/i.test(source.slice(at, at + 8))) return source.slice(0, at);
    if (two === "[[" || two === "{{") [depth, at] = [depth + 1, at + 1];
    else if (two === "]]" || two === "}}") [depth, at] = [Math.max(0, depth - 1), at + 1];
  }
  return undefined;
}

/** Without comments and references, whose content may hold anything. */
export function withoutReferences(source: string): string {
  const withoutComments = cut(source, "<!--", "-->");
  const parts: string[] = [];
  const lower = withoutComments.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  let at = 0;
  let unclosed = false;
  for (;;) {
    const open = lower.indexOf("<ref", at);
    if (open < 0) break;
    const after = lower[open + 4] ?? "";
    if (!/[\s>/]/.test(after)) {
      parts.push(withoutComments.slice(at, open + 4));
      at = open + 4;
      continue;
    }
    parts.push(withoutComments.slice(at, open));
    const tagEnd = lower.indexOf(">", open);
    if (tagEnd < 0) return parts.join("");
    const end = lower[tagEnd - 1] === "/" || unclosed ? -1 : lower.indexOf("</ref>", tagEnd);
    // A reference that is never closed ends where its tag does: its text is better kept than the rest lost.
    if (end < 0 && lower[tagEnd - 1] !== "/") unclosed = true;
    at = end < 0 ? tagEnd + 1 : end + "</ref>".length;
  }
  parts.push(withoutComments.slice(at));
  return parts.join("");
}

function cut(text: string, open: string, close: string): string {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const from = text.indexOf(open, at);
    if (from < 0) break;
    parts.push(text.slice(at, from));
    const to = text.indexOf(close, from);
    if (to < 0) return parts.join("");
    at = to + close.length;
  }
  parts.push(text.slice(at));
  return parts.join("");
}

/** The end of the `{{…}}` or `[[…]]` that opens at `at`, or undefined if it is never closed. */
function closing(source: string, at: number, open: string, close: string): number | undefined {
  let depth = 0;
  let here = at;
  for (;;) {
    const nextClose = source.indexOf(close, here);
    if (nextClose < 0) return undefined;
    const nextOpen = source.indexOf(open, here);
    if (nextOpen >= 0 && nextOpen < nextClose) {
      depth++;
      here = nextOpen + 2;
      if (depth > deepest) return undefined;
      continue;
    }
    depth--;
    here = nextClose + 2;
    if (depth === 0) return here;
  }
}

function spans(source: string, depth: number, links: Set<string>): string {
  if (depth > deepest) return "";
  const parts: string[] = [];
  let at = 0;
  // Where there is no further one, looking again from every place would cost the square of the length.
  let noTemplate = false;
  let noLink = false;
  for (;;) {
    const template: number = noTemplate ? -1 : source.indexOf("{{", at);
    const link: number = noLink ? -1 : source.indexOf("[[", at);
    noTemplate ||= template < 0;
    noLink ||= link < 0;
    if (template < 0 && link < 0) break;
    const isLink = template < 0 || (link >= 0 && link < template);
    const from = isLink ? link : template;
    const to = isLink ? closing(source, from, "[[", "]]") : closing(source, from, "{{", "}}");
    if (to === undefined) {
      // Nothing behind it closes either: searching again from each opening would cost the square of the length.
      if (isLink) noLink = true;
      else noTemplate = true;
      parts.push(source.slice(at, from));
      at = from + 2;
      continue;
    }
    parts.push(source.slice(at, from));
    const inner = source.slice(from + 2, to - 2);
    parts.push(isLink ? wikiLink(inner, depth, links) : templateText(inner, depth, links));
    at = to;
  }
  parts.push(source.slice(at));
  return withoutAddresses(parts.join(""));
}

/** "[https://… words]" → "words". */
function withoutAddresses(text: string): string {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const from = text.indexOf("[", at);
    const to = from < 0 ? -1 : text.indexOf("]", from);
    if (to < 0) break;
    const inner = text.slice(text.lastIndexOf("[", to) + 1, to);
    const isAddress = /^(https?:)?\/\//.test(inner);
    parts.push(text.slice(at, to - inner.length - (isAddress ? 1 : 0)));
    parts.push(isAddress ? (/\s(.*)$/su.exec(inner)?.[1] ?? "") : inner + "]");
    at = to + 1;
  }
  parts.push(text.slice(at));
  return parts.join("");
}

function wikiLink(inner: string, depth: number, links: Set<string>): string {
  const bar = inner.indexOf("|");
  const target = (bar < 0 ? inner : inner.slice(0, bar)).trim();
  if (/^:?(file|image|archivo|imagen|ficheiro|datei|fichier|category|categor[ií]a)\s*:/i.test(target)) return "";
  if (!target.includes("{{") && target !== "" && !target.startsWith("#")) {
    const page = decodeEntities(target.split("#")[0] ?? "").replaceAll("_", " ");
    if (links.size < mostLinks) links.add(page.trim());
  }
  return spans(bar < 0 ? target : inner.slice(bar + 1), depth + 1, links);
}

const dateNames = new Set(
  "dts,date,start date,start-date,end date,date table sorting,fecha,dtsa,data,datum,start date and age,end date and age,opendate,date sort,fecha de inicio,birth date,startdate".split(
    ",",
  ),
);
/** Whose words are those of a parameter: the first that is not named, or the one given here. */
const passing: Record<string, number> = {
  nowrap: 0,
  small: 0,
  big: 0,
  center: 0,
  nobold: 0,
  "no bold": 0,
  ill: 0,
  interlanguage: 0,
  "interlanguage link": 0,
  nobr: 0,
  abbr: 0,
  tooltip: 0,
  lang: 1,
  sort: 1,
  "data sort": 1,
  hsort: 1,
  nts: 0,
  "ref label": 9,
  ubl: 0,
  plainlist: 0,
  unbulleted: 0,
  longitem: 0,
  vert: 0,
  resize: 1,
  font: 0,
  smaller: 0,
  larger: 0,
};

/** Templates that stand for their own name. */
const spoken = new Set(
  "incumbent,present,current,vacant,vacante,presente,actual,actualidad,en el cargo,en funciones".split(","),
);

const mostParameters = 50;

function templateText(inner: string, depth: number, links: Set<string>): string {
  const [first = "", ...given] = parameters(inner);
  const name = first.replaceAll("_", " ").replace(/\s+/g, " ").trim().toLowerCase();
  const named = new Map<string, string>();
  const plain: string[] = [];
  for (const parameter of given) {
    const match = /^\s*([\p{L}\d _-]{1,30})\s*=(.*)$/su.exec(parameter);
    if (match === null) plain.push(parameter);
    else if (/^\s*\d+\s*$/.test(match[1] ?? "")) {
      // A place beyond any that a template has would make a list of that length.
      const at = Number(match[1]) - 1;
      if (at >= 0 && at < mostParameters) plain[at] = match[2] ?? "";
    } else named.set((match[1] ?? "").trim().toLowerCase(), match[2] ?? "");
  }
  const shown = (index: number) => spans((plain[index] ?? "").trim(), depth + 1, links);
  if (dateNames.has(name))
    return dateOf(
      plain.map((part) => (part ?? "").trim()),
      name,
    );
  if (name === "circa" || name === "c." || name === "circa2" || name === "ca") return `c. ${shown(0)}`;
  if (name === "sortname") {
    const link =
      named.get("nolink") !== undefined
        ? undefined
        : (plain[2] ?? "").trim() || `${(plain[0] ?? "").trim()} ${(plain[1] ?? "").trim()}`;
    if (link !== undefined && links.size < mostLinks) links.add(link.trim());
    return `${shown(0)} ${shown(1)}`.trim();
  }
  if (
    name === "snd" ||
    name === "spnd" ||
    name === "ndash" ||
    name === "spaced ndash" ||
    name === "dash" ||
    name === "–" ||
    name === "mdash" ||
    name === "snds"
  )
    return " – ";
  if (name === "nbsp" || name === "space" || name === "spaces" || name === "br") return " ";
  if (name === "!") return "|";
  if (spoken.has(name)) return name;
  if (Object.hasOwn(passing, name)) return shown(passing[name] ?? 0);
  return "";
}

/** Split at bars that are outside of inner links and templates. */
function parameters(inner: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < inner.length; at++) {
    const two = inner.slice(at, at + 2);
    if (two === "[[" || two === "{{") [depth, at] = [depth + 1, at + 1];
    else if (two === "]]" || two === "}}") [depth, at] = [Math.max(0, depth - 1), at + 1];
    else if (inner[at] === "|" && depth === 0) {
      parts.push(inner.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(inner.slice(from));
  return parts;
}

/** Year, month, day; `fecha` and `data` have the day first. A single parameter is a date in words. */
function dateOf(plain: readonly string[], name: string): string {
  const given = plain.filter((part) => part !== "" && part !== undefined);
  if (given.length === 1) return given[0] ?? "";
  const dayFirst = name === "fecha" || name === "data" || name === "fecha de inicio";
  const ordered = dayFirst && !/^\d{3,4}$/.test(given[0] ?? "") && given.length === 3 ? given.toReversed() : given;
  const [year = "", month = "", day] = ordered;
  if (!/^\d{1,4}$/.test(year)) return given.join(" ");
  if (!/^\d{1,2}$/.test(month)) return [day, month, year].filter((part) => part !== undefined).join(" ");
  const padded = [year.padStart(4, "0"), month.padStart(2, "0")];
  return (day === undefined || !/^\d{1,2}$/.test(day) ? padded : [...padded, day.padStart(2, "0")]).join("-");
}

const entities: Record<string, string> = {
  nbsp: " ",
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  ndash: "–",
  mdash: "—",
  thinsp: " ",
  apos: "'",
  minus: "−",
  hellip: "…",
  shy: "",
};

function decodeEntities(text: string): string {
  return text.replace(/&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});/gi, (whole, name: string) => {
    if (!name.startsWith("#")) return entities[name.toLowerCase()] ?? whole;
    const code = name[1]?.toLowerCase() === "x" ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0x10_ff_ff || code === 0 ? whole : String.fromCodePoint(code);
  });
}
