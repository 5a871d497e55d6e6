import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readPack } from "./pack.ts";

const packs = fileURLToPath(new URL("../../packs/", import.meta.url));
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "voceria-pack-"));
  await cp(join(packs, "segegob"), folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("the packs that come with Vocería are right", async () => {
  const { items, topics } = await readPack(join(packs, "segegob"));
  const count = (kind: string) => items.filter((item) => item.kind === kind).length;
  expect(["person", "tenure", "post", "instrument"].map(count)).toEqual([39, 43, 2, 3]);
  expect(topics.length).toBeGreaterThan(0);
  expect((await readPack(join(packs, "blank"))).items.some(({ kind }) => kind === "person" || kind === "tenure")).toBe(
    false,
  );
});

test.each<[string, string, string | RegExp, string, string[]]>([
  [
    "a day that does not exist",
    "tenures.json",
    '"edtf": "1972-08-08"',
    '"edtf": "1972-02-30"',
    ["tenures.json", "item 1", "jaime-suarez-bastidas-1970", "1972-02-30"],
  ],
  [
    "a bound that its date does not mean",
    "tenures.json",
    '"min": "1972-08-08"',
    '"min": "1972-08-01"',
    ["item 1", "data.end.min", "1972-08-01", "1972-08-08"],
  ],
  [
    "a made-up end of an ongoing tenure",
    "tenures.json",
    /"edtf": "\.\."/,
    '"max": "2026-03-11", "edtf": ".."',
    ["item 43", "data.end.max", "absent"],
  ],
  [
    "a person that is not there",
    "tenures.json",
    '"person": "carlos-mladinic"',
    '"person": "carlos-mladinik"',
    ["item 25", '"data.person"', "carlos-mladinik"],
  ],
  ["an unknown field", "people.json", '"gender":', '"sex": "x", "gender":', ["people.json", "item 1", "data.sex"]],
  [
    "an unknown capacity",
    "tenures.json",
    '"capacity": "titular"',
    '"capacity": "acting"',
    ["data.capacities[0].capacity", "acting", "subrogante"],
  ],
  ["a person without a name", "people.json", '"full": "Jaime Suárez Bastidas"', '"full": " "', ["data.names[0].full"]],
  [
    "a text in decomposed form",
    "people.json",
    '"full": "Jaime Suárez Bastidas"',
    '"full": "Jaime Sua\u0301rez Bastidas"',
    ["data.names[0].full", "NFC"],
  ],
  [
    "a text that turns the line around",
    "people.json",
    '"full": "Jaime Suárez Bastidas"',
    '"full": "Jaime \u202eSuárez"',
    ["data.names[0].full", "control"],
  ],
  [
    "an id used twice",
    "people.json",
    '"id": "hernan-del-canto-riquelme"',
    '"id": "jaime-suarez-bastidas"',
    ["item 2", "used twice"],
  ],
  [
    "an id that is no address",
    "people.json",
    '"id": "jaime-suarez-bastidas"',
    '"id": "Jaime Suárez"',
    ["item 1", "Jaime Suárez", "lower-case"],
  ],
  [
    "a time zone that does not exist",
    "office.json",
    "America/Santiago",
    "America/Macondo",
    ["office.json", "timeZone", "America/Macondo"],
  ],
  ["a language tag", "office.json", "es-CL", "es_CL", ["language", "es_CL"]],
  ["a topic that is no address", "office.json", '"slug": "gobierno"', '"slug": "Gobierno"', ["topics[0]"]],
  [
    "a number that is no whole one",
    "office.json",
    '"confirmationDays": 90',
    '"confirmationDays": 1.5',
    ["confirmationDays", "1.5"],
  ],
  [
    "a change of what is not there",
    "posts.json",
    '"id": "secretario-general-de-gobierno"',
    '"change": "change", "id": "secretario-general-de-gobierno"',
    ["item 1", '"change"'],
  ],
  ["null", "gaps.json", '"state": "unknown"', '"state": null', ["data.state", "null"]],
  ["what is not JSON", "posts.json", /^\[/, "[,", ["posts.json", "JSON"]],
  ["something else than a list", "gaps.json", /^[^]*$/, '{"a": 1}', ["gaps.json", "list"]],
  ["a number for an item", "gaps.json", /^[^]*$/, "[7]", ["gaps.json", "item 1", "object"]],
])("%s is refused by file, item, field and value", async (_, file, before, after, words) => {
  const path = join(folder, file);
  const text = await readFile(path, "utf8");
  expect(text.match(before)).not.toBeNull();
  await writeFile(path, text.replace(before, after));
  const refused = readPack(folder);
  await expect(refused).rejects.toMatchObject({ name: "Fault" });
  for (const word of words) await expect(refused).rejects.toThrow(word);
});

test("a missing folder, a missing file and an unknown file are named", async () => {
  await expect(readPack(join(folder, "nowhere"))).rejects.toMatchObject({ code: "not-found" });
  await writeFile(join(folder, "ministers.json"), "[]");
  await expect(readPack(folder)).rejects.toThrow("ministers.json");
  await rm(join(folder, "ministers.json"));
  await rm(join(folder, "office.json"));
  await expect(readPack(folder)).rejects.toThrow("office.json is missing");
});
