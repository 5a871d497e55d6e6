import { Hono } from "hono";
import { institutionsFor } from "../access/rights.ts";
import { Fault } from "../fault.ts";
import { type Presence, tellPresence } from "../newsroom/draft-notices.ts";
import { isDraftId, noDraft } from "../newsroom/drafts.ts";
import { findCitations } from "../newsroom/find-citations.ts";
import { institutionOf } from "../newsroom/find-draft.ts";
import { largestChange, receiveChange } from "../newsroom/write-together.ts";
import { longDay } from "../page/dates.ts";
import { html } from "../page/html.ts";
import { largestDocx, readDocx } from "../text/read-docx.ts";
import { readMarkdown } from "../text/read-markdown.ts";
import { linesFromBlocks } from "../text/shared-lines.ts";
import { tidy } from "../text/tidy.ts";
import { answerDesk, answerJson } from "./answer.ts";
import { membersIn, notRead } from "./body.ts";
import type { DeskContext, DeskRequest } from "./context.ts";
import { editorElement, editorScripts } from "./editor-element.ts";
import { draftDocx, whatsappPage } from "./editor-files.ts";
import { draftStream } from "./editor-stream.ts";
import { pencilPage, proposalPage, proposeAct, settleAct } from "./editor-pencil.ts";
import { deskAct, deskPage, deskSend } from "./handlers.ts";
import { draftHead, ofDraft } from "./newsroom-draft.ts";

/** What the editor of drafts asks of the office, and the draft's text in the forms in which it leaves it. */
export function editorDesk(desk: DeskContext): Hono {
  const app = new Hono();
  const draft = "/desk/drafts/:id{[1-9][0-9]{0,14}}";
  app.get(`${draft}/edit`, deskPage(desk, editPage));
  app.get(`${draft}/stream`, deskPage(desk, stream));
  app.get(`${draft}/session`, deskPage(desk, session));
  app.get(`${draft}/text.docx`, deskPage(desk, draftDocx));
  app.get(`${draft}/whatsapp`, deskPage(desk, whatsappPage));
  app.post(`${draft}/changes`, deskSend(desk, changes, largestChange));
  app.post(`${draft}/presence`, deskSend(desk, presence, largestPresence));
  app.post(`${draft}/word`, deskSend(desk, word, largestDocx));
  app.get(`${draft}/pencil`, deskPage(desk, pencilPage));
  app.post(`${draft}/pencil`, deskAct(desk, proposeAct));
  app.get(`${draft}/pencil/:proposal{[1-9][0-9]{0,14}}`, deskPage(desk, proposalPage));
  app.post(`${draft}/pencil/:proposal{[1-9][0-9]{0,14}}`, deskAct(desk, settleAct));
  app.get("/desk/citations", deskPage(desk, citations));
  return app;
}

/** The editor alone, over the whole width. */
async function editPage(visitor: DeskRequest): Promise<Response> {
  const request = await ofDraft(visitor);
  const { t, draft } = request;
  return answerDesk(request, {
    title: draft.title === "" ? t.boardUntitled : draft.title,
    scripts: editorScripts,
    body: html`${draftHead(request, { hidden: true })}
      <p><a href="/desk/drafts/${draft.id}">${t.detailsBack}</a></p>
      ${editorElement(request, draft, html``)}`,
  });
}

async function stream(request: DeskRequest): Promise<Response> {
  // Nobody would read it, nor ever leave it.
  if (request.c.req.method === "HEAD") return answerJson(request, {});
  const after = Number(request.c.req.query("after") ?? 0);
  return draftStream(request, await readable(request), Number.isSafeInteger(after) && after > 0 ? after : 0);
}

/** Whose browser this is now: after signing in anew the same officer's page goes on with the new session. */
async function session(request: DeskRequest): Promise<Response> {
  return answerJson(request, { officer: request.actor.officer, formToken: request.session.formToken });
}

async function changes(request: DeskRequest, change: Uint8Array): Promise<Response> {
  const { desk, actor } = request;
  const { db, means } = desk.installation;
  const id = await readable(request);
  const received = await receiveChange(db, id, change, actor, means);
  return answerJson(
    request,
    received.taken ? { seq: received.seq } : { have: Buffer.from(received.have).toString("base64") },
  );
}

/** Characters of what a window says of its place; two encoded positions take some two hundred. */
const largestPresence = 2_000;

async function presence(request: DeskRequest, body: Uint8Array): Promise<Response> {
  const { desk, actor } = request;
  const id = await readable(request);
  const said = readPresence(body);
  await tellPresence(desk.installation.db, id, { ...said, officer: actor.officer, name: actor.name.slice(0, 100) });
  return answerJson(request, {});
}

function readPresence(bytes: Uint8Array): Omit<Presence, "officer" | "name"> {
  const { window, part, anchor, head } = membersIn(bytes);
  const place = (value: unknown) =>
    value === undefined || (typeof value === "string" && /^[A-Za-z0-9+/=]{1,400}$/.test(value));
  if (!Number.isSafeInteger(window) || !place(anchor) || !place(head)) throw notRead();
  if (part !== "title" && part !== "summary" && part !== "body" && part !== "none") throw notRead();
  return {
    window: window as number,
    part,
    ...(anchor === undefined ? {} : { anchor: anchor as string }),
    ...(head === undefined ? {} : { head: head as string }),
  };
}

/** A Word file becomes lines that the editor puts where the cursor is; the file itself is not kept. */
async function word(request: DeskRequest, file: Uint8Array): Promise<Response> {
  await readable(request);
  const { markdown, lost } = await readDocx(file);
  return answerJson(request, { lines: linesFromBlocks(tidy(readMarkdown(markdown))), lost });
}

async function citations(request: DeskRequest): Promise<Response> {
  const { desk, c, t, language, actor } = request;
  if (institutionsFor(actor, "draft.read").length === 0) throw new Fault("forbidden", "");
  const found = await findCitations(desk.installation.db, c.req.query("q") ?? "", desk.horizon().size);
  return answerJson(request, {
    statements: found.map(({ number, edition, title, kind, spokenDay }) => ({
      number,
      edition,
      title,
      kind: t[`kind_${kind}`],
      day: longDay(spokenDay, language),
      href: `/statements/${number}/editions/${edition}`,
    })),
  });
}

async function readable({ desk, c, actor }: DeskRequest): Promise<number> {
  const id = Number(c.req.param("id"));
  if (!isDraftId(id) || (await institutionOf(desk.installation.db, id, actor)) === undefined) throw noDraft(id);
  return id;
}
