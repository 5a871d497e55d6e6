import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { registerReinstateCommand, registerRetractCommand } from "../src/cli/register-retract.ts";
import { appoint } from "../src/register/appoint.ts";
import { registerAsOf } from "../src/register/as-of.ts";
import { readStanding } from "../src/register/assertions.ts";
import { readChain } from "../src/register/chain.ts";
import { confirmIncumbent } from "../src/register/confirm.ts";
import { dayIn } from "../src/register/day.ts";
import { enterExport } from "../src/register/export/enter-export.ts";
import { exportedText, exportFormats } from "../src/register/export/export-register.ts";
import { auditFindings } from "../src/register/findings/audit-findings.ts";
import { textFile } from "../src/register/import/source-files.ts";
import type { ItemKind } from "../src/register/item.ts";
import { reinstate } from "../src/register/reinstate.ts";
import { retract } from "../src/register/retract.ts";
import type { RetractableKind } from "../src/register/retraction.ts";
import { callCommand } from "./call-command.ts";
import { bring, expectClean } from "./register-import-office.ts";
import { registerDifferences } from "./register-office.ts";
import { type ServedOffice, servedOffice } from "./site-office.ts";

let office: ServedOffice;
beforeAll(async () => {
  office = await servedOffice();
});
afterAll(async () => {
  expect(office.failures).toEqual([]);
  await expectClean(office.installation);
  await office.close();
});

const source = { name: "Diario Oficial", locator: "CVE 1" };
const today = dayIn("America/Santiago", new Date());
const post = "ministro-secretario-general-de-gobierno";
const db = () => office.installation.db;
const takeBack = (things: { kind: ItemKind; id: string }[], reason = "Se asentó por error.", on = source) =>
  retract(db(), { things, reason, source: on }, office.installation.means);
const bringBack = (kind: RetractableKind, id: string) =>
  reinstate(db(), { thing: { kind, id }, reason: "Era cierto.", source }, office.installation.means);
const page = async (path: string, says: string) => {
  await office.sequencer.flush();
  return office.until(path, says);
};
const newest = async () => {
  const { rows } = {
    rows: await db().selectFrom("register_batch").select("entry").orderBy("id", "desc").limit(1).execute(),
  };
  return rows[0]?.entry ?? 0;
};
const appointed = (person: string, from: string, until: string) =>
  appoint(db(), { person, post, from, until, contested: true, source }, office.installation.means);

