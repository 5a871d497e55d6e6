import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { actFor } from "../src/register/act.ts";
import { appoint, type Appointing } from "../src/register/appoint.ts";
import { registerAsOf } from "../src/register/as-of.ts";
import { readChain } from "../src/register/chain.ts";
import { changeCapacity } from "../src/register/change-capacity.ts";
import { changeDate } from "../src/register/change-date.ts";
import { confirmIncumbent } from "../src/register/confirm.ts";
import { endTenure } from "../src/register/end-tenure.ts";
import { handOver } from "../src/register/hand-over.ts";
import { recordVacancy } from "../src/register/record-vacancy.ts";
import { speakersOn, voiceFor } from "../src/register/voice.ts";
import type { Founded } from "./recorder-office.ts";
import { officeOf, registerDifferences, settableMeans } from "./register-office.ts";

const means = settableMeans("2026-11-23T15:00:00Z");
const gazette = { name: "Diario Oficial", locator: "CVE 1234567", date: "2026-11-23" };
const minister = "ministro-secretario-general-de-gobierno";
const ana = { person: "Soto Vera, Ana", gender: "feminine" as const };
const luis = { person: "Rojas Díaz, Luis", gender: "masculine" as const };

let office: Founded;

beforeEach(async () => {
  means.set("2026-11-23T15:00:00Z");
  office = await officeOf("segegob", means);
});
afterEach(async () => {
  expect(await registerDifferences(office.db)).toEqual([]);
  await office.drop();
});

const entries = async () => (await office.db.selectFrom("record_entry").select("act").execute()).length;
const asOf = (day: string, recorded?: string) =>
  registerAsOf(office.db, { day, ...(recorded === undefined ? {} : { recorded: new Date(recorded) }) });
const es = async (day: string) => (await asOf(day)).sentence.es;
const speaks = (speaker: string, day: string) => voiceFor(office.db, { speaker, day });
const vallejoLeft = (on = "2026-03-11") =>
  endTenure(office.db, { person: "Camila Vallejo", on, source: gazette }, means);
const appointAna = (more: Partial<Appointing> = {}) =>
  appoint(office.db, { ...ana, from: "2026-03-11", source: gazette, ...more }, means);

