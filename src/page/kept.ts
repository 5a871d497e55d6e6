import type { Horizon } from "../recorder/horizon.ts";
import type { Office } from "../register/office.ts";
import type { Installation } from "../store/installation.ts";
import type { ToldTag } from "../store/tell-pages.ts";

/** What whatever is public is made from, for readers and for programs alike. */
export type PublicContext = {
  installation: Installation;
  office: () => Promise<Office>;
  /** What may be shown. A request reads it once, so that one answer never mixes two horizons. */
  horizon: () => Horizon;
  /** The address readers use, without a slash at its end. */
  url: string;
};

/** What a page depends on, so that the cache in front drops it; `until:`, the instant (in milliseconds) at which it is over. `undefined`: not kept at all. */
export type Tag = "changes" | "assets" | "register" | `number:${string}` | `until:${number}` | ToldTag;

/** The header in which a page tells the cache in front what it depends on. It never leaves the process. */
export const tagsHeader = "voceria-tags";
/** What stands there for a page that is made anew for each who asks. */
export const notKept = "-";
