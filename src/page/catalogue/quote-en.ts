import { plurals } from "../plurals.ts";
import { html, type Html } from "../html.ts";
import type { quoteEs } from "./quote-es.ts";

const some = plurals("en-GB");

export const quoteEn: typeof quoteEs = {
  quoteTitle: "Did the office say it?",
  quoteHow:
    "Paste a sentence: it is looked for word by word in all that is in the public record. The answer is whether it was said so, how it differs, or that there is no record of it; never whether it is true.",
  quoteLabel: "Sentence to be checked",
  quotePicture: "Or the screenshot in which you saw it",
  quotePictureHow:
    "Choose it, drop it here or paste it. It is read in your browser and does not leave it: only the text reaches the office, once you send it. The first time about 3 MB are loaded. It reads Spanish; other languages less well.",
  quotePictureBar: "How far the reading is",
  quotePictureStop: "Stop reading",
  quoteButton: "Check the sentence",
  quotePrivacy: "What you paste is not kept and does not stand in the address.",
  quoteLink: "Link to this question",
  quoteVerdict: {
    said: "Said so",
    differs: "Differs from what is on record",
    denied: "Denied by the office",
    "said-by-other": "Somebody else's words",
    none: "No record of it",
    "too-short": "Too few words to tell",
  },
  quoteMeans: {
    said: "These words stand, in this order, in a text of the office.",
    differs: "The office said something like it, but not this. See the difference, word by word.",
    denied: "The office published that this claim, which is others', is not so.",
    "said-by-other":
      "These words are on record, but not as said by the office: a journalist asks them, or somebody else says them.",
    none: "In what this record covers there is nothing the same or like it. That does not prove that it was not said elsewhere.",
    "too-short":
      "With fewer than four words, or with words as common as these, finding them tells nothing. Paste the whole sentence.",
  },
  quoteSaidCut: "Said so, but the quote is cut",
  quoteSaidCutMeans:
    "These words stand, in this order, in a text of the office; their sentence has others that may change its sense. Read the whole of it.",
  quoteDiffersDenied: "Differs from a claim that was denied",
  quoteDiffersDeniedMeans: "The office denied something like it, but not this. See the difference, word by word.",
  quoteNearlyOther: "The other person's words are not exactly these.",
  quotePlaces: (count: number) => some(count, { one: "Where it stands", other: "Where it stands: # places" }),
  quoteNearest: "The nearest on record",
  quoteMore: "There are more places than these.",
  quoteTurn: (number: string, turn: string) => `${number}, turn ${turn}`,
  quoteAnswer: { answer: "Answer", declined: "Answer: declined" },
  quoteQuestionOf: "Question",
  quoteSpeaker: (speaker: string) => `${speaker} speaking.`,
  quoteOtherSpeaker: (speaker: string) => `These are the words of ${speaker}.`,
  quoteOtherNobody: "These are somebody else's words, cited in this text.",
  quoteClaim: "It is the claim that this text denies.",
  quoteLegend: html`<del>Struck</del>: on record and not in the quote. <ins>Underlined</ins>: in the quote and not on record.`,
  quoteKind: {
    negation: "negation",
    number: "number",
    amount: "amount",
    date: "date",
    name: "name",
    unit: "unit",
    order: "order",
    question: "question",
    condition: "condition",
    word: "word",
    "left-out": "left out",
    "put-in": "added",
  },
  quoteEdition: (edition: string) => `edition ${edition}`,
  quoteBoth: (kind: string, quoted: Html, said: Html) =>
    html`<b>${kind}:</b> the quote has ${quoted}; the record has ${said}.`,
  quoteLeftOut: (kind: string, said: Html) => html`<b>${kind}:</b> the quote lacks ${said}.`,
  quotePutIn: (kind: string, quoted: Html) => html`<b>${kind}:</b> the quote adds ${quoted}.`,
  quoteCut: (words: string) =>
    `The quote leaves out words of the same sentence that may change its sense: ${words}. Read the whole of it.`,
  quoteCutFar: "The quote joins sentences that stand far apart in the text.",
  quoteCutQuestion: "In the text it is a question.",
  quoteCited: "In the text it stands within quotation marks: the context tells whose words they are.",
  quoteWithdrawn: (day: string, reason: string) => `Withdrawn on ${day}: ${reason}`,
  quoteCorrected: (edition: string) =>
    `It was corrected afterwards: edition ${edition}, which stands now, no longer says it so.`,
  quoteCorrectedNote: (note: string) => `Note of the correction: ${note}`,
  quoteNow: "It now says",
  quoteProof: "Proof bundle",
  quoteCoverage: (from: string, until: string, statements: string, turns: string, answers: string) =>
    `Looked for in what is on record from ${from} to ${until}. Texts, with all their editions: ${statements}; turns of certified or imported transcripts: ${turns}; answers: ${answers}.`,
  quoteCoverageNone: "The public record has no texts yet.",
  quoteBehind: "The newest texts are still being taken in: ask again in a moment.",
  quoteTooLong: "That is too long: paste the sentences that matter, up to 10,000 characters.",
};
