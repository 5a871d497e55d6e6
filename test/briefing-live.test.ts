import { randomUUID } from "node:crypto";
import { get, type IncomingMessage } from "node:http";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { gatherCrowd } from "../bench/live-crowd.ts";
import { serve } from "../src/app.ts";
import { systemClock } from "../src/clock.ts";
import { enterEvents, readAllEvents } from "../src/briefings/live-events.ts";
import { transact } from "../src/store/database.ts";
import { planBriefing, stepBriefing } from "../src/briefings/plan-briefing.ts";
import { changeTurn } from "../src/briefings/type-turn.ts";
import { endCaptionAddress, listCaptionAddresses, makeCaptionAddress } from "../src/briefings/caption-addresses.ts";
import { markVoice } from "../src/briefings/mark-voice.ts";
import { readTurns } from "../src/briefings/turns.ts";
import { LiveRoom } from "../src/site/live-room.ts";
import { captioner, heard, openedBriefing, plannedBriefing, type } from "./briefing-office.ts";
import type { LiveServed } from "./live-server.ts";
import { LiveViewer } from "./live-viewer.ts";
import { staffedOffice, type StaffedOffice } from "./newsroom-office.ts";
import { run, until } from "./processes.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
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
/** A connection whose other side reads all, or nothing. */
function heldConnection(reads: boolean) {
  const chunks: Buffer[] = [];
  const to = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      if (reads) setImmediate(done);
    },
  });
  return { to, chunks };
}
function idsIn(chunks: readonly Buffer[]): number[] {
  return [
    ...Buffer.concat(chunks)
      .toString()
      .matchAll(/^id: (\d+)$/gm),
  ].map(([, seq]) => Number(seq));
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
  const all = await fetch(`${url}/briefings/${number}/events.json`);
  expect(await all.text()).not.toContain("testigo");
  const known = { "if-none-match": all.headers.get("etag")! };
  expect((await fetch(`${url}/briefings/${number}/events.json`, { headers: known })).status).toBe(304);
  expect((await fetch(`${url}/briefings/${number}/events.json?after=1`, { headers: known })).status).toBe(200);
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

test("whoever never reads is handed a little and then nothing, is let go after a while, and goes on elsewhere where they broke off", async () => {
  const { eva, db } = office;
  const { id, number } = await openedBriefing(office, eva, quick);
  const text = "palabra ".repeat(500);
  const payload = { turn: 1, after: 0, kind: "speech", speaker: { name: "" }, text } as const;
  const tell = (count: number) =>
    transact(db, (tx) =>
      enterEvents(
        tx,
        { id, number },
        Array.from({ length: count }, () => ({ kind: "correction" as const, payload })),
        new Date(),
      ),
    );
  await tell(300);
  const room = await LiveRoom.open(office, id, (error) => failures.push(error));
  onTestFinished(() => room.close());
  const [deaf, keen] = [heldConnection(false), heldConnection(true)];
  const viewers = [deaf, keen].map(({ to }) => ({ response: to, to, sent: 0, blockedAt: 0 }));
  for (const each of viewers) room.add(each);
  await until(() => viewers[1]?.sent === 301);
  await tell(300);
  await until(() => viewers[1]?.sent === 601);
  // One lot of frames, as everybody is handed at once, in bytes that are everybody's.
  expect(viewers[0]?.sent).toBe(64);
  expect(deaf.to.writableLength).toBeLessThan(64 * (text.length + 400));
  expect(deaf.chunks[0]?.buffer).toBe(keen.chunks[0]?.buffer);
  room.beat(Date.now() + 44_000);
  expect([deaf.to.destroyed, keen.to.destroyed]).toEqual([false, false]);
  room.beat(Date.now() + 46_000);
  expect([deaf.to.destroyed, keen.to.destroyed, room.viewers.size]).toEqual([true, false, 1]);
  // What reached them before: that much they name when they come back, to any process.
  const again = heldConnection(true);
  room.add({ response: again.to, to: again.to, sent: 64, blockedAt: 0 });
  await until(() => idsIn(again.chunks).length === 537);
  expect(idsIn([...deaf.chunks, ...again.chunks])).toEqual(Array.from({ length: 601 }, (_, index) => index + 1));
});

test("more than the process can have connections for: who does not fit is told when to come back, and pages are still read", async () => {
  const { eva } = office;
  const { number } = await openedBriefing(office, eva, quick);
  const served: LiveServed = { address: office.address, data: office.data };
  const small = run("/bin/sh", [
    "-c",
    'ulimit -n 600; exec "$@"',
    "sh",
    `${root}/bin/runtime`,
    `${root}/test/live-server.ts`,
    JSON.stringify(served),
  ]);
  const there = (await small.line(/^serving /)).slice("serving ".length);
  const crowd = await gatherCrowd({
    viewers: 600,
    servers: [`${there}/briefings/${number}/live`],
    atOnce: 20,
    once: true,
  });
  onTestFinished(() => crowd.leave());
  let sum = await crowd.sum();
  await until(async () => (sum = await crowd.sum()).inside + sum.away === 600);
  expect(sum).toMatchObject({ inside: 480, refused: 120, politely: 120, faults: [] });
  expect((await fetch(`${there}/briefings/${number}`)).status).toBe(200);
});

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

/** Captions as a program sends them, in whatever form. */
async function post(
  token: string,
  body: string | Buffer<ArrayBuffer>,
  more: { query?: string; headers?: Record<string, string> } = {},
) {
  const answer = await fetch(`${url}/captions${token === "" ? "" : `/${token}`}${more.query ?? ""}`, {
    method: "POST",
    body,
    headers: { "accept-language": "en", ...more.headers },
  });
  const told = (await answer.json()) as { message?: string; refused?: { segment: number; message: string }[] };
  return { status: answer.status, ...told, head: answer.headers };
}

test("captions come by HTTP, to an address or with its token in the head, in one piece, an array or lines; viewers have them as turns, and nothing partial, nor script", async () => {
  const { eva, ana, db, means } = office;
  const { id, number } = await openedBriefing(office, eva, quick);
  const { token } = await captioner(office, id, eva);
  const { token: another } = await makeCaptionAddress(db, id, "Otra", eva, means);
  const spoken = { speaker: { name: "Vocera" }, kind: "speech", attribution: "on-record" };
  await markVoice(db, id, { ...spoken, label: "" }, ana, means);
  const following = viewer(number, () => url);
  const opened = (await db.selectFrom("briefing").select("opened_at").where("id", "=", id).executeTakeFirstOrThrow())
    .opened_at!;
  const script = "<script>alert(1)</script> & <b>dos</b>.";
  expect(await post(token, JSON.stringify(heard(1, 0, "Se oye a medias", { final: false })))).toMatchObject({
    status: 200,
    taken: 1,
  });
  expect(
    await post("", JSON.stringify([heard(1, 0, script)]), { headers: { authorization: `Bearer ${token}` } }),
  ).toMatchObject({ status: 200, taken: 1 });
  const zero = encodeURIComponent(new Date(opened.getTime() + 20_000).toISOString());
  const lines = [heard(1, 0, "A los veinte segundos."), heard(2, 2, "Y dos."), heard(1, 0, "A los veinte segundos.")];
  expect(
    await post(another, lines.map((one) => JSON.stringify(one)).join("\n"), { query: `?zero=${zero}` }),
  ).toMatchObject({ status: 200, taken: 2, same: 1, refused: [] });
  await until(async () => (await readAllEvents(db, id)).filter(({ kind }) => kind === "turn").length === 2);
  await until(() => following.events.length === 3);
  expect(following.events.slice(1)).toMatchObject([
    { kind: "turn", payload: { turn: 1, speaker: { name: "Vocera" }, text: script, at: 0 } },
    { kind: "turn", payload: { turn: 2, text: "A los veinte segundos. Y dos.", at: 20 } },
  ]);
  expect(JSON.stringify(await readAllEvents(db, id))).not.toContain("a medias");
  const page = await (await fetch(`${url}/briefings/${number}`)).text();
  expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(page).not.toContain("<script>alert");
}, 30_000);

test("whoever has no token of use is told the same, whatever they send; what is too much, too often, malformed or out of time is refused in words, and nothing of it stands", async () => {
  const { eva, db, means } = office;
  const { id } = await openedBriefing(office, eva, quick);
  const other = await openedBriefing(office, eva, quick);
  const [mine, theirs] = [await captioner(office, id, eva), await captioner(office, other.id, eva)];
  const one = JSON.stringify(heard(1, 0, "Palabras."));
  const { token: ended } = await makeCaptionAddress(db, id, "Retirada", eva, means);
  const [newest, own] = await listCaptionAddresses(db, id);
  await endCaptionAddress(db, id, newest!.id, eva, means);
  const refusals = [
    await post(ended, one),
    await post("x".repeat(43), one),
    await post("x", one),
    await post("", one),
    await post("x".repeat(43), Buffer.alloc(30 * 1024 * 1024, "x")),
    await post("", one, { headers: { authorization: `Basic ${mine.token}` } }),
  ];
  expect(new Set(refusals.map((told) => JSON.stringify({ ...told, head: [] }))).size).toBe(1);
  expect(refusals[0]).toMatchObject({ status: 401, code: "forbidden" });
  expect(await post(mine.token, Buffer.alloc(30 * 1024 * 1024, " "))).toMatchObject({ status: 413 });
  expect(await post(mine.token, "no")).toMatchObject({ status: 400, code: "invalid" });
  const mixed = await post(mine.token, `${one}\n{"id":\n${JSON.stringify(heard(3, 7_000, "Mañana."))}`);
  expect(mixed).toMatchObject({ status: 400, taken: 1, refused: [{ segment: 2 }, { segment: 3, id: "3" }] });
  expect(mixed.refused?.[0]?.message).toContain("Line 2 is no JSON");
  expect(await post(mine.token, one, { query: "?zero=ayer" })).toMatchObject({ status: 400 });
  // A token writes in its own briefing alone.
  await post(theirs.token, one);
  const kept = await db
    .selectFrom("briefing_caption")
    .select(["briefing_id", "segment"])
    .where("briefing_id", "in", [id, other.id])
    .orderBy("briefing_id")
    .execute();
  expect(kept).toEqual([id, other.id].map((briefing) => ({ briefing_id: briefing, segment: "1" })));
  await db
    .insertInto("attempt")
    .values(spans(own!.id))
    .onConflict((on) => on.columns(["bucket", "span"]).doUpdateSet({ count: 1_200 }))
    .execute();
  const flood = await post(mine.token, one);
  expect([flood.status, flood.head.get("retry-after")]).toEqual([429, "10"]);
  // Said before it was closed, it still comes in; said after, or once it is certified, it does not.
  await stepBriefing(db, other.id, "close", eva, means);
  await db
    .updateTable("briefing")
    .set({ closed_at: new Date(Date.now() + 30_000) })
    .where("id", "=", other.id)
    .execute();
  expect(await post(theirs.token, JSON.stringify([heard(2, 1, "A tiempo."), heard(3, 80, "Después.")]))).toMatchObject({
    status: 400,
    taken: 1,
    refused: [{ segment: 2, id: "3" }],
  });
  await db.updateTable("briefing").set({ state: "certified" }).where("id", "=", other.id).execute();
  expect(await post(theirs.token, JSON.stringify(heard(4, 1, "Tarde.")))).toMatchObject({ status: 409 });
  expect(await readTurns(db, other.id)).toEqual([]);
}, 30_000);

/** So many tries of an address, in this minute and the next. */
function spans(address: number) {
  const minute = Math.floor(Date.now() / 60_000) * 60_000;
  return [0, 60_000].map((later) => ({ bucket: `captions ${address}`, span: new Date(minute + later), count: 1_200 }));
}
