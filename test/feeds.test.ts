import { once } from "node:events";
import { type IncomingMessage, request as rawRequest } from "node:http";
import fc from "fast-check";
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import { RelaxNGValidator, XmlDocument } from "libxml2-wasm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { takeFile } from "../src/files/take-file.ts";
import { archiveSize } from "../src/newsroom/list-members.ts";
import type { StatementDraft } from "../src/newsroom/statement-draft.ts";
import { readHorizon } from "../src/recorder/horizon.ts";
import { readRecord } from "../src/recorder/record-identity.ts";
import { confirmIncumbent } from "../src/register/confirm.ts";
import { readOffice } from "../src/register/office.ts";
import { saveTopic } from "../src/register/topics.ts";
import { buildSiteAssets } from "../src/site/site-assets.ts";
import { siteRoutes } from "../src/site/routes.ts";
import { atomSchema } from "./atom-schema.ts";
import { SetClock } from "./founded-office.ts";
import { sound } from "./sample-files.ts";
import { type ServedOffice, servedOffice } from "./site-office.ts";

const clock = new SetClock("2026-11-25T12:00:00Z");
const formats = ["atom", "rss", "json"] as const;
const nasty = `]]></title><script>alert(1)</script>&amp; "x" 'y' <![CDATA[`;
let office: ServedOffice;
let corrected: string,
  withdrawn: string,
  foreign: string,
  spoken: string,
  heard: string,
  hostile: string,
  denial: string;

beforeAll(async () => {
  office = await servedOffice("segegob", {}, clock);
  const { db, means } = office.installation;
  await confirmIncumbent(db, { on: "2026-11-25", source: { name: "Decreto", locator: "1" } }, means);
  corrected = await publish({
    title: "Escuelas",
    topics: ["educacion"],
    summary: "Un resumen.",
    body: "Vea [lo anterior](/statements/2026-0001) y [otro sitio](https://example.org/a?b=1&c=2).\n",
  });
  await office.correct(corrected, { note: "Decía <430> & nada más.", severity: "major", topics: ["salud"] });
  tick();
  withdrawn = await publish({ title: "Acuerdos", kind: "declaracion" });
  await office.withdraw(withdrawn, "Lo reemplaza otro texto.");
  foreign = await publish({ title: "To the press", language: "en", body: "Good evening.\n" });
  spoken = await publish({
    title: "Habla la vocera",
    speaker: "camila-vallejo",
  });
  const bytes = sound(20_000);
  async function* part() {
    yield bytes;
  }
  const { id } = await takeFile(db, { name: "cuña.wav", bytes: bytes.length }, part(), clock);
  heard = await publish({ title: "Con cuña", attachments: [{ file: id }] });
  hostile = await publish({ title: nasty, summary: nasty, body: `${nasty.replace("<![CDATA[", "")}\n` });
  denial = await publish({
    title: "No es así",
    kind: "desmentido",
    details: { claim: { text: "El agua no se bebe." } },
  });
  await shown(denial);
});
afterAll(async () => {
  expect(office.failures).toEqual([]);
  await office.close();
});

