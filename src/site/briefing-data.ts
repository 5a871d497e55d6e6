import { tongueOf } from "../page/language.ts";
import type { PublicBriefing } from "../briefings/public-briefing.ts";
import type { TranscriptView } from "../briefings/transcripts.ts";
import { versionPath } from "../page/transcript-json.ts";
import type { PageRequest } from "./context.ts";

/** A briefing in the words of schema.org, with when it begins where that is known. */
export function briefingData(request: PageRequest, briefing: PublicBriefing): unknown {
  const { number, title, language, place, note, startsAt, openedAt, closedAt, state } = briefing;
  const start = openedAt ?? startsAt;
  return {
    "@context": "https://schema.org",
    ...event(request, { number, title, language, place }),
    ...(start === undefined ? {} : { startDate: start.toISOString() }),
    ...(closedAt === undefined ? {} : { endDate: closedAt.toISOString() }),
    ...(note === undefined ? {} : { description: note }),
    eventStatus: `https://schema.org/Event${state === "cancelled" ? "Cancelled" : "Scheduled"}`,
  };
}

/** A transcript, and the briefing that it is of: on its day, with those of the register who spoke. */
export function transcriptData(request: PageRequest, view: TranscriptView): unknown {
  const { site, office, language } = request;
  const { briefing: number, title, day, content, corrections } = view;
  const spoke = new Map(
    (content?.turns ?? []).flatMap(({ speaker: { person, name } }) => (person === undefined ? [] : [[person, name]])),
  );
  return {
    "@context": "https://schema.org",
    "@type": "CreativeWork",
    additionalType: "https://schema.org/transcript",
    name: title,
    url: site.url + versionPath(view),
    identifier: number,
    version: view.edition,
    inLanguage: view.language,
    datePublished: view.at.toISOString(),
    publisher: { "@type": "GovernmentOrganization", name: office.name[tongueOf(language)], url: site.url },
    ...(corrections.length === 0
      ? {}
      : {
          correction: corrections.map(({ note, at }) => ({
            "@type": "CorrectionComment",
            text: note,
            datePublished: at.toISOString(),
          })),
        }),
    about: {
      ...event(request, { number, title, language: view.language, place: content?.place }),
      startDate: content?.opened ?? day,
      ...(content?.closed === undefined ? {} : { endDate: content.closed }),
      ...(spoke.size === 0
        ? {}
        : {
            performer: [...spoke].map(([person, name]) => ({
              "@type": "Person",
              name,
              url: `${site.url}/register/people/${person}`,
            })),
          }),
    },
  };
}

function event(
  { site, office, language }: PageRequest,
  one: { number: string; title: string; language: string; place: string | undefined },
) {
  return {
    "@type": "Event",
    "@id": `${site.url}/briefings/${one.number}`,
    url: `${site.url}/briefings/${one.number}`,
    name: one.title,
    inLanguage: one.language,
    ...(one.place === undefined ? {} : { location: { "@type": "Place", name: one.place, address: one.place } }),
    organizer: { "@type": "GovernmentOrganization", name: office.name[tongueOf(language)], url: site.url },
  };
}
