import { afterAll, beforeAll, expect, test } from "vitest";
import { appoint } from "../src/register/appoint.ts";
import { registerAsOf } from "../src/register/as-of.ts";
import { assertItems } from "../src/register/assert-items.ts";
import { listGovernments } from "../src/register/governments.ts";
import type { DataOf, ItemKind, RegisterItem, When } from "../src/register/item.ts";
import { alone } from "../src/register/tenure.ts";
import { voiceFor } from "../src/register/voice.ts";
import { transact } from "../src/store/database.ts";
import type { Founded } from "./recorder-office.ts";
import { officeOf, registerDifferences, settableMeans } from "./register-office.ts";

const means = settableMeans("2026-11-23T15:00:00Z");
const gazette = { name: "Diario Oficial", locator: "CVE 1", date: "2026-11-23" };
let office: Founded;

beforeAll(async () => {
  office = await officeOf("segegob", means);
});
afterAll(async () => {
  expect(await registerDifferences(office.db)).toEqual([]);
  await office.drop();
});

const on = (edtf: string): When => alone({ raw: edtf, edtf });
const item = <K extends ItemKind>(kind: K, id: string, data: DataOf[K]) =>
  ({
    format: "voceria/register/v1",
    kind,
    id,
    change: "new",
    data,
    source: { id: "founding-document", locator: "x" },
  }) as RegisterItem;
const enter = (...items: RegisterItem[]) => transact(office.db, (tx) => assertItems(tx, items, "asserted", means));
const said = async (day: string, post: string) => registerAsOf(office.db, { day, post });
const same = (word: string) => ({ feminine: word, masculine: word, neutral: word });

test("a post of two seats is held by two, and refuses a third", async () => {
  await enter(
    item("post", "vocalia", {
      institution: "segegob",
      title: { es: { feminine: "vocala", masculine: "vocal", neutral: "vocal" }, en: same("member") },
      functions: [],
      seats: 2,
    }),
  );
  const come = (person: string, gender: "feminine" | "masculine", seat: number, from: string) =>
    appoint(office.db, { person, gender, post: "vocalia", seat, from, source: gazette }, means);
  await come("Pérez Uno, Eva", "feminine", 1, "2026-01-10");
  await come("Gómez Dos, Inés", "feminine", 2, "2026-02-01");
  await expect(come("Tres Tres, Ana", "feminine", 1, "2026-03-01")).rejects.toThrow("All 2 seats of vocalia are held");
  const { sentence, verdict } = await said("2026-11-23", "vocalia");
  expect(verdict).toBe("certain");
  expect(sentence.es).toContain("Eva Pérez Uno, vocala, titular; e Inés Gómez Dos, vocala, titular.");
  expect(await voiceFor(office.db, { speaker: "Inés Gómez Dos", day: "2026-11-23" })).toMatchObject({
    post: "vocalia",
  });
});

test("an institution bears the name of the day, before it was renamed and after it was merged into another", async () => {
  await enter(
    item("institution", "comunicaciones", {
      kind: "service",
      names: [
        { name: { es: "Oficina de Informaciones" }, end: on("1990-05-01") },
        { name: { es: "Servicio de Comunicaciones" }, start: on("1990-05-01") },
      ],
      end: on("2000-01-01"),
    }),
    item("post", "director", {
      institution: "comunicaciones",
      title: { es: { feminine: "directora", masculine: "director", neutral: "dirección" }, en: same("director") },
      functions: [],
      rank: { name: "Subsecretario" },
      end: on("2000-01-01"),
    }),
    item("instrument", "ley-fusion", {
      kind: "ley",
      effects: [{ act: "merges", institution: "comunicaciones", resulting: "segegob", date: on("2000-01-01") }],
    }),
    item("person", "rosa-diaz", {
      names: [{ full: "Rosa Díaz", given: "Rosa", surnames: ["Díaz"] }],
      gender: "feminine",
      genderSource: "source",
    }),
    item("tenure", "rosa-diaz-1988", {
      person: "rosa-diaz",
      post: "director",
      start: on("1988-03-01"),
      end: on("2000-01-01"),
      capacities: [
        { capacity: "titular" },
        { capacity: "concurrent", start: on("1995-01-01"), end: on("1995-12-31"), rank: "Ministra" },
      ],
    }),
  );
  expect((await said("1989-01-01", "director")).holdings[0]).toMatchObject({
    institution: { name: { es: "Oficina de Informaciones" } },
    post: { title: { es: "directora" } },
    rank: "Subsecretario",
  });
  expect((await said("1999-01-01", "director")).holdings[0]?.institution.name.es).toBe("Servicio de Comunicaciones");
  expect((await said("1995-06-01", "director")).holdings[0]).toMatchObject({
    capacity: "concurrent",
    rank: "Ministra",
  });
  expect((await said("2000-01-02", "director")).verdict).toBe("unknown");
  await expect(
    appoint(office.db, { person: "rosa-diaz", post: "director", from: "2001-01-01", source: gazette }, means),
  ).rejects.toThrow("ended on 2000-01-01");
});

test("a government is an interval on a source's word, and none is there that no source gave", async () => {
  expect(await listGovernments(office.db)).toEqual([]);
  await enter(
    item("institution", "gobierno-aylwin", {
      kind: "government",
      names: [{ name: { es: "Gobierno de Patricio Aylwin" } }],
      start: on("1990-03-11"),
      end: on("1994-03-11"),
    }),
  );
  expect((await listGovernments(office.db)).map(({ id, data }) => [id, data.start?.min, data.end?.max])).toEqual([
    ["gobierno-aylwin", "1990-03-11", "1994-03-11"],
  ]);
});
