import { createHash } from "node:crypto";
import { sql } from "kysely";
import { networkOf, type Pace, withinPace } from "../access/attempts.ts";
import { readEmail } from "../access/officer.ts";
import { type Actor, permit } from "../access/rights.ts";
import { writeTrail } from "../access/trail.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { addDays, dayIn, isDay } from "../register/day.ts";
import { readOffice } from "../register/office.ts";
import { startOfDay } from "../register/start-of-day.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { addJob } from "../store/jobs.ts";
import { type Asker, channels, queues, type Queue, shownAs, type ShownAs } from "./question.ts";
import { questionText } from "./question-words.ts";
import { findJournalist } from "./journalists.ts";
import { type Doer, insertQuestion } from "./questions.ts";
import { invalid, oneLine } from "../text/field.ts";

export type QuestionTyped = {
  queue: string;
  text: string;
  name: string;
  outlet: string;
  mail: string;
  shownAs: string;
  language: string;
  /** The last day of an exclusive; empty where it is none. */
  exclusiveUntil: string;
};
/** `askedOn`, `askedAt`: the day and the hour of the message, by the office's clocks; empty: now. */
export type LoggedTyped = QuestionTyped & { phone: string; channel: string; askedOn: string; askedAt: string };

export const receiptTask = "question-receipt";
export const lapseTask = "question-lapse";

const hour = 3_600;
const fromOneNetwork: Pace = { tries: 6, seconds: hour };
const fromEverywhere: Pace = { tries: 600, seconds: hour };
/** Receipts to one address: a question beyond is kept, and nobody's letter box is filled. */
const receiptsForOneAddress: Pace = { tries: 4, seconds: 24 * hour };
const longestExclusive = 60;

/**
 * When this returns, the office has the question, once however often it is sent, and whoever reads mail at that address will
 * have a receipt with a private link. What is given back says nothing of what was here before. Fault("too-many") hangs on the
 * network asked from, and on what all networks ask together.
 */
export async function askQuestion(db: Database, typed: QuestionTyped, address: string, means: Means): Promise<void> {
  const now = means.clock.now();
  if (!(await withinPace(db, `question from ${networkOf(address)}`, fromOneNetwork, now))) throw tooMany();
  const { timeZone, institution } = await readOffice(db);
  const asked = readTyped(typed, now, timeZone);
  const { mail } = asked.asker;
  if (mail === undefined)
    throw invalid("mail: write where you can be answered.", "correo: escriba dónde se le puede responder.");
  if (!(await withinPace(db, "question from everywhere", fromEverywhere, now))) throw tooMany();
  const receipt = await withinPace(db, `question receipt for ${mail}`, receiptsForOneAddress, now);
  const clientKey = createHash("sha256")
    .update(JSON.stringify([mail, asked.text, dayIn(timeZone, now)]))
    .digest("hex");
  await transact(db, async (tx) => {
    // Sent twice in one moment, the second waits for the first and finds it.
    await sql`select pg_advisory_xact_lock(hashtextextended(${clientKey}, 0))`.execute(tx);
    const known = await tx.selectFrom("question").select("id").where("client_key", "=", clientKey).executeTakeFirst();
    if (known !== undefined) return;
    const question = { ...asked, institution, channel: "form", askedAt: now, clientKey } as const;
    const id = await insertQuestion(tx, question, undefined, now);
    await lapseLater(tx, id, asked.exclusiveUntil);
    if (receipt) await addJob(tx, receiptTask, { question: id }, { tries: 8 });
  });
}

/** When this returns, a question that came by mail, message or telephone is open at the desk, and nobody outside learns of it yet. */
export function logQuestion(db: Database, typed: LoggedTyped, actor: Actor, means: Means): Promise<{ id: number }> {
  return transact(db, async (tx) => {
    const { timeZone, institution } = await readOffice(tx);
    permit(actor, "question.write", institution);
    const at = means.clock.now();
    const asked = readTyped(typed, at, timeZone);
    const channel = channels.find((one) => one === typed.channel && one !== "room" && one !== "form");
    if (channel === undefined) throw invalid("channel: choose how it came.", "vía: elija cómo llegó.");
    const phone = oneLine("phone", "teléfono", typed.phone, 60);
    const asker = { ...asked.asker, ...(phone === "" ? {} : { phone }) };
    const askedAt = readAskedAt(typed, at, timeZone);
    const id = await insertQuestion(tx, { ...asked, asker, institution, channel, askedAt }, actor, at);
    await lapseLater(tx, id, asked.exclusiveUntil);
    const details = { what: "logged", channel };
    await writeTrail(tx, { at, actor, action: "question.write", institution, about: `question ${id}`, details });
    return { id };
  });
}

