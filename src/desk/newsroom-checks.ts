import { isPicture } from "../files/kinds-of-file.ts";
import { findFiles } from "../files/stored-files.ts";
import type { Comment } from "../newsroom/comments.ts";
import { type Check, checkDraft } from "../newsroom/draft-checks.ts";
import { countOf } from "../page/dates.ts";
import { alreadyEscaped, type Html, html } from "../page/html.ts";
import { iconMarkup } from "../page/icons.ts";
import type { DraftRequest } from "./newsroom-draft.ts";
import { type OfferedVoices, voiceChecks } from "./newsroom-voice.ts";

type Line = { standing: Check["standing"]; text: string };

/** What is in order, and what still keeps the text back. */
export function checksCard(
  request: DraftRequest,
  {
    offered,
    wordless,
    comments,
  }: { offered: OfferedVoices; wordless: readonly string[]; comments: readonly Comment[] },
): Html {
  const { t } = request;
  const unsettled = comments.filter(({ settled }) => settled === undefined).length;
  const lines: Line[] = [
    ...checkLines(request, offered, wordless),
    ...(unsettled === 0 ? [] : [{ standing: "look", text: t.check_comments(unsettled) } as const]),
  ];
  const open = lines.filter(({ standing }) => standing !== "done");
  return html`<section class="card checks" aria-labelledby="checks">
    <h2 id="checks">${t.checksTitle}</h2>
    <ul>
      ${[...open, ...lines.filter(({ standing }) => standing === "done")].map(
        ({ standing, text }) =>
          html`<li data-standing="${standing}">
            ${alreadyEscaped(iconMarkup(standing === "done" ? "check" : standing === "look" ? "question" : "alarm"))}
            <span><span class="visually-hidden">${label(request, standing)}: </span>${text}</span>
          </li>`,
      )}
    </ul>
  </section>`;
}

/** Each check in words, with how it stands. */
export function checkLines(request: DraftRequest, offered: OfferedVoices, wordless: readonly string[]): Line[] {
  const { draft, office } = request;
  return [
    ...checkDraft(draft, office.pressContact).map((check) => ({
      standing: check.standing,
      text: inWords(request, check),
    })),
    ...(draft.purpose === "publication" ? voiceChecks(request, offered) : []),
    ...(wordless.length === 0
      ? []
      : [{ standing: "missing", text: request.t.check_altNone(request.t.listed(wordless)) } as const]),
    ...clearanceLines(request),
  ];
}

/** The pictures of the draft that say nothing to whoever does not see them, by their names. */
export async function picturesWithoutWords({ desk, draft }: DraftRequest): Promise<string[]> {
  const silent = draft.attachments.filter(({ alt = "" }) => alt.trim() === "").map(({ file }) => file);
  const files = await findFiles(desk.installation.db, silent);
  return files.filter(({ media }) => isPicture(media)).map(({ name }) => name);
}

function label({ t }: DraftRequest, standing: Check["standing"]): string {
  return standing === "done" ? t.checkDone : standing === "look" ? t.checkLook : t.checkMissing;
}

function clearanceLines({ t, draft, named }: DraftRequest): Line[] {
  const given = draft.clearances.filter(({ standing, stale }) => standing === "given" && !stale);
  return [
    ...(given.length === 0 ? [] : [{ standing: "done", text: t.check_clearedBy(given.length) } as const]),
    ...draft.clearances
      .filter((one) => !given.includes(one))
      .map(({ standing, institution }) => ({
        standing: standing === "objected" ? ("missing" as const) : ("look" as const),
        text:
          standing === "objected"
            ? t.waits_objection(named(institution))
            : standing === "waiting"
              ? t.waits_clearance(named(institution))
              : t.waits_again(named(institution)),
      })),
  ];
}

function inWords({ t, language }: DraftRequest, check: Check): string {
  switch (check.about) {
    case "title":
      return check.standing === "done" ? t.check_title : t.check_titleNone;
    case "title-long":
      return t.check_titleLong(check.characters);
    case "body":
      return t.check_bodyNone;
    case "length":
      return t.check_body(check.minutes, countOf(check.words, language));
    case "contact":
      return check.standing === "done" ? t.check_contact(check.contact) : t.check_contactNone;
    case "links":
      return t.check_links(check.count);
    case "odd-links":
      return t.check_linksOdd(check.links.join(", "));
    case "claim":
      return t.check_claimNone;
    case "note":
      return t.check_noteNone;
  }
}
