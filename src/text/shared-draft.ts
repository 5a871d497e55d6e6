import * as Y from "yjs";
import { Fault } from "../fault.ts";
import { withinSteps } from "./change-size.ts";
import { isKeptAddress } from "./link-address.ts";
import { normalizeMarkdown } from "./markdown.ts";
import { readMarkdown } from "./read-markdown.ts";
import { blocksFromLines, isLineEnd, linesFromBlocks } from "./shared-lines.ts";
import { changePlain, changeShared, readShared, sharedParts } from "./shared-text.ts";
import { tidy } from "./tidy.ts";
import { writeMarkdown } from "./write-markdown.ts";

/** A draft's words, as they are saved: `body` in canonical Markdown. */
export type DraftText = { title: string; summary: string; body: string };

/** What the shared text says now, tidy, as it is to be saved. Throws Fault("invalid", "too-large") as `normalizeMarkdown` does. */
export function textOfShared(doc: Y.Doc): DraftText {
  const body = writeMarkdown(tidy(blocksFromLines(readShared(doc.getText("body")).lines)));
  return {
    title: oneLine(doc.getText("title").toJSON()),
    summary: oneLine(doc.getText("summary").toJSON()),
    body: normalizeMarkdown(body),
  };
}

/** Makes the shared text say this, changing no more than what differs: who is writing meanwhile loses nothing. */
export function followText(doc: Y.Doc, text: DraftText): void {
  doc.transact(() => {
    const now = textOfShared(doc);
    for (const part of ["title", "summary"] as const) {
      const shared = doc.getText(part);
      if (now[part] !== text[part]) changePlain(shared, shared.toJSON(), text[part]);
    }
    const body = doc.getText("body");
    if (now.body !== text.body || body.length === 0)
      changeShared(body, readShared(body).lines, linesFromBlocks(tidy(readMarkdown(text.body))));
  });
}

/**
 * Applies what a browser sent. Throws Fault("invalid") for bytes that are no update and for one that would put into the
 * document what the profile does not know, naming it; Fault("too-large") for one that would take minutes. False for one that builds on changes which have not arrived. After a
 * fault, or false, the document is spoilt and must be thrown away.
 */
export function applyUpdate(doc: Y.Doc, update: Uint8Array): boolean {
  try {
    withinSteps(doc, () => Y.applyUpdate(doc, update));
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault(
      "invalid",
      "What was sent is no change of a text; load the page again.",
      [],
      "Lo que llegó no es un cambio de un texto; vuelva a cargar la página.",
    );
  }
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) return false;
  const strange = strangeness(doc);
  if (strange === undefined) return true;
  throw new Fault(
    "invalid",
    `What was sent holds ${strange}, which a text of the profile cannot have; it was not taken.`,
    [],
    `Lo que llegó trae algo que un texto no puede tener (${strange}); no se guardó.`,
  );
}

/** The first thing in the document that no editor of ours writes. */
function strangeness(doc: Y.Doc): string | undefined {
  const [unknown] = [...doc.share.keys()].filter((name) => !sharedParts.some((part) => part === name));
  if (unknown !== undefined) return `a part named "${unknown.slice(0, 40)}"`;
  const body = doc.getText("body");
  const plain: unknown[] = [doc.getText("title"), doc.getText("summary")];
  for (const structs of doc.store.clients.values()) {
    for (const struct of structs) {
      if (struct instanceof Y.GC) continue;
      if (!(struct instanceof Y.Item)) return "a gap";
      if (struct.content instanceof Y.ContentDeleted) continue;
      if (struct.parentSub !== null) return `a property "${struct.parentSub.slice(0, 40)}"`;
      const strange = plain.includes(struct.parent)
        ? struct.content instanceof Y.ContentString
          ? undefined
          : "form in a line of plain text"
        : struct.parent === body
          ? strangeContent(struct.content)
          : "a part within a part";
      if (strange !== undefined) return strange;
    }
  }
  return undefined;
}

function strangeContent(content: Y.Item["content"]): string | undefined {
  if (content instanceof Y.ContentString) return undefined;
  if (content instanceof Y.ContentEmbed)
    return isEmptyObject(content.embed) ? undefined : "an element that is not text";
  if (!(content instanceof Y.ContentFormat)) return "an element that is not text";
  const value: unknown = content.value;
  switch (content.key) {
    case "em":
    case "strong":
      return value === true || value === null ? undefined : "emphasis of an unknown kind";
    case "link":
      return value === null ||
        (typeof value === "string" && value.length <= 4_000 && isKeptAddress(value.replace(/^\+/, "")))
        ? undefined
        : "a link that no text may have";
    case "end":
      return value === null || (typeof value === "string" && isLineEnd(value))
        ? undefined
        : "a block of an unknown kind";
    default:
      return `form named "${content.key.slice(0, 40)}"`;
  }
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*[\n\r\u2028\u2029]\s*/g, " ");
}
