import { Fault, type FaultCode } from "../fault.ts";
import { statusFor } from "../page/fault-status.ts";
import { openHeaders } from "./headers.ts";

/** What went wrong, as RFC 9457 has it. `code` is the reason that a program tells apart, `errors` each parameter that is wrong. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: FaultCode | "gone" | "method-not-allowed" | "broken";
  errors?: { parameter: string; detail: string }[];
};

export class WrongParameters extends Fault {
  readonly errors: { parameter: string; detail: string }[];

  constructor(errors: { parameter: string; detail: string }[]) {
    super("invalid", errors.map(({ parameter, detail }) => `${parameter}: ${detail}`).join(" "));
    this.errors = errors;
  }
}

/** It was entered in the register wholly by mistake, and retracted. */
export class Retracted extends Fault {
  constructor(sentence: string) {
    super("not-found", sentence);
  }
}

const titles: Record<Problem["code"], string> = {
  usage: "The request is wrong",
  invalid: "The request is wrong",
  "not-found": "There is nothing here",
  conflict: "Somebody was there first",
  gone: "This never was so",
  forbidden: "This is not for everybody",
  unconfirmed: "The register does not say this with certainty",
  unavailable: "Not available for the moment",
  unsafe: "Not available for the moment",
  "too-large": "The request is too large",
  "too-many": "Too many requests",
  "method-not-allowed": "This address is only read",
  broken: "Something failed on our side",
};

/** A refusal in its own words; of what is our fault nothing but that it is. */
export function problemOf(url: string, path: string, error: unknown): Response {
  const status = statusFor(error);
  if (status === 500)
    return problem(url, path, { status, code: "broken", detail: "Please try again; the operator has been told." });
  if (!(error instanceof Fault))
    return problem(url, path, { status, code: "unavailable", detail: "The database is away. Please try again soon." });
  const detail =
    error.message || "There is nothing at this address: see /api/v1/openapi.json for those that there are.";
  if (error instanceof Retracted) return problem(url, path, { status: 410, code: "gone", detail });
  const errors = error instanceof WrongParameters ? { errors: error.errors } : {};
  return problem(url, path, { status, code: error.code, detail, ...errors });
}

/** `posted`: what is asked may be sent by POST too. */
export function notAllowed(url: string, path: string, posted = false): Response {
  const detail = `Use GET${posted ? ", POST" : ""} or HEAD: everything here is only read.`;
  const allow = posted ? "GET, HEAD, OPTIONS, POST" : "GET, HEAD, OPTIONS";
  return problem(url, path, { status: 405, code: "method-not-allowed", detail }, { allow });
}

function problem(
  url: string,
  instance: string,
  { status, code, ...rest }: Pick<Problem, "status" | "code" | "detail" | "errors">,
  headers: Record<string, string> = {},
): Response {
  const body: Problem = { type: `${url}/api#${code}`, title: titles[code], status, instance, code, ...rest };
  return new Response(`${JSON.stringify(body)}\n`, {
    status,
    headers: {
      ...openHeaders(url, "application/problem+json"),
      "cache-control": "no-cache",
      ...(status === 503 || status === 429 ? { "retry-after": "5" } : {}),
      ...headers,
    },
  });
}
