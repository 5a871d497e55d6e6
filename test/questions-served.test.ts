import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findAnswers } from "../src/press/find-answer.ts";
import { transact } from "../src/store/database.ts";
import { releaseQuestionOfTurn, recordTakenQuestion } from "../src/press/record-taken-question.ts";
import { deskOffice, formOf, type SignedIn } from "./desk-office.ts";

let office: Awaited<ReturnType<typeof deskOffice>>;
let writer: SignedIn;
let publisher: SignedIn;
beforeAll(async () => {
  office = await deskOffice();
  writer = await office.officer.writer.enter();
  publisher = await office.officer.publisher.enter();
});
afterAll(() => office.close());

const asked = {
  queue: "citizen",
  text: "¿Cuándo abre el consultorio de Til Til?",
  name: "Berta Araya",
  outlet: "",
  mail: "berta@vecina.example",
  shownAs: "neither",
  language: "es",
  exclusiveUntil: "",
};
const send = (body: BodyInit, headers: Record<string, string> = {}) =>
  fetch(`${office.url}/questions/ask`, {
    method: "POST",
    body,
    headers: { origin: office.url, "sec-fetch-site": "same-origin", ...headers },
  });
const ask = (change: Partial<typeof asked> = {}) => send(formOf({ ...asked, ...change }));
const lastId = async () =>
  Number(
    (
      await office.installation.db
        .selectFrom("question")
        .select(({ fn }) => fn.max("id").as("id"))
        .executeTakeFirst()
    )?.id,
  );
