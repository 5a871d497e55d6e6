import { html } from "../html.ts";
import type { transcriptsEs } from "./transcripts-es.ts";

type Words = {
  readonly [Key in keyof typeof transcriptsEs]: (typeof transcriptsEs)[Key] extends string
    ? string
    : (typeof transcriptsEs)[Key];
};

/** What the pages of transcripts say, and the screens where they are certified and edited, in English. */
export const transcriptsEn: Words = {
  transcriptPunto: "Press point",
  transcriptConferencia: "Press conference",
  transcriptVoceria: "Briefing",
  transcriptNone: (briefing) => `There is no transcript of ${briefing}.`,
  transcriptVersions: "Versions of the transcript",
  transcriptCertified: "Certified version",
  transcriptCertifiedOne: "the certified version",
  transcriptEdited: "Edited version",
  transcriptDifference: "Differences",
  transcriptDifferenceOf: (briefing) => `Differences between the versions of ${briefing}`,
  transcriptDifferenceLead:
    "What the version edited by the office takes out of what was certified, and what it puts in, turn by turn.",
  transcriptDiffering: (differing, same) => `Turns that differ: ${differing}. The same, word for word: ${same}.`,
  transcriptSame: "Both say the same, word for word.",
  transcriptHistory: "All editions",
  transcriptHistoryOf: (briefing) => `Editions of the transcript of ${briefing}`,
  transcriptHistoryLead: "Each edition of the transcript, with its entry and what it changed. None is taken away.",
  transcriptFigures: "Words by speaker",
  transcriptCertifiedBy: (who, when) => html`Certified by ${who}, ${when}.`,
  transcriptRecording: "Over the recording whose SHA-256 is",
  transcriptNoRecording: "It was not certified over a recording.",
  transcriptListen: "Listen to it",
  transcriptEditedBy: (when, certified) =>
    html`Edited by the office and published ${when}. What was said stands in ${certified}.`,
  transcriptCitation: ({ office, title, number, day, version, edition, url }) =>
    `${office}. “${title}”, ${day}. ${number}, ${version.toLowerCase()}, edition ${edition}. ${url}`,
  downloadCaptions: "Captions (WebVTT)",
  turnQuestion: "Question",
  turnNumber: (turn) => `no. ${turn}`,
  turnLink: (turn) => `Quote turn ${turn}`,
  turnAsked: (question) => `Question ${question}`,
  turnNone: (briefing, turn) => `The transcript of ${briefing} has no turn ${turn}.`,
  turnSaidOn: (briefing, day) => `${briefing}, ${day}`,
  turnSaidAt: (briefing, day, minute) => `${briefing}, ${day}, minute ${minute}`,
  turnCitation: ({ who, words, when, url }) => `${who}: “${words}” ${when}. ${url}`,
  turnAnswered: "Answer",
  turnNeighbours: "Other turns",
  turnBefore: "The one before",
  turnAfter: "The next one",
  turnInTranscript: "Read it in the transcript",
  turnLeftOut: "Left out",

  transcriptNav: "Transcripts",
  transcriptToCertify: "To be certified",
  transcriptNothing: "Closed briefings come here to be certified, and certified ones to be edited or corrected",
  transcriptNothingText: "Once a briefing is closed, it appears in this list.",
  transcriptStanding: "Certified",
  transcriptCertify: "Certify",
  transcriptCertifyTitle: (briefing) => `Certify the transcript of ${briefing}`,
  transcriptCertifyLead:
    "This is what will stand in the record: all that was said on the record, as it is here, and nothing else. Afterwards, what is wrong is corrected in the open.",
  transcriptCertifyMend: "If something is wrong, put it right first:",
  transcriptNotesLeftOut: (notes) =>
    `The typist's notes (${notes}) are not in it, since nobody said them. If one was said, make it a turn of speech before you certify.`,
  transcriptCertifierName: "Who certifies",
  transcriptCertifierBody: "Body",
  transcriptCertifierBodyHint: "Apart from the press office: stenographers, or an outside body.",
  transcriptRecordingTitle: "Recording",
  transcriptRecordingFile: "The recording's file",
  transcriptRecordingFileHint: "Its hash is computed here, in your browser: the file is not sent, however large.",
  transcriptRecordingHash: "Hash (SHA-256)",
  transcriptRecordingHashHint: "Empty where there is no recording.",
  transcriptRecordingBytes: "Size, in bytes",
  transcriptRecordingMedia: "Type",
  transcriptRecordingAddress: "The recording's public address",
  transcriptHashing: (percent) => `Computing the hash: ${percent}`,
  transcriptHashed: "The hash is computed.",
  transcriptHashFailed: "The file could not be read. Choose it again, or paste its hash.",
  transcriptCertifySentence: (turns, briefing) =>
    `${turns} turns of ${briefing} will be entered as a certified transcript. This cannot be undone.`,
  transcriptCertifyAct: "Certify and publish",
  transcriptEditAct: "Edit",
  transcriptCorrectCertified: "Correct the certified one",
  transcriptCorrectEdited: "Correct the edited one",
  transcriptCorrectImported: "Correct",
  transcriptEditTitle: (briefing) => `Edited version of ${briefing}`,
  transcriptCorrectTitle: (briefing) => `Correct the transcript of ${briefing}`,
  transcriptEditLead:
    "Change what the office edits; what was certified stays as it is, and the difference will be public. An empty turn is left out.",
  transcriptCorrectLead:
    "Change what is wrong and say why. The edition before it stays at its address. An empty turn is left out.",
  transcriptHead: { title: "Title", day: "Day", place: "Place" },
  transcriptDayHint: "Posts are those that each person held on that day.",
  transcriptWhoHint: "Pick from the list whoever held a post that day; another name stands as a name alone.",
  transcriptTurnText: (turn) => `What was said, no. ${turn}`,
  transcriptTurnName: (turn) => `Who speaks, no. ${turn}`,
  transcriptTurnOutlet: (turn) => `Outlet, no. ${turn}`,
  transcriptNote: "What was wrong",
  transcriptNoteHint: "Everybody reads it, over the text.",
  transcriptSeverity: "What is corrected",
  transcriptMinor: "A slip of typing",
  transcriptMajor: "Substance: it changes what is understood",
  transcriptSee: "See the difference",
  transcriptForeseen: "This is what the public will see",
  transcriptEditSentence: (briefing) =>
    `The edited version of ${briefing} goes out beside the certified one, with this difference in the open.`,
  transcriptCorrectSentence: (briefing, edition) =>
    `Edition ${edition} of the transcript of ${briefing} goes out, with its note and this difference in the open.`,
  transcriptPublish: "Publish",
  transcriptBack: "Go on editing",
  transcriptRead: "Read it",
};
