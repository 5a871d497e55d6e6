import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { acknowledgeLines } from "../src/newsroom/acknowledge-lines.ts";
import { composeBrief } from "../src/newsroom/compose-brief.ts";
import { briefsOn } from "../src/newsroom/find-brief.ts";
import { findLine, listLines, listLineVersions, whoHasRead } from "../src/newsroom/find-line.ts";
import type { LineTyped } from "../src/newsroom/line.ts";
import { changeLine, startLine } from "../src/newsroom/write-line.ts";
import { staffedOffice, type StaffedOffice } from "./newsroom-office.ts";

let office: StaffedOffice;
beforeAll(async () => {
  office = await staffedOffice();
});
afterAll(() => office.drop());

const typed = (change: Partial<LineTyped> = {}): LineTyped => ({
  subject: "Sequía en Coquimbo",
  body: "Hay agua asegurada hasta marzo.",
  evidence: "",
  validFrom: "2026-11-20",
  validUntil: "",
  owner: office.ana.officer,
  ...change,
});
const start = async (change: Partial<LineTyped> = {}) =>
  (await startLine(office.db, typed(change), office.ana, office.means)).id;

describe("a line", () => {
  test("that changes is unread again for everybody but whoever changed it, and every version stays", async () => {
    const id = await start();
    await acknowledgeLines(office.db, [{ line: id, version: 1 }], office.blas, office.means);
    expect((await findLine(office.db, id, office.blas))?.readVersion).toBe(1);
    await changeLine(office.db, id, { ...typed({ body: "Hasta abril." }), read: 1 }, office.ana, office.means);
    expect(await findLine(office.db, id, office.blas)).toMatchObject({ version: 2, readVersion: 1 });
    expect(await findLine(office.db, id, office.ana)).toMatchObject({ version: 2, readVersion: 2 });
    const readers = await whoHasRead(office.db, (await findLine(office.db, id, office.ana))!);
    expect(readers.map(({ name, version }) => [name, version])).toEqual([
      ["Ana Soto", 2],
      ["Blas Rojas", 1],
      ["Eva Lagos", undefined],
      ["Paz Neira", undefined],
      ["Pedro Ruz", undefined],
    ]);
    const versions = await listLineVersions(office.db, id, office.blas);
    expect(versions.map(({ version, body }) => [version, body])).toEqual([
      [2, "Hasta abril.\n"],
      [1, "Hay agua asegurada hasta marzo.\n"],
    ]);
  });

  test("saved as it stands is no new version", async () => {
    const id = await start();
    expect(await changeLine(office.db, id, { ...typed(), read: 1 }, office.blas, office.means)).toEqual({
      saved: true,
      version: 1,
    });
  });

  test("written by two on one version keeps what both wrote", async () => {
    const id = await start();
    await changeLine(office.db, id, { ...typed({ body: "De Ana." }), read: 1 }, office.ana, office.means);
    const late = await changeLine(
      office.db,
      id,
      { ...typed({ body: "De Blas." }), read: 1 },
      office.blas,
      office.means,
    );
    expect(late).toMatchObject({
      saved: false,
      yours: { body: "De Blas.\n" },
      standing: { body: "De Ana.\n", version: 2 },
    });
    expect((await findLine(office.db, id, office.ana))?.body).toBe("De Ana.\n");
    expect((await listLineVersions(office.db, id, office.ana))[0]).toMatchObject({
      setAside: true,
      body: "De Blas.\n",
    });
  });

  test.each([
    [{ subject: " " }, /subject/],
    [{ body: "\n" }, /line/],
    [{ subject: "x".repeat(201) }, /200/],
    [{ body: `a\u0000b` }, /line/],
    [{ validFrom: "2026-02-30" }, /first day/],
    [{ validUntil: "2026-11-01" }, /before/],
    [{ evidence: "2026-9999 no hay tal" }, /2026-9999/],
    [{ evidence: "javascript:alert(1) x" }, /neither/],
    [{ evidence: "2026-1" }, /neither/],
    [{ owner: 999_999 }, /owner/],
  ])("that cannot stand is refused by the name of its field, in both languages: %j", async (change, says) => {
    const refused = startLine(office.db, typed(change), office.ana, office.means);
    await expect(refused).rejects.toThrow(says);
    await refused.catch(({ es }: { es?: string }) => expect(es).toBeTruthy());
  });

  test("is found by words begun or whole, with or without accents, in subject, text and evidence", async () => {
    const id = await start({
      subject: "Ñuñoa: señalética",
      body: "Habrá más **inversión** pública.",
      evidence: "https://example.cl/plan página del ministerio",
    });
    for (const words of ["nunoa", "SEÑAL", "inversion publica", "Inversión", "pagina ministerio", "ñuñoa senaletica"])
      expect([words, (await listLines(office.db, words, office.eva)).map((line) => line.id)]).toEqual([words, [id]]);
    for (const words of ["nunoa hospital", "100%_", "' or 1=1 --"])
      expect(await listLines(office.db, words, office.eva)).toEqual([]);
  });

  test("of another institution is none: it is neither found, changed, acknowledged nor put in a brief", async () => {
    const id = await start({ subject: "Solo nuestra" });
    expect(await findLine(office.db, id, office.otra)).toBeUndefined();
    expect(await listLines(office.db, "nuestra", office.otra)).toEqual([]);
    expect(await listLineVersions(office.db, id, office.otra)).toEqual([]);
    await expect(changeLine(office.db, id, { ...typed(), read: 1 }, office.otra, office.means)).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(
      changeLine(office.db, 999_999, { ...typed(), read: 1 }, office.otra, office.means),
    ).rejects.toMatchObject({
      code: "not-found",
    });
    expect(await acknowledgeLines(office.db, [{ line: id, version: 1 }], office.otra, office.means)).toEqual({
      acknowledged: 0,
    });
    await expect(startLine(office.db, typed(), office.otra, office.means)).rejects.toMatchObject({ code: "forbidden" });
    const brief = {
      institution: "minsal",
      day: "2026-11-24",
      person: "camila-vallejo",
      lines: [id],
      note: "",
      read: 0,
    };
    await expect(composeBrief(office.db, brief, office.otra, office.means)).rejects.toMatchObject({ code: "invalid" });
  });

  test("is on the trail by its number, without a word of its text", async () => {
    const id = await start({ subject: "Palabra secretísima" });
    await acknowledgeLines(office.db, [{ line: id, version: 1 }], office.blas, office.means);
    const rows = await office.db.selectFrom("trail").selectAll().where("about", "=", `line ${id}`).execute();
    expect(rows.map(({ action, details }) => [action, (details as { what: string }).what])).toEqual([
      ["line.write", "started"],
      ["line.read", "read"],
    ]);
    expect(JSON.stringify(rows)).not.toContain("secretísima");
  });
});