describe("a feed", () => {
  test("is read by others' parsers in each format: stable names, languages, full text, whole links, what became of it", async () => {
    const atom = parseAtomFeed(await read("/feeds/statements.atom"));
    const rss = parseRssFeed(await read("/feeds/statements.rss"));
    const json = parseJsonFeed(await read("/feeds/statements.json"));
    const record = (await readRecord(office.installation.db))!;
    const [domain, ...path] = record.origin.split("/");
    const name = (number: string) => `tag:${domain},2026-11-25:${[...path, "statements", number].join("/")}`;
    const ids = (entries: { id?: string | undefined }[] = []) => entries.map(({ id }) => id ?? "");
    expect(ids(atom.entries).toSorted()).toEqual(
      [corrected, withdrawn, foreign, spoken, heard, hostile, denial].map(name).toSorted(),
    );
    expect(ids(json.items)).toEqual(ids(atom.entries));
    expect(rss.items?.map(({ guid }) => guid?.value)).toEqual(ids(atom.entries));
    const of = (number: string) => atom.entries?.find(({ id }) => id === name(number));
    const text = of(corrected)?.content?.value ?? "";
    expect(text).toMatch(/^<p><strong>Corrección del 25 de noviembre de 2026, /);
    expect(text).toContain("Decía &lt;430&gt; &amp; nada más.");
    expect(text).toContain(`<a href="${office.url}/statements/${corrected}/history">`);
    expect(text).toContain(`<a href="${office.url}/statements/2026-0001">lo anterior</a>`);
    expect(text).toContain('<a href="https://example.org/a?b=1&amp;c=2">');
    expect(new Date(of(corrected)!.updated as string) > new Date(of(corrected)!.published as string)).toBe(true);
    expect(of(withdrawn)?.title?.value ?? of(withdrawn)?.title).toBe("Dejado sin efecto: Acuerdos");
    expect(of(withdrawn)?.content?.value).toMatch(
      /^<p><strong>Dejado sin efecto el .*Motivo: Lo reemplaza otro texto\.<\/p>\n<p>/,
    );
    expect(json.items?.find(({ id }) => id === name(foreign))).toMatchObject({
      language: "en",
      title: "To the press",
      content_html: "<p>Good evening.</p>",
      url: `${office.url}/statements/${foreign}`,
    });
    expect(await read("/feeds/statements.atom")).toContain('<entry xml:lang="en">');
    expect(of(spoken)?.authors).toMatchObject([{ name: expect.stringContaining("Vallejo") as unknown }]);
    expect(of(denial)?.content?.value).toMatch(/^<p><strong>Lo que se desmiente:<\/strong> El agua no se bebe\./);
    for (const number of [heard, hostile])
      expect(of(number)?.links?.[0]?.href).toBe(`${office.url}/statements/${number}`);
    const enclosure = of(heard)?.links?.find(({ rel }) => rel === "enclosure");
    expect(enclosure).toMatchObject({ type: "audio/wav", length: 20_044 });
    expect((await fetch(enclosure!.href!)).headers.get("content-length")).toBe("20044");
    expect(rss.items?.find(({ guid }) => guid?.value === name(heard))?.enclosures).toMatchObject([
      { url: enclosure!.href, type: "audio/wav", length: 20_044 },
    ]);
    expect(json.items?.find(({ id }) => id === name(heard))?.attachments).toMatchObject([
      { url: enclosure!.href, mime_type: "audio/wav", size_in_bytes: 20_044 },
    ]);
  });

  test("holds to RFC 4287 and takes no markup from a title", async () => {
    const schema = XmlDocument.fromString(atomSchema);
    const validator = RelaxNGValidator.fromDoc(schema);
    for (const path of ["statements", "corrections", "languages/en", "people/camila-vallejo"]) {
      const atom = XmlDocument.fromString(await read(`/feeds/${path}.atom`));
      validator.validate(atom);
      atom.dispose();
    }
    const namespaces = { a: "http://www.w3.org/2005/Atom" };
    const atom = XmlDocument.fromString(await read("/feeds/statements.atom"));
    expect(atom.find("//a:title", namespaces).map(({ content }) => content)).toContain(nasty);
    expect(atom.find("//*[local-name()='script']")).toEqual([]);
    const rss = XmlDocument.fromString(await read("/feeds/statements.rss"));
    expect(rss.find("//item/title").map(({ content }) => content)).toContain(nasty);
    const markup = atom.find("//a:content", namespaces).map(({ content }) => content);
    expect(markup.filter((text) => /<script/.test(text))).toEqual([]);
    for (const each of [atom, rss, validator, schema]) each.dispose();
  });

  test("follows one kind, topic, language, person, post or institution; what nothing public knows has none", async () => {
    const post = (await office.read()).spokespersonPosts[0]!;
    const { institution } = await office.read();
    const numbers = async (path: string) =>
      parseJsonFeed(await read(`/feeds/${path}.json`)).items?.map(({ url }) => url?.split("/").at(-1)) ?? [];
    expect(await numbers("kinds/declaracion")).toEqual([withdrawn]);
    expect(await numbers("kinds/balance")).toEqual([]);
    expect(await numbers("languages/en")).toEqual([foreign]);
    expect(await numbers("people/camila-vallejo")).toEqual([spoken]);
    expect(await numbers(`institutions/${institution}`)).toHaveLength(7);
    // What was corrected out of a topic stays in the feed of whoever was sent it, and is new in that of the other.
    expect(await numbers("topics/educacion")).toEqual([corrected]);
    expect(await numbers("topics/salud")).toEqual([corrected]);
    expect((await office.get(`/feeds/posts/${post}.atom`)).status).toBe(200);
    for (const path of [
      "kinds/nada",
      "topics/energia",
      "people/nadie",
      "posts/nada",
      "institutions/nada",
      "languages/fr",
      "nada",
    ])
      for (const format of formats)
        expect([path, (await office.get(`/feeds/${path}.${format}`)).status]).toEqual([path, 404]);
    for (const path of [
      "statements/archive/1.atom",
      "statements/archive/0.atom",
      "corrections/archive/999999999.rss",
      "statements.xml",
    ])
      expect([path, (await office.get(`/feeds/${path}`)).status]).toEqual([path, 404]);
  });

  test("is asked for again at the price of a question, comes compressed, and is new with the act", async () => {
    for (const format of formats) {
      const path = `/feeds/statements.${format}`;
      const first = await office.get(path);
      expect(first.headers.get("access-control-allow-origin")).toBe("*");
      const etag = first.headers.get("etag")!;
      expect((await office.get(path, { headers: { "if-none-match": etag } })).status).toBe(304);
      const request = rawRequest(office.url + path, { headers: { "accept-encoding": "br" } }).end();
      const [response] = (await once(request, "response")) as [IncomingMessage];
      expect(response.headers["content-encoding"]).toBe("br");
      response.resume();
    }
    const before = (await office.get("/feeds/statements.atom")).headers.get("etag")!;
    await office.correct(foreign, { title: "To the foreign press", note: "A word was missing." });
    tick();
    await office.sequencer.flush();
    await office.until(`/statements/${foreign}`, "To the foreign press");
    const after = await office.get("/feeds/statements.atom", { headers: { "if-none-match": before } });
    expect(after.status).toBe(200);
    // The correction brings it to the top under the name it had.
    expect(parseAtomFeed(await after.text()).entries?.[0]?.links?.[0]?.href).toBe(
      `${office.url}/statements/${foreign}`,
    );
  });

  test("of corrections has each correction and withdrawal with its note; the page too, newest first", async () => {
    const json = parseJsonFeed(await read("/feeds/corrections.json"));
    expect(json.items?.map(({ title }) => title)).toEqual([
      "Corrección: To the foreign press".replace("Corrección", "Correction"),
      "Dejado sin efecto: Acuerdos",
      "Corrección: Escuelas",
    ]);
    expect(json.items?.[2]?.content_html).toContain("Decía &lt;430&gt; &amp; nada más.");
    for (const prefix of ["", "/en"]) {
      const page = await read(`${prefix}/corrections`);
      const places = ["A word was missing.", "Lo reemplaza otro texto.", "Decía &lt;430&gt; &amp; nada más."].map(
        (note) => page.indexOf(note),
      );
      expect(places.every((place) => place > 0)).toBe(true);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect(page).toContain(`${prefix}/statements/${corrected}/history#edition-2`);
    }
  });

  test("is found from the pages, and from a page in plain words", async () => {
    expect(await read("/")).toContain(
      'type="application/atom+xml" title="Todo lo publicado" href="/feeds/statements.atom"',
    );
    expect(await read("/register/people/camila-vallejo")).toContain('href="/feeds/people/camila-vallejo.atom"');
    for (const [path, words] of [
      ["/feeds", "Seguir lo que publica esta oficina"],
      ["/en/feeds", "Follow what this office publishes"],
    ] as const) {
      const page = await read(path);
      expect(page).toContain(words);
      const feeds = [...page.matchAll(/href="(\/feeds\/[^"]+)"/g)].map(([, address = ""]) => address);
      expect(feeds.length).toBeGreaterThan(20);
      for (const address of feeds) expect([address, (await office.get(address)).status]).toEqual([address, 200]);
    }
  });
});

