import { createHash } from "node:crypto";
import { hex, readBase64 } from "@voceria/record";
import AxeCore from "axe-core";
import type { Browser, Route } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { takeFile } from "../src/files/take-file.ts";
import { findStatement } from "../src/newsroom/statements.ts";
import { faultsOf, launchBrowser } from "./browser.ts";
import { pdf, photo, sound } from "./sample-files.ts";
import { type ServedOffice, servedOffice } from "./site-office.ts";

const claim = { text: "El agua <b>no</b> se puede beber.", where: "Cadenas de mensajes", when: "2026-11-22" };
let office: ServedOffice;
let browser: Browser;
let denial: string;
let pictured: string;

beforeAll(async () => {
  office = await servedOffice();
  const fake = await sharp({ create: { width: 400, height: 500, channels: 3, background: "#00ff00" } })
    .png()
    .toBuffer();
  denial = (
    await office.publish({
      title: "El agua se puede beber",
      kind: "desmentido",
      body: "Se puede.\n",
      details: { claim, contact: "prensa@example.cl" },
      attachments: [{ file: await take("aviso.png", fake), alt: "Un aviso falso", claim: true }],
    })
  ).number;
  pictured = (
    await office.publish({
      title: "Con archivos",
      attachments: [
        { file: await take("mapa.jpg", await photo(300, 200)), alt: "El mapa de los focos" },
        { file: await take("cuña.wav", sound(20_000)) },
        { file: await take("plan.pdf", pdf) },
      ],
    })
  ).number;
  await office.sequencer.flush();
  await office.until(`/statements/${pictured}`, "El mapa de los focos");
  browser = await launchBrowser();
});
afterAll(async () => {
  expect(office.failures).toEqual([]);
  await browser?.close();
  await office?.close();
});

describe("A denial", () => {
  test("shows the claim as somebody else's, struck and stamped, beside the answer, in both languages", async () => {
    const es = await page(`/statements/${denial}`);
    expect(es).toContain("Circula, y esta oficina lo desmiente");
    expect(es).toContain('<del id="claim-text">El agua &lt;b&gt;no&lt;/b&gt; se puede beber.</del>');
    expect(es).toContain('<time id="claim-when" datetime="2026-11-22">22 de noviembre de 2026</time>');
    expect(es).toContain("Lo que dice la oficina");
    expect(es).toContain("Imagen desmentida por la oficina: Un aviso falso");
    const en = await page(`/en/statements/${denial}`);
    expect(en).toContain("This is going round, and this office denies it");
    expect(en).toContain("22 November 2026");
  });

  test("never draws the false picture as it came: what a page shows of it is stamped in its own pixels", async () => {
    const markup = await page(`/statements/${denial}`);
    const raw = (await attachments(denial))[0]!;
    // The file itself stands among the attachments to be compared, and is nowhere drawn.
    expect([...markup.matchAll(/<img[^>]*src="([^"]*)"/g)].map(([, address]) => address)).toEqual([
      `/statements/${denial}/editions/1/claim-image.jpg`,
      `/statements/${denial}/editions/1/claim.png`,
    ]);
    expect(markup).toContain(`<a href="${raw}">aviso.png</a>`);
    const stamped = await pixels(`/statements/${denial}/editions/1/claim-image.jpg`);
    // Green everywhere as it came; in whatever quarter is cut out, red was put over it.
    for (const [left, top] of [
      [0, 0],
      [0.5, 0],
      [0, 0.4],
      [0.5, 0.4],
    ] as const)
      expect(stamped.red(left, top, 0.5, 0.4)).toBeGreaterThan(0.03);
    expect(stamped.brightGreen()).toBe(0);
  });

  test("is one picture to be passed on, which a link to it shows elsewhere", async () => {
    const markup = await page(`/statements/${denial}`);
    expect(markup).toContain(
      `<meta property="og:image" content="${office.url}/statements/${denial}/editions/1/claim.png" />`,
    );
    const response = await office.get(`/statements/${denial}/editions/1/claim.png`);
    expect(response.headers.get("content-type")).toBe("image/png");
    expect(await sharp(Buffer.from(await response.arrayBuffer())).metadata()).toMatchObject({
      width: 1200,
      height: 1200,
    });
    for (const path of [
      `/statements/${denial}/editions/2/claim.png`,
      `/statements/${pictured}/editions/1/claim.png`,
      "/statements/2026-9999/editions/1/claim-image.jpg",
    ])
      expect([path, (await office.get(path)).status]).toEqual([path, 404]);
  });

  test("is the only kind without a card of its title: a link to anything else shows who spoke, when, and its number", async () => {
    const path = `/statements/${pictured}/editions/1`;
    expect(await page(`/statements/${pictured}`)).toContain(
      `<meta property="og:image" content="${office.url}${path}/card.png" />`,
    );
    const card = await office.get(`${path}/card.png`);
    expect(await sharp(Buffer.from(await card.arrayBuffer())).metadata()).toMatchObject({ width: 1200, height: 630 });
    expect(await page(path)).toContain(`href="${path}/square.png"`);
    for (const missing of [
      `/statements/${pictured}/editions/2/card.png`,
      "/statements/2026-9999/editions/1/square.png",
    ])
      expect([missing, (await office.get(missing)).status]).toEqual([missing, 404]);
  });

  test("of any length, in any letters and marks, is drawn", async () => {
    for (const text of ["x".repeat(500), "palabra ".repeat(62), "<span>&amp;</span>", "Mari mari 你好 🌊 ﷽"]) {
      const { number } = await office.publish({
        title: text.slice(0, 300),
        kind: "desmentido",
        details: { claim: { text } },
      });
      await office.until(`/statements/${number}`, "claim-text");
      const { status, headers } = await office.get(`/statements/${number}/editions/1/claim.png`);
      expect([text, status, headers.get("content-type")]).toEqual([text, 200, "image/png"]);
    }
  });

  test("that is withdrawn says so in its stamp, and is no check of a claim for those who gather them", async () => {
    const { number } = await office.publish({ kind: "desmentido", details: { claim } });
    const before = await office.until(`/statements/${number}`, "ClaimReview");
    expect(before).toContain("<b>Desmentido</b>");
    await office.withdraw(number, "Era cierto.");
    const after = await office.until(`/statements/${number}`, "Motivo: Era cierto.");
    expect(after).toContain("<b>Desmentido dejado sin efecto</b>");
    expect(after).not.toContain("ClaimReview");
  });

  test("is a ClaimReview of schema.org beside the article", async () => {
    const { "@graph": graph } = await data(`/statements/${denial}`);
    expect(graph).toEqual([
      expect.objectContaining({ "@type": "NewsArticle" }),
      expect.objectContaining({
        "@type": "ClaimReview",
        claimReviewed: claim.text,
        url: `${office.url}/statements/${denial}`,
        itemReviewed: expect.objectContaining({ "@type": "Claim", datePublished: "2026-11-22" }),
        reviewRating: expect.objectContaining({ ratingValue: 1, bestRating: 5, alternateName: "Desmentido" }),
      }),
    ]);
  });
});

