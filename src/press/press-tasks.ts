import type { Means } from "../clock.ts";
import type { Database } from "../store/database.ts";
import type { Tasks } from "../store/jobs.ts";
import type { Mailer } from "../store/mail.ts";
import { confirmationTask, confirmationTaskOf } from "./ask-accreditation.ts";
import { decisionTask, decisionTaskOf } from "./decide-accreditation.ts";
import { ownLinkTask, ownLinkTaskOf } from "./own-data.ts";
import { retentionTask, retentionTaskOf } from "./retention.ts";

/** The jobs that what is done with the press leaves behind. */
export function pressTasks(
  installation: { db: Database; means: Means },
  way: { mailer: Pick<Mailer, "send">; url: string },
): Tasks {
  return {
    [confirmationTask]: confirmationTaskOf(installation, way),
    [decisionTask]: decisionTaskOf(installation, way),
    [ownLinkTask]: ownLinkTaskOf(installation, way),
    [retentionTask]: retentionTaskOf(installation),
  };
}
