import { afterAll, beforeAll, expect, test } from "vitest";
import { readHorizon } from "../src/recorder/horizon.ts";
import { readRecord } from "../src/recorder/record-identity.ts";
import { readOffice } from "../src/register/office.ts";
import { buildSiteAssets } from "../src/site/site-assets.ts";
import type { SiteContext } from "../src/site/context.ts";
import { siteRoutes } from "../src/site/routes.ts";
import { confirmIncumbent } from "../src/register/confirm.ts";
import { dayIn } from "../src/register/day.ts";
import { serve } from "../src/app.ts";
import { type ServedOffice, servedOffice } from "./site-office.ts";

let office: ServedOffice;
beforeAll(async () => {
  office = await servedOffice();
});
afterAll(() => office.close());

test("with one act all pages move at once, in each process, however many are being read meanwhile", async () => {
  const { number } = await office.publish({ title: "Vuelta 0", body: "Vuelta 0.\n" });
  const second = await serve(office.installation, { host: "127.0.0.1", port: 0 });
  const sites = [office.url, second.url];
  const paths = [
    "/",
    "/en",
    "/statements",
    `/statements/${number}`,
    `/en/statements/${number}`,
    `/statements/${number}/history`,
  ];
  const read = async (url: string) => (await fetch(url)).text();
  /** The newest round that a page speaks of. */
  const round = (text: string) =>
    Math.max(-1, ...[...text.matchAll(/Vuelta (\d+)/g)].map(([, shown]) => Number(shown)));
  const reading = new AbortController();
  const readers = sites.flatMap((site) =>
    paths.map(async (path) => {
      let before = -1;
      while (!reading.signal.aborted) {
        const shown = round(await read(site + path));
        expect(shown, `${path} went back`).toBeGreaterThanOrEqual(before);
        before = shown;
      }
    }),
  );
  try {
    for (let at = 1; at <= 12; at++) {
      await office.correct(number, { title: `Vuelta ${at}`, body: `Vuelta ${at}.\n` });
      await Promise.all(
        sites.map(async (site) => {
          const first = paths[at % paths.length] ?? "/";
          while (round(await read(site + first)) < at);
          for (const path of paths) expect([path, round(await read(site + path))]).toEqual([path, at]);
        }),
      );
    }
  } finally {
    reading.abort();
    await Promise.all(readers);
    await second.close();
  }
});

test("with a speech's delivered text, the prepared one's page, their comparison and the list move in the same step, in each language and process", async () => {
  const second = await serve(office.installation, { host: "127.0.0.1", port: 0 });
  try {
    const prepared = await office.publish({
      kind: "discurso",
      title: "El preparado",
      body: "Diré uno.\n",
      details: { delivery: "prepared" },
    });
    const sites = [office.url, second.url];
    const answered = async (path: string) => {
      const answer = await fetch(path);
      return { status: answer.status, text: await answer.text() };
    };
    // Every page is there to be kept, and what there is not yet was asked for.
    for (const site of sites)
      for (const language of ["", "/en"]) {
        const page = `${site}${language}/statements/${prepared.number}`;
        while ((await answered(page)).status !== 200);
        expect((await answered(`${page}/delivery`)).status).toBe(404);
        await answered(`${site}${language}/statements`);
      }
    const year = prepared.number.slice(0, 5);
    const next = `${year}${String(Number(prepared.number.slice(5)) + 1).padStart(4, "0")}`;
    /** Asks for the comparison all the while, so that a 404 is being made at the very step. */
    const following = sites.map(async (site) => {
      while ((await answered(`${site}/en/statements/${next}/delivery`)).status !== 200);
      for (const language of ["", "/en"]) {
        const page = `${site}${language}/statements`;
        for (const number of [prepared.number, next]) {
          expect((await answered(`${page}/${number}/delivery`)).text).toContain("<del>uno</del><ins>dos</ins>");
          expect((await answered(`${page}/${number}`)).text).toContain(`/statements/${number}/delivery`);
        }
        expect((await answered(page)).text).toContain("El pronunciado");
      }
    });
    const delivered = await office.publish({
      kind: "discurso",
      title: "El pronunciado",
      body: "Diré dos.\n",
      details: { delivery: "delivered", counterpart: { number: prepared.number } },
    });
    expect(delivered.number).toBe(next);
    await Promise.all(following);
  } finally {
    await second.close();
  }
});

