import { sql } from "kysely";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { newToken } from "../src/access/token.ts";
import { findDraft } from "../src/newsroom/find-draft.ts";
import { openMail } from "../src/store/mail.ts";
import { launchBrowser } from "./browser.ts";
import { deskOffice, formOf, type SignedIn } from "./desk-office.ts";
import { newDraft } from "./editor-office.ts";
import { type SmtpSink, smtpSink } from "./smtp-sink.ts";

let office: Awaited<ReturnType<typeof deskOffice>>;
let sink: SmtpSink;
let closeSink: () => Promise<void>;
let writer: SignedIn;
let browser: Browser;

beforeAll(async () => {
  sink = await smtpSink((close) => void (closeSink = close));
  office = await deskOffice("segegob", { smtpUrl: sink.url, mailFrom: "prensa@desk.example" });
  writer = await office.officer.everything.enter();
  browser = await launchBrowser();
});
afterAll(async () => {
  expect(office.failures).toEqual([]);
  await browser.close();
  await office.close();
  await closeSink();
});

let count = 0;
/** A draft about which one official is asked, whose mails nobody else receives. */
async function asked(fields: Record<string, string> = {}) {
  const id = await newDraft(office, { title: "Casas", body: "Son 14 casas.\n" });
  const path = `/desk/drafts/${id}`;
  await writer.post(`${path}/submit`);
  const rosa = {
    institution: "Hacienda",
    official: "Rosa Díaz",
    mail: `rosa${++count}@hacienda.example`,
    language: "es",
    due: "+60",
    ...fields,
  };
  const response = await writer.post(`${path}/clearance`, rosa);
  const ofDraft = () => findDraft(office.installation.db, id, office.officer.everything.actor);
  return { id, path, rosa, response, ofDraft, clearance: (await ofDraft())!.clearances[0]?.id ?? 0 };
}

async function linkOf(clearance: number): Promise<string> {
  const { db, means } = office.installation;
  const { token, hash } = newToken(means.random);
  await db
    .insertInto("clearance_link")
    .values({ token_hash: hash, clearance_id: clearance, made_at: new Date() })
    .execute();
  return `/clearance/${token}`;
}

const answer = (link: string, fields: Record<string, string>) =>
  fetch(office.url + link, {
    method: "POST",
    redirect: "manual",
    body: formOf(fields),
    headers: { origin: office.url, "sec-fetch-site": "same-origin" },
  });

describe("a scanner of mail", () => {
  test("that fetches a link, posts to it or runs its page is no official who opened it, and answers nothing", async () => {
    const { clearance, ofDraft } = await asked();
    const link = await linkOf(clearance);
    for (const method of ["GET", "HEAD", "POST", "OPTIONS", "PUT"])
      for (const path of [link, `${link}?answer=given`, `${link}/opened`, `${link}?answer=objected&reason=No`])
        await fetch(office.url + path, { method, redirect: "manual" });
    for (const origin of ["https://evil.example", "null"])
      await fetch(`${office.url}${link}/opened`, { method: "POST", headers: { origin } });
    const unopened = async () => {
      const { openedAt, standing } = (await ofDraft())!.clearances[0]!;
      expect([openedAt, standing]).toEqual([undefined, "waiting"]);
    };
    await unopened();
    const page = await browser.newPage();
    onTestFinished(() => page.close());
    const told = page.waitForRequest((request) => request.url().endsWith("/opened"));
    const answered = page.waitForResponse((response) => response.url().endsWith("/opened"));
    await page.goto(office.url + link, { waitUntil: "networkidle" });
    // What a program does in the page is no hand either.
    await page.evaluate(() => {
      for (const type of ["pointerdown", "pointermove", "keydown", "wheel"]) dispatchEvent(new Event(type));
      scrollTo(0, 400);
      document.querySelector("details")?.click();
    });
    await unopened();
    await page.keyboard.press("ArrowDown");
    await told;
    expect((await answered).status()).toBe(200);
    expect((await ofDraft())!.clearances[0]!.openedAt).toBeInstanceOf(Date);
  });

  test("learns nothing from the address that is told of an opening: it says the same of every link", async () => {
    const { clearance } = await asked();
    const said = await Promise.all(
      [await linkOf(clearance), `/clearance/${"A".repeat(43)}`, "/clearance/x"].map(async (link) => {
        const response = await answer(`${link}/opened`, {});
        return [response.status, await response.text()];
      }),
    );
    expect(new Set(said.map(String)).size).toBe(1);
  });
});

