import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { registerAsOf } from "../src/register/as-of.ts";
import { type Confirming, confirmIncumbent } from "../src/register/confirm.ts";
import { foundPack } from "../src/register/found-pack.ts";
import { voiceFor } from "../src/register/voice.ts";
import type { Founded } from "./recorder-office.ts";
import { officeOf, packFolder, registerDifferences, settableMeans } from "./register-office.ts";

const means = settableMeans("2026-11-23T15:00:00Z");
const gazette = { name: "Diario Oficial", locator: "https://www.diariooficial.interior.gob.cl/", date: "2026-11-23" };
const minister = "ministro-secretario-general-de-gobierno";

let office: Founded;

beforeEach(async () => {
  means.set("2026-11-23T15:00:00Z");
  office = await officeOf("segegob", means);
});
afterEach(async () => {
  expect(await registerDifferences(office.db)).toEqual([]);
  await office.drop();
});

const confirm = (asked: Partial<Confirming> = {}) =>
  confirmIncumbent(office.db, { on: "2026-11-23", source: gazette, ...asked }, means);
const entries = async () => (await office.db.selectFrom("record_entry").select("act").execute()).length;
const speaks = (day: string, speaker = "Camila Vallejo") => voiceFor(office.db, { speaker, day });

describe("a confirmed incumbent", () => {
  test("speaks on the day confirmed, before it, and after it for as long as the office relies on it", async () => {
    const confirmed = await confirm();
    expect(confirmed).toMatchObject({
      person: "camila-vallejo",
      name: "Camila Vallejo",
      post: minister,
      until: "2027-02-21",
      entry: 1,
    });
    for (const day of ["2022-03-11", "2024-01-01", "2026-11-23", "2027-02-21"])
      expect(await speaks(day)).toMatchObject({ person: "camila-vallejo", post: minister });
    await expect(speaks("2027-02-22")).rejects.toMatchObject({
      code: "unconfirmed",
      message: expect.stringContaining("21 February 2027"),
    });
  });

  test("is told with the day, the source and the limit", async () => {
    await confirm();
    const on = async (day: string) => (await registerAsOf(office.db, { day })).sentence.es;
    expect(await on("2026-11-20")).toContain("Confirmado al 23 de noviembre de 2026 («Diario Oficial»).");
    expect(await on("2026-12-01")).toContain("se tiene por vigente hasta el 21 de febrero de 2027");
    expect(await on("2027-03-01")).toContain("según la fuente. La última confirmación es del 23 de noviembre de 2026");
    expect((await registerAsOf(office.db, { day: "2026-12-01" })).holdings).toMatchObject([
      { incumbent: "confirmed", certainty: "certain", confirmation: { day: "2026-11-23", register: { entry: 1 } } },
    ]);
  });

  test("was unconfirmed before: the register still says what it said then", async () => {
    means.set("2026-11-23T16:00:00Z");
    await confirm();
    const then = await registerAsOf(office.db, { day: "2026-11-23", recorded: new Date("2026-11-23T15:30:00Z") });
    expect(then.verdict).toBe("per-source");
    const empty = await registerAsOf(office.db, { day: "2026-11-23", recorded: new Date("2026-11-22T00:00:00Z") });
    expect(empty.verdict).toBe("unknown");
    expect((await registerAsOf(office.db, { day: "2026-11-23" })).verdict).toBe("certain");
  });

  test("confirmed again in the same words is not entered again; from another source it is", async () => {
    const { entry, ...confirmed } = await confirm();
    expect(entry).toBe(1);
    expect(await confirm()).toEqual(confirmed);
    expect(await entries()).toBe(2);
    expect((await confirm({ source: { name: "Página del Gobierno", locator: "https://www.gob.cl/" } })).entry).toBe(2);
  });
});

