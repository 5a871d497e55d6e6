import { type Day, dayInWords } from "./day.ts";
import { capitalized, inWords, type Language } from "./display.ts";
import type { Standing } from "./assertions.ts";
import type { GapOnDay } from "./gaps.ts";
import type { Holding } from "./holdings.ts";
import type { Verdict } from "./verdict.ts";

/** What is known of the day: who held the posts asked about, or that nobody did, or that it is not known. */
type Known = {
  verdict: Verdict;
  holdings: readonly Holding[];
  gaps: readonly GapOnDay[];
  posts: readonly Standing<"post">[];
};

/** The answer to "who held it on that day?" in one or a few sentences, with what is not certain said as such. */
export function answerInWords(day: Day, { verdict, holdings, gaps, posts }: Known, language: Language): string {
  const date = dayInWords(day, language);
  const say = words[language];
  const empty = gaps
    .filter(({ state, turn }) => state === "vacant" && turn === undefined)
    .map((gap) => vacancyInWords(gap, posts, language));
  if (verdict === "vacant") return `${date}: ${empty.join(" ")}`;
  if (verdict === "unknown") {
    const notes = gaps.flatMap(({ state, note }) => (state === "unknown" ? (note?.[language] ?? []) : []));
    return [say.unknown(date, existed(posts, day)), ...notes, ...empty].join(" ");
  }
  if (holdings.length === 0) return `${date}: ${[...empty, ...gaps.flatMap((gap) => goesOn(gap, language))].join(" ")}`;
  const certain = holdings.filter(({ certainty }) => certainty === "certain");
  const possible = holdings.filter(({ certainty }) => certainty === "possible");
  const told = (holding: Holding) =>
    inWords(
      {
        name: holding.person.name,
        gender: holding.person.gender,
        title: holding.post.titles,
        capacity: holding.capacity,
      },
      language,
    );
  const list = (some: readonly Holding[]) => join(some.map(told), say.or);
  if (verdict === "indeterminate") return say.indeterminate(date, list(possible), possible.length > 1);
  if (verdict === "per-source")
    return say.perSource(date, list(possible), possible.map((one) => vouching(one, language)).join(" "));
  const turns = (turn: GapOnDay["turn"]) => gaps.filter((gap) => gap.turn === turn && turn !== undefined);
  const [left, ended] = [turns("from"), turns("until")];
  const inOrder = [
    ...ended.map((gap, index) => turnInWords(gap, day, index === 0, language)),
    ...certain.map((one) => `${told(one)}${roleInWords(one, language)}`),
    ...left.map((gap) => turnInWords(gap, day, false, language)),
  ];
  const changed = verdict === "handover" || left.length + ended.length > 0;
  const named = changed ? inOrder.join("; ") : join(inOrder, say.and);
  const notes = [...ended, ...left].flatMap(({ note }) => note?.[language] ?? []);
  const vacant = [...notes, ...empty].map((sentence) => ` ${sentence}`).join("");
  const also = (possible.length === 0 ? "" : ` ${say.possibly(list(possible))}`) + vacant;
  const confirmed = certain.flatMap((one) => confirmedWords(one, day, language)).join(" ");
  return `${date}: ${named}.${also}${confirmed === "" ? "" : ` ${confirmed}`}`;
}

const words = {
  es: {
    or: "o",
    vacant: (title: string, source: string, sure: boolean) =>
      `${sure ? "Vacante" : "Posiblemente vacante"} el cargo de ${title}, según «${source}».`,
    turn: {
      from: (next: boolean, source: string) =>
        `vacante desde ${next ? "el día siguiente" : "entonces"}, según «${source}»`,
      until: (before: boolean, source: string) =>
        `vacante hasta ${before ? "la víspera" : "entonces"}, según «${source}»`,
    },
    and: "y",
    until: ", hasta ese día",
    from: ", desde ese día",
    at: (role: string, time: string) => `${role} a las ${time}`,
    unknown: (date: string, existed: boolean) =>
      existed
        ? `${date}: no se sabe. El cargo existía, pero ninguna fuente de autoridades y cargos nombra a quien lo ejercía.`
        : `${date}: no consta que nadie lo ejerciera; tampoco que el cargo existiera ese día.`,
    indeterminate: (date: string, who: string, several: boolean) =>
      several
        ? `${date}: ${who}; las fuentes no permiten determinar cuál.`
        : `${date}: posiblemente ${who}; las fuentes no permiten determinarlo.`,
    perSource: (date: string, who: string, vouching: string) => `${date}: ${who}, según la fuente. ${vouching}`,
    possibly: (who: string) => `Posiblemente también ${who}.`,
    vouched: (day: string, source: string) => `Así lo decía el ${day} «${source}»; no se ha confirmado después.`,
    undated: (source: string) => `«${source}» no lleva fecha; no se ha confirmado.`,
    confirmedLast: (day: string, until: string) => `La última confirmación es del ${day} y valía hasta el ${until}.`,
    confirmed: (day: string, source: string) => `Confirmado al ${day} («${source}»).`,
    reliedOn: (day: string, source: string, until: string) =>
      `Confirmado al ${day} («${source}»); se tiene por vigente hasta el ${until}, salvo noticia en contrario.`,
  },
  en: {
    or: "or",
    vacant: (title: string, source: string, sure: boolean) =>
      `The post of ${title} was ${sure ? "vacant" : "possibly vacant"}, according to “${source}”.`,
    turn: {
      from: (next: boolean, source: string) =>
        `vacant from ${next ? "the day after" : "then"}, according to “${source}”`,
      until: (before: boolean, source: string) =>
        `vacant until ${before ? "the day before" : "then"}, according to “${source}”`,
    },
    and: "and",
    until: ", until that day",
    from: ", from that day",
    at: (role: string, time: string) => `${role} at ${time}`,
    unknown: (date: string, existed: boolean) =>
      existed
        ? `${date}: not known. The post existed, but no source of the register names who held it.`
        : `${date}: nobody is known to have held it, nor is it known that the post existed on that day.`,
    indeterminate: (date: string, who: string, several: boolean) =>
      several
        ? `${date}: ${who}; the sources do not determine which.`
        : `${date}: possibly ${who}; the sources do not determine it.`,
    perSource: (date: string, who: string, vouching: string) => `${date}: ${who}, according to the source. ${vouching}`,
    possibly: (who: string) => `Possibly also ${who}.`,
    vouched: (day: string, source: string) => `So said “${source}” on ${day}; not confirmed since.`,
    undated: (source: string) => `“${source}” bears no date; not confirmed since.`,
    confirmedLast: (day: string, until: string) => `The last confirmation is of ${day} and held until ${until}.`,
    confirmed: (day: string, source: string) => `Confirmed as of ${day} (“${source}”).`,
    reliedOn: (day: string, source: string, until: string) =>
      `Confirmed as of ${day} (“${source}”); relied on until ${until} unless something else becomes known.`,
  },
};

