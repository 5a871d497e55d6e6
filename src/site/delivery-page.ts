import { Fault } from "../fault.ts";
import { readRelatedTexts } from "../newsroom/related-texts.ts";
import { findStatement, type StatementView } from "../newsroom/statements.ts";
import { textDifference } from "../page/difference.ts";
import { html } from "../page/html.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { kindName, languageOf } from "./statement-lines.ts";

/** The two texts of a speech, word by word: what was prepared and not said, what was said and not prepared. */
export async function deliveryPage(request: PageRequest, number: string): Promise<Response> {
  const { site, t, horizon, href } = request;
  const { db } = site.installation;
  const asked = await findStatement(db, number, horizon.size);
  const { counterpart } = asked === undefined ? {} : await readRelatedTexts(db, asked, horizon.size);
  const other = counterpart && (await findStatement(db, counterpart.number, horizon.size));
  if (asked === undefined || other === undefined || asked.status === "erased" || other.status === "erased")
    throw new Fault("not-found", t.notFoundStatement(number));
  const [prepared, delivered] = asked.delivery === "prepared" ? [asked, other] : [other, asked];
  const link = (view: StatementView) =>
    html`<a href="${href(`/statements/${view.number}`)}">${t.numbered(kindName(t, view.kind), view.number)}</a>`;
  const differences = textDifference(prepared.body, delivered.body);
  const same = prepared.body === delivered.body;
  const body = html`<p class="kicker"><b>${t.numbered(kindName(t, delivered.kind), delivered.number)}</b></p>
    <h1 class="plain" ${languageOf(request, delivered.language)}>${delivered.title}</h1>
    <p class="standfirst">${t.deliveryTitle}</p>
    <p class="legend measure">${same ? t.deliverySame : t.deliveryLead}</p>
    <p class="small">${t.deliveryNames(link(prepared), link(delivered))}</p>
    <div class="prose change" lang="${delivered.language}">${differences}</div>`;
  return answerPage(
    request,
    { title: t.deliveryTitle, path: `/statements/${number}/delivery`, body, current: "statements" },
    [`number:${prepared.number}`, `number:${delivered.number}`],
  );
}
