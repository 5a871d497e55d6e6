import { may } from "../access/rights.ts";
import { type AccreditationStanding, standingOn } from "../press/accreditation.ts";
import { ordinaryLastDay } from "../press/ask-accreditation.ts";
import { channels, retentions } from "../press/journalist.ts";
import {
  type AccreditationRow,
  findJournalist,
  type JournalistRow,
  listAccreditations,
  listContacts,
  noJournalist,
  permitPress,
} from "../press/journalists.ts";
import { changeJournalist } from "../press/keep-journalist.ts";
import { dayOf, longDay } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { savedNotice } from "./administration.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { when } from "./newsroom-words.ts";
import { journalistFields, typedJournalist } from "./press-fields.ts";
import { accreditationTag, journalistPath } from "./press-words.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

/** Which form of the page a refusal belongs to. */
export type PressForm = "journalist" | "contact" | "accredit" | `decide ${number}`;

/** One journalist: how to reach them, their accreditation, and what was spoken of. What is here, they can read too. */
export async function journalistPage(
  request: DeskRequest,
  refused?: Refused & { of: PressForm; id?: number },
): Promise<Response> {
  const { desk, t, actor, language } = request;
  const { db } = desk.installation;
  const institution = await permitPress(db, actor, "journalist.read");
  const journalist = await findJournalist(db, refused?.id ?? askedId(request));
  if (journalist === undefined) throw noJournalist();
  const mayLog = may(actor, "journalist.log", institution);
  const mayDecide = may(actor, "journalist.accredit", institution);
  const in_ = (of: PressForm) => (refused?.of === of ? refused : undefined);
  const path = journalistPath(journalist.id);
  return answerDesk(request, {
    title: journalist.name,
    current: "press",
    ...statusOfRefusal(refused),
    body: html`<p class="kicker"><a href="/desk/press">${t.pressNav}</a></p>
      <h1 class="plain">${journalist.name}</h1>
      ${savedNotice(request)}
      <dl class="facts wide">
        <dt>${t.pressOutlet}</dt><dd>${journalist.outlet?.name ?? t.pressNoOutlet}</dd>
        ${journalist.mail && html`<dt>${t.pressMail}</dt><dd class="breakable"><a href="mailto:${journalist.mail}">${journalist.mail}</a></dd>`}
        ${journalist.phone && html`<dt>${t.pressPhone}</dt><dd><a href="tel:${journalist.phone.replaceAll(/[^+\d]/g, "")}">${journalist.phone}</a></dd>`}
        <dt>${t.pressOrigin}</dt><dd>${journalist.origin}</dd>
        <dt>${t.pressPurpose}</dt><dd>${journalist.purpose}</dd>
        <dt>${t.pressKept}</dt><dd>${longDay(journalist.keptUntil, language)}</dd>
      </dl>
      <p class="hint measure">${t.pressTheyRead}</p>
      ${await accreditations(request, journalist, mayDecide, in_)}
      ${await contacts(request, journalist, mayLog, in_("contact"))}
      ${
        mayLog &&
        html`<details ${in_("journalist") && html` open`}>
          <summary>${t.pressChange}</summary>
          ${refusalOf(request, in_("journalist"))}
          <form class="form" method="post" action="${path}">
            ${request.formToken()}
            ${await journalistFields(request, (name) => typed(in_("journalist"), name, valueOf(journalist, name)))}
            <button class="button">${t.pressSave}</button>
          </form>
        </details>`
      }
      ${
        mayDecide &&
        html`<details>
          <summary>${t.pressErase}</summary>
          <form class="form" method="post" action="${path}/erase">
            ${request.formToken()}
            <p class="measure">${t.pressEraseText}</p>
            <button class="button danger">${t.pressEraseButton}</button>
          </form>
        </details>`
      }`,
  });
}

export async function changeJournalistAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  const id = askedId(request);
  return orAgain(
    form,
    async () => {
      await changeJournalist(db, id, typedJournalist(form), request.actor, means);
      return seeOther(request, `${journalistPath(id)}?saved=1`);
    },
    (refused) => journalistPage(request, { ...refused, of: "journalist" }),
  );
}

export function askedId({ c }: DeskRequest): number {
  return Number(c.req.param("id"));
}

type In = (of: PressForm) => Refused | undefined;

async function accreditations(
  request: DeskRequest,
  journalist: JournalistRow,
  mayDecide: boolean,
  in_: In,
): Promise<Html> {
  const { desk, t, office } = request;
  const { db, means } = desk.installation;
  const now = means.clock.now();
  const today = dayOf(now, office.timeZone);
  const rows = await listAccreditations(db, { journalist: journalist.id });
  const refused = in_("accredit");
  const lastDay = ordinaryLastDay(now, office.timeZone);
  return html`<section aria-labelledby="accreditations">
    <h2 id="accreditations">${t.pressAccreditation}</h2>
    ${rows.length === 0 && html`<p class="quiet">${t.accreditationNone}</p>`}
    <ul class="entries">
      ${rows.map((row) => accreditation(request, row, standingOn(today, row), { mayDecide, lastDay, now, in_ }))}
    </ul>
    ${
      mayDecide &&
      html`<details ${refused && html` open`}>
        <summary>${t.accreditationGive}</summary>
        ${refusalOf(request, refused)}
        <form class="form" method="post" action="${journalistPath(journalist.id)}/accredit">
          ${request.formToken()}
          <label
            >${t.accreditationOccasion}<small>${t.accreditationOccasionHint}</small
            ><input name="occasion" maxlength="200" value="${typed(refused, "occasion")}"
          /></label>
          <label
            >${t.accreditationGrounds}<input name="grounds" required maxlength="1000" value="${typed(refused, "grounds")}"
          /></label>
          <label
            >${t.accreditationUntil}<input type="date" name="until" required value="${typed(refused, "until", lastDay)}"
          /></label>
          <button class="button">${t.accreditationGrant}</button>
        </form>
      </details>`
    }
  </section>`;
}