describe("another holder", () => {
  const successor: Partial<Confirming> = {
    person: "del Río Peña, María José",
    gender: "feminine",
    since: "2026-03-11",
  };

  test("takes over on the day the former one leaves; both stand, with what was said before", async () => {
    const confirmed = await confirm(successor);
    expect(confirmed).toMatchObject({
      person: "maria-jose-del-rio-pena",
      ended: "camila-vallejo-2022",
      until: "2027-02-21",
    });
    const handover = await registerAsOf(office.db, { day: "2026-03-11" });
    expect(handover.verdict).toBe("handover");
    expect(handover.sentence.es).toContain(
      "Camila Vallejo, ministra secretaria general de Gobierno, titular, hasta ese día; María José del Río Peña",
    );
    expect(await speaks("2026-11-23", "María José del Río Peña")).toMatchObject({
      person: "maria-jose-del-rio-pena",
      instrument: "dl-1385",
    });
    await expect(speaks("2026-11-23")).rejects.toMatchObject({ code: "unconfirmed" });
    expect(await speaks("2025-01-01")).toMatchObject({ person: "camila-vallejo" });
    const chain = await office.db
      .selectFrom("register_assertion")
      .select(["change", "superseded"])
      .where("slug", "=", "camila-vallejo-2022")
      .orderBy("batch")
      .execute();
    expect(chain).toEqual([
      { change: "new", superseded: 2 },
      { change: "change", superseded: null },
    ]);
  });

  test("since an imprecise date leaves the handover as imprecise as it is known", async () => {
    await confirm({ ...successor, since: "2026-03" });
    const { verdict, holdings } = await registerAsOf(office.db, { day: "2026-03-15" });
    expect(verdict).toBe("indeterminate");
    expect(holdings).toHaveLength(2);
    expect((await registerAsOf(office.db, { day: "2026-02-28" })).verdict).toBe("certain");
    expect((await registerAsOf(office.db, { day: "2026-04-01" })).holdings).toMatchObject([
      { certainty: "certain", person: { slug: "maria-jose-del-rio-pena" } },
    ]);
  });

  test("cuts a confirmation of the former one short", async () => {
    means.set("2026-12-10T15:00:00Z");
    await confirm();
    await confirm({ ...successor, on: "2026-12-10", since: "2026-12", source: { ...gazette, date: "2026-12-10" } });
    expect(await speaks("2026-11-23")).toMatchObject({ person: "camila-vallejo" });
    await expect(speaks("2026-12-05")).rejects.toMatchObject({ code: "unconfirmed" });
    await expect(speaks("2027-01-05")).rejects.toMatchObject({ code: "unconfirmed" });
  });

  test("may be somebody who held a post before: one person, a second tenure", async () => {
    await confirm({ person: "Francisco Vidal Salinas", since: "2026-03-11" });
    const people = await office.db.selectFrom("person").select("slug").where("superseded", "is", null).execute();
    expect(people).toHaveLength(39);
    expect(await speaks("2026-11-23", "Francisco Vidal Salinas")).toMatchObject({ person: "francisco-vidal-salinas" });
  });

  test("of a name that another bears gets an id apart, and the name alone no longer tells who speaks", async () => {
    await confirm({ person: "Camila Vallejo" });
    await confirm({ person: "Nueva Persona", since: "2026-03-11" });
    const tx = office.db.transaction();
    await tx.execute(async (it) => {
      const { assertItems } = await import("../src/register/assert-items.ts");
      await assertItems(
        it,
        [
          {
            format: "voceria/register/v1",
            kind: "person",
            id: "nueva-persona-2",
            change: "new",
            data: { names: [{ full: "Nueva Persona", given: "Nueva", surnames: ["Persona"] }] },
            source: { id: "founding-document", locator: "none" },
          },
        ],
        "asserted",
        means,
      );
    });
    await expect(speaks("2026-11-23", "nueva persona")).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringMatching(/2 people: nueva-persona, nueva-persona-2/),
    });
    expect(await speaks("2026-11-23", "nueva-persona")).toMatchObject({ person: "nueva-persona" });
  });
});

describe("what is refused leaves no trace in the record", () => {
  test.each<[string, Partial<Confirming>, string, string]>([
    ["a day to come", { on: "2026-11-24" }, "invalid", "still to come"],
    ["a day that does not exist", { on: "2026-02-29" }, "invalid", "not a day that exists"],
    ["a day before the tenure", { on: "2020-01-01", source: { name: "X", locator: "y" } }, "invalid", "only from"],
    [
      "a source older than what it vouches for",
      { source: { ...gazette, date: "2026-11-01" } },
      "invalid",
      "cannot vouch",
    ],
    ["a post that is not there", { post: "ministra-de-nada" }, "not-found", "no post"],
    ["somebody else without since when", { person: "Carlos Mladinic" }, "invalid", "--since"],
    ["somebody since a day to come", { person: "Carlos Mladinic", since: "2027" }, "invalid", "up to"],
    [
      "somebody since before the incumbent came",
      { person: "Carlos Mladinic", since: "2020" },
      "invalid",
      "cannot have begun",
    ],
    [
      "a name whose surnames cannot be told",
      { person: "María José del Río", since: "2026" },
      "invalid",
      "Surnames, Given names",
    ],
    ["a date that is none", { person: "Carlos Mladinic", since: "marzo" }, "invalid", "EDTF"],
  ])("%s", async (_, asked, code, words) => {
    await expect(confirm(asked)).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
    expect(await entries()).toBe(1);
  });

  test("founding a second office", async () => {
    await expect(foundPack(office, packFolder("blank"))).rejects.toMatchObject({ code: "conflict" });
    expect(await entries()).toBe(1);
  });
});

test("two that confirm at once take turns, and the record holds each once", async () => {
  const done = await Promise.all(
    [1, 2, 3, 4].map((copy) => confirm({ source: { name: `Fuente ${copy}`, locator: "p. 1" } })),
  );
  expect(done.map(({ entry }) => entry ?? -1).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
});

test("a blank office has nobody, takes its first speaker by name, and lets them speak", async () => {
  const blank = await officeOf("blank", means);
  try {
    expect((await registerAsOf(blank.db, { day: "2026-11-23" })).verdict).toBe("unknown");
    const asked = {
      person: "Ana Soto",
      gender: "feminine" as const,
      since: "2026-01",
      on: "2026-11-23",
      source: gazette,
    };
    expect(await confirmIncumbent(blank.db, asked, means)).toMatchObject({ person: "ana-soto", post: "spokesperson" });
    expect((await registerAsOf(blank.db, { day: "2026-11-23" })).sentence.es).toContain("Ana Soto, vocera, titular");
    expect(await voiceFor(blank.db, { speaker: "Ana Soto", day: "2026-11-23" })).toMatchObject({
      institution: "office",
    });
    expect(await registerDifferences(blank.db)).toEqual([]);
  } finally {
    await blank.drop();
  }
});
