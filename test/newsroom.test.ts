import { randomBytes } from "node:crypto";
import { readEntry } from "@voceria/record";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Means } from "../src/clock.ts";
import { Fault } from "../src/fault.ts";
import { correctStatement } from "../src/newsroom/correct-statement.ts";
import { publishStatement } from "../src/newsroom/publish-statement.ts";
import type { StatementDraft } from "../src/newsroom/statement-draft.ts";
import { listStatements } from "../src/newsroom/list-statements.ts";
import { findEdition, findStatement } from "../src/newsroom/statements.ts";
import { saveTopic } from "../src/register/topics.ts";
import { withdrawStatement } from "../src/newsroom/withdraw-statement.ts";
import { confirmIncumbent } from "../src/register/confirm.ts";
import { foundedOffice, newsroomDifferences, SetClock } from "./founded-office.ts";
import { withoutForeignKeys } from "./database.ts";

type Office = Awaited<ReturnType<typeof foundedOffice>>;
const ana = { by: "Ana Soto" };
const clock = new SetClock("2026-11-23T15:00:00Z");
let office: Office;

beforeAll(async () => {
  office = await foundedOffice("segegob", clock);
  await saveTopic(office.db, { slug: "salud", name: { es: "Salud", en: "Health" } });
});
afterAll(async () => {
  expect(await newsroomDifferences(office)).toEqual([]);
  await office.drop();
});

test("a published statement is one entry, one number and one edition, and reads as it was written", async () => {
  const published = await publish({
    title: "Aviso",
    body: "El ministro dijo *no*.\n",
    topics: ["salud"],
    summary: "Dijo no.",
  });
  const view = await findStatement(office.db, published.number, published.entry + 1);
  expect(view).toMatchObject({
    number: published.number,
    title: "Aviso",
    summary: "Dijo no.",
    body: "El ministro dijo *no*.\n",
    html: "<p>El ministro dijo <em>no</em>.</p>\n",
    kind: "comunicado",
    language: "es-CL",
    topics: ["salud"],
    voice: [],
    status: "current",
    edition: 1,
    editions: 1,
    entry: published.entry,
    subject: published.subject,
    spokenAt: published.at,
    publishedAt: published.at,
    corrections: [],
  });
  const { bytes } = await office.db
    .selectFrom("record_entry")
    .select("bytes")
    .where("index", "=", published.entry)
    .executeTakeFirstOrThrow();
  expect(readEntry(bytes)).toMatchObject({
    act: "statement.published",
    number: published.number,
    subject: published.subject,
  });
  expect(await findStatement(office.db, published.number, published.entry)).toBeUndefined();
});

test("a refused publication leaves no trace: no row, no entry, no number", async () => {
  const before = await everything();
  const drafts: [Partial<StatementDraft>, string][] = [
    [{ title: "" }, "title"],
    [{ title: "Dos\nlíneas" }, "title"],
    [{ title: "x".repeat(301) }, "title"],
    [{ body: " \n " }, "body"],
    [{ body: "x".repeat(1_000_001) }, "body"],
    [{ body: "oculto \u202e aquí" }, "body"],
    [{ summary: "x".repeat(501) }, "summary"],
    [{ kind: "rumor" }, "kind"],
    [{ language: "no es" }, "language"],
    [{ topics: ["nada"] }, "topics"],
    [{ speaker: "Camila Vallejo" }, "confirm"],
    [{ speaker: "Nadie Nunca" }, "register"],
  ];
  for (const [draft, named] of drafts) {
    const refusal = await publish(draft).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Fault);
    expect((refusal as Fault).message).toContain(named);
  }
  expect(await everything()).toEqual(before);
});

test("a publication that breaks at any step leaves no trace and no gap", async () => {
  const before = await everything();
  let broke = 0;
  for (let step = 0; ; step++) {
    const means = breakingAfter(step);
    const outcome = await publishStatement(office.db, draftOf({}), ana, means).catch(() => undefined);
    if (outcome !== undefined) break;
    broke++;
    expect(await everything()).toEqual(before);
  }
  expect(broke).toBeGreaterThanOrEqual(3);
  expect(await newsroomDifferences(office)).toEqual([]);
});

