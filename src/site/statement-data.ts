import { tongueOf } from "../page/language.ts";
import type { RelatedText, RelatedTexts } from "../newsroom/related-texts.ts";
import type { StatementView } from "../newsroom/statements.ts";
import type { PageRequest } from "./context.ts";
import { voiceInWords, type VoiceNames } from "./voice.ts";
import { nameOn } from "../register/holdings.ts";

/** The statement in the words of schema.org, for search engines and archives. `picture`: the address of what a link to it shows. */
export function statementData(
  request: PageRequest,
  view: StatementView,
  names: VoiceNames,
  related: RelatedTexts,
  picture?: string,
): unknown {
  const { site, language, office } = request;
  const publisher = { "@type": "GovernmentOrganization", name: office.name[tongueOf(language)], url: site.url };
  const people = view.voice.map((voice) => {
    const person = names.people.get(voice.person)?.data;
    return {
      "@type": "Person",
      name: person === undefined ? voice.person : nameOn(person, view.spokenDay).full,
      description: voiceInWords(voice, view.spokenDay, names, tongueOf(language)),
    };
  });
  const source = view.source?.speaker === undefined ? [] : [{ "@type": "Person", name: view.source.speaker }];
  const authors = people.length > 0 ? people : source;
  const article = {
    "@type": "NewsArticle",
    headline: view.title,
    identifier: view.number,
    version: view.edition,
    inLanguage: view.language,
    url: `${site.url}/statements/${view.number}`,
    datePublished: view.claimedDate ?? view.firstPublishedAt.toISOString(),
    dateModified: view.publishedAt.toISOString(),
    ...(picture === undefined ? {} : { image: site.url + picture }),
    ...(view.summary === undefined ? {} : { abstract: view.summary }),
    ...(view.topics.length === 0 ? {} : { keywords: view.topics }),
    author: authors.length > 0 ? authors : publisher,
    publisher: {
      ...publisher,
      ...(view.contact === undefined
        ? {}
        : { contactPoint: { "@type": "ContactPoint", contactType: "press", description: view.contact } }),
    },
    ...relations(site.url, view, related),
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
  const review = view.withdrawal === undefined && view.status !== "erased" ? claimReview(request, view) : undefined;
  return review === undefined
    ? { "@context": "https://schema.org", ...article }
    : { "@context": "https://schema.org", "@graph": [article, review] };
}

/** What the text has to do with others: schema.org knows translations, series and what a work is based on. */
function relations(url: string, view: StatementView, { original, translations, counterpart }: RelatedTexts) {
  const work = ({ number, title, language }: RelatedText) => ({
    "@type": "NewsArticle",
    url: `${url}/statements/${number}`,
    headline: title,
    inLanguage: language,
  });
  return {
    ...(original === undefined ? {} : { translationOfWork: work(original) }),
    ...(translations.length === 0 ? {} : { workTranslation: translations.map(work) }),
    ...(view.series === undefined
      ? {}
      : { isPartOf: { "@type": "CreativeWorkSeries", name: view.series.name }, position: view.series.ordinal }),
    ...(counterpart === undefined || view.delivery !== "delivered" ? {} : { isBasedOn: work(counterpart) }),
  };
}

/** A denial, as those who gather checks of claims read it. The rating is the one that such lists know for "false". */
function claimReview({ site, t, language, office }: PageRequest, view: StatementView) {
  if (view.claim === undefined) return undefined;
  const { text, where, when, image } = view.claim;
  const shown = view.attachments.find(({ commitment }) => commitment === image);
  return {
    "@type": "ClaimReview",
    url: `${site.url}/statements/${view.number}`,
    claimReviewed: text,
    datePublished: view.firstPublishedAt.toISOString(),
    inLanguage: view.language,
    author: { "@type": "GovernmentOrganization", name: office.name[tongueOf(language)], url: site.url },
    itemReviewed: {
      "@type": "Claim",
      text,
      ...(when === undefined ? {} : { datePublished: when }),
      ...(where === undefined ? {} : { appearance: { "@type": "CreativeWork", description: where } }),
      ...(shown === undefined ? {} : { image: { "@type": "ImageObject", description: shown.alt ?? shown.name } }),
    },
    reviewRating: {
      "@type": "Rating",
      ratingValue: 1,
      bestRating: 5,
      worstRating: 1,
      alternateName: t.claimRating,
    },
  };
}
