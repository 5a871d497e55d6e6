import { languageFor, catalogueOf, inLanguage, tongueOf, type Language } from "../page/language.ts";
import { type FileFacts, readFileFacts } from "../newsroom/attachments.ts";
import type { Amendment } from "../newsroom/list-corrections.ts";
import { readKind } from "../newsroom/statement.ts";
import type { StatementView } from "../newsroom/statements.ts";
import { amendedPath } from "../page/amended-path.ts";
import type { SiteCatalogue } from "../page/catalogue.ts";
import { plainInstant } from "../page/dates.ts";
import { alreadyEscaped, html } from "../page/html.ts";
import type { RecordIdentity } from "../recorder/record-identity.ts";
import type { Office } from "../register/office.ts";
import { listTopics } from "../register/topics.ts";
import type { SiteContext } from "./context.ts";
import type { FeedEntry } from "./feed.ts";
import { attachmentAddress } from "./statement-attachments.ts";
import { kindName } from "./statement-lines.ts";
import { firstSentence } from "./question-page.ts";
import { formatName } from "./transcript-page.ts";
import { spokenOf } from "./statement-page.ts";
import { readVoiceNames, speakerNames } from "./voice.ts";

/**
 * A name that stays whatever address the site comes to have (RFC 4151): the record's own name, which never changes, on
 * the day of its founding, and the path of what is named.
 */
export function permanentId({ origin, foundedAt }: RecordIdentity, path: string): string {
  const [domain = "", ...rest] = origin.split("/");
  return `tag:${domain},${foundedAt.toISOString().slice(0, 10)}:${[...rest, path].join("/")}`;
}

/** Each text by its newest edition that may be shown: corrected, it is the same entry, updated; withdrawn, it says so first. */
export async function statementEntries(site: SiteContext, views: readonly StatementView[]): Promise<FeedEntry[]> {
  const { db } = site.installation;
  const [record, office, topics, names, facts] = await Promise.all([
    site.record(),
    site.office(),
    listTopics(db),
    readVoiceNames(db, views.map(spokenOf), site.horizon().size),
    readFileFacts(
      db,
      views.flatMap(({ attachments }) => attachments),
    ),
  ]);
  return views.map((view) => {
    const language = wordsFor(view.language);
    const t = catalogueOf(language);
    const speakers = speakerNames(spokenOf(view), names, tongueOf(language));
    const named = topics.filter(({ slug }) => view.topics.includes(slug));
    return {
      id: permanentId(record, `statements/${view.number}`),
      url: `${site.url}/statements/${view.number}`,
      title: view.status === "withdrawn" ? t.feedWithdrawnTitle(view.title) : view.title,
      language: view.language,
      published: view.spokenAt,
      updated: updatedAt(view),
      authors: speakers === undefined ? [] : [speakers],
      categories: [
        { term: view.kind, label: kindName(t, view.kind) },
        ...named.map(({ slug, name }) => ({ term: slug, label: name[tongueOf(language)] })),
      ],
      ...(view.summary === undefined ? {} : { summary: view.summary }),
      html: textOf(site.url, view, office, language, t),
      enclosures: enclosuresOf(site.url, view, facts),
    };
  });
}

/** When something last became of it. */
function updatedAt({ publishedAt, withdrawal }: StatementView): Date {
  return withdrawal === undefined || withdrawal.at < publishedAt ? publishedAt : withdrawal.at;
}

