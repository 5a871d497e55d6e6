import { afterAll, beforeAll, expect, test } from "vitest";
import { findingKinds } from "../src/register/findings/finding.ts";
import { catalogues } from "../src/page/catalogue.ts";
import { type ServedOffice, servedOffice } from "./site-office.ts";

let office: ServedOffice;
beforeAll(async () => {
  office = await servedOffice();
  await office.sequencer.flush();
});
afterAll(async () => {
  expect(office.failures).toEqual([]);
  await office.close();
});

const page = async (path: string) => {
  const response = await office.get(path);
  return { status: response.status, text: (await response.text()).replace(/\s+/g, " ") };
};

test.each([
  ["", catalogues.es, "no se puede determinar si entre Pedro Ewing Hodar"],
  ["/en", catalogues.en, "whether Pedro Ewing Hodar"],
] as const)(
  "%s/register/audit shows each anomaly of the founding document as what it is, with its source",
  async (prefix, t, words) => {
    const { status, text } = await page(`${prefix}/register/audit`);
    expect(status).toBe(200);
    expect(text).toContain(`<dt>${t.auditSameDay}</dt> <dd>39</dd> <dt>${t.auditNextDay}</dt> <dd>1</dd>`);
    expect(text).toContain(`<dt>${t.auditUndetermined}</dt> <dd>1</dd>`);
    for (const kind of ["undeterminable", "known-unknown", "interpretation", "incumbent-unconfirmed"] as const)
      expect(text).toContain(t[`finding_${kind}`]);
    for (const kind of ["certain-gap", "certain-overlap", "inverted-interval"] as const)
      expect(text).not.toContain(t[`finding_${kind}`]);
    expect(text).toContain(words);
    expect(text).toContain("table, row 5");
    expect(text).toContain(`${prefix}/record/entries/0`);
  },
);

test("one kind has pages of its own; what is no kind, or no page of one, is not found", async () => {
  const { status, text } = await page("/register/audit?kind=interpretation");
  expect(status).toBe(200);
  expect(text).toContain("1974 22 March 1976");
  expect(text).not.toContain(catalogues.es["finding_known-unknown"]);
  for (const query of ["kind=nada", "kind=interpretation&page=2", "kind=interpretation&page=0", "kind=__proto__"])
    expect((await page(`/register/audit?${query}`)).status).toBe(404);
});

test("every kind of finding has a name in both languages", () => {
  for (const t of Object.values(catalogues))
    for (const kind of Object.keys(findingKinds) as (keyof typeof findingKinds)[])
      expect(t[`finding_${kind}`]).toBeTruthy();
});
