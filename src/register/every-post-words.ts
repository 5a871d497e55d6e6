import type { AskedDate } from "./asked-date.ts";
import { dayInWords } from "./day.ts";
import { capitalized, type Language } from "./display.ts";
import type { EveryPost, PostAnswer } from "./every-post-answer.ts";

/** With no more posts than this, all of them are told in the sentence. */
const postsTold = 8;

/** The answer to "who held every post then?": each post in words where they are few, else how many, and which changed hands. */
export function everyPostInWords(
  {
    span,
    counts,
    institution,
    answers,
    changed,
  }: {
    span: AskedDate;
    counts: EveryPost["counts"];
    institution: EveryPost["institution"];
    answers: readonly PostAnswer[];
    changed: readonly PostAnswer[];
  },
  language: Language,
): string {
  const say = words[language];
  const day = span.min === span.max ? dayInWords(span.min, language) : undefined;
  const when = day ?? say.between(dayInWords(span.min, language), dayInWords(span.max, language));
  const where = institution?.name[language];
  if (counts.posts === 0) return `${when}: ${say.nobody(where)}`;
  const alone = ({ sentence, post, verdict }: PostAnswer) => {
    const told = sentence[language];
    const undated = day !== undefined && told.startsWith(`${day}: `) ? told.slice(day.length + 2) : told;
    // Where nobody is named, nothing else says of which post it is.
    return verdict === "unknown" ? `${post.title[language]}: ${undated}` : undated;
  };
  if (counts.posts <= postsTold && answers.length === counts.posts)
    return `${when}: ${inTime(answers)
      .map((one, index) => (index === 0 ? alone(one) : capitalized(alone(one))))
      .join(" ")}`;
  const number = (count: number) => count.toLocaleString(language === "es" ? "es-CL" : "en");
  const sentences = [
    say.counted(
      number(counts.people),
      number(counts.posts - counts.vacant),
      where ?? say.institutions(number(counts.institutions)),
    ),
    ...(counts.certain === counts.posts - counts.vacant ? [] : [say.certain(number(counts.certain))]),
    ...(counts.vacant === 0 ? [] : [say.empty(number(counts.vacant))]),
    ...(counts.handovers === 0 ? [] : [say.changed(number(counts.handovers), counts.handovers === 1)]),
    ...(counts.handovers > changed.length && changed.length > 0 ? [say.among] : []),
    ...changed.map((one) => capitalized(alone(one))),
  ];
  return `${when}: ${sentences.join(" ")}`;
}

/** Whoever came first is told first: somebody moves from one post to another. */
function inTime(answers: readonly PostAnswer[]): PostAnswer[] {
  const began = ({ holdings, gaps }: PostAnswer) => holdings[0]?.bounds.startMin ?? gaps[0]?.bounds.startMin ?? "";
  return answers.toSorted((a, b) => (began(a) < began(b) ? -1 : began(a) > began(b) ? 1 : 0));
}

const words = {
  es: {
    among: "Entre ellos:",
    between: (from: string, to: string) => `Entre el ${from} y el ${to}`,
    nobody: (where: string | undefined) =>
      where === undefined
        ? "no consta quién ejerciera cargo alguno."
        : `no consta quién ejerciera algún cargo de ${where}.`,
    institutions: (count: string) => (count === "1" ? "una institución" : `${count} instituciones`),
    counted: (people: string, posts: string, where: string) =>
      `${people === "1" ? "consta una persona" : `constan ${people} personas`} en ${posts === "1" ? "un cargo" : `${posts} cargos`} de ${where}.`,
    certain: (count: string) => (count === "1" ? "Con certeza, en uno." : `Con certeza, en ${count} de ellos.`),
    empty: (count: string) =>
      count === "1"
        ? "De otro cargo dice la fuente que estaba vacante o que no se sabe quién lo ejercía."
        : `De otros ${count} dice la fuente que estaban vacantes o que no se sabe quién los ejercía.`,
    changed: (count: string, one: boolean) =>
      one ? "Ese día un cargo cambió de manos." : `Ese día ${count} cargos cambiaron de manos.`,
  },
  en: {
    among: "Among them:",
    between: (from: string, to: string) => `Between ${from} and ${to}`,
    nobody: (where: string | undefined) =>
      where === undefined
        ? "nobody is known to have held any post."
        : `nobody is known to have held any post of ${where}.`,
    institutions: (count: string) => (count === "1" ? "one institution" : `${count} institutions`),
    counted: (people: string, posts: string, where: string) =>
      `${people === "1" ? "one person is" : `${people} people are`} known in ${posts === "1" ? "one post" : `${posts} posts`} of ${where}.`,
    certain: (count: string) => (count === "1" ? "Certain in one of them." : `Certain in ${count} of them.`),
    empty: (count: string) =>
      count === "1"
        ? "Of one more the source says that it was vacant, or that nobody knows who held it."
        : `Of ${count} more the source says that they were vacant, or that nobody knows who held them.`,
    changed: (count: string, one: boolean) =>
      one ? "One post changed hands that day." : `${count} posts changed hands that day.`,
  },
};