test("a confirmation of who speaks is on the pages that name them", async () => {
  expect(await (await office.get("/")).text()).toContain("nadie lo ha confirmado");
  const today = dayIn("America/Santiago", new Date());
  await confirmIncumbent(
    office.installation.db,
    { on: today, source: { name: "Decreto", locator: "artículo único" } },
    office.installation.means,
  );
  await office.until("/", "Confirmado al");
  expect(await (await office.get("/en")).text()).toContain("Confirmed on");
});

test("no page shows anything of an entry that is not to be shown yet", async () => {
  const first = await office.publish({
    title: "Secreto primero",
    summary: "Secreto primero",
    topics: ["salud"],
    body: "Secreto primero.\n",
  });
  const second = await office.publish({ title: "Secreto segundo", kind: "discurso", body: "Secreto segundo.\n" });
  const third = await office.correct(first.number, {
    title: "Secreto tercero",
    note: "Secreto tercero",
    body: "Secreto tercero.\n",
  });
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
  const paths = ["", "/en"].flatMap((prefix) => [
    prefix || "/",
    `${prefix}/statements`,
    `${prefix}/statements?kind=discurso`,
    ...[first.number, second.number].flatMap((number) =>
      ["", "/history", "/editions/1", "/editions/2"].map((part) => `${prefix}/statements/${number}${part}`),
    ),
    ...Object.values(words).map((entry) => `${prefix}/record/entries/${entry}`),
  ]);
  const files = [first.number, second.number].flatMap((number) =>
    [".md", ".json", "/editions/2.json", ".bundle.json"].map((suffix) => `/statements/${number}${suffix}`),
  );
  for (const size of [first.entry, second.entry, third.entry, fourth.entry, horizon.size]) {
    const site: SiteContext = {
      installation: office.installation,
      office: async () => present,
      record: async () => record!,
      horizon: () => ({ ...horizon, size, signed: size }),
      url: "https://voceria.example",
      assets,
    };
    const routes = siteRoutes(site);
    for (const path of [...paths, ...files, "/sitemap.xml"]) {
      const response = await routes.request(path);
      const text = await response.text();
      for (const [word, entry] of Object.entries(words))
        if (entry >= size) expect([path, size, text.includes(`Secreto ${word}`)]).toEqual([path, size, false]);
      if (first.entry >= size)
        expect([path, text.includes(first.number) && response.status === 200]).toEqual([path, false]);
    }
    expect((await routes.request(`/record/entries/${size}`)).status).toBe(404);
  }
});

test("a text that is shown before it is signed says that it awaits its checkpoint, and has no proof yet", async () => {
  const { number, entry } = await office.publish({ title: "Emergencia" });
  await office.sequencer.flush();
  const { db } = office.installation;
  const [record, present, assets, horizon] = await Promise.all([
    readRecord(db),
    readOffice(db),
    buildSiteAssets(),
    readHorizon(db),
  ]);
  const routes = siteRoutes({
    installation: office.installation,
    office: async () => present,
    record: async () => record!,
    horizon: () => ({ ...horizon, signed: entry }),
    url: "https://voceria.example",
    assets,
  });
  expect(await (await routes.request(`/statements/${number}`)).text()).toContain("espera la firma");
  expect((await routes.request(`/statements/${number}.bundle.json`)).status).toBe(404);
  expect(await (await routes.request(`/record/entries/${entry}`)).text()).toContain("espera la próxima firma");
  // And over https, browsers are told to stay there.
  expect((await routes.request("/")).headers.get("strict-transport-security")).toContain("max-age");
});
