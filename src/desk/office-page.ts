import { changePressContact } from "../access/change-press-contact.ts";
import { Fault } from "../fault.ts";
import { manageTopic } from "../newsroom/manage-topic.ts";
import { listTopics, type Topic } from "../register/topics.ts";
import { type Html, html } from "../page/html.ts";
import { answerAdministration, permitTab, savedNotice } from "./administration.ts";
import { seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { faultNotice } from "./refused.ts";
import { kindsList } from "./templates-page.ts";

const path = "/desk/administration/office";

/** What the office says of itself: press contact, topics, kinds. */
export async function officePage(request: DeskRequest): Promise<Response> {
  return answerOffice(request, {});
}

type Refused = { contact?: string; reason?: string; topic?: Topic; fault?: Fault };

async function answerOffice(request: DeskRequest, typed: Refused): Promise<Response> {
  permitTab(request, "office");
  const { desk, t, office, formToken, language } = request;
  const topics = await listTopics(desk.installation.db);
  const { fault } = typed;
  const said = faultNotice(request, fault);
  return answerAdministration(request, "office", {
    title: t.adminOffice,
    ...(fault === undefined ? {} : { status: 400 }),
    body: html`<h1 class="plain">${office.name[language]}</h1>
      ${savedNotice(request)}
      <section aria-labelledby="contact">
        <h2 id="contact">${t.officeContactTitle}</h2>
        <p class="measure">${t.officeContactText}</p>
        <form class="form" method="post" action="${path}/contact">
          ${formToken()} ${typed.topic === undefined && said}
          <label
            >${t.officeContact}<input
              name="contact"
              value="${typed.contact ?? office.pressContact ?? ""}"
              required
              maxlength="200"
          /></label>
          <label>${t.officeContactReason}<input name="reason" value="${typed.reason ?? ""}" required maxlength="300" /></label>
          <button class="button">${t.officeContactButton}</button>
        </form>
      </section>
      <section aria-labelledby="topics">
        <h2 id="topics">${t.officeTopicsTitle}</h2>
        <p class="measure">${t.officeTopicsText}</p>
        ${typed.topic !== undefined && said}
        ${topics.length === 0 && html`<p class="empty">${t.officeTopicsNone}</p>`}
        ${topics.map((topic) => topicForm(request, topic))}
        <h3>${t.topicAdd}</h3>
        ${topicForm(request, typed.topic, true)}
      </section>
      <section aria-labelledby="kinds">
        <h2 id="kinds">${t.officeKindsTitle}</h2>
        <p class="measure">${t.officeKindsText}</p>
        ${await kindsList(request)}
      </section>`,
  });
}

function topicForm({ t, formToken, language }: DeskRequest, topic: Topic | undefined, fresh = false): Html {
  return html`<form class="form row" method="post" action="${path}/topics">
    ${formToken()}
    ${
      fresh
        ? html`<label
            >${t.topicSlug}<small>${t.topicSlugHint}</small
            ><input name="slug" value="${topic?.slug ?? ""}" required maxlength="60" pattern="[a-z0-9]+(-[a-z0-9]+)*"
          /></label>`
        : html`<input type="hidden" name="slug" value="${topic?.slug ?? ""}" /><code class="topic">${topic?.slug ?? ""}</code>`
    }
    <label>${t.topicEs}<input name="es" value="${topic?.name.es ?? ""}" required maxlength="80" /></label>
    <label>${t.topicEn}<input name="en" value="${topic?.name.en ?? ""}" required maxlength="80" /></label>
    <button class="button second" ${!fresh && topic !== undefined && html` aria-label="${t.topicSaveOf(topic.name[language])}"`}>
      ${fresh ? t.topicAdd : t.topicSave}
    </button>
  </form>`;
}

export async function changeContactAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  const typed = { contact: fieldOf(form, "contact"), reason: fieldOf(form, "reason") };
  try {
    await changePressContact(db, typed, request.actor, means);
  } catch (error) {
    if (error instanceof Fault && error.code === "invalid") return answerOffice(request, { ...typed, fault: error });
    throw error;
  }
  return seeOther(request, `${path}?saved=1`);
}

export async function saveTopicAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  const topic = {
    slug: fieldOf(form, "slug").trim(),
    name: { es: fieldOf(form, "es").trim(), en: fieldOf(form, "en").trim() },
  };
  try {
    await manageTopic(db, topic, request.actor, means);
  } catch (error) {
    if (error instanceof Fault && error.code === "invalid") return answerOffice(request, { topic, fault: error });
    throw error;
  }
  return seeOther(request, `${path}?saved=1`);
}
