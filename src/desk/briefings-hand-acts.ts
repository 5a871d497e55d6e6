import { handMoves } from "../briefings/hand.ts";
import { type QueueStep, stepHand } from "../briefings/move-hand.ts";
import { addHand } from "../briefings/raise-hand.ts";
import { Fault } from "../fault.ts";
import { seeOther } from "./answer.ts";
import { briefingDeskPage } from "./briefings-page.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { orAgain } from "./refused.ts";

export function addHandAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  return orAgain(
    form,
    async () => {
      const journalist = Number(fieldOf(form, "journalist"));
      const hand = {
        name: fieldOf(form, "name"),
        outlet: fieldOf(form, "outlet"),
        text: fieldOf(form, "question"),
        shownAs: fieldOf(form, "shownAs"),
        clientKey: fieldOf(form, "key"),
        ...(Number.isSafeInteger(journalist) && journalist > 0 ? { journalist } : {}),
      };
      const { id } = await addHand(db, idOf(request), hand, request.actor, means);
      return seeOther(request, `/desk/briefings/${idOf(request)}#hand-${id}`);
    },
    (refused) => briefingDeskPage(request, refused),
  );
}

export function stepHandAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  const [id, hand] = [idOf(request), Number(request.c.req.param("hand"))];
  return orAgain(
    form,
    async () => {
      const step = stepIn(fieldOf(form, "did"));
      await stepHand(db, id, hand, step, request.actor, means);
      return seeOther(request, `/desk/briefings/${id}${step === "call" ? `?hand=${hand}#typing` : `#hand-${hand}`}`);
    },
    (refused) => briefingDeskPage(request, refused),
  );
}

function stepIn(did: string): QueueStep {
  const step = did === "up" || did === "down" ? did : handMoves.find((one) => one === did);
  if (step !== undefined) return step;
  throw new Fault("invalid", `There is no step "${did}" in a queue.`, [], `No hay un paso "${did}" en la fila.`);
}

function idOf({ c }: DeskRequest): number {
  return Number(c.req.param("id"));
}
