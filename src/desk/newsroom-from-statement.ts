import { Fault } from "../fault.ts";
import { startCorrection, startTranslation } from "../newsroom/start-correction.ts";
import { type DraftStart, startDraft } from "../newsroom/start-draft.ts";
import { seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { ofStatement, type StatementRequest } from "./newsroom-of-statement.ts";

export async function correctAct(visitor: DeskRequest): Promise<Response> {
  const { desk, actor, statement, ...request } = await ofStatement(visitor);
  const { db, means } = desk.installation;
  const { id } = await startCorrection(db, statement.number, actor, means);
  return seeOther({ desk, ...request }, `/desk/drafts/${id}/details`);
}

export async function translateAct(visitor: DeskRequest, form: FormData): Promise<Response> {
  const request = await ofStatement(visitor);
  const { desk, actor, statement } = request;
  const { db, means } = desk.installation;
  const { id } = await startTranslation(db, statement.number, { language: fieldOf(form, "language") }, actor, means);
  return seeOther(request, `/desk/drafts/${id}`);
}

/** What was said, beside what had been prepared. */
export async function deliveredAct(visitor: DeskRequest): Promise<Response> {
  const request = await ofStatement(visitor);
  const { number } = request.statement;
  return startLike(request, { delivery: "delivered", counterpart: { number } });
}

/** The next bulletin of the series. */
export async function nextBulletinAct(visitor: DeskRequest): Promise<Response> {
  const request = await ofStatement(visitor);
  const { series } = request.statement;
  if (series === undefined) throw new Fault("not-found", "");
  return startLike(request, { series: { name: series.name } });
}

/** A draft that begins with the statement's words, places and voice. */
async function startLike(request: StatementRequest, details: NonNullable<DraftStart["details"]>): Promise<Response> {
  const { desk, actor, statement } = request;
  const { db, means } = desk.installation;
  const { kind, title, body, summary = "", language, topics, voice } = statement;
  const speakers = voice.map(({ person, post }) => ({ person, post }));
  const { id } = await startDraft(
    db,
    { kind, title, body, summary, language, topics, speakers, details },
    actor,
    means,
  );
  return seeOther(request, `/desk/drafts/${id}`);
}
