import type { Context } from "hono";
import type { IdentityProvider } from "../access/oidc.ts";
import type { Actor } from "../access/rights.ts";
import type { Session } from "../access/sessions.ts";
import type { Assets } from "../page/assets.ts";
import type { Catalogue } from "../page/catalogue.ts";
import type { Tongue } from "../page/language.ts";
import type { Html } from "../page/html.ts";
import type { Horizon } from "../recorder/horizon.ts";
import type { RecordIdentity } from "../recorder/record-identity.ts";
import type { Office } from "../register/office.ts";
import type { Installation } from "../store/installation.ts";

export type DeskContext = {
  installation: Installation;
  office: () => Promise<Office>;
  record: () => Promise<RecordIdentity>;
  /** What may be shown outside. A request reads it once. */
  horizon: () => Horizon;
  /** The address readers use, without a slash at its end. */
  url: string;
  /** Built at the first request for a page of the desk: an office that is only read never pays for it. */
  assets: () => Promise<Assets>;
  /** The identity provider that officers may sign in with, where the operator named one. */
  provider: IdentityProvider | undefined;
  /** Whether the address that a proxy forwards is believed. */
  behindProxy: boolean;
  /** Whether mails leave this machine: without a relay they lie in the outbox, for the operator to hand on. */
  sendsMail: boolean;
  /** The most that an attached file may have, in bytes, where the office says so. */
  largestFile?: number;
  /** Where a failure of ours is told, for the operator. */
  report: (error: unknown, path: string) => void;
};

/** Somebody at the door: who they are is not known. */
export type VisitorRequest = {
  desk: DeskContext;
  c: Context;
  language: Tongue;
  t: Catalogue;
  office: Office;
  record: RecordIdentity;
  /** The network address they come from. */
  address: string;
  /** An address of ours: the desk's as it is, a public page's in this language. */
  href: (path: string) => string;
};

/** One request of an officer who is signed in, with what every page and act of the desk needs. */
export type DeskRequest = VisitorRequest & {
  actor: Actor;
  session: Session;
  /** The hidden field that every form of the desk carries; islands send its value as the header `voceria-form`. */
  formToken: () => Html;
};