test("sitemaps name every page that may be shown once in each language, with when it last changed; the news for two days", async () => {
  const index = await read("/sitemap.xml");
  expect(await read("/robots.txt")).toContain(
    `Sitemap: ${office.url}/sitemap.xml\nSitemap: ${office.url}/sitemaps/news.xml\n`,
  );
  const maps = [...index.matchAll(/<loc>([^<]*)/g)].map(([, address = ""]) => new URL(address).pathname);
  expect(maps).toEqual(["/sitemaps/pages.xml", "/sitemaps/statements-1.xml", "/sitemaps/register-1.xml"]);
  const namespaces = { s: "http://www.sitemaps.org/schemas/sitemap/0.9", x: "http://www.w3.org/1999/xhtml" };
  for (const map of maps) {
    const document = XmlDocument.fromString(await read(map));
    const urls = document.find("//s:url", namespaces);
    const locs = document.find("//s:loc", namespaces).map(({ content }) => content);
    expect(new Set(locs).size).toBe(locs.length);
    expect(document.find("//x:link", namespaces)).toHaveLength(3 * urls.length);
    if (!map.includes("register")) for (const loc of locs) expect([loc, (await fetch(loc)).status]).toEqual([loc, 200]);
    document.dispose();
  }
  const last = /<loc>[^<]*\/statements\/2026-0003<\/loc><lastmod>([^<]*)/.exec(await read(maps[1]!))?.[1];
  expect(new Date(last!) > new Date("2026-11-25T12:06:00Z")).toBe(true);
  const news = XmlDocument.fromString(await read("/sitemaps/news.xml"));
  const titles = news.find("//n:title", { n: "http://www.google.com/schemas/sitemap-news/0.9" });
  expect(titles.map(({ content }) => content)).toContain(nasty);
  expect(titles.map(({ content }) => content)).not.toContain("Acuerdos");
  news.dispose();
  const now = clock.now().toISOString();
  clock.set("2026-11-27T12:00:30Z");
  expect(await read("/sitemaps/news.xml")).not.toContain("Escuelas");
  expect(await read("/sitemaps/news.xml")).toContain("Con cuña");
  clock.set(now);
});

