import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import type { Transporter } from "nodemailer";
import type { Means } from "../clock.ts";
import { addJob, type JobOptions, type Task } from "./jobs.ts";
import type { Transaction } from "./database.ts";

/** One mail to one person. `text` is all of it: what the office writes to people it knows needs no dress. */
export type Mail = {
  to: { name?: string; address: string };
  subject: string;
  text: string;
  /** Who receives an answer, where that is not the office. */
  replyTo?: { name?: string; address: string };
};

export type Mailer = {
  /** When this returns, the relay has taken the mail, or it lies in the outbox. What the relay cannot take now is thrown. */
  send: (mail: Mail) => Promise<void>;
  close: () => void;
};

export type MailSettings = {
  smtpUrl?: string | undefined;
  /** The office's name, read for each mail, and the address that mails come from. */
  from: () => Promise<{ name: string; address: string }>;
  /** The data folder: where no relay is configured, or one refuses a mail for good, its text is kept in `outbox/`. */
  data: string;
  means: Means;
  note: (line: string) => void;
};

/** The way out for mail: one relay, its connections kept; or a folder, where no relay is configured. */
export function openMail({ smtpUrl, from, data, means, note }: MailSettings): Mailer {
  let opening: Promise<{ relay: Transporter | undefined; composer: Transporter }> | undefined;

  async function transports() {
    const { createTransport } = await import("nodemailer");
    const composer = createTransport({ streamTransport: true, buffer: true, newline: "windows" });
    const relay =
      smtpUrl === undefined
        ? undefined
        : createTransport({
            url: smtpUrl,
            pool: true,
            maxConnections: 3,
            connectionTimeout: 15_000,
            greetingTimeout: 15_000,
            socketTimeout: 60_000,
          });
    return { relay, composer };
  }

  return {
    async send(mail) {
      opening ??= transports();
      const { relay, composer } = await opening;
      const message = {
        from: await from(),
        to: { name: mail.to.name ?? "", address: mail.to.address },
        subject: mail.subject,
        text: mail.text,
        ...(mail.replyTo === undefined
          ? {}
          : { replyTo: { name: mail.replyTo.name ?? "", address: mail.replyTo.address } }),
        // So that no holiday notice answers it (RFC 3834).
        headers: { "auto-submitted": "auto-generated" },
        disableFileAccess: true,
        disableUrlAccess: true,
      };
      if (relay !== undefined) {
        try {
          await relay.sendMail(message);
          return;
        } catch (error) {
          if (!isFinal(error)) throw error;
          note(`The mail relay refuses a mail for good: ${error.message}`);
        }
      }
      const { message: composed } = await composer.sendMail(message);
      const path = await keep(join(data, "outbox"), legible(composed as Buffer, mail.text), means);
      note(
        relay === undefined
          ? `No mail relay is configured (--smtp-url): a mail lies in ${path}.`
          : `The mail that was refused lies in ${path}.`,
      );
    },
    close() {
      void opening?.then(({ relay }) => relay?.close()).catch(() => undefined);
    },
  };
}

/** When the transaction commits, the mail will be sent, and tried again while the relay cannot take it. */
export async function addMail(tx: Transaction, mail: Mail, options: JobOptions = {}): Promise<void> {
  await addJob(tx, "mail", mail, options);
}

/** The task that sends what `addMail` added. */
export function mailTask(mailer: Mailer): Task {
  return (payload) => mailer.send(payload as Mail);
}

/** A refusal of the 500s says that trying again will not help (RFC 5321, 4.2.1). */
function isFinal(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const { responseCode, code } = error as { responseCode?: number; code?: string };
  return responseCode !== undefined && responseCode >= 500 && (code === "EENVELOPE" || code === "EMESSAGE");
}

/** The same mail with its text as it is, so that whoever hands a link on from the outbox finds it in one piece. */
function legible(composed: Buffer, text: string): string {
  const [head = ""] = composed.toString("latin1").split("\r\n\r\n", 1);
  const headers = head.replace(/^content-transfer-encoding:.*$/im, "Content-Transfer-Encoding: 8bit");
  return `${headers}\r\n\r\n${text.replaceAll(/\r?\n/g, "\r\n")}\r\n`;
}

/** Written whole under a name of its own, for the operator's eyes alone: a mail may hold a link that lets somebody in. */
async function keep(folder: string, mail: string, { clock, random }: Means): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = `${clock.now().toISOString().replaceAll(":", "")}-${Buffer.from(random(4)).toString("hex")}.eml`;
  const path = join(folder, name);
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(mail);
    await file.sync();
  } finally {
    await file.close();
  }
  return path;
}
