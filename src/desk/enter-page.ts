import { enterAsFirstAdministrator, enterByLink, whomALinkLetsIn } from "../access/enter.ts";
import { html } from "../page/html.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { VisitorRequest } from "./context.ts";
import { sessionCookie, sessionToken } from "./cookies.ts";
import { fieldOf } from "./form.ts";
import { signedIn } from "./handlers.ts";
import { safeNext } from "./same-site.ts";

/** The door of the desk. */
export async function enterPage(request: VisitorRequest): Promise<Response> {
  const { c, t } = request;
  const next = safeNext(c.req.query("next"));
  if ((await signedIn(request)) !== undefined) return seeOther(request, next);
  return answerDesk(request, {
    title: t.enterTitle,
    body: html`<h1 class="plain">${t.enterTitle}</h1>
      ${c.req.query("left") === "1" && html`<div class="notice" role="status"><p>${t.enterLeft}</p></div>`}
      <p class="standfirst">${t.enterByConsole(html`<code>voceria enter</code>`)}</p>`,
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
  if (who === "first-administrator")
    return answerDesk(request, {
      title: t.enterFirstTitle,
      body: html`<h1 class="plain">${t.enterFirstTitle}</h1>
        <p class="standfirst">${t.enterFirstText(office.name[language])}</p>
        <form method="post" class="form">
          <label>${t.officerName}<input name="name" autocomplete="name" required maxlength="200" autofocus /></label>
          <label
            >${t.officerEmail}<input name="email" type="email" autocomplete="email" required maxlength="254"
          /></label>
          <label
            >${t.officerLanguage}
            <select name="language">
              <option value="es" ${language === "es" && html` selected`}>Español</option>
              <option value="en" ${language === "en" && html` selected`}>English</option>
            </select></label
          >
          <button class="button">${t.enterButton}</button>
        </form>`,
    });
  return answerDesk(request, {
    title: t.enterTitle,
    body: html`<h1 class="plain">${t.enterAs(who.name)}</h1>
      <p class="standfirst">${t.enterAsText(office.name[language], who.email)}</p>
      <form method="post" class="form"><button class="button" autofocus>${t.enterButton}</button></form>`,
  });
}

export async function enterByLinkAct(request: VisitorRequest, form: FormData): Promise<Response> {
  const { desk, c, address } = request;
  const { db, means } = desk.installation;
  const token = c.req.param("token") ?? "";
  const door = { agent: c.req.header("user-agent") ?? "", address, cookie: sessionToken(desk, c) };
  const session = form.has("email")
    ? await enterAsFirstAdministrator(
        db,
        token,
        { name: fieldOf(form, "name"), email: fieldOf(form, "email"), language: fieldOf(form, "language") },
        door,
        means,
      )
    : await enterByLink(db, token, door, means);
  return seeOther(request, "/desk", [["set-cookie", sessionCookie(desk, session)]]);
}
