import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { onTestFinished } from "vitest";

/** A mail relay of the tests' own, over real SMTP: keeps what it takes, and refuses as it is told. `whenDone` is handed its end. */
export async function smtpSink(whenDone: (close: () => Promise<void>) => void = onTestFinished): Promise<SmtpSink> {
  const taken: ParsedMail[] = [];
  const waiting = new Set<() => void>();
  const sink: SmtpSink = {
    url: "",
    taken,
    refuse: undefined,
    async until(count) {
      while (taken.length < count) await new Promise<void>((resolve) => waiting.add(resolve));
      return taken;
    },
  };
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    logger: false,
    onRcptTo(_address, _session, done) {
      done(sink.refuse === undefined ? null : Object.assign(new Error("not now"), { responseCode: sink.refuse }));
      for (const wake of waiting) wake();
    },
    onData(stream, _session, done) {
      simpleParser(stream, (error, mail) => {
        if (!error) taken.push(mail);
        done(error);
        for (const wake of waiting) wake();
        waiting.clear();
      });
    },
  });
  server.on("error", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  sink.url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  whenDone(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return sink;
}

export type SmtpSink = {
  url: string;
  taken: ParsedMail[];
  /** The reply to every recipient: 451 for a while, 550 for good. */
  refuse: number | undefined;
  until: (count: number) => Promise<ParsedMail[]>;
};
