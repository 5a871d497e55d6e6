import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../src/clock.ts";
import { acceptDraft } from "../src/newsroom/accept-draft.ts";
import { findDraft, listEvents } from "../src/newsroom/find-draft.ts";
import { scheduleDraft } from "../src/newsroom/schedule-draft.ts";
import { startDraft } from "../src/newsroom/start-draft.ts";
import { submitDraft } from "../src/newsroom/submit-draft.ts";
import { signNow } from "../src/recorder/sequence.ts";
import { newsroomDifferences } from "./founded-office.ts";
import { staffedOffice, type StaffedOffice } from "./newsroom-office.ts";
import { run, type Running, until } from "./processes.ts";
import { audited } from "./recorder-office.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
let office: StaffedOffice;

beforeAll(async () => {
  office = await staffedOffice(systemClock);
});
afterAll(async () => {
  await signNow(office);
  expect(await audited(office)).toEqual([]);
  expect(await newsroomDifferences(office)).toEqual([]);
  await office.drop();
});

test("a process killed with -9 around the instant, again and again, leaves every text out once, and never before its second", async () => {
  const all: number[] = [];
  for (let round = 0; round < 5; round++) {
    const { ids, publishAt } = await scheduled(12);
    all.push(...ids);
    const releaser = await startReleaser();
    // From before the instant until well into the publications that begin with it: another moment each round.
    const offset = round === 0 ? -30 : round * 12;
    await until(() => Date.now() >= publishAt.getTime() + offset);
    releaser.child.kill("SIGKILL");
    await releaser.ended;
  }
  await startReleaser();
  await until(async () => (await countScheduled()) === 0);
  expect(await whatBecameOf(all)).toEqual(all.map(() => once));
}, 120_000);

test("two processes at once publish each text once, also when one of them dies at the instant", async () => {
  for (const kills of [false, true]) {
    const releasers = await Promise.all([startReleaser(), startReleaser()]);
    const { ids, publishAt } = await scheduled(24);
    await until(() => Date.now() >= publishAt.getTime() + 5);
    if (kills) releasers[0].child.kill("SIGKILL");
    await until(async () => (await countScheduled()) === 0);
    expect(await whatBecameOf(ids)).toEqual(ids.map(() => once));
    for (const { child } of releasers) child.kill("SIGKILL");
    await Promise.all(releasers.map(({ ended }) => ended));
  }
}, 120_000);

const once = { published: 1, entries: 1, before: false, told: true };

/** How often each is out, whether before its second, and whether a lateness of more than a second is told. */
function whatBecameOf(ids: readonly number[]): Promise<(typeof once)[]> {
  return Promise.all(
    ids.map(async (id) => {
      const draft = await findDraft(office.db, id, office.eva);
      const events = (await listEvents(office.db, id, office.eva)).filter(({ what }) => what === "publish");
      const [{ due, late = 0 } = { due: "" }] = events.map(({ details }) => details as { due: string; late?: number });
      const taken = (draft?.published?.at.getTime() ?? 0) - Date.parse(due);
      const { rows } = await sql<{ entries: number }>`
        select count(*) as entries from record_entry e join statement s on s.number = e.number
        join edition d on d.statement_id = s.id where d.title = ${`Texto ${id}`}`.execute(office.db);
      return {
        published: events.length,
        entries: rows[0]?.entries ?? 0,
        before: taken < 0,
        told: late === (taken > 1_000 ? taken : 0),
      };
    }),
  );
}

/** Texts of one second, two or three seconds ahead. */
async function scheduled(count: number): Promise<{ ids: number[]; publishAt: Date }> {
  const ids: number[] = [];
  for (let each = 0; each < count; each++) {
    const { id } = await startDraft(office.db, { body: "Uno.\n" }, office.ana, office.means);
    await office.db
      .updateTable("draft")
      .set({ title: `Texto ${id}` })
      .where("id", "=", id)
      .execute();
    await submitDraft(office.db, id, office.ana, office.means);
    await acceptDraft(office.db, id, office.eva, office.means);
    ids.push(id);
  }
  const publishAt = new Date(Date.now() + 2_500);
  for (const id of ids) await scheduleDraft(office.db, id, { at: publishAt }, office.paz, office.means);
  return { ids, publishAt };
}

async function countScheduled(): Promise<number> {
  const rows = await office.db.selectFrom("draft").select("id").where("state", "=", "scheduled").execute();
  return rows.length;
}

async function startReleaser(): Promise<Running> {
  const program = fileURLToPath(new URL("draft-releaser.ts", import.meta.url));
  const releaser = run(process.execPath, [program, JSON.stringify(office.address)], { cwd: root });
  await releaser.line(/running/);
  return releaser;
}
