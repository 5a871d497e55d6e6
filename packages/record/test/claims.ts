import {
  verifyBundle,
  type Bundle,
  type CheckEd25519,
  type Finding,
  type Json,
  type Report,
  type VerifyOptions,
} from "../src/index.ts";
import { base64 } from "../src/index.ts";
import { checkEd25519, hash } from "./crypto.ts";
import { fileOf, start } from "./office-log.ts";

/** One minute after the last cosignature of most tests. */
export const now = new Date((start + 3660) * 1000);

export async function verify(
  bundle: Bundle | Uint8Array,
  options: Partial<VerifyOptions> & { policy: string },
): Promise<Report> {
  return verifyBundle(bundle instanceof Uint8Array ? bundle : fileOf(bundle), { hash, checkEd25519, now, ...options });
}

export function finding(report: Report, name: Finding["name"]): Finding {
  return report.findings.find((one) => one.name === name)!;
}

/** `name: status` or `name: status (reason)` of each finding. */
export function summary(report: Report): string[] {
  return report.findings.map(
    ({ name, status, reason }) => `${name}: ${status}${reason === undefined ? "" : ` (${reason})`}`,
  );
}

/**
 * Whether a report claims strictly less than that of the honest bundle: something is refused, or what it still
 * establishes is the same or weaker, and not all of it is there.
 */
export function claimsLess(changed: Report, honest: Report): boolean {
  if (!changed.established)
    return changed.entry === undefined || changed.findings.some(({ status }) => status === "refused");
  let less = false;
  for (const before of honest.findings) {
    const after = finding(changed, before.name);
    if (JSON.stringify(after) === JSON.stringify(before)) continue;
    if (after.status === "refused") return true;
    if (before.status !== "established") return false;
    if (after.status === "established" && !isWeaker(after, before)) return false;
    less = true;
  }
  return less;
}

/** Fewer cosignatures, known by a later time, fresh as of an earlier one; all else the same. */
function isWeaker(after: Finding, before: Finding): boolean {
  const [left, all] = [dismantle(after), dismantle(before)];
  return (
    left.rest === all.rest &&
    left.cosignatures.every((one) => all.cosignatures.includes(one)) &&
    left.existedBy >= all.existedBy &&
    left.freshAt <= all.freshAt
  );
}

function dismantle({ detail }: Finding) {
  const cosignatures: string[] = [];
  const rest = JSON.stringify(detail, (key, value: unknown) => {
    if (key === "cosignatures") cosignatures.push(...(value as unknown[]).map((one) => JSON.stringify(one)));
    return key === "cosignatures" || key === "existedBy" || key === "freshAt" ? undefined : value;
  });
  return { rest, cosignatures, existedBy: timeIn(detail["existedBy"]), freshAt: timeIn(detail["freshAt"]) };
}

function timeIn(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

/** The same check, each distinct question asked once: a bundle changed byte by byte asks the same ones over and over. */
export function remembering(check: CheckEd25519): CheckEd25519 {
  const answers = new Map<string, boolean | Promise<boolean>>();
  return (publicKey, message, signature) => {
    const question = [publicKey, message, signature].map(base64).join(" ");
    const answer = answers.get(question) ?? check(publicKey, message, signature);
    answers.set(question, answer);
    return answer;
  };
}
