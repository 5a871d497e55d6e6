import { Fault } from "../fault.ts";
import { accredit, decideAccreditation, type Decision } from "../press/decide-accreditation.ts";
import { isId } from "../press/journalists.ts";
import { eraseJournalist, logContact } from "../press/keep-journalist.ts";
import { seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { askedId, journalistPage } from "./press-journalist.ts";
import { journalistPath } from "./press-words.ts";
import { canMend, orAgain } from "./refused.ts";

export async function contactAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  const id = askedId(request);
  return orAgain(
    form,
    async () => {
      const [channel, purpose, note, keep] = ["channel", "purpose", "note", "keep"].map((name) => fieldOf(form, name));
      await logContact(
        db,
        id,
        { channel: channel!, purpose: purpose!, note: note!, keep: keep! },
        request.actor,
        means,
      );
      return seeOther(request, `${journalistPath(id)}#contacts`);
    },
    (refused) => journalistPage(request, { ...refused, of: "contact" }),
  );
}

export async function accreditAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  const id = askedId(request);
  return orAgain(
    form,
    async () => {
      const [occasion, grounds, until] = ["occasion", "grounds", "until"].map((name) => fieldOf(form, name));
      await accredit(db, id, { occasion: occasion!, grounds: grounds!, until: until! }, request.actor, means);
      return seeOther(request, `${journalistPath(id)}#accreditations`);
    },
    (refused) => journalistPage(request, { ...refused, of: "accredit" }),
  );
}

/** Whoever decided a moment before stands; the page shows what they decided. */
export async function decideAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  const id = askedId(request);
  try {
    const { journalist } = await decideAccreditation(db, id, decisionIn(form), request.actor, means);
    return seeOther(request, `${journalistPath(journalist)}#accreditations`);
  } catch (error) {
    const row = isId(id)
      ? await db.selectFrom("accreditation").select("journalist_id").where("id", "=", id).executeTakeFirst()
      : undefined;
    if (!canMend(error) || row === undefined) throw error;
    return journalistPage(request, { fault: error, form, of: `decide ${id}`, id: row.journalist_id });
  }
}

export async function eraseAct(request: DeskRequest): Promise<Response> {
  const { db, means } = request.desk.installation;
  await eraseJournalist(db, askedId(request), request.actor, means);
  return seeOther(request, "/desk/press");
}

function decisionIn(form: FormData): Decision {
  const move = fieldOf(form, "move");
  if (move === "grant") return { move, until: fieldOf(form, "until") };
  if (move === "refuse" || move === "revoke") return { move, reason: fieldOf(form, "reason") };
  throw new Fault("invalid", "move: grant, refuse or revoke.", [], "decisión: otorgue, rechace o revoque.");
}
