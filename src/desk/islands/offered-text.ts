import type { EditorView } from "prosemirror-view";
import type { EditorWords } from "../../page/catalogue/editor-es.ts";

/** The text as it stands here, to be taken elsewhere: copied, downloaded under `name`, or dropped. */
export function offerText(
  offer: HTMLElement,
  text: { why: string; name: string; view: EditorView | undefined; whole: () => string; discard: () => void },
  words: EditorWords,
): void {
  const sentence = document.createElement("p");
  sentence.textContent = text.why;
  const kept = document.createElement("p");
  kept.textContent = words.kept;
  const actions = document.createElement("div");
  actions.className = "actions";
  const copy = action(words.copy, () => void copyText(text.view).then(() => (copy.textContent = words.copied)));
  const save = action(words.download, () => download(text.name, text.whole()));
  const drop = action(words.discard, text.discard);
  drop.classList.add("second");
  actions.append(copy, save, drop);
  offer.replaceChildren(sentence, kept, actions);
}

function action(name: string, run: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = name;
  button.addEventListener("click", run);
  return button;
}

async function copyText(view: EditorView | undefined): Promise<void> {
  if (view === undefined) return;
  const { dom, text } = view.serializeForClipboard(view.state.doc.slice(0, view.state.doc.content.size));
  await navigator.clipboard.write([
    new ClipboardItem({
      "text/html": new Blob([dom.innerHTML], { type: "text/html" }),
      "text/plain": new Blob([text], { type: "text/plain" }),
    }),
  ]);
}

function download(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}
