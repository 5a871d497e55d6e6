import { randomUUID } from "node:crypto";
import { get, type IncomingMessage } from "node:http";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { serve } from "../src/app.ts";
import { systemClock } from "../src/clock.ts";
import { enterEvents, readAllEvents } from "../src/briefings/live-events.ts";
import { transact } from "../src/store/database.ts";
import { planBriefing, stepBriefing } from "../src/briefings/plan-briefing.ts";
import { changeTurn } from "../src/briefings/type-turn.ts";
import { openedBriefing, plannedBriefing, type } from "./briefing-office.ts";
import { LiveViewer } from "./live-viewer.ts";
import { staffedOffice, type StaffedOffice } from "./newsroom-office.ts";
import { until } from "./processes.ts";

let office: StaffedOffice;
let url: string;
let here: Awaited<ReturnType<typeof serve>>;
const failures: unknown[] = [];
beforeAll(async () => {
  office = await staffedOffice(systemClock);
  here = await serveHere();
  ({ url } = here);
});
afterAll(async () => {
  await here.close();
  await office.drop();
  expect(failures).toEqual([]);
});

function serveHere(more: { liveViewers?: number } = {}) {
  return serve(
    office,
    { host: "127.0.0.1", port: 0, ...more },
    { report: (error) => failures.push(error), note: () => undefined },
  );
}
function viewer(number: string, servers: () => string): LiveViewer {
  const one = new LiveViewer(() => `${servers()}/briefings/${number}/live`);
  onTestFinished(() => one.close());
  return one;
}
const quick = { holdSeconds: "0" };

test("held turns come out at their second by themselves, for whoever listens and whoever asks", async () => {
  const { eva, ana, db } = office;
  const { id, number } = await openedBriefing(office, eva, { holdSeconds: "2" });
  const following = viewer(number, () => url);
  const typedAt = Date.now();
  await type(office, id, ana, "Retenida dos segundos.");
  await until(() => following.events.length === 2);
  expect(Date.now() - typedAt).toBeGreaterThanOrEqual(2_000);
  const told = await readAllEvents(db, id);
  expect(following.events).toEqual(told);
  const polled = await (await fetch(`${url}/briefings/${number}/events.json?after=1`)).json();
  expect(polled).toEqual({ after: 1, last: 2, over: false, events: told.slice(1) });
});

test("what was taken back is told to nobody who comes later, and those who follow are told to take it back", async () => {
  const { eva, ana, db, means } = office;
  const { id, number } = await openedBriefing(office, eva, quick);
  const early = viewer(number, () => url);
  const turn = await type(office, id, ana, "El testigo es N. N.");
  await until(() => early.events.length === 2);
  const clientKey = randomUUID();
  await changeTurn(db, id, turn.id, { base: 1, attribution: "off-record", clientKey }, ana, means);
  await until(() => early.events.length === 3);
  expect(early.events[2]).toMatchObject({ kind: "removal", payload: { turn: 1 } });
  const late = viewer(number, () => url);
  await until(() => late.events.length === 3);
  expect(JSON.stringify(late.events)).not.toContain("testigo");
  expect(await (await fetch(`${url}/briefings/${number}/events.json`)).text()).not.toContain("testigo");
});

test("a reader who takes nothing for a while costs no memory, misses nothing, and holds up nobody", async () => {
  const { eva } = office;
  const { id, number } = await openedBriefing(office, eva, quick);
  let text = "";
  const slow = await new Promise<IncomingMessage>((resolve) =>
    get(`${url}/briefings/${number}/live`, { agent: false }, resolve),
  );
  slow.pause();
  const quickOne = viewer(number, () => url);
  // More than the kernel keeps for a connection on either side: what is beyond it has to wait with us.
  const payload = {
    turn: 1,
    after: 0,
    kind: "speech",
    speaker: { name: "" },
    text: "palabra ".repeat(40_000),
  } as const;
  for (let event = 0; event < 120; event++)
    await transact(office.db, (tx) => enterEvents(tx, { id, number }, [{ kind: "correction", payload }], new Date()));
  await until(() => quickOne.events.length === 121);
  slow.setEncoding("utf8").on("data", (piece: string) => (text += piece));
  slow.resume();
  await until(() => text.endsWith("\n\n") && text.lastIndexOf("id: 121\n") > 0);
  expect([...text.matchAll(/^id: (\d+)$/gm)].map(([, seq]) => Number(seq))).toEqual(
    Array.from({ length: 121 }, (_, index) => index + 1),
  );
  slow.destroy();
}, 30_000);

test("beyond the cap a viewer is asked politely to come back, and can still ask for what is new", async () => {
  const { eva } = office;
  const { number } = await openedBriefing(office, eva, quick);
  const small = await serveHere({ liveViewers: 1 });
  const inside = viewer(number, () => small.url);
  await until(() => inside.events.length === 1);
  const refused = await fetch(`${small.url}/briefings/${number}/live`);
  expect([refused.status, Number(refused.headers.get("retry-after")) > 0]).toEqual([503, true]);
  expect(await (await fetch(`${small.url}/briefings/${number}/events.json?after=0`)).json()).toMatchObject({ last: 1 });
  inside.close();
  await small.close();
});

test("what proxies must know is in the head; nobody learns of a briefing that was not announced; after the end browsers are told to stay away", async () => {
  const { eva, db, means } = office;
  const { id, number } = await openedBriefing(office, eva, quick);
  const stop = new AbortController();
  const head = await fetch(`${url}/briefings/${number}/live`, { signal: stop.signal });
  stop.abort();
  expect(Object.fromEntries(head.headers)).toMatchObject({
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache, no-transform",
    "x-accel-buffering": "no",
    "access-control-allow-origin": "*",
  });
  await planBriefing(db, plannedBriefing, eva, means);
  const next = `${number.slice(0, 5)}${String(Number(number.slice(5)) + 1).padStart(4, "0")}`;
  for (const path of ["live", "events.json"])
    expect((await fetch(`${url}/briefings/${next}/${path}`)).status).toBe(404);
  await db.updateTable("briefing").set({ state: "announced", opened_at: null }).where("id", "=", id).execute();
  await stepBriefing(db, id, "cancel", eva, means);
  const following = viewer(number, () => url);
  await until(() => following.ended);
  expect(following.events.at(-1)).toMatchObject({ kind: "state", payload: { state: "cancelled" } });
});
