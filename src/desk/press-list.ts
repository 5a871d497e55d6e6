import { may } from "../access/rights.ts";
import { standingOn } from "../press/accreditation.ts";
import { findJournalists, listAccreditations, permitPress } from "../press/journalists.ts";
import { addJournalist } from "../press/keep-journalist.ts";
import { dayOf } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { when } from "./newsroom-words.ts";
import { journalistFields, typedJournalist } from "./press-fields.ts";
import { accreditationTag, journalistPath } from "./press-words.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

/** Who asks to be accredited first; then everybody known, or those who are looked for. */
export async function pressPage(request: DeskRequest): Promise<Response> {
  const { desk, c, t, actor, office } = request;
  const { db, means } = desk.installation;
  const institution = await permitPress(db, actor, "journalist.read");
  const now = means.clock.now();
  const today = dayOf(now, office.timeZone);
  const words = c.req.query("q") ?? "";
  const [asking, found, accredited] = await Promise.all([
    listAccreditations(db, { open: true }),
    findJournalists(db, words),
    listAccreditations(db, {}),
  ]);
  const none = found.length === 0 && words.trim() === "";
  return answerDesk(request, {
    title: t.pressNav,
    current: "press",
    body: html`<h1 class="plain">${t.pressNav}</h1>
      <p class="quiet measure">${t.pressLead}</p>
      <div class="actions">
        ${may(actor, "journalist.log", institution) && html`<a class="button" href="/desk/press/new">${t.pressNew}</a>`}
        <a class="button second" href="/desk/press/outlets">${t.pressOutlets}</a>
        <a href="/accreditation">${t.pressForm}</a>
      </div>
      ${
        asking.length > 0 &&
        html`<section aria-labelledby="asking">
          <h2 id="asking">${t.pressAsking}</h2>
          <ul class="entries">
            ${asking.map(
              (one) =>
                html`<li class="item">
                  <h3><a href="${journalistPath(one.journalist)}#accreditations">${one.name}</a></h3>
                  <p>
                    ${one.outlet && html`${one.outlet} · `}${one.occasion ?? t.accreditationStanding} ·
                    ${when(request, one.requestedAt, now)}
                  </p>
                </li>`,
            )}
          </ul>
        </section>`
      }
      ${
        none
          ? html`<div class="empty">
              <h2>${t.pressEmpty}</h2>
              <p>${t.pressEmptyText}</p>
            </div>`
          : html`<form class="ask" role="search">
                <label>${t.pressSearch}<input type="search" name="q" value="${words}" maxlength="200" /></label>
                <button class="button">${t.pressSearchButton}</button>
              </form>
              ${found.length === 0 ? html`<p class="empty">${t.pressNone}</p>` : table(found)}`
      }`,
  });

  function table(journalists: typeof found): Html {
    return html`<table class="rows">
      <thead>
        <tr>
          <th scope="col">${t.pressJournalist}</th>
          <th scope="col">${t.pressOutlet}</th>
          <th scope="col">${t.pressReach}</th>
          <th scope="col">${t.pressAccreditation}</th>
        </tr>
      </thead>
      <tbody>
        ${journalists.map(({ id, name, outlet, mail, phone }) => {
          const own = accredited.find((one) => one.journalist === id && standingOn(today, one) !== "withdrawn");
          return html`<tr>
            <th scope="row"><a href="${journalistPath(id)}">${name}</a></th>
            <td data-label="${t.pressOutlet}">${outlet?.name ?? t.pressNoOutlet}</td>
            <td data-label="${t.pressReach}" class="breakable">
              ${mail}${mail !== undefined && phone !== undefined && html`<br />`}${phone}
            </td>
            <td data-label="${t.pressAccreditation}">
              ${own === undefined ? t.accreditationNone : accreditationTag(request, standingOn(today, own))}
            </td>
          </tr>`;
        })}
      </tbody>
    </table>`;
  }
}

export async function newJournalistPage(request: DeskRequest, refused?: Refused): Promise<Response> {
  const { desk, t, actor, formToken } = request;
  await permitPress(desk.installation.db, actor, "journalist.log");
  return answerDesk(request, {
    title: t.pressNew,
    current: "press",
    ...statusOfRefusal(refused),
    body: html`<h1 class="plain">${t.pressNew}</h1>
      <p class="measure">${t.pressNewText}</p>
      ${refusalOf(request, refused)}
      <form class="form" method="post" action="/desk/press/new">
        ${formToken()}
        ${await journalistFields(request, (name) => typed(refused, name, name === "language" ? "es" : ""))}
        <button class="button">${t.pressAdd}</button>
      </form>`,
  });
}

export async function addJournalistAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  return orAgain(
    form,
    async () => {
      const { journalist } = await addJournalist(db, typedJournalist(form), request.actor, means);
      return seeOther(request, journalistPath(journalist));
    },
    (refused) => newJournalistPage(request, refused),
  );
}