test("ten requests at once under one key make one statement, and each gets its answer", async () => {
  const key = "ten-at-once";
  const answers = await Promise.all(
    Array.from({ length: 10 }, () =>
      publishStatement(office.db, draftOf({ title: "Una vez" }), { ...ana, key }, office.means),
    ),
  );
  expect(new Set(answers.map(({ number, entry }) => `${number} ${entry}`)).size).toBe(1);
  expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
  await expect(
    publishStatement(office.db, draftOf({ title: "Otra cosa" }), { ...ana, key }, office.means),
  ).rejects.toMatchObject({ code: "conflict" });
});

test("a correction or withdrawal asked for again under its key gives the first answer", async () => {
  const { number } = await publish({});
  const change = { body: "Corregido.\n", note: "Faltaba.", severity: "minor" };
  const first = await correctStatement(office.db, number, change, { ...ana, key: "k-correct" }, office.means);
  const again = await correctStatement(office.db, number, change, { ...ana, key: "k-correct" }, office.means);
  expect(again).toEqual({ ...first, repeated: true });
  const gone = await withdrawStatement(
    office.db,
    number,
    { reason: "Error." },
    { ...ana, key: "k-withdraw" },
    office.means,
  );
  expect(
    await withdrawStatement(office.db, number, { reason: "Error." }, { ...ana, key: "k-withdraw" }, office.means),
  ).toEqual({
    ...gone,
    repeated: true,
  });
});

test("a number's year is that of the office's own clocks when the entry was made", async () => {
  clock.set("2027-01-01T02:59:59.999Z");
  const last = await publish({});
  expect(last.number).toMatch(/^2026-/);
  clock.set("2027-01-01T03:00:00.000Z");
  const first = await publish({});
  expect(first.number).toBe("2027-0001");
  // The year turns between the number and the entry.
  const instants = ["2028-01-01T02:59:59.999Z"];
  const turning: Means = {
    ...office.means,
    clock: { now: () => new Date(instants.shift() ?? "2028-01-01T03:00:00.000Z") },
  };
  const turned = await publishStatement(office.db, draftOf({}), ana, turning);
  expect(turned.at.toISOString()).toBe("2028-01-01T03:00:00.000Z");
  expect(turned.number).toBe("2028-0001");
  clock.set("2028-06-01T12:00:00Z");
});

test("a named speaker is given a voice only by a register that says with certainty that they hold the post that day", async () => {
  const own = await foundedOffice("segegob", new SetClock("2026-11-23T15:00:00Z"));
  try {
    const hand = { by: "Ana" };
    const draft = draftOf({ speaker: "Camila Vallejo Dowling" });
    const refusal = await publishStatement(own.db, draft, hand, own.means).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Fault);
    const { rows } = await sql<{ slug: string }>`
      select t.person as slug from tenure t where t.superseded is null and t.end_max = 'infinity' limit 1`.execute(
      own.db,
    );
    const incumbent = rows[0]?.slug ?? "";
    await expect(publishStatement(own.db, { ...draft, speaker: incumbent }, hand, own.means)).rejects.toMatchObject({
      code: "unconfirmed",
    });
    await confirmIncumbent(own.db, { on: "2026-11-23", source: { name: "Diario Oficial", locator: "1" } }, own.means);
    const { number, entry } = await publishStatement(own.db, { ...draft, speaker: incumbent }, hand, own.means);
    const view = await findStatement(own.db, number, entry + 1);
    expect(view?.voice).toHaveLength(1);
    expect(view?.voice[0]).toMatchObject({ person: incumbent, capacity: "titular" });
    expect(await newsroomDifferences(own)).toEqual([]);
  } finally {
    await own.drop();
  }
});

test("of two editors who correct the same edition at once, one is refused and told so", async () => {
  const { number } = await publish({});
  const outcomes = await Promise.allSettled(
    ["Uno.", "Dos."].map((body) =>
      correctStatement(office.db, number, { body, note: "Cambio.", severity: "major", edition: 1 }, ana, office.means),
    ),
  );
  const refused = outcomes.filter((outcome) => outcome.status === "rejected");
  expect(refused.map(({ reason }) => reason as unknown)).toEqual([
    expect.objectContaining({ code: "conflict", message: expect.stringContaining("edition 2") as unknown }),
  ]);
});

