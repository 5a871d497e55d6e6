import * as Y from "yjs";
import { changePlain } from "../../text/shared-text.ts";
import { typed } from "./shared-binding.ts";

/** Holds a field of one line (a title) and a shared text to each other; the caret stays at the letters where it was. */
export function bindField(field: HTMLInputElement | HTMLTextAreaElement, text: Y.Text): void {
  let composing = false;
  let caret: [Y.RelativePosition, Y.RelativePosition] | undefined;

  const remember = () => {
    const place = (at: number) => Y.createRelativePositionFromTypeIndex(text, Math.min(at, text.length), -1);
    caret = [place(field.selectionStart ?? 0), place(field.selectionEnd ?? 0)];
  };
  const write = () => {
    const now = field.value.replaceAll(/\s*[\n\r]\s*/g, " ");
    text.doc?.transact(() => changePlain(text, text.toJSON(), now), typed);
    if (now !== field.value) field.value = now;
    remember();
    grow(field);
  };
  const show = () => {
    const now = text.toJSON();
    if (composing || now === field.value) return;
    const focused = field.ownerDocument.activeElement === field;
    field.value = now;
    grow(field);
    if (!focused || caret === undefined || text.doc === null) return;
    const [start, end] = caret.map((place) =>
      text.doc === null ? null : Y.createAbsolutePositionFromRelativePosition(place, text.doc),
    );
    if (start && end) field.setSelectionRange(start.index, end.index);
  };

  field.addEventListener("compositionstart", () => (composing = true));
  field.addEventListener("compositionend", () => {
    composing = false;
    write();
  });
  field.addEventListener("input", () => {
    if (!composing) write();
  });
  for (const event of ["keyup", "pointerup", "focus"]) field.addEventListener(event, remember);
  text.observe((_, change) => {
    if (change.origin !== typed || field.value !== text.toJSON()) show();
  });
  show();
}

function grow(field: HTMLElement): void {
  if (!(field instanceof HTMLTextAreaElement)) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}
