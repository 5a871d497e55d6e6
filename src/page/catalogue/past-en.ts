import { html } from "../html.ts";
import type { pastEs } from "./past-es.ts";

/** The same in English. */
export const pastEn: typeof pastEs = {
  pastDay: (day) => `So it stood when ${day} ended.`,
  pastAt: (instant) => `So it stood on ${instant}.`,
  pastMeans: "It shows what the public record had then; what was entered later is not here.",
  pastBack: "Read what there is today",
  pastless: (moment) =>
    `This page cannot be shown as it stood on ${moment}: it is not made of the public record alone. What follows is that of today.`,
  pastBriefings:
    "Here are those that had a transcript in the public record then; what was announced leaves no trace in it.",
  pastQuestions: "Here are those that had an answer in the public record then; those that waited leave no trace in it.",
  pastFront: "What was announced or under way is not kept in the public record, and is not shown.",
  pastCorrected: (edition) => `It has been corrected since; the newest edition is ${edition}.`,
  pastWithdrawn: "It has been withdrawn since.",
  pastNothing: "Nothing was public here then",
  pastSince: (when) => html`It is in the public record since ${when}.`,
  pastNotEntered: "Nothing of this is in the public record yet, and only what is in it has a past to show.",
  pastLabel: "As it was on a past day",
  governmentBefore: "From a government before the present one:",
  governmentOr: "or",
  pastHint: "Write a day, such as 2026-03-11: what was public when that day ended is shown.",
};
