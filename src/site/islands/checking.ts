import { sha256 } from "@noble/hashes/sha2.js";
import { readPolicy, type Report, verifyBundle, writeVerifierKey } from "@voceria/record";
import { countIn, longInstantIn } from "../../text/dates-in-words.ts";
import { iconMarkup, type IconName } from "../../page/icons.ts";
import { spoken } from "./spoken.ts";
import { tell } from "./words.ts";

const { locale, at: prefix, words: t } = spoken;
export { t };

export type State = "checking" | "checked" | "waiting" | "alarm" | "unchecked";
/** `link` leads to the entry; a line that is not `first` stands one step away unless it was refused. */
export type Line = { name: string; says: string; refused?: boolean; first?: boolean; link?: string };

/** This browser cannot check Ed25519 signatures: none at all, or not over this connection. */
export class NoCrypto extends Error {}

/** The record's own verification, with this browser's own signatures. Throws NoCrypto, or Malformed for the policy. */
export function verify(
  bundle: Uint8Array,
  policy: string,
  attachments: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<Report> {
  return verifyBundle(bundle, { policy, hash: (bytes) => sha256(bytes), checkEd25519, now: new Date(), attachments });
}

async function checkEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  // Absent outside secure contexts, whatever the types say.
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (subtle === undefined) throw new NoCrypto();
  let key: CryptoKey;
  try {
    key = await subtle.importKey("raw", publicKey as BufferSource, { name: "Ed25519" }, false, ["verify"]);
  } catch (error) {
    // A point that is no key is a DataError: the signature is then bad, not the browser.
    if (error instanceof DOMException && error.name === "DataError") return false;
    throw new NoCrypto();
  }
  return subtle.verify({ name: "Ed25519" }, key, signature as BufferSource, message as BufferSource);
}

/** Where the key came from: this site now, the same as before, or another than before. */
export type Pin = { is: "first" } | { is: "same" | "changed"; since: Date };

/** Remembers the log's key at first sight. A change is told each time, and the key first seen stays remembered. */
export function pinKey(policy: string): Pin {
  const keys = readPolicy(policy, "policy", (bytes) => sha256(bytes)).logs.map(({ key }) => writeVerifierKey(key));
  const place = "voceria:key";
  try {
    const kept = localStorage.getItem(place);
    const before = kept === null ? undefined : (JSON.parse(kept) as { key: string; since: string });
    if (before === undefined) {
      localStorage.setItem(place, JSON.stringify({ key: keys[0], since: new Date().toISOString() }));
      return { is: "first" };
    }
    return { is: keys.includes(before.key) ? "same" : "changed", since: new Date(before.since) };
  } catch {
    // A browser that keeps nothing, or kept something else: as at first sight.
    return { is: "first" };
  }
}

/** The findings of a report, in the words of the page. */
export function linesOf(report: Report, timeZone: string): Line[] {
  const when = (instant: string) => longInstantIn(locale, new Date(instant), timeZone);
  return report.findings.flatMap((finding) => {
    const told = tell(finding, t, when, (value) => countIn(locale, value));
    if (told === undefined) return [];
    const line: Line = { ...told, refused: finding.status === "refused", first: isFirst(finding) };
    if (finding.name === "inclusion" && finding.status === "established")
      line.link = entryAddress(Number(finding.detail["index"]));
    return [line];
  });
}

/** Whether it stands, and who else saw it; the rest of what was checked is one step away. */
function isFirst({ name, reason }: Report["findings"][number]): boolean {
  return name === "newest" || (name === "witnesses" && reason !== "no-witness-asked");
}

function entryAddress(index: number): string {
  return `${prefix}/record/entries/${index}`;
}

const icons: Record<State, IconName> = {
  checking: "ring",
  checked: "check",
  waiting: "clock",
  alarm: "alarm",
  unchecked: "question",
};

/** Writes a state, a heading, sentences and findings into a card. Everything is set as text. */
export function show(
  card: HTMLElement,
  state: State,
  heading: string,
  sentences: readonly string[],
  lines: readonly Line[] = [],
): void {
  card.dataset["state"] = state;
  card.hidden = false;
  const title = card.querySelector("h2");
  if (title) {
    const icon = document.createElement("template");
    icon.innerHTML = iconMarkup(icons[state]);
    title.replaceChildren(icon.content, element("span", heading));
  }
  const [first, more] = [lines.filter(isForemost), lines.filter((line) => !isForemost(line))];
  const parts = sentences.map((sentence) => element("p", sentence));
  if (first.length > 0) parts.push(listOf(first));
  if (more.length > 0) {
    const details = element("details");
    details.append(element("summary", t.more), listOf(more));
    parts.push(details);
  }
  card.querySelector('[role="status"]')?.replaceChildren(...parts);
}

function isForemost({ first, refused }: Line): boolean {
  return first === true || refused === true;
}

function listOf(lines: readonly Line[]): HTMLElement {
  const list = element("dl");
  list.className = "stack";
  for (const { name, says, refused, link } of lines) {
    const value = element("dd", link === undefined ? says : "");
    value.dataset["status"] = refused === true ? "refused" : "told";
    if (link !== undefined) {
      const anchor = element("a", says) as HTMLAnchorElement;
      anchor.href = link;
      value.append(anchor);
    }
    list.append(element("dt", name), value);
  }
  return list;
}

/** «Checked by this site's own program: check it another way», with the way. */
export function elsewhere(): HTMLElement {
  const line = element("p", `${t.honest} `);
  line.className = "elsewhere";
  const link = document.createElement("a");
  link.href = `${prefix}/verify`;
  link.textContent = t.elsewhere;
  line.append(link, ".");
  return line;
}

export function element(name: string, text = ""): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

export function longWhen(at: Date, timeZone: string): string {
  return longInstantIn(locale, at, timeZone);
}
