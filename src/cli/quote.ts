import { text as readText } from "node:stream/consumers";
import { Fault } from "../fault.ts";
import { bundlePathOf, pathOf, quoteJson } from "../page/quote-json.ts";
import { readHorizon } from "../recorder/horizon.ts";
import { checkQuote, type QuotePlace } from "../search/check-quote.ts";
import { takeInQuotes } from "../search/quote-documents.ts";
import type { Change } from "../search/quote-align.ts";
import type { Cut } from "../search/quote-context.ts";
import { type DifferenceKind, differenceKinds } from "../search/quote-kinds.ts";
import { command } from "./command.ts";

export const quote = command({
  name: "quote",
  summary: "whether the office said it: word by word, where, how it differs, or that there is no record of it",
  help: `Looks for a quote in every edition of every statement, in the turns of certified and imported transcripts and in
answers. The verdict is one of

  said           these words stand there in this order, as the office's own
  differs        the office said something like it: the differences follow, those that change the sense first
  denied         it is a claim that the office has denied
  said-by-other  these words are on record as somebody else's: a journalist's question, a text that is cited
  none           nothing the same or like it in what this record covers
  too-short      too few words, or too common, to tell anything

with all places, later corrections and withdrawals, and what the record covers. It never says whether something is true.
"-" reads the quote from standard input. Exit 0 whatever the verdict.

  voceria quote "El presupuesto de vivienda crecerá 12 %"
  pbpaste | voceria quote - --json`,
  args: ["TEXT"],
  flags: {},
  async run({ args: [given = ""], out, config, open }) {
    const typed = given === "-" ? await readText(process.stdin) : given;
    if (typed.trim() === "") throw new Fault("usage", "Say which quote is to be checked, or give - and send it in.");
    const { db } = await open();
    await takeInQuotes(db);
    const { size } = await readHorizon(db);
    const check = await checkQuote(db, typed, { upTo: size });
    out.json(quoteJson(check, config.url ?? ""));
    out.print(check.verdict);
    for (const place of check.places) for (const line of placeLines(place, config.url ?? "")) out.print(line);
    if (check.more) out.print("There are more places than these.");
    const { from, until, statements, turns, answers, behind } = check.coverage;
    const span = from === undefined ? "nothing yet" : `${from} to ${until}`;
    out.print(`Record: ${span}; statements: ${statements}, turns: ${turns}, answers: ${answers}.`);
    if (behind) out.print("The newest entries are still being taken in: ask again in a moment.");
    return 0;
  },
});

function* placeLines(
  { text, role, speaker, context, changes, kinds, cut, corrected, ...rest }: QuotePlace,
  url: string,
): Generator<string> {
  const whose = role === "office" ? "" : role === "claim" ? ", the claim that it denies" : ", somebody else's words";
  const who = speaker === undefined ? "" : ` (${speaker})`;
  yield "";
  yield `${url}${pathOf(text)}, edition ${rest.editions.join(", ")}, ${text.day}${whose}${who}`;
  yield `  ${oneLine(`${context.before}[${context.words}]${context.after}`)}`;
  if (kinds.length > 0) yield* changeLines(changes);
  if (cut !== undefined) yield* cutLines(cut);
  if (rest.cited) yield "  It stands within quotation marks there.";
  if (corrected !== undefined) {
    yield `  Corrected since: edition ${corrected.edition} no longer has it so.${corrected.note === undefined ? "" : ` ${oneLine(corrected.note)}`}`;
    yield* changeLines(corrected.changes);
  }
  if (text.withdrawn !== undefined) yield `  Withdrawn: ${oneLine(text.withdrawn.reason)}`;
  yield `  ${url}${bundlePathOf(text)}`;
}

function* cutLines({ before, between, after, question }: Cut): Generator<string> {
  const words = [...new Set([...before, ...between, ...after])].filter((word) => word !== "…");
  if (words.length > 0) yield `  Left out of the same sentence, and may change its sense: ${words.join(", ")}`;
  if (between.includes("…")) yield "  The quote joins sentences that stand far apart there.";
  if (question) yield "  It is a question there.";
}

/** What changes the sense most first. */
function* changeLines(changes: readonly Change[]): Generator<string> {
  const differing = changes.flatMap(({ kind, ...words }) => (kind === undefined ? [] : [{ kind, ...words }]));
  const order = (kind: DifferenceKind) => differenceKinds.indexOf(kind);
  for (const { kind, said, quoted } of differing.toSorted((a, b) => order(a.kind) - order(b.kind)))
    yield `  ${kind}: ${said === "" ? `the quote adds "${oneLine(quoted)}"` : quoted === "" ? `the quote lacks "${oneLine(said)}"` : `record "${oneLine(said)}", quote "${oneLine(quoted)}"`}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, " ").trim();
}
