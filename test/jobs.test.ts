import { EventEmitter, once } from "node:events";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { simpleParser } from "mailparser";
import { expect, onTestFinished, test } from "vitest";
import { transact } from "../src/store/database.ts";
import type { Installation } from "../src/store/installation.ts";
import { addJob, dropJob, runJobs, type Tasks } from "../src/store/jobs.ts";
import { addMail, mailTask, openMail } from "../src/store/mail.ts";
import { newestJobsMigration } from "../src/store/migrate-jobs.ts";
import { freshInstallation } from "./database.ts";
import { run } from "./processes.ts";
import { smtpSink } from "./smtp-sink.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

test("a job is run once its transaction is committed, and not where that is undone", async () => {
  const { installation, heard, runs } = await office();
  await expect(
    transact(installation.db, async (tx) => {
      await addJob(tx, "say", { word: "undone" });
      throw new Error("undone");
    }),
  ).rejects.toThrow("undone");
  await transact(installation.db, (tx) => addJob(tx, "say", { word: "done" }));
  const first = once(heard, "say");
  await runs();
  expect(await first).toEqual([{ word: "done" }]);
  const second = once(heard, "say");
  await transact(installation.db, (tx) => addJob(tx, "say", { word: "while running" }));
  expect(await second).toEqual([{ word: "while running" }]);
});

test("of jobs under one key the newest is run, and one that is dropped is not", async () => {
  const { installation, heard, said, runs } = await office();
  await transact(installation.db, async (tx) => {
    await addJob(tx, "say", { word: "first" }, { key: "release" });
    await addJob(tx, "say", { word: "dropped" }, { key: "other" });
  });
  await transact(installation.db, async (tx) => {
    await addJob(tx, "say", { word: "second" }, { key: "release" });
    await dropJob(tx, "other");
  });
  const heardOne = once(heard, "say");
  await runs();
  await heardOne;
  await untilEmpty(installation);
  expect(said).toEqual([{ word: "second" }]);
});

test("a job waits for its instant", async () => {
  const { installation, heard, said, runs } = await office();
  await transact(installation.db, async (tx) => {
    await addJob(tx, "say", { word: "tomorrow" }, { runAt: new Date(Date.now() + 86_400_000) });
    await addJob(tx, "say", { word: "missed while down" }, { runAt: new Date(Date.now() - 86_400_000) });
  });
  const heardOne = once(heard, "say");
  await runs();
  await heardOne;
  expect(said).toEqual([{ word: "missed while down" }]);
});

test("a job that fails is told of, kept, and tried again", async () => {
  const { installation, failures, runs } = await office();
  const failed = once(failures, "failed");
  await transact(installation.db, (tx) => addJob(tx, "fail", { once: true }));
  await runs();
  expect(await failed).toEqual(["not yet", "fail"]);
  const kept = async () =>
    (
      await sql<{ last_error: string | null; later: boolean }>`
        select last_error, run_at > now() as later from voceria_jobs.jobs`.execute(installation.db)
    ).rows;
  while ((await kept())[0]?.last_error === null);
  expect(await kept()).toEqual([{ last_error: expect.stringContaining("not yet") as string, later: true }]);
});

test("a job in the hands of a process that is killed is run again at once, and one in living hands is left there", async () => {
  const { installation, heard, said, runs } = await office();
  await transact(installation.db, (tx) => addJob(tx, "hold", { word: "held" }));
  const holder = run(
    join(root, "bin/runtime"),
    [join(root, "test/job-holder.ts"), JSON.stringify(installation.address)],
    {},
  );
  await holder.line(/^begun$/);
  const after = once(heard, "say");
  await runs();
  await transact(installation.db, (tx) => addJob(tx, "say", { word: "beside it" }));
  await after;
  expect(said).toEqual([{ word: "beside it" }]);
  holder.child.kill("SIGKILL");
  await holder.ended;
  const again = once(heard, "hold");
  expect(await again).toEqual([{ word: "held" }]);
});

test("jobs go on when the database cuts every connection", async () => {
  const { installation, heard, runs } = await office();
  await runs();
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(installation.db);
  const heardOne = once(heard, "say");
  for (;;) {
    const added = await transact(installation.db, (tx) => addJob(tx, "say", { word: "on" })).then(
      () => true,
      () => false,
    );
    if (added) break;
  }
  expect(await heardOne).toEqual([{ word: "on" }]);
});

test("the queue's tables are those of the library that this version is locked to", async () => {
  const { installation } = await office();
  const newest = await readdir(join(root, "node_modules/graphile-worker/sql"));
  expect(Math.max(...newest.map((name) => Number.parseInt(name, 10)))).toBe(newestJobsMigration);
  const { rows } = await sql<{ max: number }>`select max(id) from voceria_jobs.migrations`.execute(installation.db);
  expect(rows).toEqual([{ max: newestJobsMigration }]);
});

