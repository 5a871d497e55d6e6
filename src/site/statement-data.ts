import type { StatementView } from "../newsroom/statements.ts";
import type { PageRequest } from "./context.ts";
import { voiceInWords, type VoiceNames } from "./voice.ts";
import { nameOn } from "../register/holdings.ts";

/** The statement in the words of schema.org, for search engines and archives. */
export function statementData(request: PageRequest, view: StatementView, names: VoiceNames): unknown {
  const { site, language, office } = request;
  const publisher = { "@type": "GovernmentOrganization", name: office.name[language], url: site.url };
  const people = view.voice.map((voice) => {
    const person = names.people.get(voice.person)?.data;
    return {
      "@type": "Person",
      name: person === undefined ? voice.person : nameOn(person, view.spokenDay).full,
      description: voiceInWords(voice, view.spokenDay, names, language),
    };
  });
  const source = view.source?.speaker === undefined ? [] : [{ "@type": "Person", name: view.source.speaker }];
  const authors = people.length > 0 ? people : source;
  return {
    "@context": "https://schema.org",
    "@type": "Article",
    headline: view.title,
    identifier: view.number,
    version: view.edition,
    inLanguage: view.language,
    url: `${site.url}/statements/${view.number}`,
    datePublished: view.claimedDate ?? view.firstPublishedAt.toISOString(),
    dateModified: view.publishedAt.toISOString(),
    ...(view.summary === undefined ? {} : { abstract: view.summary }),
    ...(view.topics.length === 0 ? {} : { keywords: view.topics }),
    author: authors.length > 0 ? authors : publisher,
    publisher,
    ...(view.corrections.length === 0
      ? {}
      : {
          correction: view.corrections.map(({ note, at }) => ({
            "@type": "CorrectionComment",
            text: note,
            datePublished: at.toISOString(),
          })),
        }),
    ...(view.withdrawal === undefined ? {} : { creativeWorkStatus: "withdrawn" }),
  };
}