describe("mails to people", () => {
  const mailsTo = (address: string) => sink.taken.filter((mail) => JSON.stringify(mail.to).includes(address)).length;

  test("are few however often an official changes their mind: the newest answer is gathered, and at last refused in a sentence", async () => {
    const { clearance, ofDraft } = await asked();
    const link = await linkOf(clearance);
    const before = mailsTo("everything@desk.example");
    const statuses: number[] = [];
    for (let time = 0; time < 24; time++) {
      const said = await answer(
        link,
        time % 2 === 0 ? { answer: "given" } : { answer: "objected", reason: `No ${time}` },
      );
      statuses.push(said.status);
      if (said.status === 429) expect(await said.text()).toContain("Usted cambió su respuesta 20 veces en una hora");
    }
    expect(statuses).toEqual([...Array<number>(20).fill(303), ...Array<number>(4).fill(429)]);
    expect((await ofDraft())!.clearances[0]).toMatchObject({ standing: "objected", reason: "No 19" });
    const waiting = await jobs("mail");
    expect(waiting).toEqual([expect.stringContaining("No 19")]);
    await sink.until(before + 4);
    expect(mailsTo("everything@desk.example") - before).toBe(4);
  });

  test("are few however often an officer asks: again and again, or taken back and asked anew", async () => {
    const { path, rosa, ofDraft } = await asked();
    const statuses: number[] = [];
    let said = "";
    for (let time = 0; time < 8; time++) {
      const [{ id } = { id: 0 }] = (await ofDraft())!.clearances;
      await writer.post(`${path}/clearances/${id}/withdraw`);
      const response = await writer.post(`${path}/clearance`, { ...rosa, mail: rosa.mail.toUpperCase() });
      statuses.push(response.status);
      if (response.status === 429) said = await response.text();
    }
    expect(statuses).toEqual([303, 303, 303, 303, 303, 429, 429, 429]);
    expect(said).toContain("ya se le consultó este texto 6 veces en un cuarto de hora");
    // What was typed is there to be sent later.
    expect(said).toContain(`value="${rosa.mail.toUpperCase()}"`);
  });

  test("go to no address without end: thirty questions an hour to one of them, whatever the texts and officers", async () => {
    const { db } = office.installation;
    const { clearance, rosa } = await asked();
    const row = await db.selectFrom("clearance").selectAll().where("id", "=", clearance).executeTakeFirstOrThrow();
    const { id: _, ...rest } = row;
    await db
      .insertInto("clearance")
      .values(Array.from({ length: 29 }, () => ({ ...rest, ended_at: new Date() })))
      .execute();
    const { response } = await asked({ mail: rosa.mail });
    expect(response.status).toBe(429);
    expect(await response.text()).toContain("se le enviaron 30 consultas en una hora");
  });

  /** The words of the jobs that wait. */
  async function jobs(task: string): Promise<string[]> {
    const { rows } = await sql<{ payload: unknown }>`
      select payload from voceria_jobs._private_jobs j
      join voceria_jobs._private_tasks t on t.id = j.task_id
      where t.identifier = ${task} and run_at > now()`.execute(office.installation.db);
    return rows.map(({ payload }) => JSON.stringify(payload));
  }
});

describe("a mail's head", () => {
  const evil = [
    "\r\nBcc: victim@evil.example",
    "\nSubject: Otro",
    "\r\n\r\n<b>cuerpo</b>",
    "\u2028Bcc: x@evil.example",
    "\u0000",
  ];

  test("holds no line that was brought in a name, an address or a reason: it is refused, or made one line", async () => {
    const admin = await office.officer.administrator.enter();
    const before = sink.taken.length;
    let sent = 0;
    for (const bad of evil) {
      const { response } = await asked({ official: `Rosa${bad}` });
      if (response.status === 303) sent++;
      else expect(response.status).toBe(400);
      expect((await asked({ institution: `Hacienda${bad}` })).response.status).toBe(
        bad.startsWith("\u2028") ? 303 : 400,
      );
      if (bad.startsWith("\u2028")) sent++;
      for (const mail of [`rosa@hacienda.example${bad}`, `rosa${bad}@hacienda.example`])
        expect((await asked({ mail })).response.status).toBe(400);
      for (const fields of [
        { name: `Ana${bad}`, email: `n${++count}@desk.example` },
        { name: "Ana", email: `n${++count}@desk.example${bad}` },
      ]) {
        const invited = await admin.post("/desk/administration/officers/new", { language: "es", ...fields });
        if (invited.status === 303) sent++;
        else expect(invited.status).toBe(400);
      }
    }
    await sink.until(before + sent);
    for (const mail of sink.taken.slice(before)) headOf(mail);
  });

  test("holds no such line even if one came so far", async () => {
    const mailer = openMail({
      smtpUrl: sink.url,
      from: () => Promise.resolve({ name: `Oficina${evil[0]}`, address: "prensa@desk.example" }),
      data: office.installation.data,
      means: office.installation.means,
      note: () => undefined,
    });
    onTestFinished(() => mailer.close());
    const before = sink.taken.length;
    for (const bad of evil)
      await mailer.send({
        to: { name: `Rosa${bad}`, address: "rosa@hacienda.example" },
        subject: `Visto bueno${bad}`,
        text: "Hola.\n.\nRCPT TO:<victim@evil.example>\n",
        replyTo: { name: `Ana${bad}`, address: "ana@desk.example" },
      });
    const mails = await sink.until(before + evil.length);
    for (const mail of mails.slice(before)) {
      headOf(mail);
      expect(mail.text).toContain("RCPT TO:<victim@evil.example>");
    }
  });

  function headOf(mail: SmtpSink["taken"][number]): void {
    const names = mail.headerLines.map(({ key }) => key);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(["bcc", "cc"]).not.toContain(name);
    expect([mail.to].flat().flatMap((to) => to?.value ?? [])).toHaveLength(1);
    expect(mail.text).not.toContain("<b>cuerpo</b>");
  }
});
