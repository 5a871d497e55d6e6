import type { cardsEs } from "./cards-es.ts";

/** The same in English. */
export const cardsEn: typeof cardsEs = {
  cardTrial: "Trial installation: nothing of this is the word of an office.",
  cardNotCertified: "Not yet certified",
  cardQuestion: "A question from the press",

  cardOldEdition: (edition) => `Edition ${edition}, corrected since`,
  cardPerSource: (day, source) => `${day}, according to ${source}`,
  cardAtMinute: (day, minute) => `${day}, minute ${minute}`,
  cardMarks: ["“", "”"] as readonly [string, string],
  cardTitle: "Card to share",
  cardText: "It bears who, when, and a code that opens this very page.",
  cardTextTurn: "It bears who said it, when, at what minute, and a code that opens this very turn.",
  cardWide: "Wide, for links (1200 × 630)",
  cardSquare: "Square, for WhatsApp (1080 × 1080)",
  cardAlt: (words) => `Card with the quotation: ${words}`,
  citeHead: "Cite",
  citeOtherStyles: "Other ways to cite",
  citeOnline: "online",
  citeAvailable: "Available at:",
  citeNumber: (number, edition) => (edition === undefined ? `No. ${number}` : `No. ${number}, edition ${edition}`),
  citeTurn: (briefing, turn) => `${briefing}, turn ${turn}`,
  citeTurnAt: (briefing, turn, minute) => `${briefing}, turn ${turn}, minute ${minute}`,
  turnNotCertified:
    "This is what the public has for now. Once the transcript is certified, this address will show what was certified; until then it may be corrected.",
};
