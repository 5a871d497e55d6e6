import { plurals } from "../plurals.ts";
import { html } from "../html.ts";
import type { figuresEs } from "./figures-es.ts";

const some = plurals("en-GB");

type Words = {
  readonly [Key in keyof typeof figuresEs]: (typeof figuresEs)[Key] extends string ? string : (typeof figuresEs)[Key];
};

/** What the pages of figures on briefings say, in English. */
export const figuresEn: Words = {
  actOfTranscript: {
    "transcript.certified": (briefing) => html`Certifies the transcript of ${briefing}.`,
    "transcript.edited": (briefing) => html`Publishes the edited version of the transcript of ${briefing}.`,
    "transcript.imported": (briefing) => html`Imports the transcript of ${briefing} from an archive.`,
    "transcript.corrected": (briefing) => html`Corrects the transcript of ${briefing}.`,
  },
  figuresTitle: "Words at the briefings",
  figuresOfBriefing: (number: string) => `Words at ${number}`,
  figuresKicker: "Figures",
  figuresDescription: (office: string) => `How much each spoke at the briefings of ${office}, by post and by month.`,
  figuresLead:
    "Counted are the words of certified and imported transcripts as they stand in the record; not those of the edited version, nor stage directions.",
  figuresNone: "There are no transcripts yet.",
  figuresWords: "words",
  figuresTurns: "turns",
  figuresBriefings: "briefings",
  figuresQuestions: "questions",
  figuresAnswers: "answers",
  figuresSpeech: "speeches",
  figuresSpeakers: "voices",
  figuresOutlets: "outlets that were named",
  figuresBySpeaker: "Who spoke",
  figuresBySpeakerCaption:
    "Words of each person, the press not counted; the bar goes from who spoke most to who spoke least.",
  figuresByPost: "In which post",
  figuresByPostCaption: "Only turns of those whom the register has in a post that day.",
  figuresByMonth: "Month by month",
  figuresByMonthDrawn: (months: string) => `Words by month: ${months}`,
  figuresByMonthCaption: "Turns and words of each month.",
  figuresByOutlet: "Who asked",
  figuresByOutletCaption: "Questions of those who said for which outlet they asked.",
  figuresSpeaker: "Person",
  figuresPost: "Post",
  figuresMonth: "Month",
  figuresOutlet: "Outlet",
  figuresAskers: "Journalists",
  figuresPeople: "People",
  figuresNotInRegister: "name as the source has it",
  figuresMore: (count: string) => `All ${count} rows are in the CSV.`,
  figuresData: "The data",
  figuresYearAll: "All years",
  figuresYear: "Year",
  figuresMonthLine: (month: string, words: string, questions: string, answers: string) =>
    `${month}: ${words} words, ${questions} questions, ${answers} answers`,
  figuresMonths: [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
  ],
  figuresToBriefing: "To the transcript",
  spokenTitle: "At briefings",
  spokenSum: (words: number, briefings: number) =>
    `${some(words, { one: "# word", other: "# words" })} at ${some(briefings, { one: "# briefing", other: "# briefings" })}.`,
  spokenLine: (turns: number, words: number) =>
    `${some(turns, { one: "# turn", other: "# turns" })}, ${some(words, { one: "# word", other: "# words" })}`,
  spokenMore: (shown: string) => `The ${shown} most recent are shown.`,
};