/** Who vouches for somebody whom a source calls incumbent, where that does not reach the day. */
function vouching({ confirmation, assertedOn, source }: Holding, language: Language): string {
  const say = words[language];
  if (confirmation !== undefined)
    return say.confirmedLast(dayInWords(confirmation.day, language), dayInWords(confirmation.until, language));
  const day = assertedOn ?? source.date;
  return day === undefined ? say.undated(source.name) : say.vouched(dayInWords(day, language), source.name);
}

function confirmedWords({ incumbent, confirmation, bounds }: Holding, day: Day, language: Language): string[] {
  if (incumbent !== "confirmed" || confirmation === undefined || bounds.startMax === day) return [];
  const say = words[language];
  const confirmedOn = dayInWords(confirmation.day, language);
  return [
    day <= confirmation.day
      ? say.confirmed(confirmedOn, confirmation.source.name)
      : say.reliedOn(confirmedOn, confirmation.source.name, dayInWords(confirmation.until, language)),
  ];
}

/** "hasta ese día", and at what time of it where that is known. */
function roleInWords({ role, start, end }: Holding, language: Language): string {
  if (role === "holds") return "";
  const time = /T(\d{2}:\d{2})/.exec(role === "until" ? end.edtf : start.edtf)?.[1];
  return time === undefined ? words[language][role] : words[language].at(words[language][role], time);
}

/** The vacancy that somebody left or ended that day: on that very day, or on the one beside it. */
function turnInWords({ turn, bounds, source }: GapOnDay, day: Day, first: boolean, language: Language): string {
  const say = words[language].turn;
  const text =
    turn === "from" ? say.from(bounds.startMin !== day, source.name) : say.until(bounds.endMax !== day, source.name);
  return first ? capitalized(text) : text;
}

/** Of a vacancy that was said to go on: on what day it was, and no later. */
function goesOn({ state, data, source }: GapOnDay, language: Language): string[] {
  if (state !== "vacant" || data.end.edtf !== "..") return [];
  const day = data.assertedOn ?? source.date;
  const say = words[language];
  return [day === undefined ? say.undated(source.name) : say.vouched(dayInWords(day, language), source.name)];
}

export function vacancyInWords(gap: GapOnDay, posts: readonly Standing<"post">[], language: Language): string {
  const title = posts.find(({ id }) => id === gap.post)?.data.title[language].neutral ?? gap.post;
  const sentence = words[language].vacant(title, gap.source.name, gap.certainty === "certain");
  const note = gap.note?.[language];
  return note === undefined ? sentence : `${sentence} ${note}`;
}

function existed(posts: readonly Standing<"post">[], day: Day): boolean {
  return posts.some(
    ({ data: { start, end } }) =>
      start !== undefined && (start.max ?? "infinity") <= day && day <= (end?.min ?? "infinity"),
  );
}

function join(parts: readonly string[], word: string): string {
  if (parts.length < 2) return parts.join("");
  const last = parts.at(-1) ?? "";
  return `${parts.slice(0, -1).join("; ")}; ${beforeSound(word, last)} ${last}`;
}

/** As Spanish is spoken: "e Inés", "u Óscar", but "y Hierro". */
function beforeSound(word: string, next: string): string {
  if (word === "y" && /^h?[ií](?![aeoáéó])/i.test(next)) return "e";
  return word === "o" && /^h?[oó]/i.test(next) ? "u" : word;
}