test("pictures stand under the text with their words, sound can be played, every file has its size and digest", async () => {
  const markup = await page(`/statements/${pictured}`);
  const [map, radio, plan] = await attachments(pictured);
  expect(markup).toMatch(new RegExp(`<img\\s+src="${map}"\\s+alt="El mapa de los focos"`));
  expect(markup).toContain(`<audio controls preload="none" src="${radio}"></audio>`);
  expect(markup).toContain(`<a href="${plan}">plan.pdf</a>`);
  expect(markup).toContain(createHash("sha256").update(pdf).digest("hex"));
});

test("the contact of a text stands under it, and in its data", async () => {
  expect(await page(`/statements/${denial}`)).toMatch(/Contacto de prensa: <span id="contact"\s*>prensa@example\.cl</);
  const { "@graph": graph } = await data(`/statements/${denial}`);
  expect(graph?.[0]?.["publisher"]).toMatchObject({
    contactPoint: { contactType: "press", description: "prensa@example.cl" },
  });
  expect(await page(`/statements/${denial}.md`)).toContain('contact: "prensa@example.cl"');
  expect(JSON.parse(await page(`/statements/${denial}.json`))).toMatchObject({ claim, contact: "prensa@example.cl" });
});

test("a bulletin says that its figures are superseded as soon as the next is shown, and its translation too", async () => {
  const series = { name: "Incendios" };
  const first = await office.publish({ kind: "balance", details: { series } });
  const english = await office.publish({
    title: "Fires",
    kind: "balance",
    language: "en",
    details: { translates: { number: first.number } },
  });
  const [own, translated] = [`/statements/${first.number}`, `/en/statements/${english.number}`];
  await office.until(own, "estas son las cifras vigentes");
  await office.until(translated, "these are the figures that stand");
  const second = await office.publish({ kind: "balance", details: { series } });
  await office.until(`/statements/${second.number}`, "N.º 2 de");
  expect(await page(own)).toContain("Cifras superadas");
  expect(await page(translated)).toContain("Superseded figures");
  // The figures that stand are again those of the last one that does.
  await office.withdraw(second.number, "Mal sumado.");
  await office.until(`/statements/${second.number}`, "Motivo: Mal sumado.");
  expect(await page(own)).toContain("estas son las cifras vigentes");
});

