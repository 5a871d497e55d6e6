import { wordsIn } from "../count-words.ts";
import { outletKey, readAsker } from "./asker.ts";
import { nameInSmall } from "./capitals.ts";
import type { Mention } from "./cast.ts";
import { type Gathered, namesIn } from "./gather.ts";
import { withPressHeadings } from "./press-headings.ts";
import type { SourceTurn } from "./read-transcript.ts";
import type { Attributed, NamedSpeaker, Why } from "./speakers.ts";
import type { TranscriptTurn } from "@voceria/record";
import type { TranscriptText } from "./transcript-files.ts";
import { kindsOf } from "./turn-kinds.ts";

export type Prepared = {
  turns: TranscriptTurn[];
  counts: TurnCounts;
  /** Turns by why their speaker is nobody, or in no post: the heading as the text has it. */
  unresolved: { why: Why | "role" | "no-heading"; name: string }[];
  outlets: string[];
};

/** `speech` + `questions` + `answers` = `turns`, and so do `named`, `press`, `moderator`, `voices` and `unnamed`. */
export type TurnCounts = {
  turns: number;
  words: number;
  speech: number;
  questions: number;
  /** Questions that hold a question mark; others go on, thank or agree. */
  questionMarks: number;
  answers: number;
  named: number;
  press: number;
  moderator: number;
  voices: number;
  unnamed: number;
  /** Of the named: those who are told by the texts, and those whom the register has, with a post that day and without. */
  told: number;
  toldPost: number;
  person: number;
  post: number;
  /** Of the press: those who say who they are, and for whom they ask. */
  askers: number;
  outlets: number;
};

/** In the words of the text's language, for whom the source names by nothing. */
const nobody = { es: "Sin nombre en la fuente", en: "Not named in the source" };
/** For a heading that says what the turn is and not whose: "PREGUNTA". */
const press = { es: "Prensa", en: "Press" };

export function prepare(
  { id, day, transcript }: Pick<TranscriptText, "id" | "day" | "transcript">,
  { cast, outlets, outletNames }: Gathered,
  attribute: (mention: Mention) => Attributed,
  language: string,
): Prepared {
  const turns = withPressHeadings(transcript.turns, outlets);
  const kinds = kindsOf(turns);
  const inWords = /^es\b/iu.test(language) ? "es" : "en";
  const speakers = namesIn(turns);
  const prepared: Prepared = { turns: [], counts: emptyCounts(), unresolved: [], outlets: [] };
  const { counts } = prepared;
  for (const [index, source] of turns.entries()) {
    const kind = kinds[index] ?? "speech";
    const text = source.paragraphs.join("\n\n");
    // A heading with nothing behind it is somebody who did not get to speak.
    if (text === "") continue;
    counts.turns++;
    counts.words += wordsIn(text);
    counts[kind === "question" ? "questions" : kind === "answer" ? "answers" : "speech"]++;
    if (kind === "question" && /[?¿]/u.test(text)) counts.questionMarks++;
    const as = source.heading?.as;
    const speaker = { ...(as === undefined ? {} : { as }), ...speakerOf(source) };
    prepared.turns.push({ turn: prepared.turns.length + 1, kind, speaker, text });
  }
  return prepared;

  function speakerOf(source: SourceTurn): NamedSpeaker & { outlet?: string } {
    const { heading } = source;
    if (heading === undefined) {
      counts.unnamed++;
      prepared.unresolved.push({ why: "no-heading", name: "" });
      return { name: nobody[inWords] };
    }
    if (heading.role === "press") return askerOf(source);
    if (heading.role !== undefined || heading.name === undefined) {
      counts[heading.role === "moderator" ? "moderator" : "voices"]++;
      prepared.unresolved.push({ why: "role", name: heading.as });
      return { name: sentenceCase(heading.as) };
    }
    counts.named++;
    if (heading.several !== undefined) {
      prepared.unresolved.push({ why: "ambiguous", name: heading.as });
      return { name: nameInSmall(heading.name) };
    }
    const mention = {
      text: id,
      day,
      name: heading.name,
      ...(heading.post === undefined ? {} : { post: heading.post }),
    };
    const resolved = cast.resolve(mention);
    if (!("unresolved" in resolved)) {
      counts.told++;
      if (resolved.post !== undefined) counts.toldPost++;
    }
    const attributed = attribute(mention);
    if (attributed.person) counts.person++;
    if (attributed.post) counts.post++;
    if (attributed.why !== undefined) prepared.unresolved.push({ why: attributed.why, name: heading.name });
    return attributed.speaker;
  }

  function askerOf({ heading, paragraphs }: SourceTurn): NamedSpeaker & { outlet?: string } {
    counts.press++;
    const asker = readAsker(paragraphs.join("\n"), { outlets, speakers });
    const outlet = heading?.post ?? asker?.outlet;
    const name = heading?.name === undefined ? asker?.name : nameInSmall(heading.name);
    if (name !== undefined) counts.askers++;
    if (outlet !== undefined) {
      counts.outlets++;
      prepared.outlets.push(outletKey(outlet));
    }
    const called = outlet === undefined ? undefined : (outletNames.get(outletKey(outlet)) ?? outlet);
    return {
      name: name ?? (/^(?:preg|quest)/iu.test(heading?.as ?? "") ? press[inWords] : sentenceCase(heading?.as ?? "")),
      ...(called === undefined ? {} : { outlet: called }),
    };
  }
}

export function emptyCounts(): TurnCounts {
  return {
    turns: 0,
    words: 0,
    speech: 0,
    questions: 0,
    questionMarks: 0,
    answers: 0,
    named: 0,
    press: 0,
    moderator: 0,
    voices: 0,
    unnamed: 0,
    told: 0,
    toldPost: 0,
    person: 0,
    post: 0,
    askers: 0,
    outlets: 0,
  };
}

/** "INTERLOCUTORA" → "Interlocutora". */
function sentenceCase(heading: string): string {
  const text = heading.replace(/\s+/gu, " ").trim();
  return text.charAt(0) + text.slice(1).toLowerCase();
}