const forgetPaces = () => office.installation.db.deleteFrom("attempt").execute();
/** Every mail to that address so far. */
async function mails(to: string): Promise<string[]> {
  const folder = join(office.installation.data, "outbox");
  const names = await readdir(folder).catch(() => []);
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8").catch(() => "")));
  return texts.filter((text) => text.includes(to));
}
async function mailTo(to: string, says: string | RegExp): Promise<string> {
  for (;;) {
    const found = (await mails(to)).find((text) => (typeof says === "string" ? text.includes(says) : says.test(text)));
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const linkIn = (mail: string) => /\/questions\/status\/[\w-]{43}/.exec(mail)?.[0] ?? "";
/** Every public address that speaks of questions. */
const everywhere = async () =>
  (
    await Promise.all(
      [
        "/questions",
        "/en/questions",
        "/questions?show=open",
        "/questions?show=taken",
        "/questions?show=overdue",
        "/questions?show=answered",
        "/questions?q=satelite+consultorio+secreto",
        "/questions.json",
        "/questions/figures",
        "/questions/figures.json",
        "/questions/figures.csv",
        "/sitemap.xml",
        "/sitemaps/questions-1.xml",
        "/",
      ].map(async (path) => (await office.get(path)).text()),
    )
  ).join("\n");

describe("from asking to the answer", () => {
  test("a citizen asks, follows by a private link, and reads the answer that two officers made, as data and with its proof", async () => {
    const answer = await ask();
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toMatch(/no-store/);
    const receipt = await mailTo(asked.mail, "/questions/status/");
    expect(receipt).not.toContain("Til Til");
    expect(receipt).not.toContain("Berta");
    const link = linkIn(receipt);
    const own = await office.get(link);
    expect(own.headers.get("cache-control")).toMatch(/no-store/);
    expect(own.headers.get("referrer-policy")).toMatch(/^(?:no-referrer|same-origin)$/);
    expect(await own.text()).toContain("Til Til");
    expect(await everywhere()).not.toMatch(/Til Til|Berta|vecina/);
    const id = await lastId();
    const page = await (await writer.get(`/desk/questions/${id}`)).text();
    expect(page).toContain("berta@vecina.example");
    expect((await writer.post(`/desk/questions/${id}/take`)).status).toBe(303);
    const number = (
      await office.installation.db
        .selectFrom("question")
        .select("number")
        .where("id", "=", id)
        .executeTakeFirstOrThrow()
    ).number!;
    const promised = await office.until(`/questions/${number}`, "Respuesta prometida");
    expect(promised).not.toMatch(/Berta|vecina/);
    await office.until("/sitemaps/questions-1.xml", `/questions/${number}</loc><lastmod>`);
    expect((await office.get(`/questions/${number}.bundle.json`)).status).toBe(404);
    const draft = { kind: "answer", body: "El **lunes**, a las 8.", version: "0" };
    expect((await writer.post(`/desk/questions/${id}/answer`, draft)).status).toBe(303);
    expect(await everywhere()).not.toContain("lunes");
    expect((await writer.post(`/desk/questions/${id}/publish`, { version: "1" })).status).toBe(403);
    expect((await publisher.post(`/desk/questions/${id}/publish`, { version: "1", speaker: "" })).status).toBe(303);
    const answered = await office.until(`/questions/${number}`, "El <strong>lunes</strong>, a las 8.");
    expect(answered).not.toMatch(/Berta|vecina/);
    expect(await office.until("/questions?show=answered", "Til Til")).toContain(number);
    const data = (await (await office.get(`/questions/${number}.json`)).json()) as { answer: { editions: unknown[] } };
    expect(data.answer.editions).toHaveLength(1);
    // Before it was in the record nothing of the answer is told, and since when it is.
    const before = await (await office.get(`/questions/${number}?at=1973-09-11`)).text();
    expect(before).toContain("Entonces aquí no había nada público");
    expect(before).not.toMatch(/lunes|Til Til/);
    const { publishedAt } = (await findAnswers(office.installation.db, number, 1_000))!.editions[0]!;
    expect(before).toContain(publishedAt.toISOString());
    const then = await (await office.get(`/questions/${number}?at=${publishedAt.toISOString()}`)).text();
    expect(then).toMatch(/Así estaba el .*El <strong>lunes<\/strong>, a las 8\./s);
    const list = await (await office.get(`/questions?at=${publishedAt.toISOString()}`)).text();
    expect(list).toContain(`/questions/${number}?at=`);
    expect(await (await office.get("/questions?at=1973-09-11")).text()).not.toContain(number);
    await expect.poll(async () => (await office.get(`/questions/${number}.bundle.json`)).status).toBe(200);
    const bundle = (await (await office.get(`/questions/${number}.bundle.json`)).json()) as {
      content: { basis: string };
    };
    expect(bundle.content.basis).toBe("on-record");
    expect(await mailTo(asked.mail, `/questions/${number}`)).toContain("Lo que se responde está publicado");
    const correction = {
      number,
      edition: "1",
      corrected: "El **martes**, a las 8.",
      note: "Era el martes.",
      severity: "major",
    };
    expect((await publisher.post(`/desk/questions/${id}/correct`, correction)).status).toBe(303);
    expect(await office.until(`/questions/${number}`, "Era el martes.")).toMatch(/<del>.*lunes.*<ins>|<ins>/s);
    expect((await publisher.post(`/desk/questions/${id}/withdraw`, { number, reason: "Sin fecha." })).status).toBe(303);
    const withdrawn = await office.until(`/questions/${number}`, "Sin fecha.");
    expect(withdrawn).toContain("martes");
    // Both are among the office's corrections, on their page and in their feed.
    for (const path of ["/corrections", "/en/corrections", "/feeds/corrections.atom"]) {
      const corrections = await office.until(path, "Sin fecha.");
      expect(corrections).toContain("Era el martes.");
      expect(corrections).toContain(`/questions/${number}"`);
    }
    expect(await (await office.get(link)).text()).toContain(`/questions/${number}`);
  });

  test("what was promised in the room stands on the site with its turn, and a message that came by WhatsApp is logged", async () => {
    const { db } = office.installation;
    const at = new Date();
    const said = { briefing: 77, turn: 770, institution: office.institution, language: "es-CL", askedAt: at };
    await transact(db, (tx) =>
      recordTakenQuestion(
        tx,
        { ...said, text: "¿Habrá bono de invierno?", asker: { outlet: "Canal Sur" } },
        undefined,
        at,
      ),
    );
    expect(await everywhere()).not.toContain("bono de invierno");
    await transact(db, (tx) => releaseQuestionOfTurn(tx, 770, new Date()));
    await office.until("/questions", "bono de invierno");
    const logged = {
      ...asked,
      queue: "press",
      text: "¿Y el bono de verano?",
      channel: "whatsapp",
      phone: "+56 9 1234",
      askedOn: "",
      askedAt: "",
    };
    expect((await writer.post("/desk/questions", logged)).status).toBe(303);
    expect(await (await writer.get("/desk/questions?queue=press")).text()).toContain("bono de verano");
    expect(await (await writer.get("/desk/questions?queue=citizen")).text()).not.toContain("bono de verano");
    expect(await everywhere()).not.toMatch(/verano|1234/);
  });

  test("similar answers are offered while a question is typed", async () => {
    await forgetPaces();
    await ask({ text: "¿Dónde queda la biblioteca regional?", mail: "c@d.example" });
    const id = await lastId();
    await writer.post(`/desk/questions/${id}/answer`, { kind: "answer", body: "En Coyhaique.", version: "0" });
    await publisher.post(`/desk/questions/${id}/publish`, { version: "1", speaker: "" });
    await office.until("/questions?show=answered", "biblioteca");
    const found = (await (await writer.get("/desk/questions/similar?q=bibliotecas")).json()) as { answer: string }[];
    expect(found.map(({ answer }) => answer)).toEqual(["En Coyhaique.\n"]);
    expect((await office.get("/desk/questions/similar?q=bibliotecas")).status).toBe(303);
  });
});

describe("attacks", () => {
  test("thirty megabytes are refused in words, and so is a form without its page", async () => {
    await forgetPaces();
    const big = await send(new URLSearchParams({ ...asked, text: "a".repeat(30_000_000) }));
    expect(big.status).toBe(413);
    expect(await big.text()).toContain("65536");
    expect((await fetch(`${office.url}/questions/ask`, { method: "POST", body: formOf(asked) })).status).toBe(403);
    const foreign = { origin: "https://otra.example", "sec-fetch-site": "cross-site" };
    expect((await send(formOf(asked), foreign)).status).toBe(403);
  });

  test("script in every field stays words, at the desk and outside", async () => {
    await forgetPaces();
    const script = `<script>alert(1)</script><img src=x onerror=alert(2)>"'`;
    const answer = await ask({
      text: `${script} ¿Puente roto?`,
      name: script,
      outlet: script,
      mail: "x@y.example",
      shownAs: "name",
    });
    expect(answer.status).toBe(200);
    const id = await lastId();
    const body = `${script}\n\n[a](javascript:alert(3))`;
    const refused = await (
      await writer.post(`/desk/questions/${id}/answer`, { kind: "answer", body, version: "9" })
    ).text();
    await writer.post(`/desk/questions/${id}/answer`, { kind: "declined", body: script, version: "0" });
    await publisher.post(`/desk/questions/${id}/publish`, { version: "1", speaker: "" });
    const number = (
      await office.installation.db
        .selectFrom("question")
        .select("number")
        .where("id", "=", id)
        .executeTakeFirstOrThrow()
    ).number!;
    const pages = [
      refused,
      await office.until(`/questions/${number}`, "Puente roto"),
      await (await office.get("/questions")).text(),
      await (await writer.get(`/desk/questions/${id}`)).text(),
      await (await writer.get("/desk/questions?show=ended&queue=citizen")).text(),
      await (await ask({ text: "", name: script })).text(),
    ];
    for (const page of pages) expect(page).not.toMatch(/<script>alert|<img src=x|href="javascript/);
  });

  test("a flood from one network is told to wait with what was typed still there, and others still ask", async () => {
    await forgetPaces();
    const answers = [];
    for (let count = 0; count < 8; count++)
      answers.push(await ask({ text: `¿Pregunta ${count}?`, mail: `f${count}@g.example` }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200, 429, 429]);
    expect(await answers[7]!.text()).toContain("¿Pregunta 7?");
    await forgetPaces();
    for (let count = 0; count < 6; count++) await ask({ text: `¿Otra ${count}?`, mail: "victima@h.example" });
    // Six questions to one address are kept, four receipts sent.
    await mailTo("victima@h.example", "status");
    await expect.poll(async () => (await mails("victima@h.example")).length).toBe(4);
  });

  test("a link that is guessed, cut or made up leads to the same answer as one that never was", async () => {
    await forgetPaces();
    await ask({ text: "¿Guardan mi enlace?", mail: "enlace@i.example" });
    const link = linkIn(await mailTo("enlace@i.example", "/questions/status/"));
    const guessed = [
      `/questions/status/${"A".repeat(43)}`,
      link.slice(0, -1),
      "/questions/status/x",
      "/questions/status/1",
    ];
    const answers = await Promise.all(guessed.map(async (path) => office.get(path)));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    const texts = await Promise.all(answers.map(async (answer) => answer.text()));
    expect(new Set(texts).size).toBe(1);
    const rows = await office.installation.db.selectFrom("question_link").select("token_hash").execute();
    expect(rows.some(({ token_hash: hash }) => link.includes(hash.toString("base64url")))).toBe(false);
  });

  test("an exclusive's existence shows nowhere: not by number, not by search, not by the figures, not by the time of the list", async () => {
    await forgetPaces();
    const before = await everywhere();
    const until = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    const secret = {
      queue: "press",
      text: "¿Se compra un satelite secreto?",
      mail: "ex@j.example",
      exclusiveUntil: until,
    };
    expect((await ask(secret)).status).toBe(200);
    const id = await lastId();
    await writer.post(`/desk/questions/${id}/take`);
    await writer.post(`/desk/questions/${id}/answer`, { kind: "answer", body: "Sí, en marzo.", version: "0" });
    expect(await everywhere()).toBe(before);
    expect((await writer.post(`/desk/questions/${id}/show`, { shownText: "" })).status).toBe(409);
    const { number } = await office.installation.db
      .selectFrom("question")
      .select("number")
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    expect(number).toBeNull();
  });

  test("an officer of no right to questions sees none of them", async () => {
    const nobody = await office.officer.nothing.enter();
    const id = await lastId();
    expect((await nobody.get(`/desk/questions/${id}`)).status).toBe(404);
    expect(await (await nobody.get("/desk/questions")).text()).not.toContain("secreto");
    expect((await nobody.post(`/desk/questions/${id}/take`)).status).toBe(404);
  });
});

test("nothing failed on our side", () => {
  expect(office.failures).toEqual([]);
});