test("an original lists its translations and a translation its original, with who is behind, at once", async () => {
  const original = await office.publish({ title: "Un aviso" });
  await office.until(`/statements/${original.number}`, "Un aviso");
  const english = await office.publish({
    title: "A notice",
    language: "en",
    details: { translates: { number: original.number } },
  });
  await office.until(`/statements/${english.number}`, "A notice");
  const [from, to] = [`/statements/${original.number}`, `/statements/${english.number}`];
  expect(await page(from)).toContain("inglés: ");
  expect(await data(from)).toMatchObject({ workTranslation: [{ headline: "A notice", inLanguage: "en" }] });
  expect(await data(to)).toMatchObject({ translationOfWork: { headline: "Un aviso" } });
  expect(await page(to)).not.toContain("todavía no está en esta traducción");
  await office.correct(original.number, { body: "Otro.\n" });
  await office.until(from, "Otro.");
  expect(await page(to)).toContain("todavía no está en esta traducción");
  expect(await page(from)).toContain("traduce la edición 1; todavía no la más reciente");
  await office.withdraw(original.number, "Sobraba.");
  await office.until(from, "Motivo: Sobraba.");
  expect(await page(to)).toContain("El original fue dejado sin efecto.");
});

test("the two texts of a speech lead to each other and to their difference", async () => {
  const prepared = await office.publish({ kind: "discurso", body: "Diré uno.\n", details: { delivery: "prepared" } });
  await office.until(`/statements/${prepared.number}`, "Texto preparado");
  expect((await office.get(`/statements/${prepared.number}/delivery`)).status).toBe(404);
  const delivered = await office.publish({
    kind: "discurso",
    body: "Diré dos.\n",
    details: { delivery: "delivered", counterpart: { number: prepared.number } },
  });
  await office.until(`/statements/${delivered.number}`, "Texto pronunciado");
  for (const { number } of [prepared, delivered]) {
    expect(await page(`/statements/${number}`)).toContain(`/statements/${number}/delivery`);
    expect(await page(`/statements/${number}/delivery`)).toContain("Diré <del>uno</del><ins>dos</ins>.");
  }
  await office.correct(delivered.number, { body: "Diré tres.\n" });
  await office.until(`/statements/${delivered.number}`, "tres");
  expect(await page(`/en/statements/${prepared.number}/delivery`)).toContain("<ins>tres</ins>");
});

test("the history shows what a correction changed beside the text", async () => {
  const { number } = await office.publish({
    kind: "desmentido",
    details: { claim: { text: "Que sí." }, contact: "uno@example.cl" },
  });
  await office.correct(number, { details: { claim: { text: "Que no." } } });
  const file = await take("plan.pdf", pdf);
  await office.correct(number, { details: { contact: "dos@example.cl" }, attachments: [{ file }] });
  const history = await office.until(`/statements/${number}/history`, "Edición 3");
  expect(history).toContain("Que <del>sí</del><ins>no</ins>.");
  expect(history).toContain("<ins>plan.pdf</ins>");
  expect(history).toMatch(/<del>uno<\/del><ins>dos<\/ins>/);
});

describe("The seal", () => {
  test("checks the pictures that the page shows, and what else the text says of itself", async () => {
    expect(await concluded(denial, {})).toMatchObject({ state: "checked" });
    const { state, text } = await concluded(pictured, {});
    expect(state).toBe("checked");
    expect(text).toContain("Coinciden: mapa.jpg. Los demás no se comprobaron aquí.");
  });

  test.each<[string, (markup: string) => string]>([
    ["another claim", (markup) => markup.replace("no&lt;/b&gt;", "sí&lt;/b&gt;")],
    ["another place", (markup) => markup.replace(">Cadenas de mensajes<", ">La oficina<")],
    ["another day", (markup) => markup.replace('datetime="2026-11-22"', 'datetime="2026-11-21"')],
    ["no claim", (markup) => markup.replace(/<div class="claim".*?<\/div>/s, "")],
    ["no picture of it", (markup) => markup.replace(/<img\s+class="claim-image".*?\/>/s, "")],
    ["another contact", (markup) => markup.replace(/(id="contact"\s*>)prensa@/, "$1prensa1@")],
  ])("refuses a denial with %s", async (_, change) => {
    expect(await concluded(denial, { change })).toMatchObject({ state: "alarm" });
  });

  test.each<[string, (markup: string) => string]>([
    ["without its picture", (markup) => markup.replace(/<div class="pictures">.*?<\/div>/s, "")],
    ["with other words for it", (markup) => markup.replace('alt="El mapa de los focos"', 'alt="Otra cosa"')],
    ["with another's picture", (markup) => markup.replace(/(<img\s+src=")[^"]*/, "$1/assets/x.png")],
  ])("refuses a text %s", async (_, change) => {
    expect((await concluded(pictured, { change })).state).not.toBe("checked");
  });

  test("refuses a text one of whose pictures has other bytes", async () => {
    const [map] = await attachments(pictured);
    const other = await photo(300, 200);
    expect(await concluded(pictured, { file: { address: map!, bytes: other } })).toMatchObject({ state: "alarm" });
  });
});

