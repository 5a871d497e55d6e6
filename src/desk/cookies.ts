import type { Context } from "hono";
import { generateCookie, getCookie } from "hono/cookie";
import { atMost } from "../access/sessions.ts";
import type { DeskContext } from "./context.ts";

/**
 * Over https the browser itself holds the cookie to this very host and to https (the prefix `__Host-`); the plain name is
 * for trials on this machine alone.
 */
function cookieName(desk: DeskContext, name: "voceria" | "voceria-entry"): string {
  return isSecure(desk) ? `__Host-${name}` : name;
}

function isSecure(desk: DeskContext): boolean {
  return desk.url.startsWith("https:");
}

export function sessionToken(desk: DeskContext, c: Context): string | undefined {
  return getCookie(c, cookieName(desk, "voceria"));
}

export function sessionCookie(desk: DeskContext, token: string): string {
  return cookie(desk, "voceria", token, atMost / 1_000);
}

export function noSessionCookie(desk: DeskContext): string {
  return cookie(desk, "voceria", "", 0);
}

/** Binds a sign-in that was begun to the browser that began it. */
export function entryToken(desk: DeskContext, c: Context): string | undefined {
  return getCookie(c, cookieName(desk, "voceria-entry"));
}

export function entryCookie(desk: DeskContext, token: string): string {
  return cookie(desk, "voceria-entry", token, 600);
}

function cookie(desk: DeskContext, name: "voceria" | "voceria-entry", value: string, maxAge: number): string {
  return generateCookie(cookieName(desk, name), value, {
    path: "/",
    httpOnly: true,
    // Lax: whoever follows a link in a mail to a page of the desk arrives signed in. What changes anything is a POST.
    sameSite: "Lax",
    secure: isSecure(desk),
    maxAge,
  });
}
