import type { AccreditationStanding } from "../press/accreditation.ts";
import { type Html, html } from "../page/html.ts";
import type { VisitorRequest } from "./context.ts";

export function journalistPath(id: number): string {
  return `/desk/press/journalists/${id}`;
}

export function accreditationTag({ t }: VisitorRequest, standing: AccreditationStanding): Html {
  const look = standing === "granted" ? "checked" : standing === "requested" ? "waiting" : "";
  return html`<span class="tag ${look}">${t[`accreditation_${standing}`]}</span>`;
}
