import { handsOfJournalist } from "../briefings/hands.ts";
import {
  askForOwnData,
  correctOwnData,
  eraseOwnData,
  noOwnData,
  type OwnData,
  readOwnData,
  remarkOnContact,
  withdrawOwnAccreditation,
} from "../press/own-data.ts";
import { catalogues } from "../page/catalogue.ts";
import { longDay, longInstant } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { answerDesk, answerJson, seeOther } from "./answer.ts";
import type { VisitorRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { ownHandAct, ownHands } from "./own-hands.ts";
import { journalistFields, typedJournalist } from "./press-fields.ts";
import { accreditationTag } from "./press-words.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

export async function askOwnPage(request: VisitorRequest, refused?: Refused): Promise<Response> {
  const { t, office, language } = request;
  return answerDesk(request, {
    title: t.ownDataTitle,
    ...statusOfRefusal(refused),
    body: html`<h1 class="plain">${t.ownDataTitle}</h1>
      <p class="standfirst">${t.ownDataAsk(office.name[language])}</p>
      ${refusalOf(request, refused)}
      <form class="form" method="post" action="/accreditation/mine">
        <label
          >${t.pressMail}<input name="mail" type="email" autocomplete="email" required maxlength="254" value="${typed(refused, "mail")}"
        /></label>
        <button class="button">${t.ownDataAskButton}</button>
      </form>
      <p>${t.ownDataNotYet} <a class="more" href="/accreditation">${t.askAccreditationSend}</a></p>`,
  });
}

/** The same words for every address, whether anything is kept of it or not. */
export async function askOwnAct(request: VisitorRequest, form: FormData): Promise<Response> {
  const { desk, t, address } = request;
  const { db, means } = desk.installation;
  return orAgain(
    form,
    async () => {
      await askForOwnData(db, fieldOf(form, "mail"), address, means);
      return answerDesk(request, {
        title: t.ownDataTitle,
        body: html`<h1 class="plain">${t.ownDataTitle}</h1>
          <p class="standfirst" role="status">${t.ownDataSent(fieldOf(form, "mail").trim())}</p>`,
      });
    },
    (refused) => askOwnPage(request, refused),
  );
}

/** All that is kept of a journalist, for themselves: to see, correct, take away, erase. */
export async function ownPage(visitor: VisitorRequest, refused?: Refused): Promise<Response> {
  const { desk, c } = visitor;
  const { db, means } = desk.installation;
  const token = c.req.param("token") ?? "";
  const own = await readOwnData(db, token, means);
  if (own === undefined) throw noOwnData();
  const request = { ...visitor, language: own.language, t: catalogues[own.language] };
  const { t, office, language } = request;
  const saved = c.req.query("saved");
  const correcting = typed(refused, "act") === "correct" ? refused : undefined;
  return answerDesk(request, {
    title: t.ownDataTitle,
    ...statusOfRefusal(refused),
    body: html`<h1 class="plain">${t.ownDataTitle}</h1>
      <p class="standfirst">${t.ownDataLead(office.name[language])}</p>
      ${saved !== undefined && html`<div class="notice" role="status"><p>${saved === "hand" ? t.ownHandSent : t.ownDataSaved}</p></div>`}
      ${refusalOf(request, refused)} ${await ownHands(request, own, refused)}
      <dl class="facts wide">
        <dt>${t.pressOrigin}</dt><dd>${own.origin}</dd>
        <dt>${t.pressPurpose}</dt><dd>${own.purpose}</dd>
        <dt>${t.pressKept}</dt><dd>${longDay(own.keptUntil, language)}</dd>
      </dl>
      <form class="form" method="post">
        <input type="hidden" name="act" value="correct" />
        ${await journalistFields(request, (name) => typed(correcting, name, valueOf(own, name)), { offered: false, mail: false })}
        <button class="button">${t.ownDataCorrect}</button>
      </form>
      ${ownAccreditations(request, own)} ${ownContacts(request, own, refused)}
      <section aria-labelledby="take">
        <h2 id="take">${t.ownDataTake}</h2>
        <p><a class="button second" href="/accreditation/mine/${token}/data.json" download>${t.ownDataDownload}</a></p>
        <details>
          <summary>${t.ownDataErase}</summary>
          <form class="form" method="post">
            <input type="hidden" name="act" value="erase" />
            <p class="measure">${t.ownDataEraseText}</p>
            <button class="button danger">${t.ownDataEraseButton}</button>
          </form>
        </details>
        <p class="hint measure">${t.ownDataRights(office.pressContact)}</p>
      </section>`,
  });
}

export async function ownAct(request: VisitorRequest, form: FormData): Promise<Response> {
  const { desk, c, t } = request;
  const { db, means } = desk.installation;
  const token = c.req.param("token") ?? "";
  return orAgain(
    form,
    async () => {
      const act = fieldOf(form, "act");
      if (act === "correct") await correctOwnData(db, token, typedJournalist(form), means);
      else if (act === "remark") {
        const contact = Number(fieldOf(form, "contact"));
        if (!Number.isSafeInteger(contact)) throw noOwnData();
        await remarkOnContact(db, token, { contact, remark: fieldOf(form, "remark") }, means);
      } else if (act === "withdraw") {
        const accreditation = Number(fieldOf(form, "accreditation"));
        if (!Number.isSafeInteger(accreditation)) throw noOwnData();
        await withdrawOwnAccreditation(db, token, accreditation, means);
      } else if (act === "hand" || act === "lower") await ownHandAct(request, form, token);
      else if (act === "erase") {
        await eraseOwnData(db, token, means);
        return answerDesk(request, {
          title: t.ownDataErased,
          body: html`<h1 class="plain">${t.ownDataErased}</h1>
            <p class="standfirst" role="status">${t.ownDataErasedText}</p>`,
        });
      } else throw noOwnData();
      return seeOther(request, `/accreditation/mine/${token}?saved=${act === "hand" ? "hand" : "1"}`);
    },
    (refused) => ownPage(request, refused),
  );
}

/** The same for programs: the journalist's own copy, to take elsewhere. */
export async function ownData(request: VisitorRequest): Promise<Response> {
  const { desk, c } = request;
  const { db, means } = desk.installation;
  const own = await readOwnData(db, c.req.param("token") ?? "", means);
  if (own === undefined) throw noOwnData();
  const { id, ...data } = own;
  const hands = (await handsOfJournalist(db, id)).map(({ title, text, shownAs, state, addedAt }) => {
    return { briefing: title, ...(text === undefined ? {} : { text }), shownAs, state, addedAt };
  });
  return answerJson(request, { ...data, hands }, 200, [["content-disposition", 'attachment; filename="data.json"']]);
}

function ownAccreditations(request: VisitorRequest, own: OwnData): Html {
  const { t, language, office } = request;
  return html`<section aria-labelledby="accreditations">
    <h2 id="accreditations">${t.pressAccreditation}</h2>
    ${own.accreditations.length === 0 && html`<p class="quiet">${t.accreditationNone}</p>`}
    <ul class="entries">
      ${own.accreditations.map(
        (one) =>
          html`<li class="item">
            <p class="kicker">${accreditationTag(request, one.state)} <b>${one.occasion ?? t.accreditationStanding}</b></p>
            <p>${one.grounds}</p>
            <p class="small quiet">
              ${t.accreditationAsked(html`${longInstant(one.requestedAt, language, office.timeZone)}`)}${one.validUntil !== undefined && html` · ${t.accreditationLast(longDay(one.validUntil, language))}`}
            </p>
            ${one.reason !== undefined && html`<p><q>${one.reason}</q></p>`}
            ${
              (one.state === "requested" || one.state === "granted") &&
              html`<form method="post">
                <input type="hidden" name="act" value="withdraw" />
                <input type="hidden" name="accreditation" value="${one.id}" />
                <button class="button second">${t.accreditationWithdraw}</button>
              </form>`
            }
          </li>`,
      )}
    </ul>
  </section>`;
}

function ownContacts(request: VisitorRequest, own: OwnData, refused: Refused | undefined): Html {
  const { t, language, office } = request;
  return html`<section aria-labelledby="contacts">
    <h2 id="contacts">${t.pressContacts}</h2>
    ${own.contacts.length === 0 && html`<p class="quiet">${t.ownDataNoContacts}</p>`}
    <ul class="entries">
      ${own.contacts.map((one) => {
        const again = typed(refused, "contact") === String(one.id) ? refused : undefined;
        return html`<li class="item">
          <p class="kicker">
            <b>${t[`channel_${one.channel}`]}</b> ${one.officer}, ${longInstant(one.at, language, office.timeZone)}
          </p>
          <p class="change">${one.note}</p>
          <p class="small quiet">${one.purpose} · ${t.contactKept(longDay(one.keptUntil, language))}</p>
          <form class="form" method="post">
            <input type="hidden" name="act" value="remark" />
            <input type="hidden" name="contact" value="${one.id}" />
            <label
              >${t.ownDataRemark}<textarea name="remark" rows="2" maxlength="2000">${typed(again, "remark", one.remark ?? "")}</textarea>
            </label>
            <button class="button second">${t.ownDataRemarkSave}</button>
          </form>
        </li>`;
      })}
    </ul>
  </section>`;
}

function valueOf(own: OwnData, name: string): string {
  if (name === "outlet") return own.outlet?.name ?? "";
  return own[name as "name" | "mail" | "phone" | "language"] ?? "";
}
