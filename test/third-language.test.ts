import { DomUtils, parseDocument } from "htmlparser2";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { SiteCatalogue } from "../src/page/catalogue.ts";
import { html } from "../src/page/html.ts";
import type { languages as spoken } from "../src/page/languages.ts";
import { listStanding } from "../src/register/assertions.ts";
import { capacityInWords } from "../src/register/display.ts";
import { listTopics } from "../src/register/topics.ts";
import type { CheckingWords } from "../src/site/checking-words.ts";
import { publicOffice } from "./public-office.ts";

/*
 * A language that nobody speaks, made of the Spanish catalogue (without what the desk alone says) with every word of it in brackets, and added as any other is: by a
 * line in the table. Its numbers and dates are Polish, which agree with neither Spanish nor English ones and have more plurals.
 */
vi.mock("../src/page/languages.ts", async (original) => {
  const { languages } = await original<{ languages: typeof spoken }>();
  const { deskWords } = await import("../src/page/catalogue/es.ts");
  const site = Object.entries(languages["es"]!.catalogue).filter(([key]) => !(key in deskWords));
  const catalogue = bracketed(Object.fromEntries(site)) as SiteCatalogue;
  return { languages: { ...languages, xx: { locale: "pl", at: "/xx", tongue: "es", catalogue } } };
});

/** What is the catalogue's stands between brackets, what a sentence of it was told does not. */
function bracketed(words: unknown): unknown {
  if (typeof words === "string") return `⟦${words}⟧`;
  if (typeof words === "function")
    return (...given: unknown[]) => inBrackets((words as (...all: unknown[]) => unknown)(...given.map(outside)));
  if (isMarkup(words)) return inBrackets(words);
  if (Array.isArray(words)) return words.map(bracketed);
  if (typeof words !== "object" || words === null) return words;
  return Object.fromEntries(Object.entries(words).map(([key, value]) => [key, bracketed(value)]));
}

function inBrackets(said: unknown): unknown {
  return isMarkup(said) ? html`⟦${said as never}⟧` : typeof said === "string" ? `⟦${said}⟧` : bracketed(said);
}

function outside(given: unknown): unknown {
  if (isMarkup(given)) return html`⟧${given as never}⟦`;
  if (typeof given === "string") return /^(?:$|\/|https?:|[a-z]+\/[\w.+-]+$)/.test(given) ? given : `⟧${given}⟦`;
  if (Array.isArray(given)) return given.map(outside);
  if (typeof given !== "object" || given === null) return given;
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, outside(value)]));
}

function isMarkup(value: unknown): boolean {
  return typeof value === "object" && value !== null && "isEscaped" in value;
}

const { isTag, isText } = DomUtils;
type ChildNode = ReturnType<typeof parseDocument>["children"][number];

let office: Awaited<ReturnType<typeof publicOffice>>;
beforeAll(async () => {
  office = await publicOffice();
});
afterAll(async () => {
  expect(office.failures).toEqual([]);
  await office?.close();
});

type Said = { text: string; place: string; aloud?: boolean };

test("a third language is a catalogue and a line in the table: every public page is there in it, and says nothing that is not the catalogue's, the office's own or marked as in another language", async () => {
  const faults = new Map<string, string>();
  const own = await namesOfTheRegister();
  for (const path of Object.values(office.pages).flat()) {
    const [es, en, xx] = await Promise.all((["", "/en", "/xx"] as const).map((prefix) => read(prefix, path)));
    if (xx!.status !== es!.status) faults.set(path, `answers ${xx!.status}`);
    if (xx!.language !== "xx") faults.set(path, `is in ${xx!.language}`);
    const shared = [es!, en!].map(({ said }) =>
      said
        .map(({ text }) => text)
        .join(" ")
        .toLowerCase(),
    );
    for (const { text, place } of outsideBrackets(xx!.said)) {
      const rest = own.reduce((left, name) => left.replaceAll(name, "\n"), text.toLowerCase()).replaceAll(polish, "\n");
      for (const part of rest.split("\n"))
        if (/\p{L}/u.test(part) && !shared.every((whole) => whole.includes(part.trim())))
          faults.set(part.trim().slice(0, 90), `stands in ${path}, ${place}`);
    }
  }
  expect(Object.fromEntries(faults)).toEqual({});
});

test("each page leads to itself in every language, and all its other links stay in its own", async () => {
  const wrong: string[] = [];
  for (const path of Object.values(office.pages).flat()) {
    const [en, xx] = await Promise.all((["/en", "/xx"] as const).map((prefix) => read(prefix, path)));
    const switched = xx!.links.filter(({ switches }) => switches);
    const others = switched.map(({ language, words }) => `${language} ${words}`);
    if (others.join() !== "es Español,en English") wrong.push(`${path} leads to ${others.join()}`);
    const hreflang = [...xx!.markup.matchAll(/rel="alternate" hreflang="([^"]*)"\s+href="([^"]*)"/g)].map(
      ([, language, href]) => `${language} ${href!.slice(office.url.length) || "/"}`,
    );
    const at = hreflang.find((one) => one.startsWith("es "))?.slice(3) ?? "";
    const under = (prefix: string) => `${prefix}${at === "/" ? "" : at}`;
    const expected = [`es ${at}`, `en ${under("/en")}`, `xx ${under("/xx")}`, `x-default ${at}`];
    if (hreflang.length > 0 && hreflang.join() !== expected.join()) wrong.push(`${path}: ${hreflang.join()}`);
    if (switched[1]?.href !== (hreflang.length > 0 ? under("/en") : switched[1]?.href))
      wrong.push(`${path}: ${switched[1]?.href}`);
    const lead = (page: typeof en, prefix: string) =>
      page!.links
        .filter(({ switches }) => !switches)
        .map(({ href }) => href.replace(office.url, "").replace(new RegExp(`^${prefix}(?=/|$)`), "…"));
    const [those, these] = [lead(en, "/en"), lead(xx, "/xx")];
    const strays = these.filter((href, index) => href !== those[index]);
    if (strays.length > 0 || those.length !== these.length) wrong.push(`${path}: ${strays.join()}`);
    if (!/property="og:locale" content="pl"/.test(xx!.markup) && hreflang.length > 0) wrong.push(`${path}: og:locale`);
  }
  expect(wrong).toEqual([]);
  const map = await (await office.get("/sitemaps/pages.xml")).text();
  expect(map).toContain(`<loc>${office.url}/xx/statements</loc>`);
  expect(map.match(/hreflang="xx"/g)?.length).toBe(map.match(/hreflang="en"/g)?.length);
});