describe("a reading", () => {
  test("sent later by a phone keeps its own hour, but none before the version was nor after now, and the first counts", async () => {
    const id = await start();
    const now = office.means.clock.now();
    const told = (at: Date) => acknowledgeLines(office.db, [{ line: id, version: 1, at }], office.eva, office.means);
    await told(new Date("2000-01-01T00:00:00Z"));
    await told(new Date("2099-01-01T00:00:00Z"));
    const rows = await office.db
      .selectFrom("line_reading")
      .selectAll()
      .where("line_id", "=", id)
      .where("officer", "=", office.eva.officer)
      .execute();
    expect(rows).toHaveLength(1);
    expect(rows[0]!.read_at.getTime()).toBeLessThanOrEqual(now.getTime());
    await acknowledgeLines(
      office.db,
      [{ line: id, version: 1, at: new Date("2099-01-01T00:00:00Z") }],
      office.paz,
      office.means,
    );
    const paz = (await whoHasRead(office.db, (await findLine(office.db, id, office.paz))!)).find(
      ({ name }) => name === "Paz Neira",
    );
    expect(paz!.readAt!.getTime()).toBeLessThanOrEqual(office.means.clock.now().getTime());
  });

  test("of a version that never stood, or of nothing, counts for nothing", async () => {
    const id = await start();
    const readings = [
      { line: id, version: 7 },
      { line: 0, version: 1 },
      { line: 1.5, version: 1 },
      { line: id, version: Number.NaN },
      { line: id, version: 1, at: new Date(Number.NaN) },
    ];
    expect(await acknowledgeLines(office.db, readings, office.pedro, office.means)).toEqual({ acknowledged: 1 });
  });
});

describe("a brief", () => {
  const day = "2026-11-25";
  const compose = (lines: number[], read: number, by = office.ana, person = "camila-vallejo") =>
    composeBrief(office.db, { day, person, lines, note: "", read }, by, office.means);

  test("is its lines in their order, and two who compose it at once do not undo each other", async () => {
    const [one, two] = [await start({ subject: "Uno" }), await start({ subject: "Dos" })];
    await compose([two, one, two], 0);
    const [brief] = await briefsOn(office.db, "segegob", day, office.blas);
    expect(brief!.lines.map(({ subject }) => subject)).toEqual(["Dos", "Uno"]);
    const both = await Promise.allSettled([compose([one], 1), compose([two], 1, office.blas)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await expect(compose([one, two], 0)).rejects.toMatchObject({ code: "conflict" });
    expect(await briefsOn(office.db, "segegob", day, office.otra)).toEqual([]);
    await compose([], 2);
    // What would hold nothing is not taken for a brief that was composed.
    await expect(compose([], 0)).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining("holds nothing yet") as string,
    });
    expect(await briefsOn(office.db, "segegob", day, office.ana)).toEqual([]);
  });

  test("is of somebody the register knows, on a day that exists, and composed by whoever may write", async () => {
    await expect(compose([], 0, office.ana, "nadie")).rejects.toMatchObject({ code: "invalid" });
    await expect(
      composeBrief(
        office.db,
        { day: "2026-02-30", person: "camila-vallejo", lines: [], note: "x", read: 0 },
        office.ana,
        office.means,
      ),
    ).rejects.toMatchObject({ code: "invalid" });
    await expect(compose([], 0, office.otra)).rejects.toMatchObject({ code: "forbidden" });
  });
});
