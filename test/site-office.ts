import { serve } from "../src/app.ts";
import { correctStatement } from "../src/newsroom/correct-statement.ts";
import { publishStatement } from "../src/newsroom/publish-statement.ts";
import type { CorrectionDraft, StatementDraft } from "../src/newsroom/statement-draft.ts";
import { withdrawStatement } from "../src/newsroom/withdraw-statement.ts";
import { readOffice } from "../src/register/office.ts";
import { startSequencer } from "../src/recorder/sequence.ts";
import { type Clock, systemClock } from "../src/clock.ts";
import { foundedOffice } from "./founded-office.ts";

export type ServedOffice = Awaited<ReturnType<typeof servedOffice>>;

/** An office whose site is served on a free port, with what a press officer does from the command line. */
export async function servedOffice(
  pack: "segegob" | "blank" = "segegob",
  settings: Partial<Parameters<typeof serve>[1]> = {},
  clock: Clock = systemClock,
) {
  const installation = await foundedOffice(pack, clock);
  const sequencer = await startSequencer(installation);
  /** What would have gone to the operator's log. */
  const failures: unknown[] = [];
  const notes: string[] = [];
  const site = await serve(
    installation,
    { host: "127.0.0.1", port: 0, ...settings },
    { report: (error) => failures.push(error), note: (line) => notes.push(line) },
  );
  const { db, means } = installation;
  const by = "oficial@example.cl";
  return {
    installation,
    sequencer,
    url: site.url,
    /** Where it answers on this machine, whatever address readers use. */
    listening: site.listening,
    failures,
    notes,
    /** The office as the register has it. */
    read: () => readOffice(db),
    publish: (draft: Partial<StatementDraft>) =>
      publishStatement(
        db,
        { title: "Aviso", kind: "comunicado", language: "es-CL", topics: [], body: "El texto.\n", ...draft },
        { by },
        means,
      ),
    correct: (number: string, draft: Partial<CorrectionDraft>) =>
      correctStatement(db, number, { note: "Se corrige.", severity: "major", ...draft }, { by }, means),
    withdraw: (number: string, reason: string) => withdrawStatement(db, number, { reason }, { by }, means),
    get: (path: string, init: RequestInit = {}) => fetch(site.url + path, { redirect: "manual", ...init }),
    /** Waits until a page says it, and gives the page. */
    async until(path: string, says: string | RegExp): Promise<string> {
      for (;;) {
        const text = await (await fetch(site.url + path)).text();
        if (typeof says === "string" ? text.includes(says) : says.test(text)) return text;
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    async close() {
      await site.close();
      await sequencer.close();
      await installation.drop();
    },
  };
}
