import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { confirmIncumbent } from "../src/register/confirm.ts";
import type { Founded } from "./recorder-office.ts";
import { officeOf, registerDifferences, settableMeans } from "./register-office.ts";

const means = settableMeans("2026-11-23T15:00:00Z");
let office: Founded;

beforeAll(async () => {
  office = await officeOf("segegob", means);
  const source = { name: "Diario Oficial", locator: "p. 1" };
  await confirmIncumbent(office.db, { on: "2026-11-23", person: "Ana Soto", since: "2026-03-11", source }, means);
});
afterAll(() => office.drop());

test("a register as it was entered differs nowhere from the record", async () => {
  expect(await registerDifferences(office.db)).toEqual([]);
});

test.each([
  [
    "a day bound moved by one",
    "update tenure set end_max = end_max + 1 where slug = 'carlos-mladinic-1999'",
    /tenure of entry 0.*carlos-mladinic-1999.*end_max/,
  ],
  [
    "an EDTF date altered",
    "update tenure set start_edtf = '1974-01' where slug = 'hernan-bejares-gonzalez-1974'",
    /start_edtf/,
  ],
  [
    "a sort key",
    "update person set sort_key = 'zz' where slug = 'camila-vallejo'",
    /person of entry 0.*camila-vallejo.*sort_key/,
  ],
  [
    "a name to search by",
    "update person_name set search_key = 'x' where person = 'camila-vallejo'",
    /person_name.*search_key/,
  ],
  [
    "a name added",
    "insert into person_name select batch, item, 1, superseded, person, 'otra' from person_name where person = 'camila-vallejo'",
    /person_name 1 of entry 0/,
  ],
  [
    "a tenure taken out",
    "delete from tenure where slug = 'carlos-mladinic-1999'",
    /tenure of entry 0.*carlos-mladinic-1999/,
  ],
  [
    "a function of a post",
    "update post set spokesperson = false where slug like 'minis%'",
    /post of entry 0.*spokesperson/,
  ],
  [
    "what a row of a source said",
    `update register_assertion set data = jsonb_set(data, '{notes}', '"x"') where slug = 'carlos-mladinic-1999'`,
    /register_assertion of entry 0.*data/,
  ],
  ["a locator", "update register_assertion set locator = 'row 2' where slug = 'carlos-mladinic-1999'", /locator/],
  [
    "a correction made to look like a change",
    "update register_assertion set change = 'correction' where batch = 2 and change = 'change'",
    /register_assertion of entry 1.*change/,
  ],
  [
    "a superseded row raised from the dead",
    "update tenure set superseded = null where slug = 'camila-vallejo-2022'",
    /tenure batch 1/,
  ],
  [
    "a standing row put away",
    "update register_assertion set superseded = 2 where slug = 'carlos-mladinic-1999'",
    /register_assertion batch 1.*carlos-mladinic-1999/,
  ],
  [
    "how long a confirmation is relied on",
    "update confirmation set until = until + 365",
    /confirmation of entry 1.*until/,
  ],
  [
    "when it was recorded",
    "update register_batch set recorded_at = recorded_at - interval '1 day' where id = 2",
    /register_batch of entry 1.*recorded_at/,
  ],
  [
    "the basis of a batch",
    "update register_batch set basis = 'imported' where id = 1",
    /register_batch of entry 0.*basis/,
  ],
  [
    "an assertion that the record does not have",
    "insert into register_assertion select 2, 99, kind, 'intruder', change, source, locator, data from register_assertion where slug = 'camila-vallejo' and kind = 'person'",
    /batch 2, item 99 \(person "intruder"\)/,
  ],
  [
    "a batch that the record does not have",
    "insert into register_batch (basis) values ('asserted')",
    /register_batch 3/,
  ],
])("%s is named", async (_, change, where) => {
  const undone = new Error("undone");
  const differences = office.db.transaction().execute(async (tx) => {
    await sql.raw(change).execute(tx);
    const found = await registerDifferences(tx);
    throw Object.assign(undone, { found });
  });
  await expect(differences).rejects.toBe(undone);
  const { found } = undone as unknown as { found: { where: string }[] };
  expect(found.length).toBeGreaterThan(0);
  expect(found.map((one) => one.where).join("\n")).toMatch(where);
});
