import { may } from "../access/rights.ts";
import { Fault } from "../fault.ts";
import { findStatement, type StatementView } from "../newsroom/statements.ts";
import type { DeskRequest } from "./context.ts";

export type StatementRequest = DeskRequest & { statement: StatementView; now: Date };

/** The statement of the address, for whoever may read this office's drafts: for anybody else there is none. */
export async function ofStatement(request: DeskRequest): Promise<StatementRequest> {
  const { desk, c, actor, office } = request;
  const number = c.req.param("number") ?? "";
  const found = may(actor, "draft.read", office.institution)
    ? await findStatement(desk.installation.db, number, desk.horizon().size)
    : undefined;
  if (found === undefined) throw new Fault("not-found", "");
  return { ...request, statement: found, now: desk.installation.means.clock.now() };
}

/** Where the desk has that statement. */
export function statementPath({ number }: { number: string }, rest = ""): string {
  return `/desk/statements/${number}${rest}`;
}