function accreditation(
  request: DeskRequest,
  row: AccreditationRow,
  standing: AccreditationStanding,
  { mayDecide, lastDay, now, in_ }: { mayDecide: boolean; lastDay: string; now: Date; in_: In },
): Html {
  const { t, language } = request;
  const refused = in_(`decide ${row.id}`);
  const path = `/desk/press/accreditations/${row.id}`;
  return html`<li class="item">
    <p class="kicker">${accreditationTag(request, standing)} <b>${row.occasion ?? t.accreditationStanding}</b></p>
    <p>${row.grounds}</p>
    <p class="small quiet">
      ${t.accreditationAsked(when(request, row.requestedAt, now))}${row.decidedAt !== undefined && html` · ${t.accreditationDecided(row.decidedBy ?? "", when(request, row.decidedAt, now))}`}${row.validUntil !== undefined && html` · ${t.accreditationLast(longDay(row.validUntil, language))}`}
    </p>
    ${row.reason !== undefined && html`<p><q>${row.reason}</q></p>`} ${refusalOf(request, refused)}
    ${
      mayDecide &&
      standing === "requested" &&
      html`<form class="form" method="post" action="${path}">
          ${request.formToken()}<input type="hidden" name="move" value="grant" />
          <label
            >${t.accreditationUntil}<input type="date" name="until" required value="${typed(refused, "until", lastDay)}"
          /></label>
          <button class="button">${t.accreditationGrant}</button>
        </form>
        ${withReason(request, path, "refuse", t.accreditationRefuse, refused)}`
    }
    ${mayDecide && standing === "granted" && withReason(request, path, "revoke", t.accreditationRevoke, refused)}
  </li>`;
}

/** What goes against somebody says why, to them too. */
function withReason(
  request: DeskRequest,
  path: string,
  move: "refuse" | "revoke",
  button: string,
  refused: Refused | undefined,
): Html {
  const { t, formToken } = request;
  return html`<details ${typed(refused, "move") === move && html` open`}>
    <summary>${button}</summary>
    <form class="form" method="post" action="${path}">
      ${formToken()}<input type="hidden" name="move" value="${move}" />
      <label
        >${t.accreditationReason}<small>${t.accreditationReasonHint}</small
        ><textarea name="reason" required maxlength="1000" rows="3">${typed(refused, "reason")}</textarea>
      </label>
      <button class="button danger">${button}</button>
    </form>
  </details>`;
}

async function contacts(
  request: DeskRequest,
  journalist: JournalistRow,
  mayLog: boolean,
  refused: Refused | undefined,
): Promise<Html> {
  const { desk, t, language } = request;
  const { db, means } = desk.installation;
  const now = means.clock.now();
  const rows = await listContacts(db, journalist.id);
  const channel = typed(refused, "channel", "phone");
  const keep = typed(refused, "keep", "year");
  return html`<section aria-labelledby="contacts">
    <h2 id="contacts">${t.pressContacts}</h2>
    ${
      mayLog &&
      html`${refusalOf(request, refused)}
        <form class="form" method="post" action="${journalistPath(journalist.id)}/contacts">
          ${request.formToken()}
          <label
            >${t.contactNote}<textarea name="note" required maxlength="2000" rows="3">${typed(refused, "note")}</textarea>
          </label>
          <label
            >${t.contactPurpose}<small>${t.contactPurposeHint}</small
            ><input name="purpose" required maxlength="200" value="${typed(refused, "purpose")}"
          /></label>
          <label
            >${t.contactChannel}
            <select name="channel">
              ${channels.map((one) => html`<option value="${one}" ${one === channel && html` selected`}>${t[`channel_${one}`]}</option>`)}
            </select></label
          >
          <label
            >${t.contactKeep}
            <select name="keep">
              ${Object.keys(retentions).map((one) => html`<option value="${one}" ${one === keep && html` selected`}>${t[`keep_${one as keyof typeof retentions}`]}</option>`)}
            </select></label
          >
          <button class="button">${t.contactSave}</button>
        </form>`
    }
    ${rows.length === 0 && html`<p class="quiet">${t.contactNone}</p>`}
    <ul class="entries">
      ${rows.map(
        (row) =>
          html`<li class="item">
            <p class="kicker"><b>${t[`channel_${row.channel}`]}</b> ${row.officer}, ${when(request, row.at, now)}</p>
            <p class="change">${row.note}</p>
            <p class="small quiet">${row.purpose} · ${t.contactKept(longDay(row.keptUntil, language))}</p>
            ${row.remark !== undefined && html`<p class="notice">${t.contactRemark(row.remark)}</p>`}
          </li>`,
      )}
    </ul>
  </section>`;
}

function valueOf(journalist: JournalistRow, name: string): string {
  if (name === "outlet") return journalist.outlet?.name ?? "";
  return journalist[name as "name" | "mail" | "phone" | "language"] ?? "";
}
