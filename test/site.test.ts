import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type IncomingMessage, request as rawRequest } from "node:http";
import { once } from "node:events";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { catalogues } from "../src/page/catalogue.ts";
import { readBundleFile, readProof } from "@voceria/record";
import { openArchive } from "../src/newsroom/archive.ts";
import { importStatements } from "../src/newsroom/import-statements.ts";
import { findEdition } from "../src/newsroom/statements.ts";
import { readRecord } from "../src/recorder/record-identity.ts";
import { assertItems } from "../src/register/assert-items.ts";
import { readOffice } from "../src/register/office.ts";
import { addressOf } from "../src/site/kept-pages.ts";
import { buildSiteAssets } from "../src/site/site-assets.ts";
import type { SiteContext } from "../src/site/context.ts";
import { siteRoutes } from "../src/site/routes.ts";
import { openDatabase } from "../src/store/database.ts";
import { type ServedOffice, servedOffice } from "./site-office.ts";

let office: ServedOffice;
/** Corrected twice, with a topic; withdrawn; in English. */
let corrected: string, withdrawn: string, foreign: string;

beforeAll(async () => {
  office = await servedOffice();
  corrected = (
    await office.publish({ title: "Escuelas de Chaitén", topics: ["educacion"], body: "Son 430 millones.\n" })
  ).number;
  await office.correct(corrected, { note: "Decía 430.", body: "Son 340 millones.\n" });
  await office.correct(corrected, { note: "Faltaba un punto.", severity: "minor", title: "Escuelas de Chaitén." });
  withdrawn = (await office.publish({ title: "Acuerdos", kind: "declaracion" })).number;
  await office.withdraw(withdrawn, "Lo reemplaza otro texto.");
  foreign = (await office.publish({ title: "To the foreign press", language: "en", body: "Good evening.\n" })).number;
  await office.sequencer.flush();
  await office.until("/statements", "To the foreign press");
});
afterAll(() => office.close());

const pages = () => [
  "/",
  "/statements",
  "/statements?kind=desmentido",
  "/statements?topic=educacion",
  `/statements/${corrected}`,
  `/statements/${corrected}/editions/1`,
  `/statements/${corrected}/history`,
  `/statements/${withdrawn}`,
  `/statements/${foreign}`,
  "/record",
  "/record/entries/0",
  "/record/entries/1",
  "/record/entries/2",
  "/register",
  "/register?date=1973-09-11",
  "/register?date=1973-02-30",
  "/search?q=press",
  "/search?q=zzzz&kind=discurso&from=2020-01-01",
  "/verify",
  "/nada",
];

test("each language says everything the other says", () => {
  expect(Object.keys(catalogues.en).toSorted()).toEqual(Object.keys(catalogues.es).toSorted());
  for (const words of Object.values(catalogues)) for (const value of Object.values(words)) expect(value).toBeTruthy();
});

test("every page stands in Spanish at the root and in English under /en, and each leads to the other", async () => {
  for (const path of pages()) {
    for (const [language, prefix] of [
      ["es", ""],
      ["en", "/en"],
    ] as const) {
      const address = path === "/" && prefix ? prefix : prefix + path;
      const response = await office.get(address);
      expect([address, response.status]).toEqual([
        address,
        path === "/nada" ? 404 : path.endsWith("02-30") ? 400 : 200,
      ]);
      const text = await response.text();
      expect(text).toContain(`<html lang="${language}">`);
      const other = prefix === "" ? (path === "/" ? "/en" : `/en${path}`) : path;
      if (path !== "/nada") expect(text).toContain(`href="${other.replaceAll("&", "&amp;")}"`);
    }
  }
});

