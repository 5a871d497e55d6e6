import { Fault } from "../fault.ts";
import { type Html, html } from "../page/html.ts";
import { statusOf } from "../page/fault-status.ts";
import type { VisitorRequest } from "./context.ts";
import { fieldOf } from "./form.ts";

/** A form that was refused, with all that was typed into it. */
export type Refused = { fault: Fault; form: FormData };

/** Whether a form can be sent again with something changed: then it is shown again, and nothing typed is lost. */
export function canMend(error: unknown): error is Fault {
  return error instanceof Fault && !["not-found", "forbidden", "usage", "unsafe"].includes(error.code);
}

/** Does what a form asks; where it is refused and can be mended, gives the form again with what was typed. */
export async function orAgain(
  form: FormData,
  act: () => Promise<Response>,
  again: (refused: Refused) => Promise<Response>,
): Promise<Response> {
  try {
    return await act();
  } catch (error) {
    if (!canMend(error)) throw error;
    return again({ fault: error, form });
  }
}

/** Why it was refused, over the form. */
export function refusalOf(request: Pick<VisitorRequest, "language">, refused: Refused | undefined): Html | undefined {
  return faultNotice(request, refused?.fault);
}

export function faultNotice(
  { language }: Pick<VisitorRequest, "language">,
  fault: Fault | undefined,
): Html | undefined {
  if (fault === undefined) return undefined;
  const spanish = language === "es" ? fault.es : undefined;
  return html`<div class="notice alarm" role="alert">
    <p ${language === "es" && spanish === undefined && html` lang="en"`}>${spanish ?? fault.message}</p>
    ${fault.details.length > 0 && html`<ul>${fault.details.map((detail) => html`<li>${detail}</li>`)}</ul>`}
  </div>`;
}

export function statusOfRefusal(refused: Refused | undefined): { status?: number } {
  return refused === undefined ? {} : { status: statusOf[refused.fault.code] };
}

/** What was typed into a field before, else what it begins with. */
export function typed(refused: Refused | undefined, name: string, otherwise = ""): string {
  return refused === undefined ? otherwise : fieldOf(refused.form, name);
}
