import type { Kind } from "../newsroom/statement.ts";
import type { StatementLine } from "../newsroom/list-statements.ts";
import type { SiteCatalogue } from "../page/catalogue.ts";
import { longInstant, plainDay, shortInstant } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import type { PageRequest } from "./context.ts";
import { briefVoice, type VoiceNames } from "./voice.ts";

export function kindName(t: SiteCatalogue, kind: Kind): string {
  return t[`kind_${kind}`];
}

/** Over a title: what it is, its number, when; and what became of it. */
export function statementKicker(request: PageRequest, line: StatementLine, form: "long" | "short"): Html {
  const { t } = request;
  return html`<p class="kicker">
    <b>${t.numbered(kindName(t, line.kind), line.number)}</b> <span>${when(request, line, form)}</span>${
      line.imported && html` <span>${t.imported}</span>`
    }${statusTag(t, line)}
  </p>`;
}

/** Archives have titles of three lines: in the size of a headline they would bury the page. */
export function headlineClass(title: string): Html | false {
  return title.length > 110 && html` class="plain"`;
}

/** One text in a list: what it is, when, its title, who speaks. */
export function statementItem(request: PageRequest, line: StatementLine, names: VoiceNames): Html {
  return html`<li class="item">
    ${statementKicker(request, line, "short")}
    <h2>
      <a href="${request.href(`/statements/${line.number}`)}" ${languageOf(request, line.language)}>${line.title}</a>
    </h2>
    <p>
      ${line.summary ? html`<span${languageOf(request, line.language)}>${line.summary}</span>` : briefVoice(request, line, names)}
    </p>
  </li>`;
}

/** A `lang` attribute where the text's own language is not that of the page. */
export function languageOf(request: PageRequest, language: string): Html | false {
  return language.split("-")[0] !== request.language && html` lang="${language}"`;
}

function when(request: PageRequest, line: StatementLine, form: "long" | "short"): Html {
  const { language, office } = request;
  if (line.imported) return html`<time datetime="${line.spokenDay}">${plainDay(line.spokenDay, language)}</time>`;
  const text = form === "long" ? longInstant : shortInstant;
  return html`<time datetime="${line.spokenAt.toISOString()}">${text(line.spokenAt, language, office.timeZone)}</time>`;
}

function statusTag(t: SiteCatalogue, line: StatementLine): Html | false {
  if (line.status === "withdrawn") return html` <span class="tag alarm">${t.statusWithdrawn}</span>`;
  if (line.status === "erased") return html` <span class="tag alarm">${t.statusErased}</span>`;
  return line.editions > 1 && html` <span class="tag">${t.statusCorrected}</span>`;
}
