import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { enterByLink, linkFromConsole } from "../src/access/enter.ts";
import { suspendOfficer } from "../src/access/manage-officers.ts";
import { listSessions, readSession } from "../src/access/sessions.ts";
import { beginSignIn, spendSignIn } from "../src/access/sign-ins.ts";
import { newToken } from "../src/access/token.ts";
import { acceptDraft } from "../src/newsroom/accept-draft.ts";
import { answerClearance } from "../src/newsroom/answer-clearance.ts";
import { askClearance } from "../src/newsroom/ask-clearance.ts";
import { findDraft, listEvents } from "../src/newsroom/find-draft.ts";
import { releaseDraft } from "../src/newsroom/release-draft.ts";
import { releaseTaskOf } from "../src/newsroom/release-task.ts";
import { callBack, publishDraft, scheduleDraft } from "../src/newsroom/schedule-draft.ts";
import { startDraft } from "../src/newsroom/start-draft.ts";
import { submitDraft } from "../src/newsroom/submit-draft.ts";
import { openDatabase } from "../src/store/database.ts";
import { newsroomDifferences, SetClock } from "./founded-office.ts";
import { officer, staffedOffice, type StaffedOffice } from "./newsroom-office.ts";

const clock = new SetClock("2026-11-23T12:00:00Z");
let office: StaffedOffice;

beforeAll(async () => {
  office = await staffedOffice(clock);
});
afterAll(async () => {
  expect(await newsroomDifferences(office)).toEqual([]);
  await office.drop();
});

async function accepted(title: string): Promise<number> {
  const { db, means, ana, eva } = office;
  const { id } = await startDraft(db, { title, body: "El texto.\n" }, ana, means);
  await submitDraft(db, id, ana, means);
  await acceptDraft(db, id, eva, means);
  return id;
}

const stateOf = async (id: number) => (await findDraft(office.db, id, office.ana))?.state;

/** When the job of that draft runs, in seconds from now by the database's clock; undefined where there is none. */
async function comesIn(id: number): Promise<number | undefined> {
  const { rows } = await sql<{ wait: number }>`
    select extract(epoch from run_at - now())::float8 as wait from voceria_jobs.jobs where key = ${`release-draft:${id}`}
  `.execute(office.db);
  return rows[0]?.wait;
}

async function forgetJob(id: number): Promise<void> {
  await sql`select from voceria_jobs.remove_job(${`release-draft:${id}`})`.execute(office.db);
}

describe("a wrong clock", () => {
  const door = { agent: "test", address: "127.0.0.1" };

  test("that ran ahead by a year while somebody entered leaves no way in that lasts a year", async () => {
    const { db, means, ana } = office;
    clock.set("2027-11-23T12:00:00Z");
    const session = await enterByLink(db, (await linkFromConsole(db, ana.email, means)).token, door, means);
    expect(await readSession(db, session, clock.now(), "127.0.0.1")).toBeDefined();
    const link = await linkFromConsole(db, ana.email, means);
    const begun = await beginSignIn(db, "oidc", {}, means);
    for (const now of ["2026-11-23T12:00:00Z", "2027-06-01T00:00:00Z"]) {
      clock.set(now);
      expect(await readSession(db, session, clock.now(), "127.0.0.1")).toBeUndefined();
      expect(await listSessions(db, clock.now(), ana.officer)).toEqual([]);
      await expect(enterByLink(db, link.token, door, means)).rejects.toMatchObject({ code: "not-found" });
      expect(await spendSignIn(db, "oidc", begun, clock.now())).toBeUndefined();
    }
    clock.set("2026-11-23T12:00:00Z");
  });

  test("that jumps and is set right again ends nobody's session, and lengthens none", async () => {
    const { db, means, eva } = office;
    const { token } = await linkFromConsole(db, eva.email, means);
    const session = await enterByLink(db, token, door, means);
    const at = (now: string) => {
      clock.set(now);
      return readSession(db, session, clock.now(), "127.0.0.1");
    };
    expect(await at("2026-12-23T12:00:00Z")).toBeUndefined();
    // A few minutes back, as a clock that is corrected goes.
    expect(await at("2026-11-23T11:57:00Z")).toBeDefined();
    expect(await at("2026-11-23T12:10:00Z")).toBeDefined();
    expect(await at("2026-11-24T13:00:00Z")).toBeUndefined();
    clock.set("2026-11-23T12:00:00Z");
    // A link that was used up stays so, whatever the clock says.
    for (const now of ["2026-11-23T11:59:00Z", "2026-11-23T12:01:00Z"]) {
      clock.set(now);
      await expect(enterByLink(db, token, door, means)).rejects.toMatchObject({ code: "not-found" });
    }
  });

  test("of the database, an hour ahead of this machine's, keeps no hour from being kept: whoever came too early comes again", async () => {
    const { db, means, paz } = office;
    clock.set("2026-11-23T13:00:00Z");
    const id = await accepted("A su hora");
    const { publishAt } = await scheduleDraft(db, id, { at: new Date("2026-11-23T14:00:00Z") }, paz, means);
    const task = releaseTaskOf(office, () => undefined);
    await forgetJob(id);
    await task({ draft: id }, 1);
    expect(await stateOf(id)).toBe("scheduled");
    expect(await comesIn(id)).toBeCloseTo(3_595, -2);
    clock.set(publishAt.toISOString());
    await task({ draft: id }, 1);
    expect(await stateOf(id)).toBe("published");
  });

  test("that is set back while a second is waited for holds no place that other texts need, and the text goes out at its second", async () => {
    const { db, means, paz } = office;
    clock.set("2026-11-23T15:00:00Z");
    const [early, other] = [await accepted("Espera"), await accepted("Otra")];
    await scheduleDraft(db, early, { at: new Date("2026-11-23T15:30:00Z") }, paz, means);
    clock.set("2026-11-23T15:29:57Z");
    const task = releaseTaskOf(office, () => undefined);
    await forgetJob(early);
    const waiting = task({ draft: early }, 1);
    clock.set("2026-11-23T15:00:00Z");
    await waiting;
    expect([await stateOf(early), await comesIn(early)]).toEqual(["scheduled", expect.closeTo(1_795, -2)]);
    await scheduleDraft(db, other, { at: new Date("2026-11-23T15:10:00Z") }, paz, means);
    clock.set("2026-11-23T15:10:00Z");
    await task({ draft: other }, 1);
    expect([await stateOf(early), await stateOf(other)]).toEqual(["scheduled", "published"]);
    clock.set("2026-11-23T15:30:00Z");
    await task({ draft: early }, 1);
    expect(await stateOf(early)).toBe("published");
  });

  test("that runs behind the record publishes nothing at an hour that was not: it is refused in words, and the record's time never runs back", async () => {
    const { db, means, paz } = office;
    clock.set("2026-11-23T16:00:00Z");
    const id = await accepted("Después del salto");
    await scheduleDraft(db, id, { at: new Date("2026-11-23T17:00:00Z") }, paz, means);
    clock.set("2026-11-23T17:00:00Z");
    expect(await releaseDraft(db, id, means)).toMatchObject({ released: true, late: 0 });
    clock.set("2026-11-23T10:00:00Z");
    const next = await accepted("Con el reloj atrás");
    await expect(publishDraft(db, next, paz, means)).rejects.toMatchObject({ code: "unavailable" });
    await expect(scheduleDraft(db, next, { at: new Date("2026-11-23T18:00:00Z") }, paz, means)).rejects.toMatchObject({
      code: "unavailable",
    });
    const { rows } = await sql<{ back: number }>`
      select count(*)::int as back from (select at, lag(at) over (order by index) as before from record_entry) e where at < before
    `.execute(db);
    expect(rows).toEqual([{ back: 0 }]);
    clock.set("2026-11-23T18:00:00Z");
  });
});

