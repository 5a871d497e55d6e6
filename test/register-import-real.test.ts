import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { TenureData } from "../src/register/item.ts";
import type { Founded } from "./recorder-office.ts";
import { bring, expectClean, standing } from "./register-import-office.ts";
import { officeOf, packFolder } from "./register-office.ts";
import { sharedFolder } from "./shared.ts";

const data = sharedFolder();
const absent = data === undefined;
const why = absent ? " (skipped: there is no ../shared)" : "";
const at = (path: string) => join(data ?? "", "data", path);
let office: Founded;
afterEach(() => office.drop());

test.skipIf(absent)(
  `the ministers database is in, its exclusive ends as last days${why}`,
  async () => {
    office = await officeOf("blank");
    const { report, rows } = await bring(office, { format: "ifg", from: at("register/ifg"), exclusive: true });
    expect(report.entered).toMatchObject({
      tenure: { new: 3667 },
      person: { new: 1149 },
      post: { new: 926 },
      institution: { new: 69 },
    });
    expect(report.findings).toEqual({ "inverted-interval": 2 });
    expect(report.reasons).toEqual({ "outside-the-register": 10_847 });
    expect(
      rows.filter(({ outcome }) => outcome === "taken-with-finding").map(({ file, line }) => `${file}:${line}`),
    ).toEqual(["appointment.csv:1730", "appointment.csv:2749"]);
    const tenures = await standing(office, "tenure");
    const periods = tenures.flatMap((one) => one.data.capacities);
    const dated = (capacity: string) =>
      periods.filter((one) => one.capacity === capacity && one.start !== undefined && one.end !== undefined).length;
    expect([dated("subrogante"), dated("on-leave")]).toEqual([11, 12]);
    expect(tenures.filter((one) => one.data.end.edtf === "..")).toHaveLength(147);
    // Spread over the file; each against the line as it stands there.
    const lines = (await readFile(at("register/ifg/appointment.csv"), "utf8")).split(/\r?\n/);
    for (let line = 100; line <= 3600; line += 350) {
      const [id = "", , , start = "", end = ""] = (lines[line] ?? "").split(",");
      const found = tenures.find(({ locator }) => locator === `appointment ${id}`);
      const before = end === "" ? ".." : new Date(Date.parse(end) - 86_400_000).toISOString().slice(0, 10);
      expect(found?.data, `line ${line + 1}`).toMatchObject({
        start: { raw: start, edtf: start },
        end: { raw: end, edtf: before },
      });
    }
    const events = await standing(office, "instrument");
    expect(events.flatMap((one) => one.data.effects)).toHaveLength(60);
    const posts = await standing(office, "post");
    expect(posts.filter((one) => one.data.rank?.name === "SoS")).toHaveLength(86);
    const again = await bring(office, { format: "ifg", from: at("register/ifg"), exclusive: true });
    expect([again.report.entered, again.report.rows.unchanged]).toEqual([
      {},
      report.rows.taken + report.rows.takenWithFinding,
    ]);
    await expectClean(office);
  },
  120_000,
);

test.skipIf(absent)(
  `parlparse's ministers are in under their ids, since it names nobody${why}`,
  async () => {
    office = await officeOf("blank");
    const { report, rows } = await bring(office, { format: "popolo", from: at("register/parlparse/ministers.json") });
    expect(report.entered).toMatchObject({ tenure: { new: 2890 }, person: { new: 617 }, institution: { new: 214 } });
    expect(report.findings).toEqual({ "no-name": 617 });
    // 216 organisations, of which two share an id with another of another name.
    expect(rows.filter(({ outcome }) => outcome === "not-taken").map(({ findings }) => findings[0]?.what)).toEqual([
      "contradiction",
      "contradiction",
    ]);
    const tenures = await standing(office, "tenure");
    expect(tenures.filter((one) => one.data.start.edtf === one.data.end.edtf)).toHaveLength(19);
    expect(
      (await bring(office, { format: "popolo", from: at("register/parlparse/ministers.json") })).report.entered,
    ).toEqual({});
    await expectClean(office);
  },
  120_000,
);

test.skipIf(absent)(
  `five parliaments are in, and no blank start became a date${why}`,
  async () => {
    office = await officeOf("blank");
    const folder = at("register/everypolitician");
    const { report } = await bring(office, { format: "popolo", from: folder });
    expect(report.entered).toMatchObject({
      tenure: { new: 846 + 257 + 121 + 166 + 127 },
      person: { new: 372 + 257 + 120 + 166 + 127 },
    });
    const tenures = await standing(office, "tenure");
    const blank = tenures.filter((one) => one.data.raw?.["start_date"] === undefined);
    expect(blank.length).toBe(tenures.length - 16 - 3);
    for (const { data: one } of blank) {
      expect(one.start.edtf).toBe("");
      expect(one.start.within === undefined || one.start.interpretation !== undefined).toBe(true);
    }
    expect(blank.filter(({ data: one }) => one.start.within !== undefined).length).toBeGreaterThan(1400);
    expect((await bring(office, { format: "popolo", from: folder })).report.entered).toEqual({});
    await expectClean(office);
  },
  120_000,
);

test.skipIf(absent)(`the founding document gives a blank office the same tenures as its pack${why}`, async () => {
  office = await officeOf("blank");
  const from = at("seed/ministry-secretary-general-of-government-chile.txt");
  const { report } = await bring(office, { format: "pipe-table", from });
  expect(report.entered).toMatchObject({ tenure: { new: 43 }, person: { new: 39 }, post: { new: 2 } });
  type Packed = { id: string; data: TenureData };
  const packed = JSON.parse(await readFile(join(packFolder("segegob"), "tenures.json"), "utf8")) as Packed[];
  const ours = (await standing(office, "tenure")).map(({ slug, data: one }) => [slug, bare(one)] as const);
  expect(new Map(ours)).toEqual(new Map(packed.map(({ id, data: one }) => [id, bare(one)])));
  expect((await bring(office, { format: "pipe-table", from })).report.entered).toEqual({});
  await expectClean(office);
});

/** Without what is the office's own: its ids of posts, and the words in which it says that a reading is ours. */
function bare(data: TenureData) {
  const { start, end } = data;
  return {
    ...data,
    post: undefined,
    interpretation: undefined,
    start: { ...start, interpretation: undefined },
    end: { ...end, interpretation: undefined },
  };
}