test("every edition stays readable, with the note of each correction, and what is not yet shown stays unseen", async () => {
  const first = await publish({ title: "Antes", body: "Son 41.\n" });
  const { number } = first;
  const second = await correctStatement(
    office.db,
    number,
    { title: "Después", body: "Son 14.\n", note: "La cifra era 14.", severity: "major" },
    ana,
    office.means,
  );
  expect(await findEdition(office.db, number, 1, second.entry + 1)).toMatchObject({
    title: "Antes",
    body: "Son 41.\n",
    editions: 2,
  });
  expect(await findStatement(office.db, number, second.entry + 1)).toMatchObject({
    title: "Después",
    edition: 2,
    note: "La cifra era 14.",
    firstPublishedAt: first.at,
    corrections: [{ edition: 2, note: "La cifra era 14.", severity: "major", entry: second.entry }],
  });
  expect(await findStatement(office.db, number, second.entry)).toMatchObject({
    title: "Antes",
    edition: 1,
    editions: 1,
    corrections: [],
  });
  const gone = await withdrawStatement(office.db, number, { reason: "Se publicó por error." }, ana, office.means);
  expect(await findStatement(office.db, number, gone.entry + 1)).toMatchObject({
    status: "withdrawn",
    body: "Son 14.\n",
    withdrawal: { reason: "Se publicó por error.", entry: gone.entry },
  });
  const unseen = await findStatement(office.db, number, gone.entry);
  expect(unseen?.status).toBe("current");
  expect(unseen?.withdrawal).toBeUndefined();
  await expect(withdrawStatement(office.db, number, { reason: "Otra vez." }, ana, office.means)).rejects.toMatchObject({
    code: "conflict",
  });
  await expect(
    correctStatement(office.db, number, { body: "Más.\n", note: "No.", severity: "minor" }, ana, office.means),
  ).rejects.toMatchObject({ code: "conflict" });
});

test("a correction that changes nothing is refused", async () => {
  const { number } = await publish({ title: "Igual", body: "Igual.\n", summary: "Igual." });
  for (const change of [{}, { title: " Igual " }, { body: "Igual.\n\n" }, { summary: "Igual.", topics: [] }])
    await expect(
      correctStatement(office.db, number, { ...change, note: "Nada.", severity: "minor" }, ana, office.means),
    ).rejects.toMatchObject({ code: "invalid" });
  await correctStatement(
    office.db,
    number,
    { summary: "", note: "Sin resumen.", severity: "minor" },
    ana,
    office.means,
  );
});

test("paging through the list gives each statement once, newest first", async () => {
  const upTo = await size();
  const all = await listStatements(office.db, { upTo, limit: 500 });
  const paged: string[] = [];
  let before: string | undefined;
  do {
    const page = await listStatements(office.db, { upTo, limit: 3, ...(before === undefined ? {} : { before }) });
    expect(page.total).toBe(all.total);
    paged.push(...page.lines.map(({ number }) => number));
    before = page.next;
  } while (before !== undefined);
  expect(paged).toEqual(all.lines.map(({ number }) => number));
  expect(new Set(paged).size).toBe(all.total);
  const times = all.lines.map(({ spokenAt }) => spokenAt.getTime());
  expect(times).toEqual(times.toSorted((a, b) => b - a));
  const withTopic = await listStatements(office.db, { upTo, limit: 10, topic: "salud" });
  expect(withTopic.lines.map(({ title }) => title)).toEqual(["Aviso"]);
});