describe("an appointment", () => {
  test("is one entry: the person, the decree, the tenure and what the source vouches for", async () => {
    await vallejoLeft();
    const came = await appointAna({
      instrument: { name: "decreto-supremo 71", date: { raw: "11 de marzo de 2026", edtf: "2026-03-11" } },
    });
    expect(came).toMatchObject({
      person: "ana-soto-vera",
      tenure: "ana-soto-vera-2026",
      post: minister,
      confirmed: { day: "2026-11-23", until: "2027-02-21" },
      pending: false,
      entry: 2,
    });
    expect(await es("2026-03-11")).toMatch(
      /Camila Vallejo.*hasta ese día; Ana Soto Vera, ministra secretaria general de Gobierno, titular, desde ese día/,
    );
    expect(await speaks("Ana Soto Vera", "2026-11-23")).toMatchObject({ person: "ana-soto-vera", capacity: "titular" });
    const decree = await office.db
      .selectFrom("register_assertion")
      .select("data")
      .where("slug", "=", "decreto-supremo-71-2026")
      .executeTakeFirstOrThrow();
    expect(decree.data).toMatchObject({ effects: [{ act: "appoints", post: minister, date: { edtf: "2026-03-11" } }] });
  });

  test("announced for a day to come is entered now, certain on its day, and waits to be confirmed", async () => {
    await vallejoLeft("2026-12-01");
    const came = await appointAna({ from: "1 de diciembre de 2026" });
    expect(came).toMatchObject({ pending: true });
    expect(came).not.toHaveProperty("confirmed");
    expect((await asOf("2026-11-30")).holdings.map(({ person }) => person.slug)).toEqual(["camila-vallejo"]);
    expect((await asOf("2026-12-01")).verdict).toBe("handover");
    expect((await asOf("2026-12-02")).verdict).toBe("per-source");
    await expect(speaks("Ana Soto Vera", "2026-12-02")).rejects.toMatchObject({ code: "unconfirmed" });
    means.set("2026-12-02T15:00:00Z");
    await confirmIncumbent(office.db, { on: "2026-12-02", source: { ...gazette, date: "2026-12-02" } }, means);
    expect(await speaks("Ana Soto Vera", "2026-12-02")).toMatchObject({ person: "ana-soto-vera" });
  });

  test("of somebody known keeps one person", async () => {
    await vallejoLeft();
    expect(await appointAna({ person: "Francisco Vidal Salinas" })).toMatchObject({
      person: "francisco-vidal-salinas",
    });
  });

  test("of the Julian calendar keeps the source's words and says what they mean", async () => {
    const came = await appointAna({
      from: "5 de octubre de 1932 (juliano)",
      until: "1 de noviembre de 1932",
      post: "secretario-general-de-gobierno",
    });
    const [said] = await readChain(office.db, "tenure", came.tenure);
    expect(said?.data?.start).toMatchObject({ edtf: "1932-10-18", raw: "5 de octubre de 1932 (juliano)" });
    expect(said?.data?.start.interpretation).toContain("Julian");
  });

  test.each<[string, Partial<Appointing>, string, RegExp]>([
    ["while the seat is taken", {}, "conflict", /one seat.*camila-vallejo since 11 March 2022 \(camila-vallejo-2022\)/],
    ["to a post that had ended", { post: "secretario-general-de-gobierno" }, "conflict", /ended on 1976-03-22/],
    ["to a post that did not exist yet", { from: "1970", until: "1971" }, "conflict", /exists only from 1976/],
    ["of somebody who is there already", { person: "Camila Vallejo" }, "conflict", /already \(camila-vallejo-2022\)/],
    ["to a post that is not there", { post: "nada" }, "not-found", /no post "nada"/],
    ["on leave", { capacity: "on-leave" }, "invalid", /then the leave/],
    ["that ends before it begins", { until: "2026-03-10" }, "invalid", /before it begins/],
    ["on a day that does not exist", { from: "2026-02-30" }, "invalid", /2026-02-30/],
    ["on no date", { from: "pronto" }, "invalid", /"pronto" is not a date/],
    ["without a source", { source: { name: " ", locator: "x" } }, "invalid", /rests on a source/],
    [
      "before it is announced",
      { source: { ...gazette, date: "2026-12-01" } },
      "invalid",
      /when it is announced, not before/,
    ],
    ["of a name whose surnames cannot be told", { person: "Ana María Soto Vera" }, "invalid", /Surnames, Given names/],
    ["under a law that is neither known nor named", { instrument: { name: "decreto" } }, "invalid", /no instrument/],
  ])("%s is refused, and leaves no trace", async (_, more, code, words) => {
    await expect(appointAna(more)).rejects.toMatchObject({ code, message: expect.stringMatching(words) });
    expect(await entries()).toBe(1);
  });

  test("that contradicts the register goes in where it is said to be contested", async () => {
    await appointAna({ contested: true });
    expect((await asOf("2026-11-23")).holdings).toHaveLength(2);
  });

  test("tried twice at once happens once", async () => {
    await vallejoLeft();
    const tried = await Promise.allSettled([1, 2, 3].map(() => appointAna()));
    expect(tried.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(tried.filter((one) => one.status === "rejected").map((one) => one.reason.code)).toEqual([
      "conflict",
      "conflict",
    ]);
    expect(await entries()).toBe(3);
  });
});

describe("somebody who acts for a while", () => {
  test("speaks with (S) beside the holder on leave, who does not; then everything is as before", async () => {
    await confirmIncumbent(office.db, { on: "2026-11-23", source: gazette }, means);
    const acting = await actFor(
      office.db,
      {
        ...luis,
        capacity: "subrogante",
        from: "2026-11-10",
        until: "2026-11-20",
        leave: { note: "feriado legal" },
        source: gazette,
      },
      means,
    );
    expect(acting).toMatchObject({ onLeave: "camila-vallejo-2022", filled: [], pending: false });
    expect(await es("2026-11-15")).toBe(
      "15 de noviembre de 2026: Camila Vallejo, ministra secretaria general de Gobierno, con licencia; y " +
        "Luis Rojas Díaz, ministro secretario general de Gobierno (S), subrogante. Confirmado al 23 de noviembre de 2026 («Diario Oficial»).",
    );
    expect(await speaks("Luis Rojas Díaz", "2026-11-15")).toMatchObject({ capacity: "subrogante", post: minister });
    await expect(speaks("Camila Vallejo", "2026-11-15")).rejects.toMatchObject({
      message: expect.stringContaining("on leave"),
    });
    expect(await speaks("Camila Vallejo", "2026-11-21")).toMatchObject({ capacity: "titular" });
    await expect(speaks("Luis Rojas Díaz", "2026-11-21")).rejects.toMatchObject({ code: "unconfirmed" });
    expect((await asOf("2026-11-15", "2026-11-22T00:00:00Z")).holdings).toEqual([]);
  });

  test("can become the holder, and the capacity changes on that day", async () => {
    await vallejoLeft();
    const { tenure } = await actFor(
      office.db,
      { ...ana, capacity: "subrogante", from: "2026-03-11", source: gazette },
      means,
    );
    await changeCapacity(office.db, { tenure, capacity: "titular", from: "2026-05-02", source: gazette }, means);
    expect((await asOf("2026-05-01")).holdings[0]).toMatchObject({ capacity: "subrogante", capacityCertain: true });
    expect((await asOf("2026-05-02")).holdings[0]).toMatchObject({ capacity: "titular", capacityCertain: true });
    expect((await asOf("2026-05-03")).holdings[0]).toMatchObject({ capacity: "titular", capacityCertain: true });
  });

  test("cannot act for themselves, nor for nobody", async () => {
    const himself = { person: "Camila Vallejo", capacity: "suplente" as const, from: "2026-11-10", source: gazette };
    await expect(actFor(office.db, himself, means)).rejects.toMatchObject({ code: "conflict" });
    await vallejoLeft();
    await expect(actFor(office.db, { ...himself, ...luis, leave: {} }, means)).rejects.toMatchObject({
      code: "not-found",
    });
  });
});

describe("a leave", () => {
  const leave = (more: { from?: string; until?: string }) =>
    changeCapacity(office.db, { person: "Camila Vallejo", capacity: "on-leave", source: gazette, ...more }, means);

  test("goes on until somebody says that it ended", async () => {
    await confirmIncumbent(office.db, { on: "2026-11-23", source: gazette }, means);
    await leave({ from: "2026-10-01" });
    await expect(speaks("Camila Vallejo", "2026-11-23")).rejects.toMatchObject({ code: "unconfirmed" });
    await leave({ until: "2026-11-15" });
    expect(await speaks("Camila Vallejo", "2026-11-23")).toMatchObject({ capacity: "titular" });
    await expect(speaks("Camila Vallejo", "2026-11-15")).rejects.toMatchObject({ code: "unconfirmed" });
  });

  test("outside the tenure, ended twice or before it began is refused", async () => {
    await expect(leave({ from: "2020-01-01", until: "2020-02-01" })).rejects.toMatchObject({ code: "invalid" });
    await expect(leave({ until: "2026-11-15" })).rejects.toMatchObject({ code: "not-found" });
    await leave({ from: "2026-10-01" });
    await expect(leave({ until: "2026-09-15" })).rejects.toMatchObject({ code: "invalid" });
    expect(await entries()).toBe(2);
  });
});

describe("an end", () => {
  test("with a vacancy says that nobody came, for as long as its source says so", async () => {
    await endTenure(office.db, { on: "2026-11-20", vacant: true, reason: "Renunció.", source: gazette }, means);
    const left = await asOf("2026-11-20");
    expect(left).toMatchObject({
      verdict: "certain",
      holdings: [{ role: "until", person: { slug: "camila-vallejo" } }],
      gaps: [{ turn: "from", state: "vacant" }],
    });
    expect(left.sentence.es).toMatch(
      /^20 de noviembre de 2026: Camila Vallejo.*, hasta ese día; vacante desde entonces, según «Diario Oficial»\.$/,
    );
    expect(left.sentence.en).toMatch(/, until that day; vacant from then, according to “Diario Oficial”\.$/);
    expect(await asOf("2026-11-22")).toMatchObject({ verdict: "vacant", holdings: [] });
    const later = await asOf("2026-12-24");
    expect(later.verdict).toBe("per-source");
    expect(later.sentence.es).toMatch(/Posiblemente vacante.*Así lo decía el 23 de noviembre de 2026/);
    const came = await appointAna({ from: "2026-11-22" });
    expect(came.filled).toHaveLength(1);
    expect((await asOf("2026-11-21")).verdict).toBe("vacant");
    expect((await asOf("2026-11-22")).sentence.es).toMatch(
      /^22 de noviembre de 2026: Vacante hasta [^;]*; Ana [^;]*, desde ese día\.$/,
    );
    expect((await asOf("2026-11-23")).verdict).toBe("certain");
    const chain = await readChain(office.db, "tenure", "camila-vallejo-2022");
    expect(chain.map(({ change, reason, data }) => [change, reason, data?.end.edtf])).toEqual([
      ["new", undefined, ".."],
      ["change", "Renunció.", "2026-11-20"],
    ]);
  });

  test("is entered once; another is a change of the date", async () => {
    await vallejoLeft();
    await expect(
      endTenure(office.db, { tenure: "camila-vallejo-2022", on: "2026-04-01", source: gazette }, means),
    ).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(vallejoLeft("2020-01-01")).rejects.toMatchObject({ code: "conflict" });
  });

  test("before the start is refused", async () => {
    await expect(vallejoLeft("2020-01-01")).rejects.toMatchObject({ code: "invalid" });
    expect(await entries()).toBe(1);
  });
});

test("a vacancy is refused while the register has a holder, and said where it has none", async () => {
  const vacancy = { from: "2026-03-12", until: "2026-03-20", note: { es: "Entre dos gabinetes." }, source: gazette };
  await expect(recordVacancy(office.db, vacancy, means)).rejects.toMatchObject({ code: "conflict" });
  await vallejoLeft();
  await recordVacancy(office.db, vacancy, means);
  expect(await es("2026-03-15")).toBe(
    "15 de marzo de 2026: Vacante el cargo de titular del Ministerio Secretaría General de Gobierno, según «Diario Oficial». Entre dos gabinetes.",
  );
});

describe("a date that was wrong", () => {
  test("is corrected with its reason; what was said before stays, and answers for its time", async () => {
    means.set("2026-11-23T16:00:00Z");
    const changed = await changeDate(
      office.db,
      {
        person: "Hernán Béjares González",
        post: "secretario-general-de-gobierno",
        start: "1974-12",
        change: "correction",
        reason: "El decreto es de diciembre.",
        source: gazette,
      },
      means,
    );
    expect(changed).toMatchObject({ start: "1974-12", entry: 1 });
    expect((await asOf("1974-06-30")).holdings.map(({ person }) => person.slug)).toEqual(["pedro-ewing-hodar"]);
    expect((await asOf("1974-06-30", "2026-11-23T15:30:00Z")).verdict).toBe("indeterminate");
    const chain = await readChain(office.db, "tenure", changed.tenure);
    expect(chain.map(({ change, reason, data }) => [change, reason, data?.start.edtf])).toEqual([
      ["new", undefined, "1974"],
      ["correction", "El decreto es de diciembre.", "1974-12"],
    ]);
  });

  test.each([
    ["that is the same", { end: "ongoing" }, "nothing to change"],
    ["that ends it before it began", { end: "2021" }, "before it begins"],
    ["without a reason", { end: "2026", reason: " " }, "reason"],
  ])("%s is refused", async (_, more, words) => {
    const asked = { person: "Camila Vallejo", change: "correction" as const, reason: "x", source: gazette, ...more };
    await expect(changeDate(office.db, asked, means)).rejects.toThrow(words);
    expect(await entries()).toBe(1);
  });

  test("taken back, the tenure goes on as its source says", async () => {
    await vallejoLeft();
    await changeDate(
      office.db,
      {
        tenure: "camila-vallejo-2022",
        end: "ongoing",
        change: "correction",
        reason: "Otro ministerio.",
        source: gazette,
      },
      means,
    );
    expect((await asOf("2026-11-23")).verdict).toBe("certain");
    expect((await asOf("2026-11-24")).verdict).toBe("per-source");
  });
});

describe("a handover at noon", () => {
  const announced = { name: "Anuncio del gabinete", locator: "https://www.gob.cl/", date: "2026-11-23" };

  test("announced ahead says both, in order, with the hour; and the former one goes on until then", async () => {
    const came = await handOver(office.db, { ...ana, at: "2027-03-11T15:00:00Z", source: announced }, means);
    expect(came).toMatchObject({ ended: "camila-vallejo-2022", pending: true, entry: 1 });
    const day = await asOf("2027-03-11");
    expect(day.verdict).toBe("handover");
    expect(day.sentence.es).toBe(
      "11 de marzo de 2027: Camila Vallejo, ministra secretaria general de Gobierno, titular, hasta ese día a las 12:00; " +
        "Ana Soto Vera, ministra secretaria general de Gobierno, titular, desde ese día a las 12:00.",
    );
    expect((await asOf("2027-03-10")).holdings).toMatchObject([
      { certainty: "certain", person: { slug: "camila-vallejo" } },
    ]);
    expect((await asOf("2027-03-12")).verdict).toBe("per-source");
  });

  test("gives the word to the one until noon, to the other from it", async () => {
    await handOver(office.db, { ...ana, at: "2026-11-23T12:00", source: announced }, means);
    const at = (speaker: string, instant: string) =>
      voiceFor(office.db, { speaker, day: "2026-11-23", at: new Date(instant) });
    expect(await at("Camila Vallejo", "2026-11-23T14:59:59Z")).toMatchObject({ person: "camila-vallejo" });
    await expect(at("Camila Vallejo", "2026-11-23T15:00:00Z")).rejects.toThrow("at this hour somebody else speaks");
    expect(await at("Ana Soto Vera", "2026-11-23T15:00:00Z")).toMatchObject({ person: "ana-soto-vera" });
    await expect(at("Ana Soto Vera", "2026-11-23T14:59:59Z")).rejects.toMatchObject({ code: "unconfirmed" });
  });

  test("offers to whoever writes, at each hour, the voice that a text would have then, and why another has none", async () => {
    await handOver(office.db, { ...ana, at: "2026-11-23T12:00", source: announced }, means);
    const offered = async (instant: string) =>
      (await speakersOn(office.db, "2026-11-23", new Date(instant)))
        .filter(({ holding }) => holding.post.spokesperson)
        .map(({ holding, voice, why }) => [holding.person.slug, voice?.person, why?.es]);
    expect(await offered("2026-11-23T14:59:59Z")).toEqual([
      ["camila-vallejo", "camila-vallejo", undefined],
      ["ana-soto-vera", undefined, expect.stringContaining("a esta hora habla otra persona")],
    ]);
    expect(await offered("2026-11-23T15:00:00Z")).toEqual([
      ["camila-vallejo", undefined, expect.stringContaining("a esta hora habla otra persona")],
      ["ana-soto-vera", "ana-soto-vera", undefined],
    ]);
    await expect(
      voiceFor(office.db, { speaker: "ana-soto-vera", post: "subsecretario-general-de-gobierno", day: "2026-11-23" }),
    ).rejects.toMatchObject({ code: "unconfirmed" });
  });

  test("late in the evening elsewhere is on the office's own day", async () => {
    await handOver(office.db, { ...ana, at: "2026-03-12T02:00:00Z", source: announced }, means);
    expect((await asOf("2026-03-11")).verdict).toBe("handover");
  });

  test.each([
    ["before it is announced", { source: { ...announced, date: "2026-11-24" } }, "invalid", "not before"],
    ["on no single day", { at: "2026-03" }, "invalid", "on one day"],
    ["to oneself", { person: "Camila Vallejo" }, "conflict", "themselves"],
    ["from somebody who is not there", { outgoing: "Carlos Mladinic" }, "conflict", "has ended"],
    ["before the outgoing one came", { at: "2021-01-01" }, "invalid", "before it begins"],
  ])("%s is refused, and leaves no trace", async (_, more, code, words) => {
    const asked = { ...ana, at: "2026-03-11", source: announced, ...more };
    await expect(handOver(office.db, asked, means)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words),
    });
    expect(await entries()).toBe(1);
  });
});
