import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { registerAsOf } from "../src/register/as-of.ts";
import { institutionPage } from "../src/register/institution-page.ts";
import { readOffice } from "../src/register/office.ts";
import { voiceFor, voicesByNameAndDay } from "../src/register/voice.ts";
import { sharedFolder } from "./shared.ts";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Founded } from "./recorder-office.ts";
import { officeOf, registerDifferences, settableMeans } from "./register-office.ts";

let office: Founded;

beforeAll(async () => {
  office = await officeOf("segegob", settableMeans("2026-11-23T15:00:00Z"));
});
afterAll(async () => {
  expect(await registerDifferences(office.db)).toEqual([]);
  await office.drop();
});

async function told(day: string, post?: string) {
  const answer = await registerAsOf(office.db, { day, ...(post === undefined ? {} : { post }) });
  const holders = answer.holdings.map((one) => `${one.certainty} ${one.role} ${one.person.slug}`);
  return { verdict: answer.verdict, holders, ...answer.sentence };
}

describe("who spoke for the government on a day, as the founding document has it", () => {
  test("1970-11-03: nobody is known, though the post existed", async () => {
    const answer = await told("1970-11-03");
    expect(answer).toMatchObject({ verdict: "unknown", holders: [] });
    expect(answer.es).toMatch(/^3 de noviembre de 1970: no se sabe\. El cargo existía/);
    expect(answer.en).toMatch(/^3 November 1970: not known\. The post existed/);
  });

  test("1931-01-01: neither a holder nor the post is known", async () => {
    expect((await told("1931-01-01")).en).toContain("nor is it known that the post existed");
  });

  test("1972-08-08: Suárez until that day, del Canto from it", async () => {
    const answer = await told("1972-08-08");
    expect(answer.verdict).toBe("handover");
    expect(answer.holders).toEqual(["certain until jaime-suarez-bastidas", "certain from hernan-del-canto-riquelme"]);
    expect(answer.es).toBe(
      "8 de agosto de 1972: Jaime Suárez Bastidas, secretario general de Gobierno, titular, hasta ese día; " +
        "Hernán del Canto Riquelme, secretario general de Gobierno, titular, desde ese día.",
    );
    expect(answer.en).toBe(
      "8 August 1972: Jaime Suárez Bastidas, General Secretary of Government, titular, until that day; " +
        "Hernán del Canto Riquelme, General Secretary of Government, titular, from that day.",
    );
  });

  test("1973-09-11: Flores, whose last day it was; nobody took over before the next", async () => {
    expect(await told("1973-09-11")).toMatchObject({
      verdict: "certain",
      holders: ["certain until fernando-flores-labra"],
    });
    expect((await told("1973-09-12")).holders).toEqual(["certain from pedro-ewing-hodar"]);
  });

  test("1974-06-30: Ewing or Béjares, which cannot be determined", async () => {
    const answer = await told("1974-06-30");
    expect(answer.verdict).toBe("indeterminate");
    expect(answer.holders).toEqual(["possible holds pedro-ewing-hodar", "possible holds hernan-bejares-gonzalez"]);
    expect(answer.es).toContain("las fuentes no permiten determinar cuál");
  });

  test("1974-12-31: Béjares certainly, Ewing possibly", async () => {
    const answer = await told("1974-12-31");
    expect(answer.verdict).toBe("certain");
    expect(answer.holders).toEqual(["certain holds hernan-bejares-gonzalez", "possible holds pedro-ewing-hodar"]);
    expect(answer.es).toContain("Posiblemente también Pedro Ewing Hodar");
  });

  test("1976-03-22: Béjares until that day as secretary, from it as minister, and the reading is flagged", async () => {
    const { holdings, verdict } = await registerAsOf(office.db, { day: "1976-03-22" });
    expect(verdict).toBe("handover");
    expect(holdings.map(({ post, role, startText }) => [post.title.es, role, startText])).toEqual([
      ["secretario general de Gobierno", "until", "1974 22 March 1976"],
      ["ministro secretario general de Gobierno", "from", "1974 22 March 1976"],
    ]);
    expect(holdings.every(({ interpretation }) => interpretation?.includes("two dates in one"))).toBe(true);
  });

  test("2000-01-01: Mladinic, all day", async () => {
    const { holdings, verdict } = await registerAsOf(office.db, { day: "2000-01-01" });
    expect(verdict).toBe("certain");
    expect(holdings).toMatchObject([
      { person: { slug: "carlos-mladinic" }, wholeDay: true, incumbent: "no", instrument: "dl-1385" },
    ]);
  });

  test("2026-11-23: Vallejo according to that source, not confirmed since", async () => {
    const answer = await told("2026-11-23");
    expect(answer).toMatchObject({ verdict: "per-source", holders: ["possible holds camila-vallejo"] });
    expect(answer.es).toBe(
      "23 de noviembre de 2026: Camila Vallejo, ministra secretaria general de Gobierno, titular, según la fuente. " +
        "«Ministry Secretary-General of Government (Chile)» no lleva fecha; no se ha confirmado.",
    );
    expect(answer.en).toContain("according to the source");
  });

  test("one post alone is asked by its id; one that is not there is refused, and so is a day that does not exist", async () => {
    expect((await told("1976-03-22", "ministro-secretario-general-de-gobierno")).holders).toEqual([
      "certain from hernan-bejares-gonzalez",
    ]);
    await expect(told("2000-01-01", "ministra-de-nada")).rejects.toMatchObject({ code: "not-found" });
    await expect(told("1973-02-29")).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("the voice of a named speaker", () => {
  test("is given to whoever certainly held the post that day, with the law and the item of the record", async () => {
    const voice = await voiceFor(office.db, { speaker: "ENA VON BAER JAHN", day: "2010-06-01" });
    expect(voice).toMatchObject({
      capacity: "titular",
      institution: "segegob",
      instrument: "dl-1385",
      person: "ena-von-baer-jahn",
      post: "ministro-secretario-general-de-gobierno",
      register: { entry: 0 },
    });
    expect(await voiceFor(office.db, { speaker: "von Baer Jahn, Ena", day: "2010-06-01" })).toEqual(voice);
    expect(await voiceFor(office.db, { speaker: "ena-von-baer-jahn", day: "2010-06-01" })).toEqual(voice);
  });

  test("speaks on the day of the move in the post that begins, and under no law before there is one", async () => {
    const day = "1976-03-22";
    expect(await voiceFor(office.db, { speaker: "Hernán Béjares González", day })).toMatchObject({
      instrument: "dl-1385",
    });
    const before = await voiceFor(office.db, { speaker: "Hernán Béjares González", day: "1975-06-01" });
    expect(before.post).toBe("secretario-general-de-gobierno");
    expect(before).not.toHaveProperty("instrument");
  });

  test.each([
    ["the incumbent that nobody confirmed", "Camila Vallejo", "2026-11-23", "unconfirmed", "voceria register confirm"],
    ["somebody who possibly held it", "Pedro Ewing Hodar", "1974-06-30", "unconfirmed", "possible but not certain"],
    ["a former holder", "Carlos Mladinic", "2026-11-23", "unconfirmed", "no post that speaks"],
    ["somebody nobody knows", "Juan Nadie", "2026-11-23", "not-found", "knows nobody"],
    ["a part of a name", "Vidal", "2004-01-01", "not-found", "knows nobody"],
  ])("is refused to %s", async (_, speaker, day, code, words) => {
    await expect(voiceFor(office.db, { speaker, day })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words),
    });
  });

  test("is looked up for a whole archive at once, and left open wherever it is not certain", async () => {
    const asked = [
      { name: "Francisco Vidal Salinas", day: "2004-01-01" },
      { name: "Camila Vallejo", day: "2026-11-23" },
      { name: "Francisco Vidal Salinas", day: "2006-09-01" },
      { name: "francisco vidal salinas", day: "2008-01-01" },
      { name: "rene-vidal-basauri", day: "1978-01-01" },
      { name: "Howard, John", day: "2004-01-01" },
    ];
    const voices = await voicesByNameAndDay(office.db, asked);
    expect(voices.map((voice) => voice?.person)).toEqual([
      "francisco-vidal-salinas",
      undefined,
      undefined,
      "francisco-vidal-salinas",
      "rene-vidal-basauri",
      undefined,
    ]);
    expect(voices[0]?.register).not.toEqual(voices[3]?.register);
  });
});

describe("the institution's page", () => {
  test("reads like the founding document: lead, history, 42 rows of 43 tenures by 39 people", async () => {
    const page = await institutionPage(office.db, { at: new Date("2026-11-23T15:00:00Z") });
    expect(page.name).toEqual({
      es: "Ministerio Secretaría General de Gobierno",
      en: "Ministry Secretary-General of Government",
    });
    expect(page.rows).toHaveLength(42);
    expect(page.rows.flatMap(({ tenures }) => tenures)).toHaveLength(43);
    expect(new Set(page.rows.map(({ person }) => person)).size).toBe(39);
    expect(page.rows[5]).toMatchObject({
      name: "Hernán Béjares González",
      entered: "1974 22 March 1976",
      exited: "15 November 1977",
      tenures: [{}, {}],
    });
    expect(page.rows[41]).toMatchObject({
      exited: "Incumbent",
      initials: "CV",
      incumbent: { incumbent: "asserted-on", certainty: "possible" },
    });
    expect(page.rows[32]).toMatchObject({ initials: "EB", inverted: "von Baer Jahn, Ena" });
    expect(page.instruments.map(({ id }) => id)).toEqual(["dl-1385", "reorganizacion-1991", "reorganizacion-1992"]);
    expect(page.instruments[1]?.data).toMatchObject({ administration: "Patricio Aylwin", date: { edtf: "1991" } });
    expect(page.instruments[1]?.data).not.toHaveProperty("number");
    expect(page.gaps).toMatchObject([{ data: { state: "unknown", start: { edtf: "1932" } } }]);
  });

  const shared = sharedFolder();
  test.skipIf(shared === undefined)(
    "agrees with the founding document itself, row by row (skipped where ../shared is absent)",
    async () => {
      const text = await readFile(
        join(shared ?? "", "data/seed/ministry-secretary-general-of-government-chile.txt"),
        "utf8",
      );
      const rows = text
        .split("\n")
        .filter((line) => line.startsWith("| |"))
        .map((line) =>
          line
            .split("|")
            .slice(1, -1)
            .map((cell) => cell.trim()),
        );
      const page = await institutionPage(office.db, { at: new Date("2026-11-23T15:00:00Z") });
      expect(
        page.rows.map(({ picture, name, entered, exited, notes }) => [picture, name, entered, exited, notes]),
      ).toEqual(rows);
      const { lead, history, title, holders } = page.data;
      for (const passage of [lead, title, holders, ...(history ?? [])]) expect(text).toContain(passage?.text.en);
      const tenures = await office.db
        .selectFrom("register_assertion")
        .select(["data", "locator"])
        .where("kind", "=", "tenure")
        .execute();
      for (const { data, locator } of tenures) {
        const raw = Object.values((data as { raw: Record<string, string> }).raw);
        expect(raw.toSorted()).toEqual(rows[Number(locator.replace("table, row ", "")) - 1]?.toSorted());
      }
    },
  );
});

test("the office is the pack's: its institution, zone, language and the posts that speak", async () => {
  expect(await readOffice(office.db)).toMatchObject({
    institution: "segegob",
    timeZone: "America/Santiago",
    language: "es-CL",
    confirmationDays: 90,
    spokespersonPosts: ["ministro-secretario-general-de-gobierno", "secretario-general-de-gobierno"],
  });
});

test("people stand in Spanish order, and two of one surname are kept apart", async () => {
  const { rows } = { rows: await office.db.selectFrom("person").select("slug").orderBy("sort_key").execute() };
  const order = rows.map(({ slug }) => slug);
  expect(order).toHaveLength(39);
  const among = (...slugs: string[]) => order.filter((slug) => slugs.includes(slug));
  expect(
    among(
      "hernan-del-canto-riquelme",
      "julio-bravo-valdes",
      "francisco-javier-cuadra-lizana",
      "ena-von-baer-jahn",
      "pilar-armanet",
      "sergio-badiola-broberg",
    ),
  ).toEqual([
    "pilar-armanet",
    "sergio-badiola-broberg",
    "ena-von-baer-jahn",
    "julio-bravo-valdes",
    "hernan-del-canto-riquelme",
    "francisco-javier-cuadra-lizana",
  ]);
  expect(order.filter((slug) => slug.includes("vidal") || slug.includes("suarez"))).toEqual([
    "jaime-suarez-bastidas",
    "ramon-suarez-gonzalez",
    "rene-vidal-basauri",
    "francisco-vidal-salinas",
  ]);
});
