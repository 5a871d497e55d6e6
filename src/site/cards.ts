import { languageFor, catalogueOf, tongueOf, type Language } from "../page/language.ts";
import type { Context, Hono } from "hono";
import { Fault } from "../fault.ts";
import { findEdition, type StatementView } from "../newsroom/statements.ts";
import type { SiteCatalogue } from "../page/catalogue.ts";
import { plainDay, plainInstant } from "../page/dates.ts";
import { type Card, type CardShape, cardShapes, drawCard } from "./card-picture.ts";
import { type SiteContext, type Tag, tagsHeader } from "./context.ts";
import { fileHeaders } from "../page/headers.ts";
import { type QuotedTurn, readShownTurns, type ShownTurns } from "./shown-turns.ts";
import { kindName } from "./statement-lines.ts";
import { formatName, transcriptTags } from "./transcript-page.ts";
import { minuteOf } from "./transcript-turns.ts";
import { readVoiceNames, voiceInWords } from "./voice.ts";

type AnswerFile = (c: Context, make: () => Promise<Response>) => Promise<Response>;

const number = ":number{[0-9H]+-[0-9]+}";
const ordinal = "[1-9][0-9]{0,8}";

/** `…/card.png` and `…/square.png` of each turn and each edition of a statement, in the language of its words. */
export function cardFiles(app: Hono, site: SiteContext, file: AnswerFile): void {
  for (const shape of Object.keys(cardShapes) as CardShape[]) {
    const answer = (path: string, make: (c: Context) => Promise<Response>) =>
      app.get(`${path}/${shape}.png`, (c: Context) =>
        file(c, async () => {
          // A picture is kept under its address alone: nobody has it drawn again and again by asking with a parameter.
          if (new URL(c.req.url).search !== "") return c.redirect(site.url + c.req.path, 301);
          return make(c);
        }),
      );
    answer(`/briefings/${number}/turns/:turn{${ordinal}}`, (c) =>
      turnCard(site, c.req.param("number") ?? "", Number(c.req.param("turn")), shape),
    );
    answer(`/statements/${number}/editions/:edition{${ordinal}}`, (c) =>
      statementCard(site, c.req.param("number") ?? "", Number(c.req.param("edition")), shape),
    );
  }
}

async function turnCard(site: SiteContext, briefing: string, which: number, shape: CardShape): Promise<Response> {
  const shown = await readShownTurns(site, site.horizon(), briefing);
  const turn = shown?.turns.find((one) => one.turn === which);
  if (shown === undefined || turn === undefined)
    throw new Fault("not-found", `There is no turn ${which} of ${briefing} that may be shown.`);
  const language = languageIn(shown.language);
  const t = catalogueOf(language);
  const card = {
    label: t.numbered(formatName({ t }, shown.kind), briefing),
    ...warningOf([
      turn.kind === "question" ? t.cardQuestion : undefined,
      shown.certified === undefined ? t.cardNotCertified : undefined,
    ]),
    words: turn.text,
    marks: t.cardMarks,
    who: speakerOf(t, turn) + shown.beside(turn, language),
    when: whenSaid(t, language, shown, turn),
    url: `${site.url}/briefings/${briefing}/turns/${which}`,
  };
  return picture(site, { ...card, ...(await ground(site, language)) }, shape, transcriptTags(briefing));
}

async function statementCard(site: SiteContext, its: string, edition: number, shape: CardShape): Promise<Response> {
  const { db } = site.installation;
  const horizon = site.horizon();
  const view = edition > 2_147_483_647 ? undefined : await findEdition(db, its, edition, horizon.size);
  if (view === undefined || view.status === "erased")
    throw new Fault("not-found", `There is no edition ${edition} of ${its} that may be shown.`);
  const language = languageIn(view.language);
  const t = catalogueOf(language);
  const names = await readVoiceNames(db, [view], horizon.size);
  const said = await ground(site, language);
  const { timeZone } = await site.office();
  const voice = view.voice.map((one) => voiceInWords(one, view.spokenDay, names, tongueOf(language))).join("; ");
  const who = voice === "" ? (view.source?.speaker ?? said.office) : voice;
  const card = {
    label: t.numbered(kindName(t, view.kind), view.number),
    ...warningOf([
      view.withdrawal === undefined ? undefined : t.statusWithdrawn,
      view.edition === view.editions ? undefined : t.cardOldEdition(view.edition),
    ]),
    words: view.title,
    who,
    when: whenEntered(t, language, view, timeZone),
    url: `${site.url}/statements/${view.number}`,
  };
  return picture(site, { ...card, ...said, ...(who === said.office ? { office: "" } : {}) }, shape, [
    `number:${its}`,
    "register",
  ]);
}

async function picture(site: SiteContext, card: Card, shape: CardShape, tags: readonly Tag[]): Promise<Response> {
  return new Response(new Uint8Array(await drawCard(card, shape)), {
    headers: {
      ...fileHeaders(site.url, "image/png"),
      "cross-origin-resource-policy": "cross-origin",
      [tagsHeader]: tags.join(" "),
    },
  });
}

/** Who publishes, and that a trial is one. */
async function ground(site: SiteContext, language: Language): Promise<Pick<Card, "office" | "trial">> {
  const [office, record] = await Promise.all([site.office(), site.record()]);
  return {
    office: office.name[tongueOf(language)],
    ...(record.kind === "trial" ? { trial: catalogueOf(language).cardTrial } : {}),
  };
}

function warningOf(warnings: readonly (string | undefined)[]): Pick<Card, "warning"> {
  const given = warnings.filter((one) => one !== undefined);
  return given.length === 0 ? {} : { warning: given.join(" · ") };
}

function languageIn(language: string): Language {
  return languageFor(language);
}

/** A journalist of whom nothing is said is one of the press. */
export function speakerOf(t: Pick<SiteCatalogue, "briefingJournalist">, { speaker }: QuotedTurn): string {
  return speaker.name === "" ? t.briefingJournalist : speaker.name;
}

export function whenSaid(t: SiteCatalogue, language: Language, shown: ShownTurns, { at }: QuotedTurn): string {
  const source = shown.certified?.content?.source;
  const day = plainDay(shown.day, language);
  const said = at === undefined ? day : t.cardAtMinute(day, minuteOf(at));
  return source === undefined ? said : t.cardPerSource(said, source.name);
}

function whenEntered(t: SiteCatalogue, language: Language, view: StatementView, timeZone: string): string {
  if (view.source === undefined) return plainInstant(view.firstPublishedAt, language, timeZone);
  return t.cardPerSource(plainDay(view.spokenDay, language), view.source.name);
}
