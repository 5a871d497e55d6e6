import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { gatherCrowd } from "../bench/live-crowd.ts";
import { serve } from "../src/app.ts";
import { readAllEvents } from "../src/briefings/live-events.ts";
import type { LiveEvent } from "../src/briefings/live-event.ts";
import { audit } from "../src/cli/audit.ts";
import type { Right } from "../src/access/rights.ts";
import { readOffice } from "../src/register/office.ts";
import { axeFaults } from "./axe.ts";
import { publicWords, type } from "./briefing-office.ts";
import { faultsOf, launchBrowser } from "./browser.ts";
import { callCommand } from "./call-command.ts";
import { crawl } from "./crawl.ts";
import { browserOf, deskOfficer } from "./desk-office.ts";
import { aheadClock, foundedOffice } from "./founded-office.ts";
import type { LiveServed } from "./live-server.ts";
import { run, until } from "./processes.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
/** How many follow beside the browser: `VIEWERS=10000 npm test -- test/briefing-story.test.ts`. */
const viewers = Number(process.env["VIEWERS"] ?? 1_000);
const day = 86_400_000;
/** Said on background, and nowhere else in the world. */
const [secret, secretToo] = ["zurbamandra", "quilambure"];

let ahead = 0;
let office: Awaited<ReturnType<typeof foundedOffice>>;
let browser: Browser;
beforeAll(async () => {
  [office, browser] = await Promise.all([
    foundedOffice(
      "segegob",
      aheadClock(() => ahead),
    ),
    launchBrowser(),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await office?.drop();
});

test(
  `a briefing from its announcement to the answer of the question that was taken in it, through a kill -9: ${viewers} viewers are told each turn once, and nobody anywhere what was said on background`,
  async () => {
    const failures: unknown[] = [];
    const [port, other] = [freePort(), await serveHere(failures)];
    const url = `http://127.0.0.1:${port}`;
    let serving = await serveThere(port);
    const enter = await officers(url);
    const typist = await enter("editor");
    const reader = await (
      await browser.newContext({ locale: "es-CL", bypassCSP: true, reducedMotion: "reduce" })
    ).newPage();
    const faults = [typist, reader].map((page) => faultsOf(page));

    // Announced: its page stands, and the crowd comes, half of it to another process.
    await typist.goto(`${url}/desk/briefings/new`);
    await typist.getByLabel("Título").fill("Vocería del miércoles: agua potable rural");
    await typist.getByLabel("Lugar").fill("Palacio de La Moneda, Patio Los Cañones");
    await typist.getByLabel("Segundos de espera").fill("0");
    await typist.getByRole("button", { name: "Guardar" }).click();
    await typist.getByRole("button", { name: "Anunciar" }).click();
    await typist.getByRole("link", { name: "Página pública" }).waitFor();
    const id = Number(new URL(typist.url()).pathname.split("/").at(-1));
    const { number } = await office.db
      .selectFrom("briefing")
      .select("number")
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    const address = `/briefings/${number}`;
    await reader.goto(url + address);
    await shoot(reader, "announced");
    const crowd = await gatherCrowd({ viewers, servers: [url, other.url].map((each) => `${each}${address}/live`) });
    onTestFinished(() => crowd.leave());
    await crowd.inside();

    // Open, and typed by keys.
    await typist.getByRole("button", { name: "Abrir ahora" }).click();
    await typist.locator("#typing").waitFor();
    await typist.waitForLoadState("load");
    await say(
      typist,
      "Buenos días. Desde hoy, 340 comités de agua potable rural tienen un fondo propio.\n\nSe parte por Petorca.",
    );
    await say(typist, "El fondo son doce mil millones de pesos, y no doce mil quinientos.");
    await say(typist, "¿Cuántos de esos comités son de la Región de Coquimbo?", { press: "Radio Sur" });
    await typist.getByRole("button", { name: "Prometer respuesta" }).click();
    await typist.locator("#turns").getByRole("link", { name: "Respuesta pendiente" }).waitFor();
    await typist.waitForLoadState("load");
    await say(typist, `Esto no es para citar: ${secret}, dijo ${secretToo}.`, { background: true });
    await reader.locator("#t3").getByText("Respuesta pendiente").waitFor();
    await say(typist, "Ese dato, digamos, se lo damos mañana por escrito.");

    // Killed as that turn goes out. The typist goes on; a colleague types where another process serves.
    serving.child.kill("SIGKILL");
    await serving.ended;
    await say(typist, "¿Y quién paga la luz de los pozos?", { press: "El Diario", unsent: true });
    const [colleague] = await office.db.selectFrom("officer").selectAll().where("email", "like", "writer%").execute();
    const actor = {
      ...colleague!,
      officer: colleague!.id,
      language: "es" as const,
      grants: [{ institution: (await readOffice(office.db)).institution, right: "writer" as Right }],
    };
    await type(office, id, actor, "La paga el fondo, hasta 2028.", { kind: "answer" });
    await until(async () => (await publicWords(office, id)).length === 5);
    await crowd.all((await readAllEvents(office.db, id)).length);

    // Started again: the browser sends what it kept. The other process ends, and its viewers come here.
    serving = await serveThere(port);
    await typist.locator("#turns p").getByText("¿Y quién paga la luz de los pozos?").waitFor();
    await other.close();
    for (const [words, press] of [
      ["¿Es una medida para las elecciones?", "La Tarde"],
      ["No. Está en la ley de presupuestos desde 2025."],
      ["¿Habrá cortes este verano?", "Radio Sur"],
      ["No se prevén; si los hay, se avisan con dos días."],
    ] as const)
      await say(typist, words, press === undefined ? {} : { press });
    await reader.locator("#t10").getByText("No se prevén").waitFor();
    await shoot(reader, "live");
    expect(await axeFaults(reader)).toEqual([]);
    expect(await reader.locator("#turns > li").evaluateAll((items) => items.map(({ id: each }) => each))).toEqual(
      Array.from({ length: 10 }, (_, index) => `t${index + 1}`),
    );

    // Closed, certified, and edited where the edited version differs.
    await typist.getByRole("button", { name: "Cerrar" }).click();
    await typist.getByRole("button", { name: "Reabrir" }).waitFor();
    const stenographer = await enter("stenographer");
    await stenographer.goto(`${url}/desk/transcripts/certify/${id}`);
    await stenographer.getByLabel("Organismo").fill("Oficina de Taquigrafía");
    await stenographer
      .getByLabel("Archivo de la grabación")
      .setInputFiles({ name: "voz.mp3", mimeType: "audio/mpeg", buffer: Buffer.alloc(400_000, "voz") });
    await stenographer.getByText("Huella calculada.").waitFor();
    await stenographer.getByRole("button", { name: "Certificar y publicar" }).click();
    await stenographer.getByRole("heading", { name: "Certificadas" }).waitFor();
    const publisher = await enter("publisher");
    await publisher.goto(`${url}/desk/transcripts/${number}/edit`);
    await publisher
      .getByRole("textbox", { name: "Lo que se dijo, n.º 4" })
      .fill("Ese dato se lo damos mañana por escrito.");
    await publisher.getByRole("button", { name: "Ver la diferencia" }).click();
    await publisher.getByRole("button", { name: "Publicar" }).click();
    await publisher.getByRole("link", { name: "Corregir la editada" }).waitFor();
    await shows(`${url}${address}/edited`, "Ese dato se lo damos");
    await reader.goto(url + address);
    await shoot(reader, "transcript");
    await reader.getByRole("link", { name: "Diferencias" }).click();
    await reader.locator(".said del").getByText("digamos").waitFor();
    await shoot(reader, "difference");
    expect(await axeFaults(reader)).toEqual([]);

    // Everybody was told the same ten turns, in order, once, and that it is over.
    await crowd.ended();
    const told = await readAllEvents(office.db, id);
    const sum = await crowd.sum();
    expect(sum).toMatchObject({ faults: [], refused: 0, ended: viewers });
    expect(sum.told.map((frame) => JSON.parse(frame.slice(frame.indexOf("{"))) as LiveEvent)).toEqual(told);
    expect(
      told.flatMap((event) => (event.kind === "turn" && "turn" in event.payload ? [event.payload.turn] : [])),
    ).toEqual(Array.from({ length: 10 }, (_, index) => index + 1));
    expect(sum.reconnected).toBeGreaterThanOrEqual(viewers);

    // The next day the answer is given, and stands at the turn in which it was asked.
    ahead = day;
    serving.child.kill("SIGTERM");
    await serving.ended;
    serving = await serveThere(port);
    const writer = await enter("writer");
    await writer.goto(`${url}/desk/questions`);
    await writer.getByRole("link", { name: /Coquimbo/ }).click();
    await writer.getByLabel("Texto", { exact: false }).first().fill("Son **41** de los 340.");
    await writer.getByRole("button", { name: "Guardar versión" }).click();
    await writer.getByText("versión 1").waitFor();
    const answering = await enter("publisher");
    await answering.goto(writer.url());
    await answering.getByRole("button", { name: "Publicar la respuesta" }).click();
    await answering.getByRole("heading", { name: "Lo publicado" }).waitFor();
    await shows(url + address, "Respondida");
    await reader.goto(url + address);
    await reader
      .locator("#t3")
      .getByRole("link", { name: /^Pregunta 20/ })
      .click();
    await reader.getByText("Son 41 de los 340.").waitFor();
    await shoot(reader, "answer");
    expect(await reader.locator(`a[href="${address}#t3"]`).count()).toBe(1);

    await nowhereSecret(url, `${number}`, new URL(reader.url()).pathname);
    const audited = await callCommand(audit, [], { installation: office });
    expect(audited).toMatchObject({ code: 0, lines: [expect.stringMatching(/^Clean/)] });
    expect(faults.flat().filter((fault) => !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE/.test(fault))).toEqual([]);
    expect(failures).toEqual([]);
  },
  120_000 + viewers * 10,
);

async function say(
  page: Page,
  words: string,
  { press, background = false, unsent = false }: { press?: string; background?: boolean; unsent?: boolean } = {},
): Promise<void> {
  const typing = page.locator("#typing");
  await page.keyboard.press(press === undefined ? "Alt+Digit1" : "Alt+Digit0");
  if (press !== undefined) await typing.getByRole("combobox", { name: "Medio" }).fill(press);
  await typing.getByLabel("Qué es").selectOption(press === undefined ? "speech" : "question");
  await typing.getByLabel("Atribución").selectOption(background ? "background" : "on-record");
  await typing.getByLabel("Lo que se dijo").fill(words);
  await page.keyboard.press("Control+Enter");
  if (unsent) await page.getByText("Sin conexión").waitFor();
  else await page.locator("#turns p").getByText(words.split("\n")[0]!).waitFor();
}

/** Every public address, and every content of the record: nothing there says it. */
async function nowhereSecret(url: string, number: string, question: string): Promise<void> {
  const marker = new RegExp(`${secret}|${secretToo}`, "i");
  const briefing = `/briefings/${number}`;
  const ends = ["", "/edited", "/editions/1", "/edited/editions/1"];
  const answers = await crawl(
    url,
    [
      "/",
      "/en",
      "/robots.txt",
      "/sitemap.xml",
      "/metrics",
      ...["", ".json", ".vtt", ".bundle.json", ".tlog-proof"].flatMap((end) =>
        ends.map((each) => `${briefing}${each}${end}`),
      ),
      ...["/live", "/events.json?after=0", "/history", "/difference"].map((end) => briefing + end),
      ...Array.from({ length: 12 }, (_, turn) => `${briefing}/turns/${turn + 1}`),
      ...["", ".json", ".bundle.json", ".atom"].map((end) => question + end),
      `/search?q=${secret}`,
      `/search?q=${secretToo}`,
      `/en/search?q=${secret}`,
    ],
    async (path, response) => {
      const body = await response.text();
      // What was asked for stands in the answer as the asker's own word; the other one would be the office's.
      const own = marker.exec(path)?.[0];
      const text = `${JSON.stringify([...response.headers])}\n${body}`;
      return { body, text: own === undefined ? text : text.replaceAll(own, "") };
    },
    3,
  );
  expect(answers.size).toBeGreaterThan(100);
  for (const [path, { text }] of answers) expect(text, path).not.toMatch(marker);
  const said = [...answers].filter(([, { text }]) => text.includes("doce mil millones"));
  expect(said.map(([path]) => path)).toEqual(
    expect.arrayContaining([
      briefing,
      `${briefing}.json`,
      `${briefing}.bundle.json`,
      `${briefing}.vtt`,
      `${briefing}/events.json?after=0`,
    ]),
  );
  expect(await tablesWith("doce mil millones")).toEqual(expect.arrayContaining(["briefing_event", "record_content"]));
  for (const word of [secret, secretToo])
    expect(await tablesWith(word)).toEqual(["briefing_turn", "briefing_turn_revision"]);
}

/** The tables that hold these words, as text or as bytes. */
async function tablesWith(words: string): Promise<string[]> {
  const { rows: tables } = await sql<{
    name: string;
  }>`select tablename as name from pg_tables where schemaname = current_schema()`.execute(office.db);
  const sought = `${words}|${Buffer.from(words).toString("hex")}`;
  const found = [];
  for (const { name } of tables) {
    const { rows } = await sql`select from ${sql.table(name)} t where t::text ~* ${sought} limit 1`.execute(office.db);
    if (rows.length > 0) found.push(name);
  }
  return found.toSorted();
}

async function officers(url: string): Promise<(right: Right) => Promise<Page>> {
  const { institution } = await readOffice(office.db);
  const known = new Map<Right, Awaited<ReturnType<typeof deskOfficer>>>();
  for (const right of ["editor", "stenographer", "publisher", "writer"] as const)
    known.set(
      right,
      await deskOfficer({ installation: office, url }, `${right}@desk.example`, [{ institution, right }]),
    );
  return async (right) => (await browserOf(browser, { url }, known.get(right)!)).newPage();
}

/** Below the ports that a system gives to whoever connects: somebody who knocks at a dead server would else meet themselves. */
function freePort(): number {
  return 20_000 + (process.pid % 10_000);
}

async function serveThere(port: number) {
  const served: LiveServed = { address: office.address, data: office.data, port, ahead, signs: true };
  const server = run(`${root}/bin/runtime`, [`${root}/test/live-server.ts`, JSON.stringify(served)]);
  await server.line(/^serving /);
  return server;
}

function serveHere(failures: unknown[]) {
  return serve(
    office,
    { host: "127.0.0.1", port: 0 },
    { report: (error) => failures.push(error), note: () => undefined },
  );
}

async function shows(url: string, words: string): Promise<void> {
  await until(async () => (await (await fetch(url)).text()).includes(words));
}

/** What a reader sees at that moment, into the folder SCREENS. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env["SCREENS"];
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  for (const [colorScheme, width] of [
    ["light", 360],
    ["dark", 360],
    ["light", 1280],
    ["dark", 1280],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: `${folder}/briefing-${name}-${colorScheme}-${width}.png`, fullPage: true });
  }
}
