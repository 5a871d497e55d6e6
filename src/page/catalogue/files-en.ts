import { html } from "../html.ts";
import type { filesEs } from "./files-es.ts";

/** The same in English. */
export const filesEn: { readonly [Key in keyof typeof filesEs]: (typeof filesEs)[Key] } = {
  claimLabel: "This is going round, and this office denies it",
  claimStamp: "Denied",
  claimStampWithdrawn: "Denial withdrawn",
  claimAlt: (alt) => `Picture denied by the office: ${alt}`,
  claimSeen: (where, when) =>
    where === undefined
      ? html`First seen: ${when}.`
      : when === undefined
        ? html`Where it goes round: ${where}.`
        : html`Where it goes round: ${where}. First seen: ${when}.`,
  claimAnswer: "What the office says",
  claimPicture: "Share as one picture",
  claimPictureText: "The claim with its stamp and the answer, in one picture that can be passed on.",
  claimPictureAlt: (title) => `Denial by the office: ${title}`,
  claimRating: "Denied",

  fileWhole: "See it whole",
  fileClaimed: "the picture denied, as it went round",
  fileDigest: "SHA-256 of the file",

  translationOf: (language, link) => html`Translation (${language}) of ${link}.`,
  translationEdition: (edition) => `edition ${edition}`,
  translationBehind: (edition) =>
    `The original has a later edition than edition ${edition}, which is the one translated here. What changed is not in this translation yet.`,
  translationOfWithdrawn: "The original was withdrawn.",
  translations: "Translations",
  translationLate: (edition) => `of edition ${edition}; not of the newest yet`,
  delivery_prepared: "As prepared: the text handed out before it was spoken.",
  delivery_delivered: "As delivered: what was actually said.",
  deliveryOther_prepared: "Read the text as prepared",
  deliveryOther_delivered: "Read the text as delivered",
  deliveryCompare: "See the differences",
  deliveryTitle: "As prepared and as delivered",
  deliveryLead:
    "The two texts of one speech. What is struck was prepared and not said; what is underlined was said and not prepared.",
  deliverySame: "The two texts are the same, word for word.",
  deliveryNames: (prepared, delivered) => html`As prepared: ${prepared}. As delivered: ${delivered}.`,
  seriesPlace: (ordinal, name) => html`No. ${ordinal} of “${name}”`,
  seriesNewest: "The newest of its series: these are the figures that stand.",
  seriesSuperseded: (link) => html`Superseded figures. Those that stand are in ${link}.`,
  seriesOrdinal: (ordinal) => `No. ${ordinal}`,
  seriesTitle: (name) => `Series: ${name}`,
  contactLine: (contact) => html`Press contact: ${contact}`,

  filesTitle: "Files",
  filesNone: "No files.",
  filesEmpty: "The pictures, sound and documents that go out with the text. Nobody outside sees them before the text.",
  filesAdd: "Add files",
  filesArrange: "Arrange and describe",
  filesBack: "Back to the text",
  filesAlt: "What the picture shows",
  filesAltHint: "In one line, for whoever does not see it. Without it the text cannot be published.",
  filesAltMissing: "What it shows is missing",
  filesClaim: "It is the false picture that is denied",
  filesClaimNone: "None is the picture that is denied",
  filesUp: (name) => `Move ${name} up`,
  filesRemove: (name) => `Take out ${name}`,
  filesSave: "Save",
  filesChoose: "Add files",
  filesChooseHint: (largest) =>
    `Pictures, PDF, sound, Word, Excel or OpenDocument; up to ${largest} each, pictures up to 31 MB. You can also drag them here.`,
  filesWaiting: "Waiting",
  filesSending: "Sending…",
  filesExamined: "Sending the last of it; the office examines it…",
  filesDone: "Done",
  filesLost: "No connection. What was sent is not lost; it goes on by itself when the network is back.",
  filesAgain: "Go on",
  filesCancel: "Leave it",
  filesSignedOut: "Your session ended. Sign in in another tab and go on here: what was sent is not lost.",
  filesNoProgram: "To send files the browser must run programs (JavaScript).",

  // What changed between editions, beside the text
  historyClaimChanged: "Claim denied",
  historyContactChanged: "Press contact",
  historyOriginalChanged: "Original that it translates",
  historyFilesChanged: "Attachments",
};