test("axe finds nothing on these pages, and nothing of them is refused by their own policy", async () => {
  const context = await browser.newContext();
  try {
    for (const path of [`/statements/${denial}`, `/en/statements/${pictured}`])
      for (const colorScheme of ["light", "dark"] as const) {
        const shown = await context.newPage();
        const faults = faultsOf(shown);
        await shown.emulateMedia({ colorScheme });
        await shown.setViewportSize({ width: 360, height: 800 });
        await shown.goto(office.url + path);
        await shown.waitForLoadState("networkidle");
        expect(await shown.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
        expect(
          await shown.$$eval("main img", (images) =>
            images.every((image) => (image as HTMLImageElement).naturalWidth > 0),
          ),
        ).toBe(true);
        // A page's policy lets no script in from beside it; the debugger's own world is asked instead.
        await shown.evaluate(AxeCore.source);
        const { violations } = (await shown.evaluate("axe.run()")) as { violations: { id: string }[] };
        expect(violations.map(({ id }) => id)).toEqual([]);
        expect(faults).toEqual([]);
        await shown.close();
      }
  } finally {
    await context.close();
  }
});

async function take(name: string, bytes: Uint8Array): Promise<number> {
  const { db, means } = office.installation;
  async function* once() {
    yield bytes;
  }
  return (await takeFile(db, { name, bytes: bytes.length }, once(), means.clock)).id;
}

async function page(path: string): Promise<string> {
  return (await office.get(path)).text();
}

/** The first block of schema.org data. */
async function data(path: string): Promise<{ "@graph"?: Record<string, unknown>[] }> {
  const [, json] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(await page(path)) ?? [];
  return JSON.parse(json ?? "null") as { "@graph"?: Record<string, unknown>[] };
}

async function attachments(number: string): Promise<string[]> {
  const view = (await findStatement(office.installation.db, number, Number.MAX_SAFE_INTEGER))!;
  return view.attachments.map(({ commitment }) => `/record/attachments/${hex(readBase64(commitment, ""))}`);
}

async function pixels(path: string) {
  const bytes = Buffer.from(await (await office.get(path)).arrayBuffer());
  const { data: raw, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const share = (left: number, top: number, width: number, height: number, is: (r: number, g: number) => boolean) => {
    let [found, seen] = [0, 0];
    for (let y = Math.floor(top * info.height); y < Math.floor((top + height) * info.height); y++)
      for (let x = Math.floor(left * info.width); x < Math.floor((left + width) * info.width); x++) {
        const at = (y * info.width + x) * 3;
        seen += 1;
        if (is(raw[at]!, raw[at + 1]!)) found += 1;
      }
    return found / seen;
  };
  return {
    red: (left: number, top: number, width: number, height: number) =>
      share(left, top, width, height, (r, g) => r > 120 && g < 110),
    brightGreen: () => share(0, 0, 1, 1, (r, g) => r < 20 && g > 240),
  };
}

/** What the seal concludes on a page as somebody between server and reader has changed it, or one of its files. */
async function concluded(
  number: string,
  { change, file }: { change?: (markup: string) => string; file?: { address: string; bytes: Buffer } },
): Promise<{ state: string | null; text: string }> {
  const context = await browser.newContext();
  try {
    const shown = await context.newPage();
    const path = `/statements/${number}`;
    let changed = change === undefined;
    if (change !== undefined)
      await shown.route(`**${path}`, async (route: Route) => {
        const response = await route.fetch();
        const before = await response.text();
        const body = change(before);
        changed = body !== before;
        await route.fulfill({ response, body });
      });
    if (file !== undefined)
      await shown.route(`**${file.address}`, async (route: Route) => {
        await route.fulfill({ contentType: "image/jpeg", body: file.bytes });
      });
    await shown.goto(office.url + path);
    await shown.waitForSelector('#seal:not([data-state="unchecked"]):not([data-state="checking"]), #seal .elsewhere');
    expect(changed).toBe(true);
    return {
      state: await shown.getAttribute("#seal", "data-state"),
      text: (await shown.textContent("#seal")) ?? "",
    };
  } finally {
    await context.close();
  }
}
