import { Hono } from "hono";
import { Fault } from "../fault.ts";
import { findFiles } from "../files/stored-files.ts";
import type { ClearanceKey } from "../newsroom/answer-clearance.ts";
import type { AttachmentDraft } from "../newsroom/attachments.ts";
import { arrangeAttachments } from "../newsroom/draft-files.ts";
import { readClearance } from "../newsroom/read-clearance.ts";
import { beginUpload, findDraftFile, largestPiece, readUpload, sendPiece } from "../newsroom/upload-to-draft.ts";
import { transact } from "../store/database.ts";
import { answerJson, seeOther } from "./answer.ts";
import type { DeskContext, DeskRequest, VisitorRequest } from "./context.ts";
import { answerFile } from "./file-answer.ts";
import { filesPage } from "./files-page.ts";
import { fieldOf } from "./form.ts";
import { deskAct, deskPage, deskSend, visitorPage } from "./handlers.ts";
import { draftPath, ofDraft } from "./newsroom-draft.ts";

/** A draft's files: listed, brought in piece by piece, arranged, and shown to whoever may read the draft; nobody else. */
export function filesDesk(desk: DeskContext): Hono {
  const app = new Hono();
  const files = "/desk/drafts/:id{[1-9][0-9]{0,14}}/files";
  const one = `${files}/:file{[1-9][0-9]{0,14}}`;
  app.get(files, deskPage(desk, filesPage));
  app.post(files, deskSend(desk, beginAct, 4_096));
  app.post(`${files}/arrange`, deskAct(desk, arrangeAct));
  app.get(one, deskPage(desk, showFile));
  app.get(`${one}/state`, deskPage(desk, stateAnswer));
  app.post(one, deskSend(desk, pieceAct, largestPiece));
  app.get(
    "/clearance/:token{[\\w-]{43}}/files/:file{[1-9][0-9]{0,14}}",
    visitorPage(desk, (request) => showCleared(request, request.c.req.param("token") ?? "")),
  );
  app.get(
    "/desk/clearances/:clearance{[1-9][0-9]{0,14}}/files/:file{[1-9][0-9]{0,14}}",
    deskPage(desk, (request) =>
      showCleared(request, { clearance: Number(request.c.req.param("clearance")), actor: request.actor }),
    ),
  );
  return app;
}

async function beginAct(request: DeskRequest, body: Uint8Array): Promise<Response> {
  const { desk, actor } = request;
  const { db, means } = desk.installation;
  const { name, bytes } = readAnnouncement(body);
  const begun = await beginUpload(db, draftOf(request), { name, bytes }, actor, means, desk.largestFile);
  return answerJson(request, { ...begun, piece: largestPiece }, 201);
}

function readAnnouncement(body: Uint8Array): { name: string; bytes: number } {
  try {
    const { name, bytes } = JSON.parse(new TextDecoder().decode(body)) as { name?: unknown; bytes?: unknown };
    if (typeof name === "string" && typeof bytes === "number") return { name, bytes };
  } catch {
    // No JSON: refused below.
  }
  throw new Fault(
    "invalid",
    "A file is announced by its name and size. Choose it again.",
    [],
    "Un archivo se anuncia con su nombre y su tamaño. Elíjalo de nuevo.",
  );
}

async function pieceAct(request: DeskRequest, piece: Uint8Array): Promise<Response> {
  const { desk, actor, c } = request;
  const { db, means } = desk.installation;
  const at = c.req.query("at") ?? "";
  if (!/^\d{1,13}$/.test(at))
    throw new Fault("invalid", "A piece says at which byte it begins.", [], "Un trozo dice en qué byte empieza.");
  const sent = { file: fileOf(request), at: Number(at), piece };
  return answerState(request, await sendPiece(db, draftOf(request), sent, actor, means));
}

async function stateAnswer(request: DeskRequest): Promise<Response> {
  const { desk, actor } = request;
  return answerState(request, await readUpload(desk.installation.db, draftOf(request), fileOf(request), actor));
}

function answerState(request: DeskRequest, { file, received, done }: Awaited<ReturnType<typeof readUpload>>): Response {
  return answerJson(request, { file, received, done: done !== undefined });
}

/** Words, places, and what is taken out, all that the form holds at once: what another hand added meanwhile stays. */
async function arrangeAct(visitor: DeskRequest, form: FormData): Promise<Response> {
  const request = await ofDraft(visitor);
  const { desk, draft, actor } = request;
  const { db, means } = desk.installation;
  const [act = "", which = ""] = fieldOf(form, "do").split(" ");
  const arranged = draft.attachments.map(({ file, alt, claim }): AttachmentDraft => {
    const marked = form.has("claim") ? fieldOf(form, "claim") === String(file) : claim === true;
    const words = form.has(`alt-${file}`) ? fieldOf(form, `alt-${file}`) : alt;
    return { file, ...(words === undefined ? {} : { alt: words }), ...(marked ? { claim: true } : {}) };
  });
  const at = arranged.findIndex(({ file }) => String(file) === which);
  if (at >= 0 && act === "remove") arranged.splice(at, 1);
  if (at > 0 && act === "up") arranged.splice(at - 1, 0, ...arranged.splice(at, 1));
  await transact(db, (tx) => arrangeAttachments(tx, draft.id, arranged, actor, means));
  return seeOther(request, draftPath(draft, act === "save" ? "#files" : "/files"));
}

async function showFile(request: DeskRequest): Promise<Response> {
  const { desk, actor } = request;
  const file = await findDraftFile(desk.installation.db, draftOf(request), fileOf(request), actor);
  if (file === undefined) throw new Fault("not-found", "");
  return answerFile(request, file);
}

/** For an official with a link: the files of the text that was put to them, and no others. */
async function showCleared(request: VisitorRequest, key: ClearanceKey): Promise<Response> {
  const { desk, c } = request;
  const { db } = desk.installation;
  const page = await readClearance(db, key);
  const wanted = Number(c.req.param("file"));
  const listed = page?.text?.attachments.some(({ file }) => file === wanted) === true;
  const [file] = listed ? await findFiles(db, [wanted]) : [];
  if (file === undefined) throw new Fault("not-found", "");
  return answerFile(request, file);
}

function draftOf({ c }: DeskRequest): number {
  return Number(c.req.param("id"));
}

function fileOf({ c }: DeskRequest): number {
  return Number(c.req.param("file"));
}