export type SentQuestion = {
  institution: string;
  language: string;
  briefing: number;
  text: string;
  shownAs: ShownAs;
  askedAt: Date;
  asker: Asker;
  journalist: number | undefined;
};

/**
 * When the transaction commits, what a journalist sent in to a briefing is an open question of the press, linked to it, and they have a
 * receipt where their address is known. It checks no rights and writes no trail: the use case it is part of does.
 */
export async function openSentQuestion(
  tx: Transaction,
  sent: SentQuestion,
  by: Doer,
  at: Date,
): Promise<{ id: number }> {
  const { mail } = (sent.journalist === undefined ? undefined : await findJournalist(tx, sent.journalist)) ?? {};
  const asker = { ...sent.asker, ...(mail === undefined ? {} : { mail }) };
  const id = await insertQuestion(tx, { ...sent, asker, queue: "press", channel: "form" }, by, at);
  if (mail !== undefined) await addJob(tx, receiptTask, { question: id }, { tries: 8 });
  return { id };
}

type Asked = {
  queue: Queue;
  text: string;
  language: string;
  asker: Asker;
  shownAs: ShownAs;
  exclusiveUntil: Date | undefined;
};

function readTyped(typed: QuestionTyped, now: Date, timeZone: string): Asked {
  const queue = queues.find((one) => one === typed.queue);
  if (queue === undefined)
    throw invalid("who asks: choose press or citizen.", "quién pregunta: elija prensa o ciudadanía.");
  const text = questionText(typed.text);
  const name = oneLine("name", "nombre", typed.name);
  const outlet = oneLine("outlet", "medio", typed.outlet);
  const mail = typed.mail.trim() === "" ? undefined : readEmail(typed.mail);
  const choice = shownAs.find((one) => one === typed.shownAs);
  if (choice === undefined)
    throw invalid("shown as: choose what is shown of you.", "cómo se muestra: elija qué se muestra de usted.");
  const asker = {
    ...(name === "" ? {} : { name }),
    ...(outlet === "" ? {} : { outlet }),
    ...(mail === undefined ? {} : { mail }),
  };
  const language = typed.language === "en" ? "en" : "es-CL";
  return { queue, text, language, asker, shownAs: choice, exclusiveUntil: readExclusive(typed, queue, now, timeZone) };
}

function readExclusive({ exclusiveUntil }: QuestionTyped, queue: Queue, now: Date, timeZone: string): Date | undefined {
  const day = exclusiveUntil.trim();
  if (day === "" || queue === "citizen") return undefined;
  const today = dayIn(timeZone, now);
  if (!isDay(day) || day < today || day > addDays(today, longestExclusive))
    throw invalid(
      `exclusive until: give a day from today to ${longestExclusive} days ahead, as ${addDays(today, 7)}.`,
      `exclusiva hasta: indique un día entre hoy y ${longestExclusive} días más, como ${addDays(today, 7)}.`,
    );
  return startOfDay(addDays(day, 1), timeZone);
}

function readAskedAt({ askedOn, askedAt }: LoggedTyped, now: Date, timeZone: string): Date {
  const day = askedOn.trim();
  if (day === "") return now;
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(askedAt.trim()) ?? [];
  if (!isDay(day) || (askedAt.trim() !== "" && hours === undefined))
    throw invalid(
      "asked: give the day as 2026-11-25 and the hour as 14:30.",
      "cuándo: indique el día como 2026-11-25 y la hora como 14:30.",
    );
  const at = new Date(startOfDay(day, timeZone).getTime() + (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000);
  if (at > now) throw invalid("asked: it is still to come.", "cuándo: todavía no llega ese momento.");
  return at;
}

async function lapseLater(tx: Transaction, question: number, exclusiveUntil: Date | undefined): Promise<void> {
  if (exclusiveUntil !== undefined) await addJob(tx, lapseTask, { question }, { runAt: exclusiveUntil, tries: 20 });
}

function tooMany(): Fault {
  return new Fault(
    "too-many",
    "Too many questions came at once: wait an hour and send it again. What you typed is still here.",
    [],
    "Llegaron demasiadas preguntas a la vez: espere una hora y envíela de nuevo. Lo que escribió sigue aquí.",
  );
}
