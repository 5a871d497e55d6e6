import type { Means } from "../clock.ts";
import type { Database } from "../store/database.ts";
import type { Tasks } from "../store/jobs.ts";
import type { Mailer } from "../store/mail.ts";
import { clearanceMailTask } from "./ask-clearance.ts";
import { clearanceMailTaskOf } from "./clearance-task.ts";
import { releaseTaskOf } from "./release-task.ts";
import { releaseTask } from "./schedule-draft.ts";
import { withdrawTask, withdrawTaskOf } from "./withdraw-soon.ts";

/** The jobs that have their second, and wait for no other. `note` takes a line for the operator, which names no text. */
export function punctualTasks(installation: { db: Database; means: Means }, note: (line: string) => void): Tasks {
  return {
    [releaseTask]: releaseTaskOf(installation, (line, draft) => note(`draft ${draft}: ${line}`)),
    [withdrawTask]: withdrawTaskOf(installation, (line, number) => note(`${number}: ${line}`)),
  };
}

/** The other jobs that the newsroom's acts leave behind. */
export function newsroomTasks(
  installation: { db: Database; means: Means },
  { mailer, url }: { mailer: Pick<Mailer, "send">; url: string },
): Tasks {
  return {
    [clearanceMailTask]: clearanceMailTaskOf(installation, { mailer, url }),
  };
}
