import { plurals } from "../plurals.ts";
import type { searchEs } from "./search-es.ts";

const some = plurals("en-GB");

/** What search says to readers in English. */
export const searchEn: typeof searchEs = {
  navSearch: "Search",
  searchTitle: "Search",
  searchResultsOf: (words) => `Search: ${words}`,
  searchDescription: (office) => `Search everything that ${office} has published.`,
  searchLabel: "What are you looking for?",
  searchButton: "Search",
  searchHow:
    "With or without accents. In quotation marks, words that stand together: “drinking water”. With a dash before it, what must not be there: -drought.",
  searchFrom: "From",
  searchUntil: "Until",
  searchGovernment: "Government",
  searchAnyGovernment: "Any",
  searchNarrow: "Narrow by date",
  searchKind: {
    intervencion: "Before the press",
    pregunta: "Question from the press",
    respuesta: "Answer to a question",
  },
  searchPressAsks: "Said by whoever asked, not by the office.",
  searchAnswerTo: (number) => `Answer to question ${number}`,
  searchInEdited: "It is in the edited version too",
  searchMinute: (minute) => `minute ${minute}`,
  searchOrder: "Order",
  searchByRelevance: "By relevance",
  searchByDate: "Newest first",
  searchPerson: "Person",
  searchPost: "Post",
  searchInstitution: "Institution",
  searchLanguage: "Language",
  searchAny: "All",
  searchFilters: "Narrow",
  searchCount: (count) => some(count, { one: "# result", other: "# results" }),
  searchCountMore: (count) => `More than ${count} results`,
  searchRanked: (count) => `By relevance among the newest ${count}.`,
  searchRankedAll: "See all by date",
  searchNone: "Nothing has been published with these words.",
  searchNoneFiltered: "Nothing published matches what was chosen.",
  searchWithoutFilters: "Search all that is published",
  searchMeant: "Did you mean",
  searchMeantEnd: "?",
  searchCut: "These are very common words: the newest texts are shown. Add another word, or narrow by date.",
  searchOver:
    "The search took too long and was stopped: whether anything has these words is not known. Try again in a moment, add another word, or narrow by date.",
  searchEmpty: "All that is published, newest first.",
  searchNext: "Next",
  searchFirst: "Back to the first",
  searchTitles: "Texts",
  searchPeople: "People",
  searchTopics: "Topics",
  searchSuggestionCount: (count) => some(count, { one: "# suggestion", other: "# suggestions" }),
};
