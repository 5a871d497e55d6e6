import type { Database, Reader } from "../store/database.ts";
import type { Installation } from "../store/installation.ts";
import { followNotices, tellNotice } from "../store/notices.ts";

/** Where somebody's cursor is in a draft: places in the shared text (Yjs relative positions, base64), and in which part. */
export type Presence = {
  /** One window of one officer; it is their browser's word. */
  window: number;
  officer: number;
  name: string;
  part: "title" | "summary" | "body" | "none";
  anchor?: string;
  head?: string;
};
/** `text`: there are changes to read, or there may be. */
export type DraftNotice = "text" | Presence;

const channel = "voceria_draft";

/** Calls `follower` for what happens to a draft in any process, from when this returns until `stop` is called. */
export function followDraft(
  installation: Pick<Installation, "db" | "address">,
  draft: number,
  follower: (notice: DraftNotice) => void,
): Promise<{ stop: () => void }> {
  return followNotices(installation, channel, draft, (notice) =>
    follower(notice === "" || notice === "text" ? "text" : (JSON.parse(notice) as Presence)),
  );
}

/** When the transaction commits, whoever has the draft open reads what is new. */
export function tellText(tx: Reader, draft: number): Promise<void> {
  return tellNotice(tx, channel, draft, "text");
}

/** Tells whoever has the draft open where somebody is in it. Kept nowhere. */
export function tellPresence(db: Database, draft: number, presence: Presence): Promise<void> {
  return tellNotice(db, channel, draft, JSON.stringify(presence));
}
