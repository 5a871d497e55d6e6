import { plurals } from "../plurals.ts";
import { fileKindInWords } from "../../files/kinds-of-file.ts";
import { type Html, html } from "../html.ts";
import { accessEn } from "./access-en.ts";
import { agendaDeskEn } from "./agenda-desk-en.ts";
import { agendaEn } from "./agenda-en.ts";
import { briefingsEn } from "./briefings-en.ts";
import { cardsEn } from "./cards-en.ts";
import { pastEn } from "./past-en.ts";
import { captionsEn } from "./captions-en.ts";
import { deskEn } from "./desk-en.ts";
import { editorEn } from "./editor-en.ts";
import type { Catalogue } from "./es.ts";
import { feedsEn } from "./feeds-en.ts";
import { figuresEn } from "./figures-en.ts";
import { filesEn } from "./files-en.ts";
import { handsEn } from "./hands-en.ts";
import { keeperEn } from "./keeper-en.ts";
import { linesEn } from "./lines-en.ts";
import { pressEn } from "./press-en.ts";
import { programsEn } from "./programs-en.ts";
import { newsroomEn } from "./newsroom-en.ts";
import { questionsEn } from "./questions-en.ts";
import { transcriptsEn } from "./transcripts-en.ts";
import { registerEn } from "./register-en.ts";
import { quoteEn } from "./quote-en.ts";
import { pictureEn } from "./picture-en.ts";
import { sealEn } from "./seal-en.ts";
import { searchEn } from "./search-en.ts";

const some = plurals("en-GB");

