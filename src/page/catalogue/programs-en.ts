import { html } from "../html.ts";
import type { programsEs } from "./programs-es.ts";

/** The page of the API, in English. */
export const programsEn: typeof programsEs = {
  footPrograms: "Data and API",
  programsTitle: "Data and API",
  programsDescription: (office) =>
    `Everything public of ${office} for programs: JSON to ask for, whole downloads, and their description in OpenAPI.`,
  programsLead:
    "Everything that is public here can be asked for by a program: without a key, without signing up and from any site. It is only read.",
  programsDocument: (link) =>
    html`Each address, its parameters and what it answers are described in ${link}, in OpenAPI 3.1: from that file many tools make the program that asks.`,
  programsDocumentLink: "openapi.json",
  programsAsk: "Ask",
  programsAskText:
    "Lists come 20 at a time, or up to 100 with limit; next says where they go on, and so does the Link header. What is published meanwhile moves nothing. A parameter that there is not is refused, so that nobody takes a list for narrowed that is not.",
  programsBulk: "Download everything",
  programsBulkText:
    "Each file has one line of JSON for each thing, in the order of the public record. The cursor of any line goes on from there, today or another day, as after: so a copy is kept up to date by asking only for what is new, corrected or withdrawn.",
  programsAnswers: "What is answered",
  programsAnswersText:
    "Each answer has an ETag: who sends it back in If-None-Match is told 304 where nothing has changed. With Accept-Encoding it goes compressed. Errors are application/problem+json (RFC 9457) and say what to do.",
  programsPages:
    "Pages have their own data too: add .json, .md or .bundle.json to a statement, .vtt to a transcript, .jsonld to somebody of the register.",
  programsVerify: (link) =>
    html`None of this has to be believed: the bundle of each text (bundleUrl) verifies without a network. ${link}.`,
  programsVerifyLink: "How to verify",
  programsTerms: "Terms",
  programsTermsText: (office) =>
    `What is published here are official acts (${office}): reproduce them, in part or whole, with their number and address. Do not present as standing what was corrected or withdrawn; status and corrections tell. Few downloads are served at once: on 503, wait as long as Retry-After says.`,
  programsErrors: "Codes of errors",
  programsExamples: "Examples",
  programsGroups: {
    statements: "Statements, topics and corrections",
    briefings: "Briefings and transcripts",
    questions: "Questions",
    agenda: "Agenda",
    register: "Institutions, posts and people",
    search: "Search of all that was said, by its words",
    quote: "Was it said? A quote, word by word (with text, or by POST)",
    record: "Public record",
  },
  programsBulkFiles: {
    statements: "Every statement, by its newest edition.",
    turns: "Every turn of every transcript.",
    questions: "Every question with a published answer.",
    register: "All that was asserted of institutions, posts and people, superseded or not.",
    entries: "Every entry of the public record.",
  },
  programsProblems: {
    invalid: "A parameter is wrong; errors says which.",
    "not-found": "There is nothing at that address.",
    gone: "It was entered by mistake and retracted.",
    conflict: "What was being read has changed: read it again from the beginning.",
    unavailable: "Not possible for the moment: Retry-After says when to come back.",
    "method-not-allowed": "Here one only reads: GET, HEAD and OPTIONS.",
    broken: "Something failed on our side, and the operator has been told.",
  },
};