/** What must be known before the text, in the text's own language where we have it; then the text as it was committed to. */
function textOf(url: string, view: StatementView, office: Office, language: Language, t: SiteCatalogue): string {
  const instant = (at: Date) => html`${plainInstant(at, language, office.timeZone)}`;
  const { withdrawal } = view;
  const correction = view.corrections.findLast(({ edition }) => edition === view.edition);
  const history = `${url}${inLanguage(language, `/statements/${view.number}/history`)}`;
  const notices = html`${
    withdrawal &&
    html`<p><strong>${t.withdrawnBanner(instant(withdrawal.at))}</strong> ${t.withdrawnReason(withdrawal.reason)}</p>
`
  }${
    correction &&
    html`<p><strong>${t.correctionNotice(correctionName(t, correction.severity), instant(correction.at))}</strong> ${correction.note} <a href="${history}">${t.seeDifference}</a></p>
`
  }${
    view.claim &&
    html`<p><strong>${t.feedClaim}</strong> ${view.claim.text}</p>
`
  }`;
  const text = view.status === "erased" ? html`<p>${t.erasedText}</p>` : alreadyEscaped(withWholeLinks(view.html, url));
  return `${notices.toString()}${text.toString()}`;
}

/** Links to this site's own pages as whole addresses. Every `<a` is a tag: in the text itself that sign is escaped. */
export function withWholeLinks(markup: string, url: string): string {
  return markup.replaceAll('<a href="/', () => `<a href="${url}/`);
}

/** Every file that is still there, but the picture of a claim denied. */
function enclosuresOf(url: string, view: StatementView, facts: ReadonlyMap<string, FileFacts>) {
  if (view.status === "erased") return [];
  return view.attachments
    .filter(({ commitment }) => facts.has(commitment) && commitment !== view.claim?.image)
    .map((file) => ({ url: url + attachmentAddress(file), media: file.media, bytes: file.bytes, name: file.name }));
}

/** Each correction and withdrawal is an entry of its own, which never changes. */
export async function amendmentEntries(site: SiteContext, amendments: readonly Amendment[]): Promise<FeedEntry[]> {
  const [record, office] = await Promise.all([site.record(), site.office()]);
  return amendments.map((amendment) => {
    const { edition, severity, at } = amendment;
    const language = wordsFor(amendment.language);
    const t = catalogueOf(language);
    const address = `${site.url}${inLanguage(language, amendmentAddress(amendment))}`;
    const text = html`<p><strong>${amendmentName(t, amendment)}, ${plainInstant(at, language, office.timeZone)}.</strong> ${amendment.words}</p>
<p><a href="${address}">${severity === undefined ? t.feedReadText : t.seeDifference}</a></p>
`;
    const path = amendedPath(amendment).slice(1);
    return {
      id: permanentId(record, severity === undefined ? `${path}/withdrawal` : `${path}/editions/${edition}`),
      url: address,
      title: `${amendmentName(t, amendment)}: ${amendmentTitle(amendment)}`,
      language: amendment.language,
      published: at,
      updated: at,
      authors: [],
      categories: [{ term: amendment.of, label: amendedName(t, amendment) }],
      html: text.toString(),
      enclosures: [],
    };
  });
}

/** Where to read what changed, or the text that was withdrawn. */
export function amendmentAddress(amendment: Amendment): string {
  const path = amendedPath(amendment);
  if (amendment.severity === undefined || amendment.of === "answer") return path;
  if (amendment.of === "transcript") return `/briefings/${amendment.number}/history`;
  return `${path}/history#edition-${amendment.edition}`;
}

/** «Comunicado 2026-0042», «Pregunta 2026-0007». */
export function amendedName(t: SiteCatalogue, { of, number, kind }: Amendment): string {
  if (of === "answer") return t.publicQuestion(number);
  return t.numbered(of === "transcript" ? formatName({ t }, kind) : kindName(t, readKind(kind)), number);
}

export function amendmentTitle({ of, title }: Amendment): string {
  return of === "answer" ? firstSentence(title) : title;
}

export function amendmentName(t: SiteCatalogue, { severity }: Amendment): string {
  return severity === undefined ? t.statusWithdrawn : correctionName(t, severity);
}

function correctionName(t: SiteCatalogue, severity: "minor" | "major"): string {
  return severity === "major" ? t.correctionSubstance : t.correctionTyping;
}

/** The language of ours that goes with a text's: its own, or else Spanish. */
function wordsFor(language: string): Language {
  return languageFor(language);
}
