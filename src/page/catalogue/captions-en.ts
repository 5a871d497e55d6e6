import { html } from "../html.ts";
import type { captionsEs } from "./captions-es.ts";

/** The same in English. */
export const captionsEn: typeof captionsEs = {
  captionsTitle: "Captions that a program sends",
  captionsLead:
    "A program that transcribes while people speak sends here what it hears. Its words become turns of whoever you mark, once the hold has passed, and anybody who types can put them right. Whoever has the address can send: give it to the captioner alone.",
  captionsMade: "This is the address. It is shown this once.",
  captionsTry: "To try it, once the briefing is open:",
  captionsName: "Who captions",
  captionsNameHint: "for example: the captioner in the room",
  captionsMake: "Make an address",
  captionsAddresses: "Addresses in use",
  captionsNone: "None for now.",
  captionsUnused: (when) => html`made ${when}, sends nothing yet`,
  captionsUsed: (when) => html`sends since ${when}`,
  captionsEnd: "End it",
  captionsLink: "Captions",
  captionsMark: "Speaks now (captions)",
  captionsMarkHint: "Alt, Shift and a number marks it at once.",
  captionsSpeaks: "The captions are those of",
  captionsNobody: "The captions wait until somebody says who speaks: choose above and mark it.",
  captionsHearing: "Being heard",
  captionsWaiting: "They wait until somebody says who said it:",
  captionsWaitingFor: (label: string) => `The voice “${label}” waits until somebody says whose it is:`,
  captionsTheirs: "It is whoever is chosen above",
  captionsTag: "Caption",

  pickHint: "Type the outlet or the name: journalists that are known appear, accredited ones first.",
  pickAccredited: "accredited",
  pickList: "Journalists",
  pickFound: (found) => (found === 1 ? "One journalist" : `${found} journalists`),
  typeFailed: "It could not be done: do it again.",
  turnWho: "It was whoever is chosen above",
};