test("no page may run, load or be framed by anything that this site does not serve", async () => {
  for (const path of pages()) {
    const response = await office.get(path);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("strict-transport-security")).toBeNull();
    const text = await response.text();
    expect(text).not.toMatch(/<style|\sstyle=|\son\w+=/);
    expect([...text.matchAll(/<script(?![^>]*(?:src="\/assets\/|type="application\/ld\+json"))/g)]).toEqual([]);
  }
});

test("every address that a page names on this site answers", async () => {
  const seen = new Set<string>();
  const queue = [...pages(), ...pages().map((path) => (path === "/" ? "/en" : `/en${path}`))];
  while (queue.length > 0) {
    const path = queue.pop() as string;
    if (seen.has(path)) continue;
    seen.add(path);
    const response = await office.get(path);
    const missing = path.endsWith("/nada") || path.endsWith("02-30");
    if (!missing) expect([path, response.status]).toEqual([path, 200]);
    if (!response.headers.get("content-type")?.startsWith("text/html")) continue;
    // Days lead to days without end: those of the pages themselves are enough.
    if (/\?date=|\/as-of\//.test(path) && !pages().includes(path)) continue;
    for (const [, href = ""] of (await response.text()).matchAll(/\s(?:href|src|action|data-bundle)="([^"]*)"/g)) {
      const address = new URL(href.replaceAll("&amp;", "&"), office.url + path);
      if (address.origin === office.url) queue.push(address.pathname + address.search);
    }
  }
  expect(seen.size).toBeGreaterThan(80);
});

test("nothing that was written into a field can become markup", async () => {
  const nasty = `"><script>alert(1)</script><img src=x onerror=alert(1)>'&`;
  const { number } = await office.publish({
    title: nasty,
    summary: nasty,
    body: `${nasty}\n\n[x](javascript:alert(1))\n`,
  });
  await office.correct(number, { note: nasty, title: `${nasty} 2`, summary: `${nasty} 2`, body: `${nasty} 2\n` });
  await office.withdraw(number, nasty);
  await office.until(`/statements/${number}`, "Dejado sin efecto");
  const shown = ["", "/editions/1", "/history"].map((part) => `/statements/${number}${part}`);
  for (const path of [
    ...shown,
    "/",
    "/statements",
    `/nada/${encodeURIComponent(nasty)}`,
    `/statements?before=${encodeURIComponent(nasty)}`,
    `/statements?kind=${encodeURIComponent(nasty)}`,
    `/register?date=${encodeURIComponent(nasty)}`,
  ]) {
    const text = await (await office.get(path)).text();
    expect(text).not.toContain("<script>alert");
    expect(text).not.toContain("<img");
    expect(text).not.toMatch(/=\s*"?javascript:/);
    for (const [, json = ""] of text.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs))
      expect(() => JSON.parse(json) as unknown).not.toThrow();
  }
});

test("a trial is marked as such on every page", async () => {
  for (const path of pages()) expect(await (await office.get(path)).text()).toContain("libro público de prueba");
});

test("a correction says on top what changed and why, with the difference one step away", async () => {
  const newest = await (await office.get(`/statements/${corrected}`)).text();
  expect(newest).toMatch(/Fe de erratas[\s\S]*Faltaba un punto\.[\s\S]*\/history[\s\S]*id="prose"/);
  const older = await (await office.get(`/statements/${corrected}/editions/1`)).text();
  expect(older).toContain("ya no es la más reciente");
  expect(older).toContain("430");
  const history = await (await office.get(`/statements/${corrected}/history`)).text();
  expect(history).toContain("<del>430</del><ins>340</ins>");
  expect([...history.matchAll(/id="edition-/g)]).toHaveLength(3);
});

test("a withdrawn text stays readable between two lines that say so", async () => {
  const text = await (await office.get(`/statements/${withdrawn}`)).text();
  expect(text).toMatch(
    /<article[\s\S]*Dejado sin efecto[\s\S]*Lo reemplaza otro texto\.[\s\S]*El texto\.[\s\S]*Fin del texto dejado sin efecto[\s\S]*<\/article>/,
  );
});

test("a text in another language than the page's says so to those who hear it", async () => {
  const text = await (await office.get(`/statements/${foreign}`)).text();
  expect(text).toMatch(/<h1 id="title"\s+lang="en">/);
  expect(text).toContain(`id="prose" lang="en"`);
});

test("a statement is handed out as text, data, bundle and proof, of each edition", async () => {
  for (const part of ["", "/editions/1"]) {
    const path = `/statements/${corrected}${part}`;
    expect(await (await office.get(`${path}.md`)).text()).toContain(part === "" ? "Son 340" : "Son 430");
    const data = (await (await office.get(`${path}.json`)).json()) as { edition: number; html: string };
    expect(data.edition).toBe(part === "" ? 3 : 1);
    const bundle = readBundleFile(new Uint8Array(await (await office.get(`${path}.bundle.json`)).arrayBuffer()));
    const proof = readProof(await (await office.get(`${path}.tlog-proof`)).text());
    expect(readProof(bundle.proof).index).toBe(proof.index);
  }
  expect((await office.get("/statements/2026-9999.json")).status).toBe(404);
});

test("the register answers for a day in words, and refuses a day that does not exist", async () => {
  expect(await (await office.get("/register?date=1973-09-11")).text()).toContain("Fernando Flores Labra");
  const none = await office.get("/en/register?date=1973-02-30");
  expect(none.status).toBe(400);
  expect(await none.text()).toMatch(/does not exist|is not a date that exists/);
  const table = await (await office.get("/register")).text();
  expect([...table.matchAll(/<th scope="row">/g)]).toHaveLength(42);
  expect(table).toContain("1974 22 March 1976");
});

describe("over the wire", () => {
  test("an unchanged page is not sent again, a changed one is", async () => {
    const first = await office.get(`/statements/${foreign}`);
    const etag = first.headers.get("etag") ?? "";
    const again = await office.get(`/statements/${foreign}`, { headers: { "if-none-match": etag } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe("");
    expect((await office.get("/register?date=1990-01-01")).headers.get("etag")).toMatch(/^"/);
    await office.correct(foreign, { body: "Good evening, all.\n" });
    await office.until(`/statements/${foreign}`, "Good evening, all.");
    expect((await office.get(`/statements/${foreign}`, { headers: { "if-none-match": etag } })).status).toBe(200);
  });

  test("pages are asked for again each time; assets are kept for ever under names of their own bytes", async () => {
    for (const path of pages().filter((path) => !path.endsWith("02-30") && path !== "/nada"))
      expect((await office.get(path)).headers.get("cache-control")).toBe(
        "public, max-age=0, s-maxage=1, must-revalidate",
      );
    const [sheet = ""] = /\/assets\/gaceta-[^"]+/.exec(await (await office.get("/")).text()) ?? [];
    const asset = await office.get(sheet, { headers: { "accept-encoding": "br, gzip" } });
    expect(asset.headers.get("cache-control")).toContain("immutable");
    expect(asset.headers.get("content-encoding")).toBe("br");
  });

  test("HEAD answers as GET does, without the body, kept or not", async () => {
    for (const path of ["/verify", "/en/verify", "/register?date=2001-01-01", "/nada"]) {
      const get = await office.get(path);
      const head = await office.get(path, { method: "HEAD" });
      expect([path, head.status]).toEqual([path, get.status]);
      expect(await head.text()).toBe("");
      expect(head.headers.get("etag")).toBe(get.headers.get("etag"));
    }
  });

  test("parameters that no page knows change nothing", async () => {
    const plain = await (await office.get("/")).text();
    expect(await (await office.get("/?utm_source=x&fbclid=y")).text()).toBe(plain);
  });

  test("an address that begins with two slashes leads nowhere else", async () => {
    const asked = rawRequest(office.url, { path: "//evil.example/" });
    asked.end();
    const [response] = (await once(asked, "response")) as [IncomingMessage];
    response.resume();
    expect(new URL(response.headers.location ?? "/", office.url).origin).toBe(office.url);
  });

  test("anything but reading is refused", async () => {
    expect((await office.get("/", { method: "POST" })).status).toBe(404);
  });
});

test("where to report a weakness expires, and is not yet expired", async () => {
  const text = await (await office.get("/.well-known/security.txt")).text();
  const [, expires = ""] = /^Expires: (.+)$/m.exec(text) ?? [];
  expect(new Date(expires).getTime()).toBeGreaterThan(Date.now());
  expect(text).toMatch(/^Contact: /m);
});

test("a page that could not be made says so in the language of its address, and tells nothing of the inside", async () => {
  await sql`alter table statement rename to statement_away`.execute(office.installation.db);
  try {
    const response = await office.get("/en/statements?kind=discurso");
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).toContain("Something failed on our side");
    expect(text).not.toMatch(/relation|select/);
    expect(String(office.failures)).toMatch(/relation "statement" does not exist/);
  } finally {
    await sql`alter table statement_away rename to statement`.execute(office.installation.db);
  }
});

test("with the database away, readers are told so in a designed page, and in plain words where not even the name is known", async () => {
  const away = openDatabase({ connectionString: "postgres://nobody@127.0.0.1:1/none" });
  const { db } = office.installation;
  const [record, present, assets] = await Promise.all([readRecord(db), readOffice(db), buildSiteAssets()]);
  const site: SiteContext = {
    installation: { ...office.installation, db: away },
    office: async () => present,
    record: async () => record!,
    horizon: () => ({ size: 1, signed: 1 }),
    url: office.url,
    assets,
  };
  const page = await siteRoutes(site).request("/en/statements");
  expect(page.status).toBe(503);
  expect(await page.text()).toContain("What was published is safe");
  const bare = await siteRoutes({ ...site, office: () => readOffice(away) }).request("/");
  expect(bare.status).toBe(503);
  expect(bare.headers.get("retry-after")).toBe("5");
  expect(await bare.text()).toContain("Lo publicado está a salvo");
  expect((await siteRoutes(site).request("/readyz")).status).toBe(503);
  expect((await siteRoutes(site).request("/healthz")).status).toBe(200);
  await away.destroy();
});

test("a new office is shown how to publish its first statement", async () => {
  const fresh = await servedOffice("blank");
  try {
    for (const path of ["/", "/en"]) {
      const text = await (await fresh.get(path)).text();
      expect(text).toContain("bin/voceria publish");
    }
    expect((await fresh.get("/statements")).status).toBe(200);
    expect((await fresh.get("/register")).status).toBe(200);
  } finally {
    await fresh.close();
  }
});

test("the figures for the operator are for this machine's own programs, never for whom a proxy forwards", async () => {
  const text = await (await office.get("/metrics")).text();
  const signed = Number(/^voceria_record_entries_signed (\d+)$/m.exec(text)?.[1]);
  expect(signed).toBeGreaterThan(6);
  expect(text).toContain("process_resident_memory_bytes");
  for (const header of ["x-forwarded-for", "forwarded", "via"])
    expect((await office.get("/metrics", { headers: { [header]: "203.0.113.7" } })).status).toBe(404);
});

describe("Memento (RFC 7089)", () => {
  const date = String.raw`(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT`;
  const attribute = String.raw`; (?:rel="[a-z ]+"|type="application/link-format"|(?:datetime|from|until)="${date}")`;
  /** Link-values as RFC 6690 has them, and nothing else between them but a comma. */
  function links(text: string): { url: string; rel: string[]; datetime: string | undefined }[] {
    expect(text.trim()).toMatch(
      new RegExp(String.raw`^<[^<>\s]+>(?:${attribute})+(?:,\s<[^<>\s]+>(?:${attribute})+)*$`),
    );
    return [...text.matchAll(new RegExp(String.raw`<([^>]+)>((?:${attribute})+)`, "g"))].map(
      ([, url = "", rest = ""]) => ({
        url,
        rel: (/rel="([^"]*)"/.exec(rest)?.[1] ?? "").split(" "),
        datetime: /datetime="([^"]*)"/.exec(rest)?.[1],
      }),
    );
  }
  const named = (text: string, relation: string) => links(text).find(({ rel }) => rel.includes(relation));

  test.each(["", "/en"])(
    "a statement%s says where its past is, and its editions each of when they are",
    async (prefix) => {
      const own = `${office.url}${prefix}/statements/${corrected}`;
      const page = (await office.get(`${prefix}/statements/${corrected}`)).headers;
      expect(page.get("memento-datetime")).toBeNull();
      expect(named(page.get("link") ?? "", "timegate")?.url).toBe(
        `${office.url}${prefix}/timegate/statements/${corrected}`,
      );
      const map = await (await office.get(new URL(named(page.get("link") ?? "", "timemap")!.url).pathname)).text();
      expect(links(map).map(({ url, rel }) => [url, ...rel])).toEqual([
        [own, "original"],
        [`${office.url}${prefix}/timegate/statements/${corrected}`, "timegate"],
        [`${office.url}${prefix}/timemap/statements/${corrected}.link`, "self"],
        [`${own}/editions/1`, "first", "memento"],
        [`${own}/editions/2`, "memento"],
        [`${own}/editions/3`, "last", "memento"],
      ]);
      const edition = (await office.get(`${prefix}/statements/${corrected}/editions/2`)).headers;
      expect(edition.get("memento-datetime")).toBe(named(map, "memento") && links(map)[4]?.datetime);
      const said = edition.get("link") ?? "";
      expect(["original", "prev", "next"].map((relation) => named(said, relation)?.url)).toEqual([
        own,
        `${own}/editions/1`,
        `${own}/editions/3`,
      ]);
    },
  );

  test("the time gate leads to the edition of that second, to the first for what was before, to the newest unasked", async () => {
    const gate = (at?: string, number = corrected) =>
      office.get(`/timegate/statements/${number}`, at === undefined ? {} : { headers: { "accept-datetime": at } });
    const newest = await gate();
    expect([newest.status, newest.headers.get("vary")]).toEqual([302, "accept-datetime"]);
    expect(newest.headers.get("memento-datetime")).toBeNull();
    expect(newest.headers.get("location")).toBe(`${office.url}/statements/${corrected}/editions/3`);
    expect(named(newest.headers.get("link") ?? "", "original")?.url).toBe(`${office.url}/statements/${corrected}`);
    const at = (await office.get(`/statements/${corrected}/editions/3`)).headers.get("memento-datetime") ?? "";
    expect((await gate(at)).headers.get("location")).toMatch(/editions\/3$/);
    expect((await gate("Tue, 11 Sep 1973 14:00:00 GMT")).headers.get("location")).toMatch(/editions\/1$/);
    expect((await gate("11 de septiembre")).status).toBe(400);
    expect((await gate("Mon, 11 Sep 1973 14:00:00 GMT")).status).toBe(400);
    expect((await gate(undefined, "2026-9999")).status).toBe(404);
    expect((await office.get("/timemap/statements/2026-9999.link")).status).toBe(404);
  });

  test("the register's gate leads to the page as of the last time that something was entered before that second", async () => {
    const [first] = await office.installation.db
      .selectFrom("record_entry")
      .select("at")
      .where("index", "=", 0)
      .execute();
    const founded = first!.at.toISOString();
    for (const path of ["/register", "/en/register/people/camila-vallejo", "/register/as-of/1973-09-11"]) {
      const own = `${office.url}${path}`;
      const said = (await office.get(path)).headers.get("link") ?? "";
      const [gate, map] = ["timegate", "timemap"].map((relation) => new URL(named(said, relation)!.url).pathname);
      const states = links(await (await office.get(map!)).text()).filter(({ rel }) => rel.includes("memento"));
      expect(states[0]?.url).toBe(`${own}?at=${encodeURIComponent(founded)}`);
      const led = await office.get(gate!, { headers: { "accept-datetime": "Tue, 11 Sep 1973 14:00:00 GMT" } });
      expect([led.status, led.headers.get("location")]).toEqual([302, states[0]?.url]);
      expect((await office.get(gate!)).headers.get("location")).toBe(states.at(-1)?.url);
      const then = await office.get(states[0]!.url.slice(office.url.length));
      expect([then.status, then.headers.get("memento-datetime")]).toEqual([200, first!.at.toUTCString()]);
      expect(named(then.headers.get("link") ?? "", "original")?.url).toBe(own);
    }
    expect((await office.get("/timegate/register/people/nadie")).status).toBe(404);
    expect((await office.get("/timemap/register/people/nadie.link")).status).toBe(404);
  });
});

describe("A page as of a past moment", () => {
  const at = (path: string, moment: Date | string) =>
    `${path}?at=${encodeURIComponent(typeof moment === "string" ? moment : moment.toISOString())}`;
  const editionOf = async (number: string, edition: number) =>
    (await findEdition(office.installation.db, number, edition, 1_000))!;

  test.each(["", "/en"])(
    "a statement%s is the edition of then, told as past, with what became of it since",
    async (prefix) => {
      const first = await editionOf(corrected, 1);
      const own = `${prefix}/statements/${corrected}`;
      const response = await office.get(at(own, first.publishedAt));
      const then = await response.text();
      expect(then).toContain("Son 430 millones.");
      expect(then).not.toContain("340");
      expect(then).toContain('<meta name="robots" content="noindex" />');
      expect(then).toMatch(
        prefix === ""
          ? /Así estaba el .*; la edición más reciente es la 3\./s
          : /So it stood on .* newest edition is 3\./s,
      );
      expect(then).toContain(`href="${own}">${prefix === "" ? "Leer lo de hoy" : "Read what there is today"}`);
      expect(response.headers.get("memento-datetime")).toBe(first.publishedAt.toUTCString());
      expect(response.headers.get("link")).toContain(`<${office.url}${own}>; rel="original"`);
      const second = await editionOf(corrected, 2);
      expect(await (await office.get(at(own, new Date(second.publishedAt.getTime() - 1)))).text()).toContain("Son 430");
      expect(await (await office.get(at(own, second.publishedAt))).text()).toContain("Son 340");
    },
  );

  test("before it was withdrawn a text stood, and the page says that it does no more", async () => {
    const { publishedAt } = await editionOf(withdrawn, 1);
    const then = await (await office.get(at(`/statements/${withdrawn}`, publishedAt))).text();
    expect(then).toContain("Después fue dejado sin efecto.");
    expect(then).not.toContain("Lo reemplaza otro texto.");
  });

  test("before its publication nothing of a text is told but since when it is public", async () => {
    for (const moment of [
      "1973-09-11",
      "11-09-1973",
      new Date((await editionOf(corrected, 1)).publishedAt.getTime() - 1),
    ]) {
      const response = await office.get(at(`/statements/${corrected}`, moment));
      expect(response.status).toBe(404);
      const page = await response.text();
      expect(page).toContain("Entonces aquí no había nada público");
      expect(page).toContain((await editionOf(corrected, 1)).publishedAt.toISOString());
      expect(page).not.toContain("Chaitén");
    }
    expect(await (await office.get(at("/statements/2026-9999", "1973-09-11"))).text()).not.toContain("Entonces aquí");
  });

  test("lists, corrections and the register are of then, and their links stay there", async () => {
    const { publishedAt } = await editionOf(corrected, 2);
    const list = await (await office.get(at("/statements", publishedAt))).text();
    expect(list).toContain(`href="${at(`/statements/${corrected}`, publishedAt)}"`);
    expect(list).not.toContain(foreign);
    const amended = await (await office.get(at("/corrections", publishedAt))).text();
    expect(amended).toContain("Decía 430.");
    expect(amended).not.toContain("Faltaba un punto.");
    expect(await (await office.get(at("/corrections", "1973-09-11"))).text()).not.toContain("Decía 430.");
    const posts = await office.get(at("/register", "1973-09-11"));
    expect([posts.status, posts.headers.get("memento-datetime")]).toEqual([200, "Wed, 12 Sep 1973 03:59:59 GMT"]);
    const empty = await posts.text();
    expect(empty).toContain("Así estaba al terminar el 11 de septiembre de 1973.");
    expect(empty).toContain("Entonces no había asentado todavía nada");
    expect(empty).toContain('href="/register">Leer lo de hoy');
    expect(empty).toContain('href="/en/register?at=1973-09-11"');
  });

  test("what is no moment, or is still to come, is refused in words; a day that has not ended is today", async () => {
    for (const [moment, says] of [
      ["ayer", "«ayer» no es un día al que se pueda volver"],
      ["2026-02-30", "no es un día"],
      ["2026-03", "no es un día"],
      ["2026-03-11T25:00:00Z", "no es un día"],
      ["2026-03-11T15:00:00", "no es un día"],
      ["2999-01-01", "todavía no llega"],
    ] as const) {
      const response = await office.get(at(`/statements/${corrected}`, moment));
      expect([moment, response.status]).toEqual([moment, 400]);
      expect(await response.text()).toContain(says);
    }
    expect(await (await office.get(at("/en/statements", "<b>"))).text()).toContain("&quot;&lt;b&gt;&quot; is no day");
    const today = new Date().toLocaleDateString("sv-SE", { timeZone: (await office.read()).timeZone });
    expect(await (await office.get(at(`/statements/${corrected}`, today))).text()).not.toContain("noindex");
  });

  test("the front page is of then too; what is made of more than the record says that it has no past", async () => {
    const { publishedAt } = await editionOf(corrected, 2);
    const front = await office.get(at("/", publishedAt));
    expect(front.headers.get("memento-datetime")).toBe(publishedAt.toUTCString());
    const then = await front.text();
    expect(then).toContain(`href="${at(`/statements/${corrected}`, publishedAt)}"`);
    expect(then).toContain("Camila Vallejo");
    expect(await (await office.get(at("/en", "1973-09-11"))).text()).toContain("Nothing was public here then");
    for (const path of ["/briefings", "/questions"]) {
      const list = await office.get(at(path, "1973-09-11"));
      expect(list.headers.get("memento-datetime")).not.toBeNull();
      expect(await list.text()).toContain("Entonces aquí no había nada público.");
    }
    for (const path of ["/agenda", "/search", "/verify", "/record", "/feeds", "/api", "/questions/figures"]) {
      const today = await office.get(at(path, "1973-09-11"));
      expect([path, today.status, today.headers.get("memento-datetime")]).toEqual([path, 200, null]);
      expect(await today.text()).toContain("no se puede mostrar como estaba el 11 de septiembre de 1973");
    }
    expect((await office.get(at("/agenda", "ayer"))).status).toBe(400);
  });

  test("no page of the past is kept: nobody fills the memory with them", () => {
    expect(addressOf(`${office.url}/statements?at=2026-03-11`)).toBeUndefined();
  });
});

test("a text from before the present government says whose it is as soon as the register knows, and none says so before", async () => {
  const { db, means } = office.installation;
  const folder = await mkdtemp(join(tmpdir(), "voceria-"));
  const row = {
    source_id: "1",
    date: "2020-05-01",
    title: "De antes",
    kind: "comunicado",
    language: "es-CL",
    markdown: "Dicho.\n",
  };
  await writeFile(join(folder, "a.jsonl"), `${JSON.stringify(row)}\n`);
  await importStatements(office.installation, await openArchive(join(folder, "a.jsonl")), {
    source: "Archivo",
    by: "a@example.cl",
  });
  await rm(folder, { recursive: true });
  await office.sequencer.flush();
  const path = "/statements/H-000001";
  expect(await office.until(path, "Dicho.")).not.toContain("De un gobierno anterior");
  const day = (edtf: string) => ({ raw: edtf, edtf, min: edtf, max: edtf });
  const data = {
    kind: "government",
    names: [{ name: { es: "Gobierno X" } }],
    start: day("2018-03-11"),
    end: day("2022-03-11"),
  };
  const item = {
    format: "voceria/register/v1",
    kind: "institution",
    id: "gobierno-x",
    change: "new",
    data,
    source: { id: "founding-document", locator: "prueba" },
  } as const;
  await db.transaction().execute((tx) => assertItems(tx, [item], "asserted", means));
  await office.sequencer.flush();
  expect(await office.until(path, "De un gobierno anterior")).toContain(
    '<a href="/register/institutions/gobierno-x">Gobierno X</a>',
  );
  expect(await (await office.get(`/en${path}`)).text()).toContain("From a government before the present one:");
  expect(await (await office.get(`/statements/${corrected}`)).text()).not.toContain("De un gobierno anterior");
});
