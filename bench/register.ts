import type { Client } from "pg";
import { registerAsOf } from "../src/register/as-of.ts";
import { addDays } from "../src/register/day.ts";
import { auditFindings } from "../src/register/findings/audit-findings.ts";
import { readHoldings } from "../src/register/holdings.ts";
import { openConnection } from "../src/store/database.ts";
import { type Bench, median, percentile, type Row, whole } from "./bench.ts";
import { posts, registerOffice, tenures } from "./register-office.ts";

const asked = 2000;
const times = 7;

/** The same questions each time, spread over posts and days. */
const questions = Array.from({ length: asked }, (_, index) => ({
  post: `post-${1 + ((index * 7919) % posts)}`,
  day: addDays("1945-01-01", (index * 6007) % 25_000),
}));
const dayOfAll = "1985-06-15";

export const bench: Bench = {
  name: "register",
  async run(progress) {
    progress(`making ${whole(tenures)} tenures`);
    const office = await registerOffice();
    const connection = openConnection(office.address);
    await connection.connect();
    try {
      const { db } = office;
      progress("asking for one post on a day");
      const ours = await each(questions, async ({ post, day }) => {
        const { holdings } = await registerAsOf(db, { day, post });
        if (holdings.length === 0) throw new Error(`nobody held ${post} on ${day}`);
      });
      const peer = await each(questions, ({ post, day }) => plainly(connection, post, day));
      progress("asking for a whole government on a day");
      const all = Array.from({ length: posts }, (_, index) => `post-${index + 1}`);
      let held = 0;
      const government = await each(Array.from({ length: times }), async () => {
        held = (await readHoldings(db, dayOfAll, { posts: all })).length;
      });
      const rows = await each(Array.from({ length: times }), () => plainlyAll(connection));
      progress("finding gaps, overlaps and contradictions");
      const began = performance.now();
      const { counts } = await auditFindings(db, { today: "2025-01-01" });
      const findings = counts.reduce((sum, { count }) => sum + count, 0);
      const audit = performance.now() - began;
      return [
        row(
          "register",
          ours,
          peer,
          `as-of one post by the API's own function, of ${whole(tenures)} tenures; reach 0.5 ms, p99 ${percentile(ours, 99).toFixed(2)} ms; peer: the same person and days in plain prepared SQL`,
        ),
        row(
          "register government",
          government,
          rows,
          `all ${whole(held)} that held one of ${whole(posts)} posts on a day, with their titles, names and sources; peer: their rows alone in plain SQL`,
        ),
        {
          name: "register findings",
          ours: `${(audit / 1000).toFixed(1)} s`,
          peer: "",
          ratio: "",
          note: `${whole(findings)} findings of ${whole(tenures)} tenures`,
        },
      ];
    } finally {
      await connection.end();
      await office.remove();
    }
  },
};

function row(name: string, ours: readonly number[], peer: readonly number[], note: string): Row {
  const [us, them] = [median(ours), median(peer)];
  return { name, ours: `${us.toFixed(2)} ms`, peer: `${them.toFixed(2)} ms`, ratio: (us / them).toFixed(1), note };
}

/** Milliseconds of each, one after another, once a first round has warmed both sides. */
async function each<T>(questions: readonly T[], ask: (question: T) => Promise<unknown>): Promise<number[]> {
  for (const question of questions.slice(0, 200)) await ask(question);
  const taken: number[] = [];
  for (const question of questions) {
    const began = performance.now();
    await ask(question);
    taken.push(performance.now() - began);
  }
  return taken;
}

function plainly(connection: Client, post: string, day: string): Promise<unknown> {
  return connection.query({
    name: "plain",
    text: `select person, start_min, end_max from tenure
      where post = $1 and start_min <= $2 and end_max >= $2 and superseded is null`,
    values: [post, day],
  });
}

function plainlyAll(connection: Client): Promise<unknown> {
  return connection.query({
    name: "plain-all",
    text: `select post, person, start_min, end_max from tenure where start_min <= $1 and end_max >= $1 and superseded is null`,
    values: [dayOfAll],
  });
}
