import { permit } from "../access/rights.ts";
import { countOf, dayOf } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { registerAsOf } from "../register/as-of.ts";
import type { Standing } from "../register/assertions.ts";
import { findPosts } from "../register/find-posts.ts";
import { auditFindings } from "../register/findings/audit-findings.ts";
import { answerDesk, answerJson } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { keepingActs } from "./keeper-acts.ts";
import { heldInWords, tenuresAbout } from "./keeper-held.ts";
import { postName, suggestPeople, suggestPosts } from "./keeper-named.ts";

/** Where whoever keeps the register begins: who speaks today, what can be entered, and what does not agree. */
export async function keeperPage(request: DeskRequest): Promise<Response> {
  const { desk, c, t, language, office, actor, href } = request;
  const { db, means } = desk.installation;
  permit(actor, "register.keep", office.institution);
  const today = dayOf(means.clock.now(), office.timeZone);
  const known = await registerAsOf(db, { day: today });
  const words = (c.req.query("q") ?? "").trim();
  const { counts } = await auditFindings(db, { today, limit: 1 });
  const count = (severity: string) =>
    counts.filter((one) => one.severity === severity).reduce((sum, one) => sum + one.count, 0);
  const entered = c.req.query("entered");
  return answerDesk(request, {
    title: t.keeperTitle,
    current: "register",
    scripts: ["keeper.js"],
    body: html`<h1 class="plain">${t.keeperTitle}</h1>
      ${entered !== undefined && /^\d{1,12}$/.test(entered) && html`<p class="notice" role="status">${t.keeperEntered(html`<a href="${href(`/record/entries/${entered}`)}">${t.keeperEntry(countOf(Number(entered), language))}</a>`)}</p>`}
      ${entered === "before" && html`<p class="notice" role="status">${t.keeperEnteredBefore}</p>`}
      <p class="quiet">${t.keeperLead}</p>
      <h2>${t.keeperToday}</h2>
      <p class="answer">${known.sentence[language]}</p>
      <h2>${t.keeperActs}</h2>
      <ul class="acts">
        ${keepingActs.map(
          (act) =>
            html`<li>
              <a class="move" href="/desk/register/${act}"><b>${t[`act_${act}`]}</b> <small>${t[`actText_${act}`]}</small></a>
            </li>`,
        )}
      </ul>
      <h2 id="find">${t.keeperSearch}</h2>
      <p class="quiet">${t.keeperSearchHint}</p>
      <form class="ask" role="search" action="/desk/register#find">
        <label>${t.keeperSearch}<input type="search" name="q" value="${words}" maxlength="200" /></label>
        <button class="button">${t.keeperSearchButton}</button>
      </form>
      ${words !== "" && (await foundIn(request, words))}
      <h2>${t.keeperFindings}</h2>
      <p>${counts.length === 0 ? t.keeperFindingsNone : t.keeperFindingsCount(count("error"), count("warning"))}</p>
      <p>${t.keeperFindingsText(html`<a href="${href("/register/audit")}">${t.keeperFindingsLink}</a>`)}</p>
      <h2>${t.keeperImport}</h2>
      <p>${t.keeperImportText(html`<code>voceria import register --dry-run</code>`)}</p>`,
  });
}

const few = 8;

async function foundIn(request: DeskRequest, words: string): Promise<Html> {
  const { desk, t, language } = request;
  const { db } = desk.installation;
  const people = (await suggestPeople(db, words)).slice(0, few);
  const posts = await findPosts(db, words, few);
  if (people.length + posts.length === 0) return html`<p class="empty">${t.keeperFoundNone}</p>`;
  const sections = [
    ...people.map(({ value, label }) => ({ name: value, retract: `of-person=${label}`, about: { person: label } })),
    ...posts.map((post) => ({
      name: postName(post, language),
      retract: `of-post=${post.id}`,
      about: { post: post.id },
    })),
  ];
  return html`${await Promise.all(
    sections.map(async ({ name, retract, about }) => {
      const tenures = (await tenuresAbout(request, about)).slice(0, few * 2);
      const held = await heldInWords(request, tenures);
      return html`<section class="card found-held">
        <h3>${name.replace(/ \([a-z0-9-]+\)$/, "")} <small class="quiet">${Object.values(about)[0] ?? ""}</small></h3>
        <ul>
          ${tenures.map((tenure, at) => html`<li>${held[at]} ${actsOn(request, tenure)}</li>`)}
        </ul>
        <p><a href="/desk/register/retract?${retract}">${t.keeperRetractAll}</a></p>
      </section>`;
    }),
  )}`;
}

function actsOn({ t }: DeskRequest, { id, data }: Standing<"tenure">): Html {
  const to = (act: string) => `/desk/register/${act}?tenure=${id}`;
  return html`<span class="held-acts"
    ><a href="${to("date")}">${t.keeperDateOf}</a>
    ${data.end.edtf === ".." && html`<a href="${to("end")}">${t.keeperEndOf}</a> <a href="${to("leave")}">${t.keeperLeaveOf}</a>`}
    <a href="${to("retract")}">${t.keeperRetractOf}</a></span
  >`;
}

/** For a field that is being typed into: `?people=` or `?posts=`. */
export async function foundJson(request: DeskRequest): Promise<Response> {
  const { desk, c, actor, office } = request;
  permit(actor, "register.keep", office.institution);
  const { db } = desk.installation;
  const [people, posts] = [c.req.query("people"), c.req.query("posts")];
  return answerJson(
    request,
    people !== undefined
      ? await suggestPeople(db, people)
      : posts !== undefined
        ? await suggestPosts(request, db, posts)
        : [],
  );
}
