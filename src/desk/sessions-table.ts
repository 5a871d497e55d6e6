import type { OpenSession } from "../access/sessions.ts";
import { Fault } from "../fault.ts";
import { type Html, html } from "../page/html.ts";
import type { DeskRequest } from "./context.ts";
import { when } from "./newsroom-words.ts";

/** Open sessions, each with a way to end it: an officer's own, or everybody's. */
export function sessionsTable(
  request: DeskRequest,
  sessions: readonly OpenSession[],
  { own, here, now }: { own: boolean; here: number; now: Date },
): Html {
  const { t, formToken } = request;
  const action = own ? "/desk/account/sessions" : "/desk/administration/sessions";
  return html`<table class="rows">
    <thead>
      <tr>
        ${!own && html`<th scope="col">${t.officer}</th>`}
        <th scope="col">${t.sessionWhere}</th>
        <th scope="col">${t.sessionMethod}</th>
        <th scope="col">${t.sessionSince}</th>
        <th scope="col">${t.sessionSeen}</th>
        <td></td>
      </tr>
    </thead>
    <tbody>
      ${sessions.map(({ id, name, agent, address, method, createdAt, seenAt }) => {
        const device = inBrief(agent);
        return html`<tr>
          ${!own && html`<th scope="row">${name}</th>`}
          <td data-label="${t.sessionWhere}">
            <span title="${agent}">${device}</span> · <span class="mono">${address}</span>
            ${id === here && html` <b class="tag sure">${t.sessionHere}</b>`}
          </td>
          <td data-label="${t.sessionMethod}">${t[`sessionMethod_${method}`]}</td>
          <td data-label="${t.sessionSince}">${when(request, createdAt, now)}</td>
          <td data-label="${t.sessionSeen}">${when(request, seenAt, now)}</td>
          <td>
            ${
              id !== here &&
              html`<form method="post" action="${action}/${id}/end">
                ${formToken()}<button class="link" aria-label="${t.sessionEndOf(own ? device : name)}">${t.sessionEnd}</button>
              </form>`
            }
          </td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}

/** «Firefox, Android»: enough to know one's own device by; the whole of it stands in the row's title. */
function inBrief(agent: string): string {
  const browser = ["Edg", "OPR", "Firefox", "Chrome", "Safari"].find((name) => agent.includes(`${name}/`));
  const system = ["Android", "iPhone", "iPad", "Windows", "Mac OS X", "CrOS", "Linux"].find((name) =>
    agent.includes(name),
  );
  const known = { Edg: "Edge", OPR: "Opera", "Mac OS X": "macOS", CrOS: "ChromeOS" } as Record<string, string>;
  const words = [browser, system].filter((word) => word !== undefined).map((word) => known[word] ?? word);
  return words.length === 0 ? agent.slice(0, 40) || "?" : words.join(", ");
}

/** The number in an address. Fault("not-found") for what is none. */
export function rowId({ c }: DeskRequest): number {
  const id = Number(c.req.param("id"));
  if (!Number.isSafeInteger(id) || id < 1) throw new Fault("not-found", "");
  return id;
}
