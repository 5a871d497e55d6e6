import { once } from "node:events";
import { type IncomingMessage, request as rawRequest } from "node:http";
import { gunzipSync } from "node:zlib";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiRoutes } from "../src/api/routes.ts";
import { planItem } from "../src/briefings/plan-item.ts";
import { publishItem } from "../src/briefings/publish-item.ts";
import { appendTranscripts } from "../src/briefings/transcripts.ts";
import { dayOf } from "../src/page/dates.ts";
import { logQuestion } from "../src/press/ask-question.ts";
import { publishAnswer } from "../src/press/publish-answer.ts";
import { answerOnBackground, saveAnswer, takeQuestion } from "../src/press/work-question.ts";
import { readHorizon } from "../src/recorder/horizon.ts";
import { confirmIncumbent } from "../src/register/confirm.ts";
import { addDays } from "../src/register/day.ts";
import { saveTopic } from "../src/register/topics.ts";
import { transact } from "../src/store/database.ts";
import { typedItem } from "./agenda-typed.ts";
import { certifiedTranscript, openedBriefing, type } from "./briefing-office.ts";
import { deskOffice } from "./desk-office.ts";

type Schema = { $ref?: string };
type Operation = {
  operationId: string;
  parameters?: { name: string; in: string; schema: Schema }[];
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
};
type Posted = Operation & { requestBody: { content: Record<string, { schema: Schema }> } };
type Document = {
  paths: Record<string, { get: Operation; post?: Posted }>;
  components: { schemas: Record<string, Schema> };
};
type Page = { items: Record<string, unknown>[]; next?: string; total?: number };

let office: Awaited<ReturnType<typeof deskOffice>>;
let document: Document;
let numbers: string[];
let spoken: string, corrected: string, withdrawn: string, live: string, question: string, item: string;
const certified = "2026-0901";
const hidden = ["enreserva", "detenido", "porfuera", "exclusivo", "reservado"];

beforeAll(async () => {
  office = await deskOffice();
  const { db, means } = office.installation;
  const { everything, publisher, writer } = office.officer;
  const today = dayOf(means.clock.now(), "America/Santiago");
  await saveTopic(db, { slug: "vivienda", name: { es: "Vivienda", en: "Housing" } });
  await confirmIncumbent(db, { on: today, source: { name: "Decreto", locator: "1" } }, means);
  numbers = [];
  for (const title of ["Uno", "Dos", "Tres", "Cuatro"]) numbers.push((await office.publish({ title })).number);
  ({ number: spoken } = await office.publish({
    title: "Habla la vocera",
    speaker: "camila-vallejo",
    topics: ["vivienda"],
  }));
  ({ number: corrected } = await office.publish({
    title: "Escuelas",
    kind: "desmentido",
    language: "en",
    details: { claim: { text: "No school opens.", where: "A chain letter" } },
  }));
  await office.correct(corrected, { note: "Decía 430.", severity: "minor", title: "Schools" });
  ({ number: withdrawn } = await office.publish({ title: "Acuerdos" }));
  await office.withdraw(withdrawn, "Lo reemplaza otro.");
  numbers.push(spoken, corrected, withdrawn);

  const briefing = await openedBriefing(office.installation, everything.actor, { holdSeconds: "0" });
  live = briefing.number;
  await type(office.installation, briefing.id, everything.actor, "Buenos días.");
  await type(office.installation, briefing.id, everything.actor, `En ${hidden[0]}.`, { attribution: "background" });
  await type(office.installation, briefing.id, everything.actor, `Queda ${hidden[2]}.`, { attribution: "off-record" });
  const slow = await openedBriefing(office.installation, everything.actor, { holdSeconds: "600" });
  await type(office.installation, slow.id, everything.actor, `Aún ${hidden[1]}.`);
  await transact(db, (tx) => appendTranscripts(tx, [{ content: certifiedTranscript(certified) }], "R. Soto", means));
  await transact(db, (tx) =>
    tx
      .insertInto("briefing")
      .values({
        number: certified,
        institution: office.institution,
        format: "punto-de-prensa",
        title: "Punto de prensa",
        language: "es-CL",
        state: "certified",
        created_at: means.clock.now(),
        changed_at: means.clock.now(),
      })
      .execute(),
  );

  const log = async (text: string, exclusiveUntil = "") =>
    (
      await logQuestion(
        db,
        {
          queue: "press",
          text,
          name: "Rosa Paredes",
          outlet: "Radio Norte",
          mail: "",
          shownAs: "outlet",
          language: "es",
          exclusiveUntil,
          phone: "",
          channel: "phone",
          askedOn: "",
          askedAt: "",
        },
        writer.actor,
        means,
      )
    ).id;
  const asked = await log("¿Cuándo se repara el puente?");
  await takeQuestion(db, asked, writer.actor, means);
  await saveAnswer(db, asked, { kind: "answer", body: "El **jueves**.", version: 0 }, writer.actor, means);
  ({ number: question } = await publishAnswer(
    db,
    asked,
    { version: 1, speaker: "", topics: [], reason: "" },
    publisher.actor,
    means,
  ));
  await takeQuestion(db, await log("¿Y el camino?"), writer.actor, means);
  await log(`¿Lo ${hidden[3]}?`, addDays(today, 30));
  const told = await log("¿Quién va?");
  await answerOnBackground(db, told, { text: hidden[4]! }, publisher.actor, means);

  const planned = await planItem(db, { ...typedItem, day: today, topics: ["vivienda"] }, everything.actor, means);
  ({ number: item } = await publishItem(db, planned.id, { read: 1 }, everything.actor, means));
  document = JSON.parse(await office.until("/api/v1/openapi.json", "openapi")) as Document;
  await office.until("/api/v1/statements", `"total":${numbers.length}`);
  await office.until(`/api/v1/statements/${withdrawn}`, "Lo reemplaza");
  await office.until(`/api/v1/questions/${question}`, "jueves");
  await office.until(`/api/v1/briefings/${certified}/turns`, "viviendas");
});
afterAll(async () => {
  expect(office.failures).toEqual([]);
  await office.close();
});