test("nothing beyond the horizon is in any feed, archive, sitemap or page of corrections", async () => {
  const first = await office.publish({ title: "Secreto primero", topics: ["vivienda"], body: "Secreto primero.\n" });
  const second = await office.publish({ title: "Secreto segundo", kind: "entrevista", language: "fr" });
  const third = await office.correct(first.number, { title: "Secreto tercero", note: "Secreto tercero" });
  const fourth = await office.withdraw(second.number, "Secreto cuarto");
  await office.sequencer.flush();
  const { db } = office.installation;
  const [record, present, assets, horizon] = await Promise.all([
    readRecord(db),
    readOffice(db),
    buildSiteAssets(),
    readHorizon(db),
  ]);
  const words = { primero: first.entry, segundo: second.entry, tercero: third.entry, cuarto: fourth.entry };
  const feeds = [
    "statements",
    "corrections",
    "kinds/entrevista",
    "kinds/comunicado",
    "topics/vivienda",
    "languages/es",
    "languages/fr",
  ];
  const paths = [
    ...feeds.flatMap((feed) => formats.map((format) => `/feeds/${feed}.${format}`)),
    "/feeds",
    "/corrections",
    "/sitemap.xml",
    "/sitemaps/statements-1.xml",
    "/sitemaps/news.xml",
  ];
  for (const size of [first.entry, second.entry, third.entry, fourth.entry, horizon.size]) {
    const routes = siteRoutes({
      installation: office.installation,
      office: async () => present,
      record: async () => record!,
      horizon: () => ({ ...horizon, size, signed: size }),
      url: "https://voceria.example",
      assets,
    });
    for (const path of paths) {
      const response = await routes.request(path);
      const text = await response.text();
      for (const [word, entry] of Object.entries(words))
        if (entry >= size) expect([path, size, text.includes(`Secreto ${word}`)]).toEqual([path, size, false]);
      expect(response.status).toBeLessThan(500);
      for (const { number, entry } of [first, second])
        if (entry >= size) expect([path, size, text.includes(number)]).toEqual([path, size, false]);
      if (second.entry >= size && /languages\/fr|Entrevista/.test(path)) expect(response.status).toBe(404);
      if (first.entry >= size && path.includes("vivienda")) expect(response.status).toBe(404);
    }
  }
});