test("every page of a steady list after the first begins at the same text, whatever is published", async () => {
  const pages = async () => {
    const upTo = await size();
    const found: string[][] = [];
    let before: string | undefined;
    do {
      const page = await listStatements(office.db, {
        upTo,
        limit: 3,
        steady: true,
        ...(before === undefined ? {} : { before }),
      });
      found.push(page.lines.map(({ number }) => number));
      before = page.next;
    } while (before !== undefined);
    return found;
  };
  const [, ...older] = await pages();
  expect(older.length).toBeGreaterThan(1);
  for (let more = 0; more < 4; more++) {
    await publish({ title: "Otro" });
    const [first = [], ...rest] = await pages();
    expect(rest.slice(-older.length)).toEqual(older);
    expect(rest.every((page) => page.length === 3)).toBe(true);
    expect(first.length).toBeGreaterThanOrEqual(3);
    expect(first.length).toBeLessThan(6);
  }
});

test("whatever is published, corrected, withdrawn and refused, numbers have no gap, histories do not branch, and the audit is clean", async () => {
  const step = fc.oneof(
    fc.record({ act: fc.constant("publish" as const), title: fc.constantFrom("Uno", "Dos", ""), day: fc.nat(900) }),
    fc.record({
      act: fc.constant("correct" as const),
      which: fc.nat(9),
      body: fc.constantFrom("A.", "B.", "C.", " "),
      edition: fc.option(fc.integer({ min: 1, max: 3 })),
    }),
    fc.record({ act: fc.constant("withdraw" as const), which: fc.nat(9), reason: fc.constantFrom("Por error.", "") }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const time = new SetClock("2026-01-01T12:00:00Z");
      const own = await foundedOffice("blank", time);
      try {
        const numbers: string[] = [];
        const acknowledged: number[] = [];
        for (const one of steps) {
          const number = "which" in one ? (numbers[one.which % Math.max(1, numbers.length)] ?? "2026-0001") : "";
          if (one.act === "publish") time.set(new Date(Date.UTC(2026, 0, 1 + one.day)).toISOString());
          const done = await (
            one.act === "publish"
              ? publishStatement(own.db, draftOf({ title: one.title }), ana, own.means)
              : one.act === "correct"
                ? correctStatement(
                    own.db,
                    number,
                    {
                      body: one.body,
                      note: "Nota.",
                      severity: "minor",
                      ...(one.edition === null ? {} : { edition: one.edition }),
                    },
                    ana,
                    own.means,
                  )
                : withdrawStatement(own.db, number, { reason: one.reason }, ana, own.means)
          ).catch((error: unknown) => {
            if (error instanceof Fault) return undefined;
            throw error;
          });
          if (done === undefined) continue;
          if (one.act === "publish") numbers.push(done.number);
          acknowledged.push(done.entry);
        }
        expect(await newsroomDifferences(own)).toEqual([]);
        const entries = await own.db.selectFrom("record_entry").selectAll().orderBy("index").execute();
        expect(entries.map(({ index }) => index)).toEqual(entries.map((_, place) => place));
        expect(entries.filter(({ subject }) => subject !== null).map(({ index }) => index)).toEqual(acknowledged);
        const last = new Map<number, number>();
        for (const { index, subject, prev } of entries) {
          if (subject === null) continue;
          expect(prev).toBe(last.get(subject) ?? null);
          last.set(subject, index);
        }
      } finally {
        await own.drop();
      }
    }),
    { numRuns: 6 },
  );
}, 120_000);

