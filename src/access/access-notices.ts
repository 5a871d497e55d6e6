import type { Reader } from "../store/database.ts";
import type { Installation } from "../store/installation.ts";
import { followNotices, tellNotice } from "../store/notices.ts";

const channel = "voceria_access";

/** When the transaction commits, whatever lies open for that officer asks anew, in every process, whether they are let in and to what. */
export function tellAccess(tx: Reader, officer: number): Promise<void> {
  return tellNotice(tx, channel, officer, "changed");
}

/** Calls `ask` whenever what lets an officer in, or what they may, has changed or may have; until `stop` is called. */
export function followAccess(
  installation: Pick<Installation, "db" | "address">,
  officer: number,
  ask: () => void,
): Promise<{ stop: () => void }> {
  return followNotices(installation, channel, officer, ask);
}
