import type { Context } from "hono";
import { Fault } from "../fault.ts";
import type { DeskContext } from "./context.ts";

/**
 * What changes anything must have been sent by a page of ours (CSRF). Browsers say so themselves, in Sec-Fetch-Site or in
 * Origin; whoever says neither is no browser showing our page.
 */
export function checkSameSite(desk: DeskContext, c: Context): void {
  const site = c.req.header("sec-fetch-site");
  const origin = c.req.header("origin");
  const own = desk.url.startsWith("https:") ? desk.url : `http://${c.req.header("host") ?? ""}`;
  if (site === undefined && origin === undefined) throw foreign();
  if (site !== undefined && site !== "same-origin") throw foreign();
  if (origin !== undefined && origin !== own) throw foreign();
}

/**
 * A page that begins something by being opened must be opened from a page of ours. Browsers say so in Sec-Fetch-Site, and older
 * ones by the address that they come from.
 */
export function checkOpenedHere(desk: DeskContext, c: Context): void {
  const site = c.req.header("sec-fetch-site");
  const own = desk.url.startsWith("https:") ? desk.url : `http://${c.req.header("host") ?? ""}`;
  if (site === undefined ? !(c.req.header("referer") ?? "").startsWith(`${own}/`) : site !== "same-origin")
    throw foreign();
}

/**
 * Over plain http the desk is for this machine alone. A name that leads here from elsewhere (DNS rebinding) is none of ours, and
 * what a proxy has forwarded comes from elsewhere, whatever name the proxy asks under.
 */
export function checkHost(desk: DeskContext, c: Context): void {
  if (desk.url.startsWith("https:")) return;
  const host = c.req.header("host") ?? "";
  const forwarded = marksOfProxies.some((name) => c.req.header(name) !== undefined);
  if (!forwarded && /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i.test(host)) return;
  throw new Fault(
    "forbidden",
    "The desk is served over https, or to this machine alone: start with --url https://… behind a proxy (docs/operating.md).",
    [],
    "La mesa de trabajo se sirve por https, o solo en esta misma máquina: inicie con --url https://… detrás de un proxy (docs/operating.md).",
  );
}

const marksOfProxies = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

function foreign(): Fault {
  return new Fault(
    "forbidden",
    "This did not come from a page of this desk, so it was not done. Open the desk and try again.",
    [],
    "Esto no vino de una página de esta mesa de trabajo, así que no se hizo. Abra la mesa e inténtelo de nuevo.",
  );
}

/** Where to go once signed in: a page of the desk by its path, and never another site (open redirect). */
export function safeNext(text: string | undefined): string {
  // What begins something by being opened is no place to be led to.
  return text !== undefined &&
    text.length <= 500 &&
    !text.startsWith("/desk/account/identity") &&
    /^\/desk(?:[/?][\w\-./~%?=&+,:]*)?$/.test(text)
    ? text
    : "/desk";
}