test("the audit names every row that was changed behind the office's back", async () => {
  const own = await foundedOffice("blank");
  try {
    const { number } = await publishStatement(own.db, draftOf({ summary: "Resumen." }), ana, own.means);
    await correctStatement(own.db, number, { body: "Dos.\n", note: "Nota.", severity: "minor" }, ana, own.means);
    await withdrawStatement(own.db, number, { reason: "Por error." }, ana, own.means);
    await publishStatement(own.db, draftOf({}), ana, own.means);
    expect(await newsroomDifferences(own)).toEqual([]);
    const one = sql`statement_id = 1 and edition = 1`;
    const changes = [
      sql`update statement set kind = 'balance' where id = 1`,
      sql`update statement set language = 'en' where id = 1`,
      sql`update statement set status = 'current' where id = 1`,
      sql`update statement set editions = 3 where id = 1`,
      sql`update statement set subject = 77 where id = 1`,
      sql`update statement set first_entry = 77 where id = 1`,
      sql`update statement set spoken_at = spoken_at + interval '1 second' where id = 1`,
      sql`update statement set spoken_day = spoken_day - 1 where id = 1`,
      sql`update statement set published_at = published_at + interval '1 ms' where id = 1`,
      sql`update statement set number = '2026-0009' where id = 1`,
      sql`update statement set source_name = 'x', source_id = 'y', source_sha256 = ${Buffer.alloc(32)} where id = 1`,
      sql`update statement_series set next = 9`,
      sql`update edition set title = 'Otro' where ${one}`,
      sql`update edition set summary = null where ${one}`,
      sql`update edition set body = body || ' ' where ${one}`,
      sql`update edition set html = replace(html, 'T', 't') where ${one}`,
      sql`update edition set topics = '{salud}' where ${one}`,
      sql`update edition set voice = '[{}]' where ${one}`,
      sql`update edition set attachments = '[{}]' where ${one}`,
      sql`update edition set source = '{}' where ${one}`,
      sql`update edition set note = 'Nota' where ${one}`,
      sql`update edition set severity = 'major' where ${one}`,
      sql`update edition set entry = 77 where ${one}`,
      sql`update edition set commitment = ${Buffer.alloc(32)} where ${one}`,
      sql`update edition set published_at = null where ${one}`,
      sql`delete from edition where ${one}`,
      sql`insert into edition (statement_id, edition, title, body, html, entered_by) values (1, 3, 'x', 'x', 'x', 'x')`,
      sql`update withdrawal set reason = 'Otra'`,
      sql`update withdrawal set entry = 77`,
      sql`update withdrawal set withdrawn_at = null`,
      sql`delete from withdrawal`,
      sql`insert into withdrawal (statement_id, reason, entered_by) values (2, 'x', 'x')`,
      sql`with gone as (delete from edition where statement_id = 2) delete from statement where id = 2`,
    ];
    for (const [index, change] of changes.entries()) {
      const found = await own.db
        .transaction()
        .execute(async (tx) => {
          await sql.raw(withoutForeignKeys).execute(tx);
          await change.execute(tx);
          throw new Named(await newsroomDifferences({ db: tx }));
        })
        .catch((error: unknown) => {
          if (error instanceof Named) return error.differences;
          throw error;
        });
      expect(found.length, `change ${index}`).toBeGreaterThan(0);
    }
  } finally {
    await own.drop();
  }
});

class Named extends Error {
  readonly differences: unknown[];
  constructor(differences: unknown[]) {
    super();
    this.differences = differences;
  }
}

function draftOf(draft: Partial<StatementDraft>): StatementDraft {
  return { title: "Aviso", kind: "comunicado", language: "es-CL", topics: [], body: "Texto.\n", ...draft };
}

function publish(draft: Partial<StatementDraft>) {
  return publishStatement(office.db, draftOf(draft), ana, office.means);
}

/** Means that fail at the nth time they are used. */
function breakingAfter(uses: number): Means {
  let left = uses;
  const use = <T>(give: () => T): T => {
    if (left-- <= 0) throw new Error("broken");
    return give();
  };
  return { clock: { now: () => use(() => clock.now()) }, random: (count) => use(() => randomBytes(count)) };
}

async function size(): Promise<number> {
  const { next_index: next } = await office.db
    .selectFrom("record_counter")
    .select("next_index")
    .executeTakeFirstOrThrow();
  return next;
}

/** How many rows each table holds, and what every counter says. */
async function everything() {
  const tables = [
    "record_entry",
    "record_content",
    "record_subject",
    "statement",
    "edition",
    "withdrawal",
    "idempotency_key",
  ] as const;
  const counts = await Promise.all(
    tables.map((table) =>
      office.db
        .selectFrom(table)
        .select(sql<number>`count(*)`.as("rows"))
        .executeTakeFirstOrThrow(),
    ),
  );
  return {
    counts,
    counter: await office.db.selectFrom("record_counter").selectAll().execute(),
    series: await office.db.selectFrom("statement_series").selectAll().orderBy("series").execute(),
  };
}
