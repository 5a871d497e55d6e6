import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { gzipSync } from "node:zlib";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openArchive } from "../src/newsroom/archive.ts";
import type { Outcome } from "../src/newsroom/import-report.ts";
import { type ImportOptions, importStatements } from "../src/newsroom/import-statements.ts";
import { publishStatement } from "../src/newsroom/publish-statement.ts";
import { findStatement } from "../src/newsroom/statements.ts";
import { foundedOffice, newsroomDifferences } from "./founded-office.ts";
import { sharedFolder } from "./shared.ts";

type Office = Awaited<ReturnType<typeof foundedOffice>>;
let folder: string;
let office: Office;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "voceria-import-"));
  office = await foundedOffice("blank");
});
afterAll(async () => {
  expect(await newsroomDifferences(office)).toEqual([]);
  await office.drop();
  await rm(folder, { recursive: true, force: true });
});

test("a row is imported with its date as claimed, a number of its own series and the speaker as the source names them", async () => {
  const path = await file("one.jsonl", [
    row({
      source_id: 7,
      date: "1941-11-20",
      title: " A  title ",
      kind: "Speech",
      speaker: "Curtin, John",
      language: "en",
      html: "<p>Work<br>&amp; <b>bread</b>.</p>",
      extra: 1,
      constructor: "a name like any other",
    }),
  ]);
  const { report, outcomes } = await run(path, { source: "one" });
  expect(report).toMatchObject({
    read: 1,
    imported: 1,
    alreadyThere: 0,
    refused: 0,
    namedBySourceAlone: 1,
    ignoredFields: { extra: 1, constructor: 1 },
  });
  const [outcome] = outcomes;
  if (outcome?.outcome !== "imported") throw new Error("not imported");
  const view = await findStatement(office.db, outcome.number ?? "", Number.MAX_SAFE_INTEGER);
  expect(view).toMatchObject({
    number: expect.stringMatching(/^H-\d{6}$/),
    title: "A title",
    kind: "discurso",
    language: "en",
    claimedDate: "1941-11-20",
    spokenDay: "1941-11-20",
    spokenAt: new Date("1941-11-20T00:00:00Z"),
    publishedAt: new Date("2026-11-23T15:00:00Z"),
    sourceSpeaker: "Curtin, John",
    source: { name: "one", id: "7", date: "1941-11-20", speaker: "Curtin, John" },
  });
  expect(view?.body).toContain("**bread**");
});