/** What the software says in English. */
export const en: Catalogue = {
  ...accessEn,
  ...agendaEn,
  ...quoteEn,
  ...searchEn,
  checking: sealEn,
  pictureRead: pictureEn,
  ...agendaDeskEn,
  ...transcriptsEn,
  ...briefingsEn,
  ...cardsEn,
  ...pastEn,
  ...captionsEn,
  ...deskEn,
  ...editorEn,
  ...feedsEn,
  ...figuresEn,
  ...filesEn,
  ...handsEn,
  ...keeperEn,
  ...linesEn,
  ...pressEn,
  ...programsEn,
  ...questionsEn,
  ...newsroomEn,
  ...registerEn,
  skip: "Skip to content",
  navigation: "Main",
  navStatements: "Statements",
  navRegister: "Who speaks",
  navRecord: "Record",
  navVerify: "Verify",
  ownName: "English",
  trialMark: (more: Html) =>
    html`<strong>Trial installation.</strong> What is published here goes into a trial record, not into that of an
      office. ${more}`,
  trialMore: "What this means",
  footRecord: "The record",
  footVerify: "How to check what this office says",
  footContact: (contact) => `Press contact: ${contact}`,
  footSoftware: "Published with Vocería, open-source software",

  kind_comunicado: "Release",
  kind_declaracion: "Public statement",
  kind_discurso: "Speech",
  kind_desmentido: "Denial",
  kind_balance: "Bulletin",
  kind_transcripcion: "Transcript",
  kind_entrevista: "Interview",
  kind_otro: "Text",
  numbered: (kind, number) => `${kind} ${number}`,
  statusWithdrawn: "Withdrawn",
  statusErased: "Content erased",
  statusCorrected: "Corrected",
  editionOf: (edition, editions) => `Edition ${edition} of ${editions}`,
  imported: "Imported",
  speaks: (voice) => html`Spoken by ${voice}`,
  speaksOffice: (office) => `The office speaks: ${office}`,
  speaksOfficeBrief: "The office speaks",
  spokePerSource: (name) => `Spoken by ${name}, according to the source`,
  voiceAsOf: "The register on that day",
  voiceEntry: (link) => html`according to entry ${link} of the record`,
  underInstrument: (instrument) => `post under: ${instrument}`,
  voiceNowOtherwise: (sentence) => html`The register says otherwise about that day today: ${sentence}`,

  frontDescription: (office) =>
    `${office}: what it says, who speaks, when and in what post, and the proof that no text has changed.`,
  speaksToday: "Who speaks for the government today",
  speaksTodayMore: "Who has spoken before",
  speaksTodayUnknown: "The register does not say who speaks today.",
  perSource: (source) => html`Source: ${source}`,
  sourceDated: (name, day) => `${name}, ${day}`,
  unconfirmedSince: "So the source says; nobody has confirmed it since.",
  assertedOn: (day) => `Asserted on ${day}; not confirmed since.`,
  confirmedOn: (day) => `Confirmed on ${day}.`,
  since: (day) => `since ${day}`,
  topics: "Topics",
  allStatements: "All statements",
  whyTrust: "Why this can be trusted",
  whyTrustText: (link) =>
    html`Each text is kept in a public record in which nothing can be changed unnoticed, and anyone can ${link}.`,
  whyTrustLink: "check it without trusting this site",
  frontBriefings: "Before the press",
  frontBriefingsAll: "All briefings",
  emptyTitle: "This office has not published yet",
  emptyLead: "When it does, the newest text will stand here, with who speaks, when and in what post.",
  emptyHow: "To publish the first statement",
  emptyDesk: (link: Html) =>
    html`At the ${link}, “Make the first publication”. “npm start” prints the link that lets you in; “bin/voceria enter”, another.`,
  emptyDeskLink: "desk",
  emptyHowText: "Also with a text file and one command:",
  emptyFile:
    "---\ntitle: Our first statement\nkind: comunicado\nlanguage: en\n---\n\nWrite the text here. You can use **Markdown**.\n",
  emptyFileName: "notice.md",
  emptyAfter: "Without “speaker” the office speaks in its own voice. In less than a second the text is on this page.",

  listTitle: "Statements",
  listDescription: (office) => `${office}: everything published, newest first.`,
  listCount: (count) => some(count, { one: "# text", other: "# texts" }),
  listOlder: "Older",
  listNewest: "Back to the newest",
  listEmpty: "No text answers to this.",
  listEmptyAll: "See all statements",
  filterKind: "Kind",
  filterTopic: "Topic",
  filterYear: "Year",
  filterAll: "All",
  filterAllTopics: "All",
  filterAllYears: "All",

  importedOn: (time) => html`Imported on ${time}`,
  claimedDate: (day, source) => html`Date according to the source, ${source}: ${day}`,
  importedNote: (source, id) =>
    `Archive text, imported from ${source} (identifier ${id}). Date and authorship are those the source claims.`,
  correctionSubstance: "Correction",
  correctionTyping: "Erratum",
  correctionNotice: (kind, time) => html`${kind} of ${time}.`,
  seeDifference: "See what changed",
  oldEdition: (edition, link) => html`This is edition ${edition}, no longer the newest. ${link}`,
  seeNewest: "Read the newest edition",
  withdrawnBanner: (time) =>
    html`Withdrawn on ${time}. The office no longer stands by this text, which stays here to be read.`,
  withdrawnReason: (reason) => `Reason: ${reason}`,
  withdrawnEnd: "End of the withdrawn text.",
  erasedText: "The content of this text was erased. Its entry remains in the record.",
  awaitingCheckpoint: "Published; awaiting the signing of the record. Until then it cannot be checked.",
  attachments: "Attachments",
  attachmentFacts: (media, size) => `${fileKindInWords(media, "en")}, ${size}`,
  keepAndCite: "Cite and keep",
  cite: "Citation",
  citation: ({ office, speakers, title, claimed, number, edition, entered, withdrawn, url }) =>
    [
      `${speakers ?? office}. “${title}”.`,
      claimed === undefined ? "" : `${claimed.day}, according to ${claimed.source}.`,
      `${speakers === undefined ? "" : `${office}, `}${number}, edition ${edition}, entered on ${entered}.`,
      withdrawn ? "Withdrawn." : "",
      url,
    ]
      .filter((part) => part !== "")
      .join(" "),
  downloadText: "Text (Markdown)",
  downloadData: "Data (JSON)",
  downloadBundle: "Offline proof",
  downloadProof: "Inclusion proof",
  allEditions: "All editions",
  inRecord: "In the record",
  entryLink: (index) => `Entry ${index}`,
  language: "Language of the text",

  sealTitle: "Check this text",
  sealUnchecked: (proof, how) =>
    html`Nothing has been checked here yet: the browser did not run the program that does it. Download the ${proof} and
    ${how}.`,
  sealProof: "proof",
  sealHow: "check it offline",
  sealHonest: "That a text is authentic does not mean it is true.",

  historyTitle: (number) => `Editions of ${number}`,
  historyOne: "This text has a single edition: it has not been corrected.",
  historyLegend: html`What was taken out is <del>struck</del> and what was added is <ins>underlined</ins>, word by word as they are read;
    where a link came, went or leads elsewhere, its address follows.`,
  historyFirst: "First edition",
  historyEdition: (edition) => `Edition ${edition}`,
  historyTitleChanged: "Title",
  historySummaryChanged: "Summary",
  historySame: "The text is the same; other data changed.",
  historyRead: "Read this edition",
  historyWithdrawn: "Withdrawn",
  backToStatement: "Back to the text",

  entryTitle: (index) => `Entry ${index}`,
  entryKicker: "Record",
  entryWhat: "What this is",
  entryIs:
    "An entry is one line of the record: it says what act the office did and when, and carries a fingerprint of the text. The text itself is kept apart, so that a law or a court can order it erased without breaking the record.",
  act_published: (number) => html`The office published ${number}.`,
  act_corrected: (number, edition) => html`The office corrected ${number}: this is its edition ${edition}.`,
  act_withdrawn: (number) => html`The office withdrew ${number}.`,
  act_imported: (number) =>
    html`The office imported ${number} from an earlier archive. Its original date is the source’s claim.`,
  act_register: (count) =>
    `The office entered ${some(count, { one: "# item", other: "# items" })} of the register of posts and their holders.`,
  act_erased: (target) => html`The content of entry ${target} was erased.`,
  act_state:
    "A summary of which edition of each text is the newest. It is entered before each signing, so that this too can be checked.",
  act_other: "An act of a kind that this program does not know yet.",
  entryAt: "Time as the office states it",
  entryBytes: "The entry, byte by byte",
  entryLeaf: "Leaf hash (SHA-256)",
  entryPath: "Path in the tree",
  entryPathText: (size) =>
    `From the entry’s hash and the marked hashes one reaches the root that the office signed, of ${size} entries. If a single byte of the entry changed, the root would be another.`,
  entryPathAlone: "The record has one entry: its hash is the root.",
  entryPathDrawing: (index, size, steps) =>
    `Drawing of the path from entry ${index} to the root of a record of ${size} entries, in ${steps} steps.`,
  entryUnsigned: "This entry awaits the next signing of the record.",
  entryLeafHere: "this entry",
  entryRoot: "signed root",
  entryPrevious: "Previous entry",
  entryNext: "Next entry",
  entryOfThis: "Preceding entry of this text",

  recordTitle: "The record",
  recordLead:
    "Every public act of this office is an entry in a record that only grows. Correcting adds; nothing is erased in silence. Each signing sums up all entries, and anyone who keeps one can prove later whether anything changed.",
  recordTrialTitle: "This is a trial record",
  recordTrial:
    "It was founded by itself when the program first started, to learn and rehearse with. Nothing entered in it is the word of an office. The real record is founded once, with “voceria init --origin NAME”.",
  recordOrigin: "Name of the record",
  recordSize: "Signed entries",
  recordSigned: "Last signing",
  recordNever: "none yet",
  recordKey: "Verifying key",
  recordFingerprint: "Key fingerprint (SHA-256)",
  recordFounded: "Founded",
  recordFiles: "For programs and witnesses",
  recordFilesText:
    "The record follows the open C2SP formats (tlog-tiles, signed-note, tlog-proof): verifiers and witnesses that others wrote can follow it.",
  recordCheckpoint: "Last signing, verbatim",
  recordKeyFile: "Key",
  recordPolicyFile: "Witness policy",
  recordNewestEntry: "Newest entry",
  recordTiles: "The tree, in tiles",
  recordEntryTiles: "The entries, in tiles",
  recordEntryData: "An entry, byte for byte",
  recordEntryBundle: "An entry with its proof",
  recordFormats: "In what formats",
  recordFormat_checkpoint: "what each signing says: the record’s name, how many entries, and the root of the tree",
  recordFormat_note: "how that is signed, and how the key and the witnesses’ signatures are written",
  recordFormat_tiles: "how the tree and the entries are read, in pieces that do not change",
  recordFormat_proof: "the proof of one entry, which other people’s programs can check",
  recordVerify: "Check an entry on your own machine",
  recordKeyTrust:
    "A key that comes from the same site as the texts proves little more than the secure connection. Compare it with one published elsewhere.",
  recordNoWitness: "No witness signs this record yet: what it proves rests on the office’s signature.",
  recordWitnesses: (count) => `The policy of this record asks for witnesses: ${count}.`,

  registerTitle: "Posts and their holders",
  registerDescription: (office) => `${office}: who, in what post, since when and according to what source.`,
  registerHistory: "History",
  columnPicture: "Picture",
  columnName: "Name",
  columnEntered: "Entered office",
  columnLeft: "Exited office",
  columnNotes: "Notes",
  registerTableCaption: "Row by row, as the source has it.",
  registerEmpty: "Who holds the posts of this office has not been entered yet.",
  incumbent: "Incumbent",

  auditTitle: "Audit of offices and holders",
  auditLead:
    "What does not agree in the sources, and what is not known: each finding with its rows and sources. Nothing is mended here; it is shown.",
  auditNothing: "There is nothing to point out.",
  auditTenures: "Tenures looked at",
  auditSameDay: "Successions on one day",
  auditNextDay: "Successions on the next day",
  auditWithGap: "Successions with days without anybody",
  auditOverlapping: "Overlapping successions",
  auditUndetermined: "Successions that cannot be determined",
  auditAll: "All findings",
  auditMore: (count) => `See all ${count}`,
  auditPrevious: "Previous",
  auditNext: "Next",
  severity_error: "contradiction",
  severity_warning: "warning",
  severity_notice: "note",
  "finding_inverted-interval": "Ends before it begins",
  "finding_certain-overlap": "More people than seats",
  "finding_self-overlap": "A person overlaps themselves",
  "finding_before-post": "Before the post existed",
  "finding_after-post": "After the post had ended",
  "finding_duplicate-tuple": "The same twice",
  "finding_duplicate-id": "An id repeated in its source",
  "finding_sources-disagree": "Sources that disagree",
  "finding_certain-gap": "Days without anybody",
  "finding_possible-gap": "Possibly days without anybody",
  finding_undeterminable: "A succession that cannot be determined",
  "finding_several-holders": "Several people at once, seats unknown",
  "finding_incumbent-unconfirmed": "In office per the source, unconfirmed",
  "finding_known-unknown": "Known not to be known",
  finding_vacancy: "Vacant per the source",
  finding_interpretation: "Dates that are our reading",

  verifyTitle: "Verify",
  verifyDescription:
    "How to check, without trusting this site, that this office published a text and that it has not changed.",
  verifyHow: "How it works, in five sentences",
  verify1: "Each time the office publishes, corrects or withdraws a text, it adds an entry to its public record.",
  verify2: "The entry carries a fingerprint of the text: change one letter and the fingerprint is another.",
  verify3: "All entries are summed up in one fingerprint, which the office signs with its key.",
  verify4: "The proof of a text is the path from its entry to that signature, and is checked without a connection.",
  verify5: "Checked means authentic and unchanged since it was entered; it does not mean that it is true.",
  verifyFile: "Check a proof",
  verifyFileText:
    "Choose or drop here the .bundle.json file of a text. It is checked in your browser; the file does not leave your machine.",
  verifyChoose: "Proof file (.bundle.json)",
  verifyNoScript: "Checking it here needs a browser that runs programs. Otherwise use the command line:",
  verifyCli: "Check it without this site",
  verifyCliText: "The same program, whose source can be read, on your own machine and without a connection:",
  verifyCliKey:
    "With “--key” it is checked against the key that you got by another way: the official gazette, a witness, someone you trust.",
  verifyExample: (number, entry) =>
    html`An example: the path of text ${number}, which is entry ${entry} of the record.`,
  verifySeal:
    "The seal on each text does the same in your browser, and also compares the entered text with what the page shows.",

  notFoundTitle: "There is nothing here",
  notFoundText:
    "The address may be mistyped. What this office publishes is not taken away: if it was published, it is still at its address.",
  notFoundStatement: (number) => `There is no text with the number ${number}.`,
  badRequestTitle: "That question cannot be understood",
  errorTitle: "Something failed on our side",
  errorText: "It is not your fault, and nothing published is lost. Please try again in a moment.",
  awayTitle: "This part is not answering at the moment",
  awayText:
    "Search, live briefings, the checking of quotes and dates of your choice are answered by a program that is not answering now. What was published, with its corrections and its proofs, is all here.",
  unavailableTitle: "Back in a moment",
  unavailableBare: "Back in a moment. What was published is safe.",
  unavailableText: "The server cannot reach its database or is under maintenance. What was published is safe.",
  goHome: "Go to the front page",
};