test("what checks in the browser is told what to say, and in what form, by a file of the page's language", async () => {
  const [, address = ""] = /data-words="([^"]*)"/.exec((await read("/xx", "/verify")).markup) ?? [];
  const told = (await (await office.get(address)).json()) as CheckingWords;
  expect(told).toMatchObject({ locale: "pl", at: "/xx", words: { checked: "⟦Comprobado en su navegador⟧" } });
});

/** What the register and the office call things in Spanish, and in what capacity somebody serves: names, in any language. */
async function namesOfTheRegister(): Promise<string[]> {
  const { db } = office.installation;
  const found = [await office.read(), await listTopics(db)] as unknown[];
  for (const kind of ["institution", "post", "instrument", "gap"] as const)
    found.push((await listStanding(db, kind)).map(({ data }) => data));
  const capacities = ["titular", "subrogante", "suplente", "interino", "on-leave", "concurrent"] as const;
  const names = [
    ...found.flatMap((one) => spanishIn(one)),
    ...capacities.map((one) => capacityInWords(one, undefined, "es")),
  ];
  return [...new Set(names.map((name) => name.toLowerCase()))].toSorted((a, b) => b.length - a.length);
}

function spanishIn(data: unknown, spanish = false): string[] {
  if (typeof data === "string") return spanish && data !== "" ? [data] : [];
  if (typeof data !== "object" || data === null) return [];
  return Object.entries(data).flatMap(([key, value]) => spanishIn(value, spanish || key === "es"));
}

/** Months, days of the week, the zone and languages, by Intl. */
const polish =
  /(?<!\p{L})(?:stycz|lut|mar(?:ca|zec)|kwie|maj|czerw|lip|sierp|wrze|paźdz|listop|grud)\p{L}*|(?:poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela)|czas:? \p{L}+|hiszpański|angielski/giu;

/** What no entry of the catalogue says: the brackets of one may open in an element and close behind it. */
function outsideBrackets(said: readonly Said[]): Said[] {
  let within = false;
  return said.flatMap(({ text, place, aloud }) => {
    if (aloud === true) return [{ text: text.replaceAll(/⟦[^⟧]*⟧/gu, "\n"), place }];
    const pieces = text.split(/([⟦⟧])/u);
    const outside = pieces.map((piece) => {
      if (piece === "⟦" || piece === "⟧") {
        within = piece === "⟦";
        return "\n";
      }
      return within ? "\n" : piece;
    });
    return [{ text: outside.join(""), place }];
  });
}

async function read(prefix: string, path: string) {
  const response = await office.get(prefix === "" ? path : prefix + path.replace(/^\/(?=\?|$)/, ""));
  const markup = await response.text();
  const document = parseDocument(markup);
  const root = elements(document.children).find(({ name }) => name === "html")!;
  const body = elements(root.children).filter(({ name }) => name === "body");
  const said = saidIn(body, root.attribs["lang"]!, "").map((one) => ({
    ...one,
    // An address has the language in it.
    text: one.text.replaceAll(/\s+/gu, " ").replaceAll(/(?<=\/|\{)(?:en|xx)[-/]/gu, ""),
  }));
  const links = DomUtils.getElementsByTagName("a", body).map((link) => ({
    href: link.attribs["href"] ?? "",
    language: link.attribs["hreflang"],
    words: DomUtils.textContent(link)
      .replaceAll(/[⟦⟧]/gu, "")
      .trim(),
    switches: (link.parent as typeof link).attribs["class"] === "switch",
  }));
  return { status: response.status, markup, language: root.attribs["lang"], said, links };
}

/** Texts and what is read aloud, but for what is marked as in another language than the page's. */
function saidIn(nodes: readonly ChildNode[], language: string, place: string): Said[] {
  return nodes.flatMap((node) => {
    if (isText(node)) return [{ text: node.data, place }];
    if (!isTag(node) || (node.attribs["lang"] ?? language) !== language) return [];
    const { class: named, ...attributes } = node.attribs;
    const here = `${place} ${node.name}${named === undefined ? "" : `.${named}`}`;
    const aloud = ["aria-label", "title", "alt", "placeholder", "data-label"].flatMap((name) =>
      attributes[name] === undefined ? [] : [{ text: attributes[name], place: `${here}[${name}]`, aloud: true }],
    );
    return [...aloud, ...saidIn(node.children, language, here)];
  });
}

function elements(nodes: readonly ChildNode[]) {
  return nodes.filter(isTag);
}