const get = (path: string, init: RequestInit = {}) =>
  fetch(`${office.url}/api/v1${path}`, { redirect: "manual", ...init });
const json = async (path: string) => (await get(path)).json();
/** Every item of a list, page by page. */
async function all(path: string): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  for (let next: string | undefined = `${office.url}/api/v1${path}`; next !== undefined;) {
    const page = (await (await fetch(next)).json()) as Page;
    items.push(...page.items);
    next = page.next;
  }
  return items;
}
const numbersOf = (items: Record<string, unknown>[]) => items.map(({ number }) => number);
const linesOf = (text: string) =>
  text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** As it travels, where fetch would have decoded it. */
async function raw(path: string, headers: Record<string, string>): Promise<{ answer: IncomingMessage; body: Buffer }> {
  const sent = rawRequest(office.url + path, { headers });
  sent.end();
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  return { answer, body: Buffer.concat(await answer.toArray()) };
}

describe("the document", () => {
  test("is OpenAPI 3.1 to another's validator, and tells of each address and each file", async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect([valid, errors]).toEqual([true, undefined]);
    const ids = Object.values(document.paths).flatMap(({ get, post }) =>
      [get, ...(post === undefined ? [] : [post])].map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(25);
    const page = await (await office.get("/api")).text();
    for (const path of Object.keys(document.paths)) expect(page).toContain(path);
    const limit = document.paths["/statements"]!.get.parameters!.find(({ name }) => name === "limit");
    expect(limit?.schema).toEqual({ type: "integer", minimum: 1, maximum: 100, default: 20 });
  });

  test("says truly what is answered: each answer holds to its schema, which takes nothing that is not named", async () => {
    const ajv = new Ajv2020({ allErrors: true, strict: false, schemas: [{ $id: "/api", ...document }] });
    addFormats.default(ajv);
    const holds = (name: string, value: unknown, path: string) => {
      const check = ajv.getSchema(`/api${name}`)!;
      expect([path, check(value), check.errors]).toEqual([path, true, null]);
    };
    const values: Record<string, string[]> = {
      "/statements/{number}": numbers,
      "/briefings/{number}": [live, certified],
      "/questions/{number}": [question],
      "/agenda/{number}": [item],
      "{edition}": ["1"],
      "{date}": ["2024-03-11", "1990"],
      "{index}": Array.from({ length: 8 }, (_, index) => String(index)),
      "/register/posts/{id}": ["ministro-secretario-general-de-gobierno"],
      "/register/people/{id}": ["camila-vallejo"],
      "/register/institutions/{id}": [office.institution],
    };
    for (const [path, { get: operation }] of Object.entries(document.paths)) {
      const [media, content] = Object.entries(operation.responses["200"]!.content!)[0]!;
      const found = Object.entries(values).find(([part]) => path.includes(part));
      const asked = path.includes("/editions/")
        ? [path.replace("{number}", corrected).replace("{edition}", "2")]
        : path.includes("/posts/as-of/")
          ? [path.replace("{date}", "2024-03-11")]
          : found === undefined || !path.includes("{")
            ? [path]
            : found[1].map((value) => path.replace(/\{\w+\}/, value));
      if (path === "/quote") asked[0] = "/quote?text=Son+trescientas+viviendas";
      expect(
        asked.every((one) => !one.includes("{")),
        path,
      ).toBe(true);
      for (const one of asked) {
        const answer = await get(one);
        const gone = one.startsWith(`/briefings/${live}/transcript`);
        expect([one, answer.status]).toEqual([one, gone ? 404 : 200]);
        if (gone) continue;
        if (media !== "application/x-ndjson") holds(content.schema.$ref!, await answer.json(), one);
        else for (const line of linesOf(await answer.text())) holds(content.schema.$ref!, line, one);
      }
    }
    for (const path of ["/nothing", "/statements/2026-9999", "/statements?limit=0", "/statements?topics=salud"])
      holds("#/components/schemas/Problem", await json(path), path);
  });

  test("is the same data as the files of the site", async () => {
    for (const path of [`/statements/${corrected}`, `/questions/${question}`, "/register/people/camila-vallejo"])
      expect(await json(path)).toEqual(await (await office.get(`${path}.json`)).json());
    expect(await json(`/briefings/${certified}/transcript`)).toEqual(
      await (await office.get(`/briefings/${certified}.json`)).json(),
    );
    expect(await json("/record/entries/3")).toEqual(await (await office.get("/record/entries/3.json")).json());
  });
});