test("every text is in one archive, the same for ever, and whoever walks back meets each while more is published", async () => {
  await saveTopic(office.installation.db, { slug: "deporte", name: { es: "Deporte", en: "Sport" } });
  /** The texts in the order in which they came to belong to the topic. */
  const members: string[] = [];
  const archived = new Map<string, string[]>();
  const path = "/feeds/topics/deporte.json";
  let all = 0;
  const add = async (belongs: boolean) => {
    const number = await publish({ title: `Texto ${(all += 1)}`, topics: belongs ? ["deporte"] : ["salud"] });
    if (belongs) members.push(number);
    return number;
  };
  const turn = async (number: string) => {
    const joins = !members.includes(number);
    await office.correct(number, { topics: joins ? ["deporte"] : ["salud"], note: "Cambia de tema." });
    if (joins) members.push(number);
  };
  const script = fc.record({
    publications: fc.array(fc.boolean(), { minLength: 8, maxLength: 16 }),
    meanwhile: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
    turned: fc.nat(7),
  });
  await fc.assert(
    fc.asyncProperty(script, async ({ publications, meanwhile, turned }) => {
      const numbers: string[] = [];
      for (const belongs of publications) numbers.push(await add(belongs));
      await turn(numbers[turned]!);
      // What is corrected, or comes back to the topic, keeps the place that it had.
      const old = members[turned % members.length];
      if (old !== undefined)
        await office.correct(old, { topics: ["deporte"], title: `Otro ${(all += 1)}`, note: "Se dice de otro modo." });
      await add(true);
      await shown(members.at(-1)!);
      const before = [...members];
      const writing = (async () => {
        for (const belongs of meanwhile) await add(belongs);
      })();
      const followed = await page(path);
      const archives: string[] = [];
      let next = followed.next;
      while (next !== undefined) {
        const { numbers: texts, next: older } = await page(next);
        expect(texts).toHaveLength(archiveSize);
        expect(archived.get(next) ?? texts.toSorted()).toEqual(texts.toSorted());
        archived.set(next, texts.toSorted());
        archives.push(...texts);
        next = older;
      }
      await writing;
      expect(new Set(archives).size).toBe(archives.length);
      expect(new Set(followed.numbers).size).toBe(followed.numbers.length);
      const met = new Set([...followed.numbers, ...archives]);
      expect(before.filter((number) => !met.has(number))).toEqual([]);
      // From the newest archive to the oldest they are in the order in which they came, so that none can be between two.
      expect(archives.toReversed()).toEqual(members.slice(0, archives.length));
    }),
    { numRuns: 8 },
  );
  expect(archived.size).toBeGreaterThan(1);
  expect(members.length).toBeGreaterThan(2 * archiveSize);
});

async function page(path: string): Promise<{ numbers: string[]; next?: string }> {
  const { items = [], next_url: next } = parseJsonFeed(await read(path));
  const numbers = items.flatMap(({ url }) => url?.split("/").at(-1) ?? []);
  return { numbers, ...(next === undefined ? {} : { next: new URL(next).pathname }) };
}

async function publish(draft: Partial<StatementDraft>): Promise<string> {
  const { number } = await office.publish(draft);
  tick();
  return number;
}

function tick(): void {
  clock.set(new Date(clock.now().getTime() + 60_000).toISOString());
}

async function shown(number: string): Promise<void> {
  await office.sequencer.flush();
  while ((await office.get(`/statements/${number}`)).status !== 200);
}

async function read(path: string): Promise<string> {
  const response = await office.get(path);
  expect([path, response.status]).toEqual([path, 200]);
  return response.text();
}
