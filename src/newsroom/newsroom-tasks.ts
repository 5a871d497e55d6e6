import type { Means } from "../clock.ts";
import type { Database } from "../store/database.ts";
import type { Tasks } from "../store/jobs.ts";
import type { Mailer } from "../store/mail.ts";
import { clearanceMailTask } from "./ask-clearance.ts";
import { clearanceMailTaskOf } from "./clearance-task.ts";
import { saidBeforeTask, saidBeforeTaskOf } from "./earlier-statements.ts";
import { releaseTaskOf } from "./release-task.ts";
import { releaseTask } from "./schedule-draft.ts";
import { withdrawTask, withdrawTaskOf } from "./withdraw-soon.ts";

/** The jobs that the newsroom's acts leave behind. `note` takes a line for the operator, which names no text. */
export function newsroomTasks(
  installation: { db: Database; means: Means },
  { mailer, url, note }: { mailer: Pick<Mailer, "send">; url: string; note: (line: string) => void },
): Tasks {
  return {
    [releaseTask]: releaseTaskOf(installation, (line, draft) => note(`draft ${draft}: ${line}`)),
    [clearanceMailTask]: clearanceMailTaskOf(installation, { mailer, url }),
    [withdrawTask]: withdrawTaskOf(installation, (line, number) => note(`${number}: ${line}`)),
    [saidBeforeTask]: saidBeforeTaskOf(installation.db),
  };
}
