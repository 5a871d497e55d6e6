import { sql } from "kysely";
import { newToken, readToken } from "../access/token.ts";
import type { Means } from "../clock.ts";
import { readHorizon } from "../recorder/horizon.ts";
import { readOffice } from "../register/office.ts";
import { type Database, type Reader, transact } from "../store/database.ts";
import { addJob, type Task, type Tasks } from "../store/jobs.ts";
import type { Mailer } from "../store/mail.ts";
import { lapseTask, receiptTask } from "./ask-question.ts";
import { findAnswers } from "./find-answer.ts";
import { type Asker, moveQuestion, shownAsker } from "./question.ts";
import { endedMail, receiptMail } from "./question-mails.ts";
import { lockQuestionRow, saveQuestion } from "./questions.ts";
import { forgetTask, toldTask } from "./work-question.ts";

/** In milliseconds: how soon it is looked again whether an answer may be shown. */
const untilShown = 1_000;

type Ground = { db: Database; means: Means };
type Way = { mailer: Pick<Mailer, "send">; url: string };

/** The jobs that questions leave behind. */
export function questionTasks(ground: Ground, way: Way): Tasks {
  return {
    [receiptTask]: receiptTaskOf(ground, way),
    [toldTask]: toldTaskOf(ground, way),
    [lapseTask]: lapseTaskOf(ground),
    [forgetTask]: forgetTaskOf(ground),
  };
}

/** The private link is in the mail alone: the database has its hash, the queue has neither. Nothing that was typed is sent on. */
function receiptTaskOf({ db, means }: Ground, { mailer, url }: Way): Task {
  return async (payload) => {
    const { question } = payload as { question: number };
    const { token, hash } = newToken(means.random);
    const row = await db
      .selectFrom("question")
      .select(["asker", "language"])
      .where("id", "=", question)
      .executeTakeFirst();
    const { mail } = (row?.asker ?? {}) as Asker;
    if (row === undefined || mail === undefined) return;
    await db
      .insertInto("question_link")
      .values({ token_hash: hash, question_id: question, made_at: means.clock.now() })
      .execute();
    const { name } = await readOffice(db);
    const language = languageOf(row.language);
    const words = receiptMail(name[language], `${url}/questions/status/${token}`, language);
    await mailer.send({ to: { address: mail }, ...words });
  };
}

function toldTaskOf({ db, means }: Ground, { mailer, url }: Way): Task {
  return async (payload) => {
    const { question } = payload as { question: number };
    const row = await db
      .selectFrom("question")
      .select(["number", "asker", "language", "state", "basis", "told", "end_reason", "text", "subject"])
      .where("id", "=", question)
      .executeTakeFirst();
    const { mail } = (row?.asker ?? {}) as Asker;
    if (row === undefined || mail === undefined || (row.state !== "answered" && row.state !== "declined")) return;
    const published = row.subject !== null && row.number !== null;
    // Nothing is sent of an entry that no checkpoint stands over yet.
    if (published && (await findAnswers(db, row.number ?? "", (await readHorizon(db)).size)) === undefined) {
      const runAt = new Date(means.clock.now().getTime() + untilShown);
      await transact(db, (tx) => addJob(tx, toldTask, { question }, { runAt, tries: 8 }));
      return;
    }
    const { name } = await readOffice(db);
    const language = languageOf(row.language);
    const address = published ? `${url}${language === "en" ? "/en" : ""}/questions/${row.number}` : undefined;
    const words = endedMail(
      { office: name[language], question: row.text, state: row.state, address, told: row.told ?? row.end_reason ?? "" },
      language,
    );
    await mailer.send({ to: { address: mail }, ...words });
  };
}

/** An exclusive whose time has passed: what was promised is shown from now on. */
function lapseTaskOf({ db, means }: Ground): Task {
  return (payload) =>
    transact(db, async (tx) => {
      const { question: id } = payload as { question: number };
      const question = await lockQuestionRow(tx, id);
      const at = means.clock.now();
      if (question === undefined || question.takenAt === undefined || question.shownAt !== undefined) return;
      if (question.withheld || question.state === "closed") return;
      const after =
        question.state === "answered" || question.state === "declined"
          ? { ...question, shownAt: at }
          : moveQuestion(question, { move: "show", at });
      await saveQuestion(tx, question, after, { move: "lapse", by: undefined, at });
    });
}

/** What is kept of whoever asked, once there is no more need of it, is what they chose to have shown. */
function forgetTaskOf({ db, means }: Ground): Task {
  return (payload) =>
    transact(db, async (tx) => {
      const { question: id } = payload as { question: number };
      const question = await lockQuestionRow(tx, id);
      const ended = question?.state === "answered" || question?.state === "declined" || question?.state === "closed";
      if (question === undefined || !ended) return;
      await tx
        .updateTable("question")
        .set({
          asker: JSON.stringify(shownAsker(question.asker, question.shownAs)),
          contact_erased_at: means.clock.now(),
          client_key: null,
        })
        .where("id", "=", id)
        .execute();
      await tx.deleteFrom("question_link").where("question_id", "=", id).execute();
    });
}

/** What whoever holds the link of a receipt may know. */
export type OwnQuestion = {
  number: string | undefined;
  text: string;
  language: "es" | "en";
  askedAt: Date;
  state: "open" | "taken" | "answered" | "declined" | "closed";
  background: boolean;
  dueOn: string | undefined;
  shown: boolean;
  /** What was told to them alone. */
  told: string | undefined;
  published: boolean;
};

/** Undefined for a link that was never made, or is erased. An answer that waits for its checkpoint has not been given yet. */
export async function findOwnQuestion(db: Reader, token: string, upTo: number): Promise<OwnQuestion | undefined> {
  const hash = readToken(token);
  if (hash === undefined) return undefined;
  const { rows } = await sql<OwnRow>`
    select q.number, q.text, q.language, q.asked_at, q.state, q.basis, q.taken_at, q.due_on, q.shown_at, q.told, q.end_reason, q.subject
    from question q join question_link l on l.question_id = q.id where l.token_hash = ${hash}`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const published = row.number !== null && (await findAnswers(db, row.number, upTo)) !== undefined;
  const waits = row.subject !== null && !published;
  const at = waits || row.state === "assigned" ? (row.taken_at === null ? "open" : "taken") : row.state;
  return {
    number: row.shown_at === null || (waits && row.taken_at === null) ? undefined : (row.number ?? undefined),
    text: row.text,
    language: languageOf(row.language),
    askedAt: row.asked_at,
    state: at,
    background: row.basis === "background",
    dueOn: row.due_on ?? undefined,
    shown: row.shown_at !== null,
    told: row.told ?? row.end_reason ?? undefined,
    published,
  };
}

type OwnRow = {
  number: string | null;
  text: string;
  language: string;
  asked_at: Date;
  state: "open" | "taken" | "assigned" | "answered" | "declined" | "closed";
  basis: string | null;
  taken_at: Date | null;
  due_on: string | null;
  shown_at: Date | null;
  told: string | null;
  end_reason: string | null;
  subject: number | null;
};

function languageOf(tag: string): "es" | "en" {
  return tag.startsWith("en") ? "en" : "es";
}
