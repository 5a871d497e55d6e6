import { randomBytes, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { addOfficer } from "../src/access/enter.ts";
import type { Actor } from "../src/access/rights.ts";
import { planBriefing, stepBriefing } from "../src/briefings/plan-briefing.ts";
import { typeTurn } from "../src/briefings/type-turn.ts";
import { systemClock } from "../src/clock.ts";
import { readConfig } from "../src/config.ts";
import { readOffice } from "../src/register/office.ts";
import { transact } from "../src/store/database.ts";
import { openInstallation, type ServedInstallation } from "../src/store/installation.ts";
import { type Bench, median, percentile, type Row, whole } from "./bench.ts";
import { type Crowd, gatherCrowd } from "./live-crowd.ts";
import { startNchan } from "./nginx.ts";
import { newOffice, prose, which } from "./office.ts";

const viewers = 10_000;
const turns = 15;
/** The first few are told while everything is still new to everybody. */
const warming = 3;

/** 10,000 viewers of server-sent events told of one turn by us and by nginx nchan, turn about; what a viewer costs; and 20,000 at the door in a second. */
export const bench: Bench = {
  name: "live",
  async run(progress) {
    return [...(await telling(progress)), ...(await arriving(progress))];
  },
};

async function telling(progress: (what: string) => void): Promise<Row[]> {
  const office = await newOffice();
  const crowds: Crowd[] = [];
  let nchan: Awaited<ReturnType<typeof startNchan>>;
  try {
    await office.start();
    const briefing = await openBriefing(office.data);
    const program = await which("nginx");
    nchan = program === undefined ? undefined : await startNchan(program);
    const gather = async (server: string) => {
      const crowd = await gatherCrowd({ viewers, servers: [server] });
      crowds.push(crowd);
      await crowd.inside();
      return crowd;
    };
    const before = await resident(office.process?.pid);
    progress(`${whole(viewers)} viewers come to us`);
    const ours = await gather(`${office.url}/briefings/${briefing.number}/live`);
    // Which briefing it is that is on.
    let told = 1;
    await ours.all(told);
    const each = (await resident(office.process?.pid)) - before;
    progress(`${whole(viewers)} viewers come to ${nchan === undefined ? "nobody: nchan is not installed" : "nchan"}`);
    const theirs = nchan === undefined ? undefined : await gather(`${nchan.url}/live`);
    const [typing, last, peer]: number[][] = [[], [], []];
    for (let turn = 1; turn <= turns; turn++) {
      progress(`turn ${turn} of ${turns}`);
      const text = prose(300);
      const typed = now();
      await briefing.type(text);
      told++;
      const [first, all] = await Promise.all([ours.first(told), ours.all(told)]);
      let answered: number | undefined;
      if (nchan !== undefined && theirs !== undefined) {
        const payload = JSON.stringify({ seq: told, kind: "turn", payload: { turn, text }, at: new Date() });
        const posted = now();
        await fetch(`${nchan.url}/tell`, { method: "POST", body: payload });
        answered = milliseconds(posted, await theirs.all(turn));
      }
      if (turn <= warming) continue;
      typing!.push(milliseconds(typed, all));
      last!.push(milliseconds(first, all));
      if (answered !== undefined) peer!.push(answered);
    }
    const sums = await Promise.all(crowds.map((crowd) => crowd.sum()));
    const faults = sums.flatMap((sum) => sum.faults);
    if (faults.length > 0) throw new Error(`not everybody was told everything once: ${faults.join("; ")}`);
    const memory = await resident(office.process?.pid);
    await briefing.close();
    const named = nchan === undefined ? "nginx nchan is not installed" : `nchan ${inWords(peer!)}`;
    return [
      {
        name: "live",
        ours: inWords(typing!),
        peer: named,
        ratio: nchan === undefined ? "" : (median(typing!) / median(peer!)).toFixed(2),
        note: `from the moment a turn without a hold is typed (from the POST) until the last of ${whole(viewers)} has it, median of ${typing!.length}, turn about; reach ≤ 1.0`,
      },
      {
        name: "live, first to last",
        ours: inWords(last!),
        peer: named,
        ratio: nchan === undefined ? "" : (median(last!) / median(peer!)).toFixed(2),
        note: "from the first viewer that has it to the last",
      },
      {
        name: "live, memory",
        ours: `${(each / viewers).toFixed(1)} kB a viewer`,
        peer: "≤ 16 kB",
        ratio: (each / viewers / 16).toFixed(2),
        note: `resident, once ${whole(viewers)} follow; ${((memory - before) / viewers).toFixed(1)} kB after ${turns} turns`,
      },
    ];
  } finally {
    await Promise.all(crowds.map((crowd) => crowd.leave()));
    await nchan?.stop();
    await office.remove();
  }
}

/** Twice as many as are let in, all within a second, while somebody reads a page. */
async function arriving(progress: (what: string) => void): Promise<Row[]> {
  const office = await newOffice();
  const crowds: Crowd[] = [];
  try {
    await office.start("--live-viewers", String(viewers));
    const briefing = await openBriefing(office.data);
    const page = `${office.url}/briefings`;
    await readPage(page);
    progress(`${whole(2 * viewers)} come within a second, and ${whole(viewers)} are let in`);
    const servers = [`${office.url}/briefings/${briefing.number}/live`];
    crowds.push(...(await Promise.all([1, 2].map(() => gatherCrowd({ viewers, servers, within: 1_000, once: true })))));
    const began = now();
    const pages: number[] = [];
    let [inside, refused, politely] = [0, 0, 0];
    while (inside + refused < 2 * viewers) {
      const asked = now();
      await readPage(page);
      pages.push(milliseconds(asked, now()));
      const sums = await Promise.all(crowds.map((crowd) => crowd.sum()));
      [inside, refused, politely] = (["inside", "refused", "politely"] as const).map((one) =>
        sums.reduce((all, sum) => all + sum[one], 0),
      ) as [number, number, number];
      if (sums.reduce((all, sum) => all + sum.away, 0) + inside >= 2 * viewers) break;
    }
    const took = milliseconds(began, now());
    await briefing.close();
    return [
      {
        name: "live, a crowd at the door",
        ours: `${whole(inside)} in, ${whole(politely)} of ${whole(refused)} told when to come back`,
        peer: `${whole(2 * viewers)} within 1 s, cap ${whole(viewers)}`,
        ratio: ((inside + politely) / (2 * viewers)).toFixed(2),
        note: `all answered after ${whole(took)} ms; a page meanwhile ${whole(median(pages))} ms at the median, ${whole(Math.max(...pages))} ms at worst`,
      },
    ];
  } finally {
    await Promise.all(crowds.map((crowd) => crowd.leave()));
    await office.remove();
  }
}

/** Over a connection of its own, as whoever comes new: one that is kept may be let go of just as it is used again. */
async function readPage(page: string): Promise<void> {
  await (await fetch(page, { headers: { connection: "close" } })).arrayBuffer();
}

/** A briefing that is on, typed by an officer from this process: the one that is measured only tells. */
async function openBriefing(
  data: string,
): Promise<{ number: string; type(text: string): Promise<void>; close(): Promise<void> }> {
  const means = { clock: systemClock, random: randomBytes };
  const installation: ServedInstallation = await openInstallation(readConfig({ data }), { serve: false }, means);
  const { db } = installation;
  const { institution } = await readOffice(db);
  const person = { name: "Bench", email: "bench@example.org", language: "es" } as const;
  const officer = await transact(db, (tx) => addOfficer(tx, person, means.clock.now()));
  const actor: Actor = { ...person, officer, grants: [{ institution, right: "editor" }] };
  const { id } = await planBriefing(
    db,
    {
      format: "punto-de-prensa",
      title: "Punto de prensa",
      language: "es-CL",
      place: "",
      note: "",
      timeText: "",
      holdSeconds: "0",
      mediaUrl: "",
    },
    actor,
    means,
  );
  const { number = "" } = await stepBriefing(db, id, "open", actor, means);
  return {
    number,
    type: async (text) => {
      const speaker = { name: "Vocera de prueba" };
      await typeTurn(
        db,
        id,
        { kind: "speech", speaker, attribution: "on-record", text, clientKey: randomUUID() },
        actor,
        means,
      );
    },
    close: () => installation.close(),
  };
}

function inWords(values: readonly number[]): string {
  return `${whole(median(values))} ms (p90 ${whole(percentile(values, 90))})`;
}

function now(): bigint {
  return process.hrtime.bigint();
}

function milliseconds(from: bigint, to: bigint): number {
  return Number(to - from) / 1e6;
}

async function resident(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/VmRSS:\s+(\d+)/u.exec(status)?.[1] ?? Number.NaN);
}