describe("at the very instant", () => {
  const runs = 24;

  test("of its publication, a text is called back or out, never both and never neither, however the two meet", async () => {
    const { db, means, paz, pedro } = office;
    const other = openDatabase(office.address, 2);
    onTestFinished(() => other.destroy());
    const seen = new Set<string>();
    for (let run = 0; run < runs; run++) {
      const id = await accepted(`Carrera ${run}`);
      const { publishAt } = await publishDraft(db, id, paz, means);
      clock.set(publishAt.toISOString());
      const acts = [
        () => releaseDraft(db, id, means).then(({ released }) => released),
        () => releaseDraft(other, id, means).then(({ released }) => released),
        () =>
          callBack(other, id, pedro, means).then(
            () => "called back",
            (error: { code?: string }) => error.code,
          ),
      ];
      // Whoever is asked first is not always the first to be heard.
      const order = [...acts.slice(run % 3), ...acts.slice(0, run % 3)];
      const results = await Promise.all(order.map((act) => act()));
      const out = results.filter((result) => result === true).length;
      const back = results.includes("called back");
      expect([out, back]).toEqual(back ? [0, true] : [1, false]);
      const state = await stateOf(id);
      expect(state).toBe(back ? "cleared" : "published");
      if (back) expect(await comesIn(id)).toBeUndefined();
      else expect(results).toContain("conflict");
      const told = (await listEvents(db, id, office.ana)).map(({ what }) => what);
      expect(told.filter((what) => what === "publish" || what === "call-back")).toHaveLength(1);
      seen.add(String(back));
    }
    expect(seen.size).toBe(2);
  });

  test("of its publication, a text goes out before an objection or a suspension, or not at all", async () => {
    const { db, means, eva } = office;
    const other = openDatabase(office.address, 2);
    onTestFinished(() => other.destroy());
    const admin = await officer(office, "Ada Min", "administrator");
    for (let run = 0; run < runs; run++) {
      const publisher = await officer(office, `Pía Luz ${run}`, "publisher");
      const id = await accepted(`Objeción ${run}`);
      const dueAt = new Date(clock.now().getTime() + 3_600_000);
      const asked = { institution: "Hacienda", official: "Inés Mora", mail: `i${run}@hacienda.example`, dueAt };
      const { clearance } = await askClearance(db, id, asked, eva, means);
      const { token, hash } = newToken(means.random);
      await db
        .insertInto("clearance_link")
        .values({ token_hash: hash, clearance_id: clearance, made_at: clock.now() })
        .execute();
      await answerClearance(db, token, { answer: "given" }, means);
      const { publishAt } = await publishDraft(db, id, publisher, means);
      clock.set(publishAt.toISOString());
      const against = () =>
        run % 2 === 0
          ? answerClearance(other, token, { answer: "objected", reason: "La cifra." }, means).catch(() => undefined)
          : suspendOfficer(other, publisher.officer, admin, means);
      const release = () => releaseDraft(db, id, means);
      const [first, second] = run % 4 < 2 ? [release, against] : [against, release];
      await Promise.all([first(), second()]);
      const state = await stateOf(id);
      const events = (await listEvents(db, id, office.ana)).map(({ what }) => what);
      if (state === "published") expect(events).not.toContain("clearance-objected");
      else expect(events).not.toContain("publish");
      expect(["published", "in-clearance", "cleared"]).toContain(state);
    }
  });
});
