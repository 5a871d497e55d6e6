import { askForLink } from "../access/ask-link.ts";
import { enterAsFirstAdministrator, enterByLink, type NewAdministrator, whomALinkLetsIn } from "../access/enter.ts";
import { Fault } from "../fault.ts";
import { type Html, html } from "../page/html.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { VisitorRequest } from "./context.ts";
import { sessionCookie, sessionToken } from "./cookies.ts";
import { fieldOf } from "./form.ts";
import { signedIn } from "./handlers.ts";
import { languageField } from "./language-field.ts";
import { relyingParty } from "./relying-party.ts";
import { safeNext } from "./same-site.ts";

/** The door of the desk: a link by mail, a passkey, the identity provider. */
export async function enterPage(request: VisitorRequest): Promise<Response> {
  const { desk, c, t, office, language } = request;
  const next = safeNext(c.req.query("next"));
  if ((await signedIn(request)) !== undefined) return seeOther(request, next);
  return answerDesk(request, {
    title: t.enterTitle,
    scripts: ["passkey.js"],
    body: html`<div class="door">
      <h1 class="plain">${t.enterTitle}</h1>
      <p class="quiet">${office.name[language]}</p>
      ${c.req.query("left") === "1" && html`<div class="notice" role="status"><p>${t.enterLeft}</p></div>`}
      ${passkeyDoor(request, next)}
      ${
        desk.provider !== undefined &&
        html`<p>
          <a class="button second" href="/desk/enter/oidc?next=${encodeURIComponent(next)}"
            >${t.enterProvider(desk.provider.settings.name)}</a
          >
        </p>`
      }
      <section aria-labelledby="by-mail">
        <h2 id="by-mail">${t.enterMailTitle}</h2>
        <p>${t.enterMailText}</p>
        <form class="form" method="post" action="/desk/enter">
          <label
            >${t.officerEmail}<input name="email" type="email" autocomplete="email" required maxlength="254"
          /></label>
          <button class="button">${t.enterMailButton}</button>
        </form>
      </section>
    </div>`,
  });
}

/** Shown by its program where the browser has passkeys; under a numeric address, where none work, not at all. */
function passkeyDoor(request: VisitorRequest, next: string): Html | false {
  const { t } = request;
  return (
    relyingParty(request) !== undefined &&
    html`<section id="use-passkey" data-next="${next}" data-failed="${t.enterPasskeyFailed}" hidden aria-labelledby="by-passkey">
      <h2 id="by-passkey">${t.enterPasskeyTitle}</h2>
      <p>${t.enterPasskeyText}</p>
      <p><button class="button" type="button">${t.enterPasskeyButton}</button></p>
      <p class="notice alarm" role="alert" hidden></p>
    </section>`
  );
}

/** The same words for every address, whether it is an officer's or not. */
export async function askForLinkAct(request: VisitorRequest, form: FormData): Promise<Response> {
  const { desk, t, address } = request;
  const { db, means } = desk.installation;
  const email = fieldOf(form, "email");
  await askForLink(db, { email, address }, means);
  return answerDesk(request, {
    title: t.enterMailSentTitle,
    body: html`<div class="door">
      <h1 class="plain">${t.enterMailSentTitle}</h1>
      <p class="standfirst" role="status">${t.enterMailSent(email.trim())}</p>
      <p>${desk.sendsMail ? t.enterMailNothing : t.enterMailKept}</p>
      <p><a class="more" href="/desk/enter">${t.enterTitle}</a></p>
    </div>`,
  });
}

/** Shows whom a link lets in and waits for a hand: a scanner that opens the links of a mail uses nothing up. */
export async function linkPage(request: VisitorRequest): Promise<Response> {
  const { desk, c, t, office, language } = request;
  const { db, means } = desk.installation;
  const who = await whomALinkLetsIn(db, c.req.param("token") ?? "", means);
  if (who === undefined)
    return answerDesk(request, {
      title: t.enterLinkOver,
      status: 404,
      body: html`<h1 class="plain">${t.enterLinkOver}</h1>
        <p class="standfirst">${t.enterLinkOverText}</p>
        <p><a class="more" href="/desk/enter">${t.enterTitle}</a></p>`,
    });
  if (who === "first-administrator") return firstAdministratorForm(request, { name: "", email: "", language });
  return answerDesk(request, {
    title: t.enterTitle,
    body: html`<h1 class="plain">${t.enterAs(who.name)}</h1>
      <p class="standfirst">${t.enterAsText(office.name[language], who.email)}</p>
      <form method="post" class="form"><button class="button" autofocus>${t.enterButton}</button></form>`,
  });
}

async function firstAdministratorForm(
  request: VisitorRequest,
  { name, email, language }: NewAdministrator,
  fault?: Fault,
): Promise<Response> {
  const { t, office, language: shown } = request;
  const why = shown === "es" ? (fault?.es ?? fault?.message) : fault?.message;
  return answerDesk(request, {
    title: t.enterFirstTitle,
    ...(fault === undefined ? {} : { status: 400 }),
    body: html`<h1 class="plain">${t.enterFirstTitle}</h1>
      <p class="standfirst measure">${t.enterFirstText(office.name[shown])}</p>
      <form method="post" class="form">
        ${why !== undefined && html`<p class="notice alarm" role="alert">${why}</p>`}
        <label
          >${t.officerName}<input name="name" value="${name}" autocomplete="name" required maxlength="200" autofocus
        /></label>
        <label
          >${t.officerEmail}<input
            name="email"
            type="email"
            value="${email}"
            autocomplete="email"
            required
            maxlength="254"
        /></label>
        ${languageField(t.officerLanguage, language)}
        <button class="button">${t.enterButton}</button>
      </form>`,
  });
}

export async function enterByLinkAct(request: VisitorRequest, form: FormData): Promise<Response> {
  const { desk, c, address } = request;
  const { db, means } = desk.installation;
  const token = c.req.param("token") ?? "";
  const door = { agent: c.req.header("user-agent") ?? "", address, cookie: sessionToken(desk, c) };
  if (!form.has("email")) return entered(await enterByLink(db, token, door, means));
  const typed = { name: fieldOf(form, "name"), email: fieldOf(form, "email"), language: fieldOf(form, "language") };
  try {
    return entered(await enterAsFirstAdministrator(db, token, typed, door, means));
  } catch (error) {
    if (error instanceof Fault && error.code === "invalid") return firstAdministratorForm(request, typed, error);
    throw error;
  }

  function entered(session: string): Response {
    return seeOther(request, "/desk", [["set-cookie", sessionCookie(desk, session)]]);
  }
}