describe("what was entered by hand and never was so", () => {
  test("is taken back with a reason and a source: no answer, list or export has it, the past and the pages do", async () => {
    const came = await appointed("Error Falso, Persona", "1985-03-01", "1985-03-05");
    const before = await newest();
    expect((await registerAsOf(db(), { day: "1985-03-03", post })).holdings.map((one) => one.person.slug)).toContain(
      came.person,
    );
    const done = await takeBack([
      { kind: "tenure", id: came.tenure },
      { kind: "person", id: came.person },
    ]);
    expect(done.entry).toBeGreaterThan(before);

    const now = await registerAsOf(db(), { day: "1985-03-03", post });
    expect(now.holdings.map((one) => one.person.slug)).not.toContain(came.person);
    const then = await registerAsOf(db(), { day: "1985-03-03", post, recorded: { entry: before } });
    expect(then.holdings.map((one) => one.person.slug)).toContain(came.person);
    expect((await readChain(db(), "tenure", came.tenure)).map(({ change, reason }) => [change, reason])).toEqual([
      ["new", undefined],
      ["retraction", "Se asentó por error."],
    ]);
    expect(await registerDifferences(db())).toEqual([]);
    for (const format of exportFormats)
      expect(await exportedText(db(), format, { base: "https://oficina.example" })).not.toContain(came.tenure);
    const { findings } = await auditFindings(db(), { today, post, limit: 10_000 });
    expect(JSON.stringify(findings)).not.toContain(came.tenure);

    const ofPost = await page(`/register/posts/${post}`, "Lo que se retractó");
    expect(ofPost).toContain("Persona Error Falso");
    expect(ofPost).toContain("Motivo: Se asentó por error.");
    const own = await office.get(`/register/people/${came.person}`);
    const text = await own.text();
    expect(own.status).toBe(410);
    expect(text).toContain("<s>Persona Error Falso</s>");
    expect(text).toMatch(/<s>Persona Error Falso, [^<]*: 1 de marzo de 1985/);
    expect(text).toContain("(Diario Oficial, CVE 1)");
    expect(text).toContain("nunca fue así");
    expect(await (await office.get(`/en/register/people/${came.person}`)).text()).toContain("it never was so");
    const data = await office.get(`/register/people/${came.person}.json`);
    expect([data.status, await data.json()]).toMatchObject([
      410,
      {
        kind: "person",
        retracted: { reason: "Se asentó por error." },
        said: [{ change: "new" }, { change: "retraction" }],
      },
    ]);
    expect((await office.get("/register/people?q=error+falso")).status).toBe(200);
    expect(await (await office.get("/register/people?q=error+falso")).text()).toContain("Nadie se llama");
  });

  test("keeps its id for ever: somebody else of that name is another", async () => {
    const came = await appointed("Error Falso, Persona", "1985-03-01", "1985-03-05");
    expect([came.person, came.tenure]).toEqual([
      "persona-error-falso-2",
      expect.stringContaining("persona-error-falso-2"),
    ]);
    await takeBack([
      { kind: "tenure", id: came.tenure },
      { kind: "person", id: came.person },
    ]);
  });

  test("is not taken back while something that stands rests on it, which is named", async () => {
    await expect(takeBack([{ kind: "post", id: post }])).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("tenure hernan-bejares-gonzalez"),
    });
    await expect(takeBack([{ kind: "person", id: "camila-vallejo" }])).rejects.toMatchObject({
      message: expect.stringContaining("tenure camila-vallejo-2022 on person camila-vallejo"),
    });
    await expect(takeBack([{ kind: "institution", id: "segegob" }])).rejects.toMatchObject({
      message: expect.stringMatching(/post .* on institution segegob.*office/),
    });
    await expect(takeBack([{ kind: "instrument", id: "dl-1385" }])).rejects.toMatchObject({ code: "conflict" });
    const { tenure } = await confirmIncumbent(db(), { post, on: today, source }, office.installation.means);
    await expect(takeBack([{ kind: "tenure", id: tenure }])).rejects.toMatchObject({
      message: expect.stringContaining(`confirmation ${tenure}-${today} on tenure ${tenure}`),
    });
  });

  test("may be a confirmation alone: the answer is the source's again, and the same may be confirmed anew", async () => {
    const confirmation = { kind: "confirmation" as const, id: `camila-vallejo-2022-${today}` };
    const certain = async () => (await registerAsOf(db(), { day: today, post })).verdict;
    expect(await certain()).toBe("certain");
    await takeBack([confirmation]);
    expect(await certain()).toBe("per-source");
    const again = await confirmIncumbent(db(), { post, on: today, source }, office.installation.means);
    expect(again.entry).toBeDefined();
    expect(await certain()).toBe("certain");
  });

  test.each<[string, { kind: ItemKind; id: string }, string, string]>([
    ["what is not there", { kind: "gap", id: "nada" }, "Motivo", "not-found"],
    ["what was retracted before", { kind: "person", id: "persona-error-falso" }, "Motivo", "not-found"],
    ["a source", { kind: "source", id: "founding-document" }, "Motivo", "invalid"],
    ["the office", { kind: "office", id: "office" }, "Motivo", "invalid"],
    ["anything without a reason", { kind: "tenure", id: "camila-vallejo-2022" }, "  ", "invalid"],
  ])("refuses %s", async (_, thing, reason, code) => {
    await expect(takeBack([thing], reason)).rejects.toMatchObject({ code });
  });

  test("stands again where it was wrong to retract it, and the chain tells all three", async () => {
    const came = await appointed("Cierto Real, Ana", "1985-04-01", "1985-04-05");
    await takeBack([{ kind: "tenure", id: came.tenure }]);
    const said = await readStanding(db(), "tenure", came.tenure);
    expect(said).toBeUndefined();
    await bringBack("tenure", came.tenure);
    const text = await page(`/register/people/${came.person}`, "Estuvo retractado hasta");
    expect(text).toContain("Retractación: nunca fue así.");
    expect(text).toContain("Corrección: la retractación estaba mal hecha. Era cierto.");
    expect(text).not.toContain("Lo que se retractó");
    await expect(bringBack("tenure", came.tenure)).rejects.toMatchObject({ code: "not-found" });
    await expect(bringBack("person", "camila-vallejo")).rejects.toMatchObject({ code: "not-found" });
    expect(await registerDifferences(db())).toEqual([]);
  });

  test("is not brought back while what it names is gone", async () => {
    const came = await appointed("Otro Falso, Luis", "1985-05-01", "1985-05-05");
    await takeBack([{ kind: "tenure", id: came.tenure }]);
    await takeBack([{ kind: "person", id: came.person }]);
    await expect(bringBack("tenure", came.tenure)).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining(`names the person "${came.person}"`),
    });
    await bringBack("person", came.person);
    await bringBack("tenure", came.tenure);
  });
});