describe("a quote that is sent", () => {
  // A body that is refused unread can end its connection: nothing else is asked over it.
  const post = (body: string, type: string) =>
    get("/quote", {
      method: "POST",
      body,
      headers: { "content-type": type, origin: "https://otra.example", connection: "close" },
    });

  test("is asked, answered and refused as the document says", async () => {
    const ajv = new Ajv2020({ allErrors: true, strict: false, schemas: [{ $id: "/api", ...document }] });
    addFormats.default(ajv);
    const { requestBody, responses } = document.paths["/quote"]!.post!;
    const asked = ajv.getSchema(`/api${requestBody.content["application/json"]!.schema.$ref!}`)!;
    const text = "Son trescientas viviendas";
    for (const [body, type, status, parameter] of [
      [JSON.stringify({ text }), "application/json", 200],
      [new URLSearchParams({ text }).toString(), "application/x-www-form-urlencoded", 200],
      [JSON.stringify({ text, lang: "es" }), "application/json", 400, "lang"],
      [JSON.stringify({ text: 7 }), "application/json", 400, "text"],
      [JSON.stringify({ text: " \n" }), "application/json", 400, "text"],
      [JSON.stringify([text]), "application/json", 400],
      ["{", "application/json", 400, "body"],
      ["lang=es", "application/x-www-form-urlencoded", 400, "text"],
      [JSON.stringify({ text: "x ".repeat(5_001) }), "application/json", 413],
      [JSON.stringify({ text: "x".repeat(200_000) }), "application/json", 413],
    ] as const) {
      const answer = await post(body, type);
      const { schema } = Object.values(responses[status]!.content!)[0]!;
      const holds = ajv.getSchema(`/api${schema.$ref!}`)!;
      const answered = (await answer.json()) as { errors?: { parameter: string }[] };
      const [first] = answered.errors ?? [];
      expect([body.slice(0, 40), answer.status, holds(answered), holds.errors]).toEqual([
        body.slice(0, 40),
        status,
        true,
        null,
      ]);
      if (parameter !== undefined) expect([body, first?.parameter]).toEqual([body, parameter]);
      expect(answer.headers.get("access-control-allow-origin")).toBe("*");
      if (status === 200) expect(answer.headers.get("cache-control")).toBe("no-store");
      if (type === "application/json" && body !== "{")
        expect([body, asked(JSON.parse(body))]).toEqual([body, status === 200]);
    }
  });

  test("may be sent from a page elsewhere, and nothing else may", async () => {
    const allowed = "GET, HEAD, OPTIONS, POST";
    const preflight = await get("/quote", { method: "OPTIONS", headers: { origin: "https://otra.example" } });
    expect([preflight.status, preflight.headers.get("access-control-allow-methods")]).toEqual([204, allowed]);
    expect(preflight.headers.get("access-control-allow-headers")).toContain("content-type");
    const put = await get("/quote", { method: "PUT", body: "text=x" });
    expect([put.status, put.headers.get("allow")]).toEqual([405, allowed]);
  });
});

