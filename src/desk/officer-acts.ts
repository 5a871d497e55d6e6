import { changeOfficer, renewAccess, restoreOfficer, suspendOfficer } from "../access/manage-officers.ts";
import { findOfficer } from "../access/officers.ts";
import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import type { Database } from "../store/database.ts";
import { seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { typedOfficer } from "./officer-form.ts";
import { answerOfficer } from "./officers-page.ts";
import { rowId } from "./sessions-table.ts";

export async function changeAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  const id = rowId(request);
  const typed = typedOfficer(form);
  try {
    await changeOfficer(db, id, typed, request.actor, means);
  } catch (error) {
    const officer = await findOfficer(db, id);
    if (officer !== undefined && error instanceof Fault && (error.code === "invalid" || error.code === "conflict"))
      return answerOfficer(request, officer, typed, error);
    throw error;
  }
  return done(request, id);
}

export const suspendAct = act(suspendOfficer);
export const restoreAct = act(restoreOfficer);
export const renewAct = act(renewAccess);

function act(useCase: (db: Database, id: number, actor: Actor, means: Means) => Promise<void>) {
  return async (request: DeskRequest): Promise<Response> => {
    const { db, means } = request.desk.installation;
    const id = rowId(request);
    await useCase(db, id, request.actor, means);
    return done(request, id);
  };
}

function done(request: DeskRequest, id: number): Response {
  return seeOther(request, `/desk/administration/officers/${id}?saved=1`);
}
