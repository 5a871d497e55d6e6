import type { Amendment } from "../newsroom/list-corrections.ts";
import { versionPath } from "./transcript-json.ts";

/** The page of what was amended. */
export function amendedPath({ of, number, edited }: Pick<Amendment, "of" | "number" | "edited">): string {
  if (of === "answer") return `/questions/${number}`;
  if (of === "transcript") return versionPath({ briefing: number, version: edited ? "edited" : "certified" });
  return `/statements/${number}`;
}