describe("a search", () => {
  const found = async (query: string) => (await json(`/search?${query}`)) as Page & Record<string, unknown>;

  test("finds a statement, a turn and an answer with their sentence, narrowed as the page of search is", async () => {
    await office.until("/api/v1/search?q=jueves", "respuesta");
    const answer = await found("q=jueves");
    expect(answer).toMatchObject({ total: 1, more: false, complete: true });
    expect(answer.items[0]).toMatchObject({
      source: "answer",
      number: question,
      excerpt: [
        { text: "El ", marked: false },
        { text: "jueves", marked: true },
        { text: ".", marked: false },
      ],
      url: `${office.url}/questions/${question}`,
    });
    await office.until("/api/v1/search?q=viviendas&kind=intervencion", "speaker");
    expect((await found("q=viviendas&kind=intervencion")).items[0]).toMatchObject({
      source: "turn",
      number: certified,
    });
    await office.until("/api/v1/search?q=vocera", spoken);
    for (const query of ["topic=vivienda", "person=camila-vallejo", "q=vocera&language=es"])
      expect([query, numbersOf((await found(query)).items)]).toEqual([query, expect.arrayContaining([spoken])]);
    expect((await found("kind=desmentido&language=en")).items).toMatchObject([{ number: corrected, edition: 2 }]);
    expect((await found("q=acuerdos")).items).toMatchObject([{ number: withdrawn, withdrawn: true }]);
    expect((await found("to=1999-12-31")).items).toEqual([]);
  });

  test("goes on by its cursor to the end, by date and by relevance", async () => {
    for (const query of ["order=date", "q=texto"]) {
      const whole = await all(`/search?${query}&limit=50`);
      expect([query, whole.length > 2]).toEqual([query, true]);
      expect(await all(`/search?${query}&limit=1`), query).toEqual(whole);
    }
  });

  test.each([
    ["q=a&query=b", "query"],
    ["limit=51", "limit"],
    ["order=best", "order"],
    ["kind=poema", "kind"],
    ["from=2026-02-31", "from"],
    ["government=nadie", "government"],
    [`q=${"a".repeat(301)}`, "q"],
    [`cursor=${Buffer.from('["search","page",1]').toString("base64url")}`, "cursor"],
    [`cursor=${Buffer.from('["search","before","; drop"]').toString("base64url")}`, "cursor"],
  ])("of %s is refused by name", async (query, parameter) => {
    const answer = await get(`/search?${query}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "invalid", errors: [{ parameter }] });
  });
});

describe("a list", () => {
  test("is paged by cursor without a gap or a repetition, though something is published meanwhile", async () => {
    const first = (await json("/statements?limit=3")) as Page;
    expect(numbersOf(first.items)).toEqual(numbers.slice(-3).toReversed());
    const link = (await get("/statements?limit=3")).headers.get("link");
    expect(link).toBe(`<${first.next!}>; rel="next"`);
    const { number: late } = await office.publish({ title: "Mientras tanto" });
    await office.until("/api/v1/statements", late);
    const rest = await all(first.next!.slice(`${office.url}/api/v1`.length));
    expect(numbersOf([...first.items, ...rest])).toEqual(numbers.toReversed());
    expect(new URL(first.next!).searchParams.get("limit")).toBe("3");
    numbers.push(late);
    for (const [path, least] of [
      ["/register/people", 30],
      ["/register/posts", 2],
      ["/questions", 2],
      ["/briefings", 3],
      ["/corrections", 2],
      [`/briefings/${certified}/turns`, 3],
      [`/statements/${corrected}/editions`, 2],
      ["/register/posts/as-of/2024-03-11", 0],
    ] as const) {
      if (path.includes("as-of")) continue;
      const [whole, paged] = [await all(`${path}?limit=100`), await all(`${path}?limit=1`)];
      expect(whole.length, path).toBeGreaterThanOrEqual(least);
      expect(paged, path).toEqual(whole);
    }
  });

  test("is narrowed by what it says it is", async () => {
    const { institution } = office;
    const today = dayOf(new Date(), "America/Santiago");
    for (const [query, expected] of [
      ["kind=desmentido", [corrected]],
      ["language=en", [corrected]],
      ["topic=vivienda", [spoken]],
      ["person=camila-vallejo", [spoken]],
      ["post=ministro-secretario-general-de-gobierno", [spoken]],
      [`institution=${institution}`, numbers.toReversed()],
      ["institution=minsal", []],
      [`from=${today}&to=${today}`, numbers.toReversed()],
      ["to=1999-12-31", []],
    ] as const)
      expect([query, numbersOf(await all(`/statements?${query}`))]).toEqual([query, expected]);
    expect(numbersOf(await all("/questions?state=answered"))).toEqual([question]);
    expect(numbersOf(await all("/briefings?state=live"))).toContain(live);
    expect(numbersOf(await all("/briefings?from=2026-11-23&to=2026-11-23"))).toEqual([certified]);
    expect(numbersOf(await all("/agenda?topic=vivienda"))).toEqual([item]);
    expect(await all("/agenda?topic=salud")).toEqual([]);
  });
});

describe("whoever asks wrongly", () => {
  test.each([
    ["/nothing", 404, "not-found"],
    ["/statements/2026-9999", 404, "not-found"],
    ["/statements/..%2f..", 404, "not-found"],
    ["/statements/2026-0001/editions/99999999999", 404, "not-found"],
    ["/register/people/nadie", 404, "not-found"],
    ["/register/as-of/ayer", 400, "invalid"],
    ["/record/entries/999999", 404, "not-found"],
    ["/statements?limit=101", 400, "invalid"],
    ["/statements?limit=1e1", 400, "invalid"],
    ["/statements?kind=poema", 400, "invalid"],
    ["/statements?kind=balance&kind=balance", 400, "invalid"],
    ["/statements?topics=salud", 400, "invalid"],
    ["/statements?cursor=nada", 400, "invalid"],
    ["/statements?from=2026-13-01", 400, "invalid"],
    ["/statements?from=2026-02-31", 400, "invalid"],
    ["/briefings?to=2026-02-31", 400, "invalid"],
    ["/agenda?from=0000-01-01", 400, "invalid"],
    ["/register/as-of/2026-02-31", 400, "invalid"],
    ["/statements?person=a%00b", 400, "invalid"],
    ["/openapi.json?x=1", 400, "invalid"],
    ["/bulk/statements.jsonl?after=x", 400, "invalid"],
    ["/bulk/drafts.jsonl", 404, "not-found"],
  ])("of %s is told by a problem", async (path, status, code) => {
    const answer = await get(path);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([status, "application/problem+json"]);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    const problem = (await answer.json()) as Record<string, unknown>;
    expect(problem).toMatchObject({ status, code, type: `${office.url}/api#${code}` });
    expect(problem.detail).toMatch(/\w/);
  });

  test("a cursor of another list, or one that was changed, is refused by name", async () => {
    const { next } = (await json("/register/people?limit=1")) as Page;
    const cursor = new URL(next!).searchParams.get("cursor")!;
    const made = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString("base64url");
    for (const one of [
      cursor,
      made("statements", 1),
      made("statements", "x", 1),
      made("statements", 1e99, 1),
      made("statements", 1, 1e99),
      made(),
    ]) {
      const answer = await get(`/statements?cursor=${one}`);
      expect([one, answer.status]).toEqual([one, 400]);
      expect(await answer.json()).toMatchObject({ errors: [{ parameter: "cursor" }] });
    }
    // Of the same form, and of another list.
    expect((await get(`/corrections?cursor=${made("editions", 1)}`)).status).toBe(400);
    expect((await get(`/corrections?cursor=${made("corrections", 1)}`)).status).toBe(200);
  });

  test("may only read: another method is refused with those there are, and a page elsewhere may ask", async () => {
    for (const path of ["/statements", "/bulk/turns.jsonl", "/openapi.json"])
      for (const method of ["POST", "PUT", "DELETE", "PATCH"]) {
        const answer = await get(path, { method });
        expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
        expect(await answer.json()).toMatchObject({ code: "method-not-allowed" });
      }
    const preflight = await get("/statements", { method: "OPTIONS", headers: { origin: "https://otra.example" } });
    expect([preflight.status, preflight.headers.get("access-control-allow-methods")]).toEqual([
      204,
      "GET, HEAD, OPTIONS",
    ]);
    const head = await get("/statements", { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect(head.headers.get("access-control-expose-headers")).toContain("link");
  });
});

describe("an answer", () => {
  test("is not sent again to whoever has it, goes compressed, and is new within a moment of an act", async () => {
    for (const path of [
      "/statements",
      "/statements?limit=2",
      `/statements/${corrected}`,
      "/register/people",
      "/record/checkpoint",
    ]) {
      const first = await raw(`/api/v1${path}`, { "accept-encoding": "br" });
      expect([path, first.answer.headers.vary]).toEqual([path, "accept-encoding"]);
      if (first.body.length > 1_000) expect([path, first.answer.headers["content-encoding"]]).toEqual([path, "br"]);
      const again = await raw(`/api/v1${path}`, {
        "accept-encoding": "br",
        "if-none-match": first.answer.headers.etag!,
      });
      expect([path, again.answer.statusCode, again.body.length]).toEqual([path, 304, 0]);
      expect(again.answer.headers["access-control-allow-origin"]).toBe("*");
    }
    const { answer } = await raw(`/api/v1/statements/${withdrawn}`, {});
    const since = answer.headers["last-modified"];
    if (since !== undefined) {
      const kept = await raw(`/api/v1/statements/${withdrawn}`, { "if-modified-since": since });
      expect(kept.answer.statusCode).toBe(304);
      const older = new Date(Date.parse(since) - 1_000).toUTCString();
      expect((await raw(`/api/v1/statements/${withdrawn}`, { "if-modified-since": older })).answer.statusCode).toBe(
        200,
      );
    }
    const { number } = await office.publish({ title: "Recién" });
    numbers.push(number);
    await office.until("/api/v1/statements", number);
    await office.until("/api/v1/statements?limit=1", number);
  });

  test("tells nothing that is held, on background or off the record, and no exclusive", async () => {
    const bulk = ["statements", "turns", "questions", "register", "entries"].map((name) => `/bulk/${name}.jsonl`);
    const lists = Object.keys(document.paths).filter((path) => !path.includes("{"));
    for (const path of [...lists, ...bulk, `/briefings/${live}`, `/briefings/${live}/turns`, "/questions?limit=100"])
      expect(await (await get(path)).text(), path).not.toMatch(new RegExp(hidden.join("|")));
    const { items } = (await json(`/briefings/${live}/turns`)) as Page;
    expect(items.map(({ text }) => text)).toEqual(["Buenos días."]);
  });
});

test("every public address says to whoever has it that nothing changed, and goes compressed where that pays", async () => {
  const css = /\/assets\/gaceta[^"]+/.exec(await (await office.get("/")).text())![0];
  const { signed } = await readHorizon(office.installation.db);
  const entry = (await (await office.get(`/statements/${spoken}.json`)).json()) as { commitment: string };
  const paths = [
    "/",
    "/en",
    "/statements",
    "/statements?kind=balance",
    `/statements/${corrected}/history`,
    "/questions",
    "/briefings",
    ...["", ".json", ".md", ".bundle.json", ".tlog-proof"].map((end) => `/statements/${corrected}${end}`),
    ...["", ".json", ".vtt", ".bundle.json", ".tlog-proof"].map((end) => `/briefings/${certified}${end}`),
    `/briefings/${live}`,
    `/questions/${question}`,
    `/questions/${question}.json`,
    "/questions.json",
    "/agenda",
    "/agenda.ics",
    `/agenda/${item}`,
    `/agenda/${item}.ics`,
    ...["atom", "rss", "json"].map((end) => `/feeds/statements.${end}`),
    "/sitemap.xml",
    "/sitemaps/statements-1.xml",
    "/sitemaps/news.xml",
    "/sitemaps/pages.xml",
    "/robots.txt",
    ...["", ".json", ".jsonld"].map((end) => `/register/people/camila-vallejo${end}`),
    "/register/as-of/2024-03-11",
    "/register/as-of/2024-03-11.json",
    "/search?q=escuelas",
    "/search/suggest?q=esc",
    "/record/checkpoint",
    "/record/key",
    "/record/policy",
    "/record/entries/3",
    "/record/entries/3.json",
    "/record/entries/3.entry",
    `/record/tile/0/000.p/${signed}`,
    `/record/tile/entries/000.p/${signed}`,
    `/record/contents/${entry.commitment}`,
    "/api",
    "/api/v1/openapi.json",
    css,
    "/.well-known/security.txt",
  ];
  const encodings = { "accept-encoding": "br" };
  for (const path of paths) {
    const { answer, body } = await raw(path, encodings);
    expect([path, answer.statusCode, answer.headers.vary]).toEqual([path, 200, "accept-encoding"]);
    const pays = body.length > 1_000 && !/tile\/0/.test(path);
    if (pays) expect([path, answer.headers["content-encoding"]]).toEqual([path, "br"]);
    expect(answer.headers["referrer-policy"], path).toBeDefined();
    const again = await raw(path, { ...encodings, "if-none-match": answer.headers.etag! });
    expect([path, again.answer.statusCode, again.body.length]).toEqual([path, 304, 0]);
    expect(again.answer.headers["access-control-allow-origin"], path).toBe(
      answer.headers["access-control-allow-origin"],
    );
  }
});

test("each public page says in schema.org's words what it is, where it belongs and in which languages it is", async () => {
  for (const [path, type, wanted] of [
    ["/", "GovernmentOrganization", ["name", "url"]],
    [`/statements/${spoken}`, "NewsArticle", ["headline", "image", "datePublished", "dateModified", "author"]],
    [`/statements/${corrected}`, "ClaimReview", ["claimReviewed", "itemReviewed", "reviewRating", "author", "url"]],
    [`/briefings/${live}`, "Event", ["name", "startDate", "eventStatus", "location", "organizer"]],
    [`/briefings/${certified}`, "CreativeWork", ["name", "about", "datePublished", "publisher"]],
    [`/questions/${question}`, "QAPage", ["mainEntity"]],
    [`/agenda/${item}`, "Event", ["name", "startDate", "eventStatus", "location", "organizer"]],
    ["/register/people/camila-vallejo", "Person", ["name", "url"]],
    ["/register/posts/ministro-secretario-general-de-gobierno", "OrganizationRole", ["roleName", "memberOf"]],
    [`/register/institutions/${office.institution}`, "GovernmentOrganization", ["name", "url"]],
  ] as const)
    for (const language of ["es", "en"]) {
      const address = language === "es" ? path : `/en${path === "/" ? "" : path}`;
      const page = await (await office.get(address)).text();
      const [, block = ""] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page)!;
      const data = JSON.parse(block) as Record<string, unknown> & { "@graph"?: Record<string, unknown>[] };
      const one = (data["@graph"] ?? [data]).find((node) => node["@type"] === type);
      expect([address, data["@context"], Object.keys(one ?? {})]).toEqual([
        address,
        "https://schema.org",
        expect.arrayContaining([...wanted]) as unknown,
      ]);
      expect(page).toContain(`<link rel="canonical" href="${office.url}${address}"`);
      for (const [tag, other] of [
        ["es", path],
        ["en", `/en${path === "/" ? "" : path}`],
        ["x-default", path],
      ])
        expect(page).toContain(`<link rel="alternate" hreflang="${tag}" href="${office.url}${other}"`);
      for (const name of ["type", "title", "site_name", "url", "locale"])
        expect([address, page.includes(`<meta property="og:${name}" content="`)]).toEqual([address, true]);
    }
  const { items } = (await json("/questions?state=taken")) as Page;
  expect(await (await office.get(`/questions/${String(items[0]!.number)}`)).text()).not.toContain("QAPage");
});

describe("a file of lines", () => {
  test("has every statement once, what was withdrawn marked, and goes on from any of its lines", async () => {
    const text = await (await get("/bulk/statements.jsonl")).text();
    const lines = linesOf(text);
    expect(new Set(lines.map(({ number }) => number))).toEqual(new Set(numbers));
    expect(lines.length).toBe(numbers.length);
    expect(lines.find(({ number }) => number === withdrawn)).toMatchObject({
      status: "withdrawn",
      withdrawal: { reason: "Lo reemplaza otro." },
    });
    for (const name of ["statements", "turns", "register", "entries", "questions"]) {
      const whole = linesOf(await (await get(`/bulk/${name}.jsonl`)).text());
      expect([name, whole.length > 0]).toEqual([name, true]);
      const middle = whole[Math.floor(whole.length / 2)]!;
      const rest = linesOf(await (await get(`/bulk/${name}.jsonl?after=${String(middle.cursor)}`)).text());
      expect([name, rest]).toEqual([name, whole.slice(Math.floor(whole.length / 2) + 1)]);
    }
    // Whoever has read to the end is given what something became of since, and nothing else.
    const end = String(lines.at(-1)!.cursor);
    await office.correct(spoken, { note: "Un acento.", severity: "minor", title: "Habla la ministra" });
    await expect
      .poll(async () =>
        linesOf(await (await get(`/bulk/statements.jsonl?after=${end}`)).text()).map(({ number }) => number),
      )
      .toEqual([spoken]);
  });

  test("has each turn of a transcript, each answer, each assertion and each entry", async () => {
    const turns = linesOf(await (await get("/bulk/turns.jsonl")).text());
    expect(turns.map(({ briefing, turn, version }) => [briefing, turn, version])).toEqual(
      [1, 2, 3].map((turn) => [certified, turn, "certified"]),
    );
    const questions = linesOf(await (await get("/bulk/questions.jsonl")).text());
    expect(questions.map(({ number }) => number)).toEqual([question]);
    const { signed } = await readHorizon(office.installation.db);
    const entries = linesOf(await (await get("/bulk/entries.jsonl")).text());
    expect(entries.map(({ index }) => index)).toEqual(Array.from({ length: signed }, (_, index) => index));
    const register = linesOf(await (await get("/bulk/register.jsonl")).text());
    expect(register.filter(({ kind }) => kind === "person").length).toBeGreaterThan(30);
  });

  test("goes as gzip where it is asked for, is not sent again to whoever has it, and is not kept from a page elsewhere", async () => {
    const plain = await raw("/api/v1/bulk/register.jsonl", {});
    const gzip = await raw("/api/v1/bulk/register.jsonl", { "accept-encoding": "gzip" });
    expect([gzip.answer.headers["content-encoding"], gzip.answer.headers.vary]).toEqual(["gzip", "accept-encoding"]);
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
    expect(gzip.body.length).toBeLessThan(plain.body.length / 3);
    const { etag, "access-control-allow-origin": open } = plain.answer.headers;
    expect(open).toBe("*");
    expect((await raw("/api/v1/bulk/register.jsonl", { "if-none-match": etag! })).answer.statusCode).toBe(304);
  });

  test("asked for its head takes no place from whoever reads", async () => {
    for (let time = 0; time < 12; time++) {
      const head = await fetch(`${office.url}/api/v1/bulk/entries.jsonl`, { method: "HEAD" });
      expect(head.status).toBe(200);
    }
    const { answer } = await raw("/api/v1/bulk/entries.jsonl", {});
    expect(answer.statusCode).toBe(200);
  });

  test("is sent to some at once, and a few of them to one network: who comes after is told to wait, and a place is free again once somebody goes", async () => {
    const { installation, url } = office;
    const shown = await readHorizon(installation.db);
    const routes = apiRoutes(
      { installation, office: office.read, horizon: () => shown, url },
      (error) => office.failures.push(error),
      { most: 2, mostOfOne: 1, patience: 30, behindProxy: true },
    );
    const from = (address: string) =>
      routes.fetch(new Request(`${url}/api/v1/bulk/entries.jsonl`, { headers: { "x-forwarded-for": address } }));
    let others = 0;
    const ask = () => from(`203.0.113.${(others += 1)}`);
    const alone = await from("2001:db8::1");
    const again = await from("10.0.0.1, 2001:db8:0:0:ff::2");
    expect([again.status, again.headers.get("retry-after")]).toEqual([429, "5"]);
    expect(await again.json()).toMatchObject({ code: "too-many" });
    await alone.body!.cancel();
    const [first, second] = [await ask(), await ask()];
    const third = await ask();
    expect([third.status, third.headers.get("retry-after")]).toEqual([503, "5"]);
    await first.body!.cancel();
    const reader = (await ask()).body!.getReader();
    expect((await reader.read()).done).toBe(false);
    expect((await ask()).status).toBe(503);
    expect(linesOf(await second.text()).length).toBe(shown.signed);
    // One that stopped reading is let go.
    const idle = await ask();
    const stalled = idle.body!.getReader();
    await stalled.read();
    await expect.poll(async () => (await ask()).status).toBe(200);
  });
});