test("every bad row is refused with its line and reason, and all the others go in", async () => {
  const lines: (string | Buffer)[] = [
    row({ source_id: "a" }),
    "{not json",
    "[1]",
    row({ source_id: undefined }),
    row({ source_id: "no-date", date: undefined }),
    row({ source_id: "bad-day", date: "1900-02-29" }),
    row({ source_id: "odd-day", date: "20 November 1941" }),
    row({ source_id: "future", date: "2999-01-01" }),
    row({ source_id: "no-text", markdown: undefined }),
    row({ source_id: "two-texts", html: "<p>x</p>" }),
    row({ source_id: "empty", markdown: "  \n" }),
    row({ source_id: "huge", markdown: "word ".repeat(1_000_000) }),
    row({ source_id: "long", markdown: "word ".repeat(300_000) }),
    row({ source_id: "number", title: 7 }),
    row({ source_id: "language", language: "no es" }),
    Buffer.concat([
      Buffer.from('{"source_id":"bytes","date":"2000-01-01","title":"x","markdown":"'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"}'),
    ]),
    row({ source_id: "a", markdown: "other" }),
    "",
    row({ source_id: "b", title: "", markdown: "The first words stand for it. And more." }),
    row({ source_id: "c", markdown: "A \u202ehidden\u202c turn and \u0092s." }),
    row({ source_id: "d", speaker: null, kind: null, title: null }),
  ];
  const { report, outcomes } = await run(await file("bad.jsonl", lines), { source: "bad" });
  const reasons = new Map(
    outcomes.flatMap((one) => (one.outcome === "refused" ? [[one.line, one.reason] as const] : [])),
  );
  expect(Object.fromEntries(reasons)).toMatchObject({
    2: expect.stringContaining("not JSON"),
    3: expect.stringContaining("not a JSON object"),
    4: expect.stringContaining("source_id is missing"),
    5: expect.stringContaining("date is missing"),
    6: expect.stringContaining("1900-02-29 is a day that does not exist"),
    7: expect.stringContaining("YYYY-MM-DD"),
    8: expect.stringContaining("future"),
    9: expect.stringContaining("neither html nor markdown"),
    10: expect.stringContaining("both html and markdown"),
    11: expect.stringContaining("empty"),
    12: expect.stringContaining("5000000 characters"),
    13: expect.stringContaining("characters"),
    14: expect.stringContaining("title is not text"),
    15: expect.stringContaining("language"),
    16: expect.stringContaining("UTF-8"),
    17: expect.stringContaining("the same source_id stands at line 1"),
  });
  expect(report).toMatchObject({ read: 20, imported: 4, refused: 16, alreadyThere: 0 });
  expect(outcomes.filter(({ outcome }) => outcome === "imported").map(({ id }) => id)).toEqual(["a", "b", "c", "d"]);
  const warnings = new Map(outcomes.map(({ id, warnings: found }) => [id, found.join("; ")]));
  expect(warnings.get("b")).toContain("first words");
  expect(warnings.get("c")).toContain("U+202E");
  expect(warnings.get("c")).toContain("U+0092");
});

test("a damaged archive gives what stands before the damage, and says so", async () => {
  const zipped = gzipSync(
    Array.from({ length: 2_000 }, (_, index) =>
      row({ source_id: `z${index}`, markdown: `Text ${Math.sin(index)}` }),
    ).join("\n"),
  );
  const path = join(folder, "cut.jsonl.gz");
  await writeFile(path, zipped.subarray(0, zipped.length / 2));
  const { report } = await run(path, { source: "cut" });
  expect(report.damage).toMatch(/cannot be read past line \d+/);
  expect(report.imported).toBeGreaterThan(0);
  expect(report.imported + report.refused).toBe(report.read);
  await writeFile(path, zipped);
  const whole = await run(path, { source: "cut" });
  expect(whole.report).toMatchObject({
    read: 2_000,
    alreadyThere: report.imported,
    imported: 2_000 - report.imported,
    refused: 0,
  });
});

test("importing again enters nothing twice, and a row that changed at its source is reported and left alone", async () => {
  const path = await file(
    "again.jsonl",
    ["x", "y"].map((id) => row({ source_id: id })),
  );
  const first = await run(path, { source: "again" });
  await writeFile(
    path,
    [row({ source_id: "x" }), row({ source_id: "y", markdown: "Rewritten." }), row({ source_id: "z" })].join("\n"),
  );
  const second = await run(path, { source: "again" });
  expect(second.report).toMatchObject({ read: 3, imported: 1, alreadyThere: 1, refused: 1 });
  const [number] = first.outcomes.flatMap((one) =>
    one.outcome === "imported" && one.id === "y" ? [one.number ?? ""] : [],
  );
  expect(second.outcomes.find(({ id }) => id === "y")).toMatchObject({
    reason: expect.stringContaining(`imported as ${number}`),
  });
  expect((await findStatement(office.db, number ?? "", Number.MAX_SAFE_INTEGER))?.body).toBe("Some words.\n");
});

test("a dry run converts and checks everything and enters nothing", async () => {
  const before = await everything(office);
  const path = await file("dry.jsonl", [row({ source_id: "x" }), row({ source_id: "x" }), "{"]);
  const { report } = await run(path, { source: "dry", dryRun: true });
  expect(report).toMatchObject({ dryRun: true, read: 3, imported: 1, refused: 2 });
  expect(await everything(office)).toEqual(before);
});

test("two imports of one source at the same time enter each row once", async () => {
  const path = await file(
    "twice.jsonl",
    Array.from({ length: 300 }, (_, index) => row({ source_id: `t${index}` })),
  );
  const both = await Promise.all([
    run(path, { source: "twice", atOnce: 20 }),
    run(path, { source: "twice", atOnce: 20 }),
  ]);
  const imported = both.map(({ report }) => report.imported);
  expect(imported[0]! + imported[1]!).toBe(300);
  for (const { report } of both) expect(report.imported + report.alreadyThere).toBe(300);
});

test("the register gives a voice where it certainly has one that day; elsewhere the source's name stands alone", async () => {
  const chile = await foundedOffice("segegob");
  try {
    const path = await file("voices.jsonl", [
      row({ source_id: "certain", speaker: "Jaime Bellolio", date: "2021-01-15" }),
      row({ source_id: "before", speaker: "Jaime Bellolio", date: "2015-01-15" }),
      row({ source_id: "unconfirmed", speaker: "Camila Vallejo", date: "2025-01-15" }),
      row({ source_id: "nobody", speaker: undefined }),
    ]);
    const report = await importStatements(chile, await openArchive(path), { source: "voices", by: "test" });
    expect(report).toMatchObject({ imported: 4, attributed: 1, namedBySourceAlone: 2 });
    const views = await Promise.all(
      [1, 2, 3, 4].map((ordinal) => findStatement(chile.db, `H-00000${ordinal}`, Number.MAX_SAFE_INTEGER)),
    );
    expect(views.map((view) => view?.voice.map(({ person, capacity }) => `${person} ${capacity}`))).toEqual([
      ["jaime-bellolio titular"],
      [],
      [],
      [],
    ]);
    expect(views.map((view) => view?.source?.speaker)).toEqual([
      "Jaime Bellolio",
      "Jaime Bellolio",
      "Camila Vallejo",
      undefined,
    ]);
    expect(await newsroomDifferences(chile)).toEqual([]);
  } finally {
    await chile.drop();
  }
});

test("a folder of Markdown is imported by its paths, and its other files are named", async () => {
  const root = join(folder, "notes");
  await mkdir(join(root, "1990"), { recursive: true });
  await writeFile(
    join(root, "1990", "b.md"),
    "---\ntitle: Second\ndate: 1990-05-06\nkind: Media Release\n---\nBody *two*.\n",
  );
  await writeFile(join(root, "a.markdown"), "---\ntitle: First\ndate: 1989-05-06\nsource_id: own\n---\nBody one.\n");
  await writeFile(join(root, "c.md"), "No front matter.\n");
  await writeFile(join(root, "picture.png"), "x");
  const { report, outcomes } = await run(root, { source: "folder" });
  expect(report).toMatchObject({ read: 3, imported: 2, refused: 1, otherFiles: ["picture.png"] });
  expect(outcomes.find(({ file: name }) => name === "c.md")).toMatchObject({
    outcome: "refused",
    reason: expect.stringContaining("date is missing"),
  });
  expect(outcomes.flatMap((one) => (one.outcome === "imported" ? [one.id] : []))).toEqual(["1990/b.md", "own"]);
});

test("a stopped import has entered whole transactions and goes on from there", async () => {
  const path = await file(
    "stop.jsonl",
    Array.from({ length: 400 }, (_, index) => row({ source_id: `s${index}` })),
  );
  const stop = new AbortController();
  const first = await run(path, {
    source: "stop",
    atOnce: 50,
    signal: stop.signal,
    onOutcome: () => stop.abort(),
  });
  expect(first.report.interrupted).toBe(true);
  expect(first.report.imported).toBeLessThan(400);
  const second = await run(path, { source: "stop" });
  expect(second.report).toMatchObject({
    interrupted: false,
    alreadyThere: first.report.imported,
    imported: 400 - first.report.imported,
  });
});

test("a statement published while an archive comes in has its own series, without a gap in either", async () => {
  const path = await file(
    "live.jsonl",
    Array.from({ length: 500 }, (_, index) => row({ source_id: `l${index}` })),
  );
  const importing = run(path, { source: "live", atOnce: 25 });
  const numbers: string[] = [];
  for (let index = 0; index < 10; index++) {
    const { number } = await publishStatement(
      office.db,
      { title: "Aviso", kind: "comunicado", language: "es", topics: [], body: "Texto." },
      { by: "Ana" },
      office.means,
    );
    numbers.push(number);
  }
  expect((await importing).report.imported).toBe(500);
  expect(numbers).toEqual(numbers.map((_, index) => `2026-${String(index + 1).padStart(4, "0")}`));
});

test("an import killed twenty times and resumed enters the same as one that was left in peace", async () => {
  const path = await file("killed.jsonl", []);
  const lines = Array.from({ length: 2_000 }, (_, index) =>
    row({
      source_id: `k${index}`,
      date: "1999-12-31",
      title: `Title ${index}`,
      html: `<p>Text <i>number</i> ${index}, ${"and so on ".repeat(index % 50)}</p>`,
      markdown: undefined,
    }),
  );
  await appendFile(path, lines.join("\n"));
  const [killed, whole] = [await foundedOffice("blank"), await foundedOffice("blank")];
  try {
    let kills = 0;
    for (let run = 0; kills < 20; run++) {
      const child = startImport(killed, path);
      // The rows of a run that are told before the kill; the kill then lands wherever the import is by that time.
      if (await killAfter(child, 1 + ((run * 37) % 61))) kills++;
      else throw new Error(`the import was done after ${kills} kills`);
      expect(await gaps(killed)).toEqual([]);
    }
    const last = startImport(killed, path);
    expect(await killAfter(last, Number.POSITIVE_INFINITY)).toBe(false);
    await importStatements(whole, await openArchive(path), { source: "killed", by: "test" });
    expect(await contentsOf(killed)).toEqual(await contentsOf(whole));
    expect(await newsroomDifferences(killed)).toEqual([]);
  } finally {
    await killed.drop();
    await whole.drop();
  }
}, 300_000);

const shared = sharedFolder();
test.skipIf(shared === undefined)(
  "the first texts of the Australian archive go in, each row accounted for (needs ../shared)",
  async () => {
    const archive = await openArchive(join(shared ?? "", "data/statements/australian-pm-transcripts.jsonl.gz"));
    const stop = new AbortController();
    let rows = 0;
    const report = await importStatements(office, archive, {
      source: "pmc",
      by: "test",
      signal: stop.signal,
      onOutcome: () => {
        if (++rows >= 300) stop.abort();
      },
    });
    expect(report.imported + report.refused).toBe(report.read);
    expect(report.imported).toBeGreaterThan(250);
  },
);

async function run(path: string, options: Omit<ImportOptions, "by">) {
  const outcomes: Outcome[] = [];
  const report = await importStatements(office, await openArchive(path), {
    by: "test",
    ...options,
    onOutcome: async (outcome) => {
      outcomes.push(outcome);
      await options.onOutcome?.(outcome);
    },
  });
  expect(report.imported + report.alreadyThere + report.refused).toBe(report.read);
  expect(outcomes).toHaveLength(report.read);
  return { report, outcomes };
}

function row(fields: Record<string, unknown>): string {
  return JSON.stringify({
    date: "2000-01-01",
    title: "A title",
    kind: "Speech",
    speaker: "Somebody",
    language: "en",
    ...("html" in fields ? {} : { markdown: "Some words." }),
    ...(fields["source_id"] === "two-texts" ? { markdown: "x" } : {}),
    ...fields,
  });
}

async function file(name: string, lines: readonly (string | Buffer)[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from("\n")])));
  return path;
}

