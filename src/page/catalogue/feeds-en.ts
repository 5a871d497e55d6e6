import { html } from "../html.ts";
import type { feedsEs } from "./feeds-es.ts";

/** Feeds, corrections. */
export const feedsEn: typeof feedsEs = {
  footFeeds: "Follow what it publishes",
  footCorrections: "Corrections",

  feedsTitle: "Follow what this office publishes",
  feedsDescription: (office) => `Addresses by which a feed reader follows what ${office} publishes.`,
  feedsLead:
    "A feed reader is a program or site that shows you what is new from the sources you choose. Copy one of these addresses into it: you need not sign up or give a mail address, and nobody knows what you follow.",
  feedsCorrected:
    "If a text is corrected or withdrawn, it reaches you again, with what changed said at its beginning. So nothing goes away without your seeing it.",
  feedsFormats: (link) =>
    html`Each address comes in three formats. Atom suits nearly every reader, RSS the oldest, and JSON those who write programs. They carry the whole text, and their archives lead to all that was published since the first day. What is coming in the agenda is followed in ${link}.`,
  feedsAgenda: "a calendar",
  feedAll: "All that is published",
  feedsAllTitle: "All",
  feeds_kinds: "By kind of text",
  feeds_topics: "By topic",
  feeds_people: "By person",
  feeds_posts: "By post",
  feeds_institutions: "By institution",
  feeds_languages: "By language",

  feedTitle: (office, what) => `${office}: ${what}`,
  feedSubtitle: "Each text in full, with who speaks. What is corrected or withdrawn comes again and says so.",
  feedArchive: "Archive: always the same texts, each as it is now.",
  feedWithdrawnTitle: (title) => `Withdrawn: ${title}`,
  feedClaim: "The claim denied:",
  feedReadText: "Read the text",

  correctionsTitle: "Corrections",
  correctionsDescription: (office) => `All that ${office} has corrected or withdrawn, and why.`,
  correctionsLead: "All that the office has corrected or withdrawn, the newest first, and why.",
  correctionsCount: (count) => `${count} in all`,
  correctionsNone: "Nothing that was published has been corrected or withdrawn.",
  correctionsFollow: "Follow the corrections with a feed reader",
  correctionsReason: "Reason:",
};
