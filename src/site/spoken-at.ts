import { tongueOf } from "../page/language.ts";
import { briefingsSpokenAt, sumWords, type WordsQuery } from "../briefings/transcript-words.ts";
import { passagesOf } from "../briefings/spoken-words.ts";
import { countOf, longDay } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { listStanding } from "../register/assertions.ts";
import type { RegisterRequest } from "./register-request.ts";

const shown = 30;

/** What a person, or the holders of a post, said at briefings: each with how their longest answer there begins. Nothing where they spoke at none. */
export async function spokenSection(
  request: RegisterRequest,
  whose: Pick<WordsQuery, "person" | "post">,
): Promise<Html> {
  const { db, asOf, t, language, href, horizon } = request;
  const query = { ...whose, upTo: horizon.size };
  const lines = await briefingsSpokenAt(db, query, shown);
  if (lines.length === 0) return html``;
  const [total, passages] = await Promise.all([
    sumWords(db, query),
    passagesOf(
      db,
      lines.map(({ entry }) => entry),
      whose,
    ),
  ]);
  const ids = [...new Set(lines.flatMap(({ post }) => post ?? []))];
  const posts = whose.person === undefined || ids.length === 0 ? [] : await listStanding(db, "post", { ids, asOf });
  const titles = new Map(posts.map(({ id, data }) => [id, data.title[tongueOf(language)].neutral]));
  return html`<h2>${t.spokenTitle}</h2>
    <p class="quiet">
      ${t.spokenSum(total.words, total.briefings)}
      ${lines.length === shown && t.spokenMore(countOf(shown, language))}
    </p>
    <ul class="plain spoken">
      ${lines.map(
        ({ entry, briefing, day, post, first_turn: first, turns, words }) =>
          html`<li>
            <a href="${href(`/briefings/${briefing}`)}#t${passages.get(entry)?.turn ?? first}">${longDay(day, language)}</a>
            <small class="cited"
              >${briefing}${titles.has(post ?? "") && html`, ${titles.get(post ?? "")}`};
              ${t.spokenLine(turns, words)}</small
            >
            ${passages.has(entry) && html`<p class="said" lang="">${passages.get(entry)?.text}</p>`}
          </li>`,
      )}
    </ul>`;
}
