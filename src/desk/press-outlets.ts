import { may } from "../access/rights.ts";
import { outletKinds } from "../press/journalist.ts";
import { permitPress } from "../press/journalists.ts";
import { changeOutlet, listOutlets, type OutletRow } from "../press/outlets.ts";
import { type Html, html } from "../page/html.ts";
import { savedNotice } from "./administration.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { askedId } from "./press-journalist.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

/** The outlets, as they came with their journalists; two spellings of one are joined by giving both the same name. */
export async function outletsPage(request: DeskRequest, refused?: Refused & { id: number }): Promise<Response> {
  const { desk, t, actor } = request;
  const { db } = desk.installation;
  const institution = await permitPress(db, actor, "journalist.read");
  const mayChange = may(actor, "journalist.accredit", institution);
  const outlets = await listOutlets(db);
  return answerDesk(request, {
    title: t.pressOutlets,
    current: "press",
    ...statusOfRefusal(refused),
    body: html`<p class="kicker"><a href="/desk/press">${t.pressNav}</a></p>
      <h1 class="plain">${t.pressOutlets}</h1>
      <p class="quiet measure">${t.outletsLead}</p>
      ${savedNotice(request)}
      ${
        outlets.length === 0
          ? html`<p class="empty">${t.outletsEmpty}</p>`
          : html`<ul class="entries">
              ${outlets.map((outlet) => item(request, outlet, mayChange, refused?.id === outlet.id ? refused : undefined))}
            </ul>`
      }`,
  });
}

function item(request: DeskRequest, outlet: OutletRow, mayChange: boolean, refused: Refused | undefined): Html {
  const { t, formToken } = request;
  const kind = typed(refused, "kind", outlet.kind);
  return html`<li class="item">
    <h2>${outlet.name}</h2>
    <p>
      ${t[`outlet_${outlet.kind}`]} · ${t.outletJournalists(outlet.journalists)}${outlet.website && html` · <a href="${outlet.website}" rel="noreferrer">${outlet.website}</a>`}
    </p>
    ${
      mayChange &&
      html`<details ${refused && html` open`}>
        <summary>${t.outletChange}</summary>
        ${refusalOf(request, refused)}
        <form class="form" method="post" action="/desk/press/outlets/${outlet.id}">
          ${formToken()}
          <label>${t.outletName}<input name="name" required maxlength="200" value="${typed(refused, "name", outlet.name)}" /></label>
          <label
            >${t.outletKind}
            <select name="kind">
              ${outletKinds.map((one) => html`<option value="${one}" ${one === kind && html` selected`}>${t[`outlet_${one}`]}</option>`)}
            </select></label
          >
          <label
            >${t.outletWebsite}<input name="website" type="url" maxlength="500" value="${typed(refused, "website", outlet.website ?? "")}"
          /></label>
          <button class="button">${t.pressSave}</button>
        </form>
      </details>`
    }
  </li>`;
}

export async function changeOutletAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  const id = askedId(request);
  return orAgain(
    form,
    async () => {
      const [name, kind, website] = ["name", "kind", "website"].map((field) => fieldOf(form, field));
      await changeOutlet(db, id, { name: name!, kind: kind!, website: website! }, request.actor, means);
      return seeOther(request, "/desk/press/outlets?saved=1");
    },
    (refused) => outletsPage(request, { ...refused, id }),
  );
}