test("what was said in a voice that was retracted keeps its name, and the audit finds whoever undoes a retraction", async () => {
  const { db: base, means } = office.installation;
  const came = await appoint(
    base,
    { person: "Voz Falsa, Inés", post, from: today, contested: true, source: { ...source, date: today } },
    means,
  );
  await confirmIncumbent(base, { person: came.person, post, on: today, source }, means);
  const { number } = await office.publish({ speaker: came.person });
  await page(`/statements/${number}`, "Inés Voz Falsa");
  const { rows } = await sql<{ slug: string }>`
    select a.slug from confirmation c join register_assertion a on a.batch = c.batch and a.item = c.item
    where c.tenure = ${came.tenure} and c.superseded is null`.execute(base);
  await takeBack([
    ...rows.map(({ slug }) => ({ kind: "confirmation" as const, id: slug })),
    { kind: "tenure", id: came.tenure },
    { kind: "person", id: came.person },
  ]);
  await page(`/register/people/${came.person}`, "nunca fue así");
  const text = await (await office.get(`/statements/${number}`)).text();
  expect(text).toContain("Inés Voz Falsa");
  expect(text).not.toContain(">voz-falsa");

  const undone = new Error("rolled back");
  await expect(
    base.transaction().execute(async (tx) => {
      await sql`update tenure set superseded = null where slug = ${came.tenure}`.execute(tx);
      expect(await registerDifferences(tx)).toMatchObject([{ what: "succession", found: "null" }]);
      await sql`delete from register_assertion where kind = 'person' and slug = ${came.person} and change = 'retraction'`.execute(
        tx,
      );
      expect((await registerDifferences(tx)).map(({ what }) => what).toSorted()).toEqual([
        "missing row",
        "succession",
        "succession",
      ]);
      throw undone;
    }),
  ).rejects.toBe(undone);
});

describe("what was imported and never was so", () => {
  const rows = [
    "id,name,post,body,from,to",
    "1,Rut Mala Fe,Jefatura,Aduanas,1990,1991",
    "2,Ana Buena Fe,Jefatura,Aduanas,1991,1992",
  ];
  const mapping = {
    columns: { id: "id", person: "name", post: "post", institution: "body", start: "from", end: "to" },
  };
  const imported = (lines: readonly string[]) =>
    bring(office.installation, { format: "csv", from: lines.join("\n"), mapping, source: "Lista" });
  const holders = async () =>
    (await registerAsOf(db(), { day: "1990-06-01", post: "jefatura" })).holdings.map((one) => one.person.slug);

  test("is not brought back by importing the same source again, nor a newer revision, which are told of it", async () => {
    await imported(rows);
    const old = await exportedText(db(), "csv", { base: "https://oficina.example" });
    expect(await holders()).toEqual(["rut-mala-fe"]);
    // On the word of the very source, in its errata.
    await takeBack(
      [
        { kind: "tenure", id: "rut-mala-fe-1990" },
        { kind: "person", id: "rut-mala-fe" },
      ],
      "Se asentó por error.",
      { name: "Lista", locator: "fe de erratas" },
    );
    const again = await imported(rows);
    expect(again.report).toMatchObject({
      entered: {},
      reasons: { retracted: 1 },
      rows: { unchanged: 1, notTaken: 1 },
      noLongerThere: 0,
    });
    expect(again.rows.find(({ outcome }) => outcome === "not-taken")?.findings[0]?.sentence).toMatch(
      /retracted .* by entry \d+ \("Se asentó por error\."\), and the source still has it/,
    );
    const revised = await imported([
      ...rows.with(1, "1,Rut Mala Fe,Jefatura,Aduanas,1990,1992"),
      "3,Rut Mala Fe,Jefatura,Aduanas,1995,1996",
    ]);
    expect(revised.report).toMatchObject({ entered: {}, rows: { notTaken: 2 } });
    expect(await holders()).toEqual([]);
    // An export from before says it too, and does not bring it back either.
    const { rows: counted, refused } = await enterExport(
      db(),
      textFile("antes.csv", old),
      {},
      office.installation.means,
    );
    expect(counted).toMatchObject({ new: 0, notTaken: 2 });
    expect(refused.join("\n")).toMatch(/tenure "rut-mala-fe-1990" was retracted by entry \d+/);
    expect(await holders()).toEqual([]);
    // What the source no longer has either is not told as missing.
    expect((await imported(rows.toSpliced(1, 1))).report).toMatchObject({ noLongerThere: 0 });
  });

  test("is read again from the source once it was wrong to retract it", async () => {
    await bringBack("person", "rut-mala-fe");
    await bringBack("tenure", "rut-mala-fe-1990");
    expect((await imported(rows)).report.rows).toMatchObject({ unchanged: 2, notTaken: 0 });
    expect(await holders()).toEqual(["rut-mala-fe"]);
  });
});

test("from the command line, each named by its kind and id", async () => {
  const { installation } = office;
  const came = await appointed("Línea Falsa, Eva", "1985-06-01", "1985-06-05");
  const words = ["--source", "Diario Oficial", "--locator", "CVE 2", "--reason", "Homónima."];
  const call = (command: typeof registerRetractCommand, ...things: string[]) =>
    callCommand(command, [...things, ...words], { installation });
  await expect(call(registerRetractCommand, `tenencia/${came.tenure}`)).rejects.toMatchObject({ code: "usage" });
  const done = await call(registerRetractCommand, `tenure/${came.tenure}`, `person/${came.person}`);
  expect(done.lines).toEqual([
    expect.stringMatching(`tenure ${came.tenure} is retracted; entry \\d+ of the record.`),
    expect.stringMatching(`person ${came.person} is retracted`),
  ]);
  const back = await call(registerReinstateCommand, `person/${came.person}`);
  expect(back.lines[0]).toMatch("stands again");
});