function startImport({ address }: Office, path: string): ChildProcess {
  const script = new URL("./import-until-killed.ts", import.meta.url).pathname;
  return spawn(process.execPath, [script, JSON.stringify(address), path, "killed", "20"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Kills -9 once so many rows were told as imported by that run; false when the import was done before. */
async function killAfter(child: ChildProcess, rows: number): Promise<boolean> {
  const ended = once(child, "exit");
  let told = 0;
  let done = false;
  if (child.stdout === null) throw new Error("no output");
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith("done ")) done = true;
    else if (line === "imported" && ++told === rows) child.kill("SIGKILL");
  }
  await ended;
  return !done;
}

/** Numbers that are missing among those there are. */
async function gaps({ db }: Office): Promise<number[]> {
  const { rows } = await sql<{ missing: number }>`
    select n::int as missing from generate_series(1, (select coalesce(max(substring(number, 3)::int), 0) from statement)) n
    where not exists (select from statement where number = 'H-' || lpad(n::text, 6, '0'))`.execute(db);
  return rows.map(({ missing }) => missing);
}

/** All that was entered, but for the salts and the instants of entry. */
async function contentsOf({ db }: Office) {
  const { rows } = await sql`
    select s.number, s.subject, s.kind, s.language, s.spoken_at, s.source_id, s.source_sha256, e.title, e.body, e.html,
      e.voice, e.source, convert_from(c.bytes, 'UTF8') as content, r.index
    from statement s join edition e on e.statement_id = s.id
    join record_entry r on r.index = e.entry join record_content c on c.commitment = r.commitment
    order by s.number`.execute(db);
  return rows;
}

async function everything({ db }: Office) {
  const { rows } = await sql`
    select (select count(*) from statement) as statements, (select count(*) from record_entry) as entries,
      (select count(*) from record_content) as contents, (select max(next) from statement_series) as next`.execute(db);
  return rows;
}