test("a mail goes out over SMTP as it was written, from the office", async () => {
  const sink = await smtpSink();
  const { installation, runs } = await office(sink.url);
  await runs();
  await transact(installation.db, (tx) =>
    addMail(tx, {
      to: { name: "Íñigo Peña, jefe de prensa", address: "inigo@salud.example" },
      replyTo: { address: "prensa@segegob.example" },
      subject: "Visto bueno: «Año escolar» — hoy\r\nBcc: evil@evil.example",
      text: "Estimado:\n\nLe pedimos su visto bueno. ñandú.\n.\nhttps://voceria.example/clearance/abc\n",
    }),
  );
  const [mail] = await sink.until(1);
  expect(mail?.from?.value).toEqual([{ name: "Oficina de prueba", address: "voceria@voceria.example" }]);
  expect(mail?.to).toMatchObject({ value: [{ name: "Íñigo Peña, jefe de prensa", address: "inigo@salud.example" }] });
  expect(mail?.replyTo?.value).toMatchObject([{ address: "prensa@segegob.example" }]);
  expect(mail?.subject).toMatch(/^Visto bueno: «Año escolar» — hoy/);
  expect(mail?.bcc).toBeUndefined();
  expect(mail?.headers.get("auto-submitted")).toBe("auto-generated");
  expect(mail?.text).toContain("ñandú.\n.\nhttps://voceria.example/clearance/abc");
  await untilEmpty(installation);
  expect(sink.taken).toHaveLength(1);
});

test("a mail that the relay cannot take now is kept and tried again", async () => {
  const sink = await smtpSink();
  sink.refuse = 451;
  const { installation, failures, runs } = await office(sink.url);
  const failed = once(failures, "failed");
  await runs();
  await transact(installation.db, (tx) => addMail(tx, toAna));
  await failed;
  sink.refuse = undefined;
  expect((await sink.until(1))[0]?.subject).toBe("Hola");
});

test.each([
  ["where no relay is configured", undefined],
  ["where the relay refuses it for good", 550],
])("%s a mail lies in the outbox, readable by the operator alone, and the log says where", async (_where, refuse) => {
  const sink = refuse === undefined ? undefined : await smtpSink();
  if (sink !== undefined) sink.refuse = refuse;
  const { installation, notes, runs } = await office(sink?.url);
  await runs();
  await transact(installation.db, (tx) => addMail(tx, toAna));
  await untilEmpty(installation);
  const folder = join(installation.data, "outbox");
  const [name = ""] = await readdir(folder);
  expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  const mail = await simpleParser(await readFile(join(folder, name)));
  expect([mail.subject, mail.text?.trim()]).toEqual(["Hola", toAna.text]);
  expect(await readFile(join(folder, name), "utf8"), "a link in one piece, for whoever hands it on").toContain(
    toAna.text,
  );
  expect(notes.join("\n")).toContain(join(folder, name));
  expect(notes.join("\n")).not.toContain("xyz");
});

const toAna = {
  to: { address: "ana@segegob.example" },
  subject: "Hola",
  text: `Después de la una. Secreto: https://voceria.example/desk/enter/link/xyz${"y".repeat(60)}`,
};

async function office(smtpUrl?: string) {
  const installation = await freshInstallation();
  onTestFinished(installation.drop);
  const [heard, failures] = [new EventEmitter(), new EventEmitter()];
  const said: unknown[] = [];
  const notes: string[] = [];
  const mailer = openMail({
    smtpUrl,
    from: async () => ({ name: "Oficina de prueba", address: "voceria@voceria.example" }),
    data: installation.data,
    means: installation.means,
    note: (line) => notes.push(line),
  });
  const tasks: Tasks = {
    say: async (payload) => {
      said.push(payload);
      heard.emit("say", payload);
    },
    hold: async (payload) => void heard.emit("hold", payload),
    fail: async () => Promise.reject(new Error("not yet")),
    mail: mailTask(mailer),
  };
  const runs = async () => {
    const jobs = await runJobs(
      installation,
      tasks,
      (error, name) => void failures.emit("failed", error instanceof Error ? error.message : String(error), name),
    );
    onTestFinished(async () => {
      await jobs.close();
      mailer.close();
    });
  };
  return { installation, heard, failures, said, notes, runs };
}

async function untilEmpty({ db }: Installation): Promise<void> {
  for (;;) {
    const { rows } = await sql`select from voceria_jobs.jobs`.execute(db);
    if (rows.length === 0) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
