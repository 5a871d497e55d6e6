import { afterAll, beforeAll, expect, test } from "vitest";
import { readBundleFile, readProof } from "@voceria/record";
import { confirmIncumbent } from "../src/register/confirm.ts";
import { readHorizon } from "../src/recorder/horizon.ts";
import { readRecord } from "../src/recorder/record-identity.ts";
import { readOffice } from "../src/register/office.ts";
import { buildSiteAssets } from "../src/site/site-assets.ts";
import type { SiteContext } from "../src/site/context.ts";
import { siteRoutes } from "../src/site/routes.ts";
import { type ServedOffice, servedOffice } from "./site-office.ts";

let office: ServedOffice;

beforeAll(async () => {
  office = await servedOffice();
  await office.publish({ title: "Aviso", body: "El texto.\n" });
  await office.sequencer.flush();
  await office.until("/statements", "Aviso");
});
afterAll(() => office.close());

test("the first entry of the record has its data, bundle and proof like every other", async () => {
  const data = (await (await office.get("/record/entries/0.json")).json()) as { index: number; entry: { act: string } };
  expect(data).toMatchObject({ index: 0, entry: { act: "register.asserted" } });
  expect(readProof(await (await office.get("/record/entries/0.tlog-proof")).text()).index).toBe(0);
  const bundle = await (await office.get("/record/entries/0.bundle.json?item=0")).arrayBuffer();
  expect(readBundleFile(new Uint8Array(bundle)).batch?.item).toBe(0);
  const entry = await office.get("/record/entries/0.entry");
  expect([entry.headers.get("content-type"), (await entry.text())[0]]).toEqual([
    "application/json; charset=utf-8",
    "{",
  ]);
});

test("an entry has one address: nothing that only begins like it is a page", async () => {
  for (const path of ["00", "0zzz", "0x10", "0%20", "01", "1e0", "-0", "0/0", "٠"])
    for (const prefix of ["", "/en"])
      expect([path, (await office.get(`${prefix}/record/entries/${path}`)).status]).toEqual([path, 404]);
});

test("a cursor that nobody gave out asks the database for nothing that it cannot answer", async () => {
  for (const before of [
    "-1tr8pb1eyo0.1",
    "-zzzzzzzzzzz.1",
    "2gosa7pa2gw.1",
    "zzzzzzzzzzz.zzzzzzzzzzz",
    "0.2gosa7pa2gv",
    "-1.-1",
    "%00",
  ])
    expect([before, (await office.get(`/statements?before=${before}`)).status]).toEqual([before, 200]);
  expect(office.failures).toEqual([]);
});

test("no spelling of an address and no Host header changes what stands at another address", async () => {
  const clean = ["/", "/en", "/verify", "/record", "/en/record", "/statements", "/statements/2026-0001"];
  const before = await Promise.all(clean.map(async (path) => (await office.get(path)).text()));
  const spellings = [
    "/verify/../record",
    "/record/%2e%2e/verify",
    "/verify/%2E",
    "//verify",
    "/verify//",
    "/verify;/../record",
    "/statements/2026-0001/%2e%2e/",
    "/statements?before=zz",
    "/statements?x=%00&kind=discurso",
    "/en/..",
    "/verify?/../record",
  ];
  for (const path of spellings) await (await rawGet(path)).text();
  for (const host of ["evil.example", "evil.example:80/record#", "a@b", "", "[::1]", "evil.example/record?"])
    for (const path of ["/verify", "/nada", "/en/record"]) await (await rawGet(path, { host })).text();
  for (const name of ["x-forwarded-host", "forwarded", "x-original-url", "x-http-method-override", "voceria-tags"])
    expect(await (await office.get(`/verify?${name}`, { headers: { [name]: "evil.example" } })).text()).not.toContain(
      "evil",
    );
  expect(await Promise.all(clean.map(async (path) => (await office.get(path)).text()))).toEqual(before);
});

test("no page names who came to a post before that may be shown", async () => {
  const { installation } = office;
  const { db, means } = installation;
  const before = await readHorizon(db);
  const on = means.clock.now().toISOString().slice(0, 8) + "01";
  const since = `${Number(on.slice(0, 4)) - 1}-06-01`;
  const source = { name: "Decreto", locator: "1" };
  const { entry } = await confirmIncumbent(
    db,
    { person: "Zañartu Quiroga, Blanca", gender: "feminine", since, on, source },
    means,
  );
  await office.publish({ title: "Con voz nueva", speaker: "Blanca Zañartu Quiroga" });
  await office.sequencer.flush();
  const after = await readHorizon(db);
  const [record, founded, assets] = [await readRecord(db), await readOffice(db), await buildSiteAssets()];
  const pages = (size: number, signed = size) => {
    const site: SiteContext = {
      installation,
      office: async () => founded,
      record: async () => record!,
      horizon: () => ({ ...after, size, signed }),
      url: office.url,
      assets,
    };
    return siteRoutes(site);
  };
  const day = `${on.slice(0, 4)}-01-01`;
  const addresses = [
    "/",
    "/statements",
    "/statements/2026-0001",
    "/statements/2026-0002",
    "/statements/2026-0002.md",
    "/statements/2026-0002.json",
    "/statements/2026-0002.bundle.json",
    "/statements/2026-0002/history",
    "/sitemap.xml",
    "/register",
    `/register?date=${day}`,
    `/register/as-of/${day}.json`,
    `/register/as-of/${day}.jsonld`,
    "/register/people",
    "/register/institutions",
    "/register/audit",
    "/register/people/blanca-zanartu-quiroga.json",
    "/register/posts/ministro-secretario-general-de-gobierno.json",
    "/register/posts/ministro-secretario-general-de-gobierno",
    "/register/people/blanca-zanartu-quiroga",
    "/record",
    `/record/entries/${entry}`,
  ];
  for (const prefix of ["", "/en"])
    for (const address of addresses) {
      const shown = await (await pages(before.size).request(prefix + address)).text();
      expect([prefix + address, /Za(?:ñ|n)artu Quiroga|Con voz nueva/i.test(shown)]).toEqual([prefix + address, false]);
    }
  expect(await (await pages(after.size).request("/")).text()).toContain("Zañartu Quiroga");
});

/** As it is written: a client that normalises addresses would hide what a hostile one sends. */
async function rawGet(path: string, headers: Record<string, string> = {}): Promise<Response> {
  const { request } = await import("node:http");
  const { hostname, port } = new URL(office.url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers, setHost: !("host" in headers) }, (answer) => {
      const blocks: Buffer[] = [];
      answer.on("data", (block: Buffer) => blocks.push(block));
      answer.on("end", () => resolve(new Response(Buffer.concat(blocks))));
    })
      .on("error", reject)
      .end();
  });
}
