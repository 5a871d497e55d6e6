import type { EditorView } from "prosemirror-view";
import type { EditorWords } from "../../page/catalogue/editor-es.ts";
import { isKeptAddress, writtenAddress } from "../../text/link-address.ts";
import { editorSchema } from "../../text/editor-schema.ts";
import { linkRange, setLink } from "./commands.ts";

/** Asks where a link is to lead: an address, typed or pasted. An empty one takes the link away. */
export function askLink(view: EditorView, words: EditorWords): void {
  const { from, to, href } = linkRange(view.state);
  const { dialog, form, actions } = openDialog(words.link, words);
  const address = field(form, words.linkAddress, "url", href ?? "");
  address.placeholder = "https://…";
  address.inputMode = "url";
  const text = from === to ? field(form, words.linkText, "text", "") : undefined;
  const wrong = document.createElement("p");
  wrong.className = "wrong";
  wrong.setAttribute("role", "alert");
  form.append(wrong, actions);
  if (href !== undefined) {
    const remove = button(words.linkRemove, "second");
    remove.addEventListener("click", () => {
      dialog.close();
      setLink(null)(view.state, view.dispatch);
      view.focus();
    });
    actions.append(remove);
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = addressOf(address.value);
    if (wanted === undefined) {
      wrong.textContent = words.linkWrong;
      address.setAttribute("aria-invalid", "true");
      return address.focus();
    }
    dialog.close();
    if (text === undefined) setLink(wanted)(view.state, view.dispatch);
    else insertLink(view, text.value.trim() === "" ? wanted.replace(/^mailto:/, "") : text.value.trim(), wanted);
    view.focus();
  });
  address.focus();
}

type Found = { number: string; edition: number; title: string; day: string; kind: string; href: string };

/** Finds an earlier statement by its number or its words, and puts a link to that very edition of it. */
export function askCitation(view: EditorView, words: EditorWords, source: string): void {
  const { dialog, form, actions } = openDialog(words.cite, words);
  const query = field(form, words.citeSearch, "search", "");
  const found = document.createElement("ul");
  found.className = "found-statements";
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  form.append(said, found, actions);
  actions.querySelector("button[type=submit]")?.remove();
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const search = async () => {
    const own = ++asked;
    if (query.value.trim() === "") return;
    try {
      const response = await fetch(`${source}?q=${encodeURIComponent(query.value)}`, {
        headers: { accept: "application/json" },
        redirect: "manual",
      });
      if (own !== asked) return;
      if (!response.ok) throw new Error(String(response.status));
      const { statements } = (await response.json()) as { statements: Found[] };
      said.textContent = statements.length === 0 ? words.citeNone : "";
      found.replaceChildren(...statements.map((statement) => choice(statement)));
    } catch {
      if (own === asked) said.textContent = words.citeFailed;
    }
  };
  const choice = (statement: Found) => {
    const item = document.createElement("li");
    const choose = button("", "link");
    const title = document.createElement("b");
    title.textContent = statement.title;
    const small = document.createElement("small");
    small.textContent = `${statement.kind} ${statement.number} · ${statement.day}`;
    choose.append(title, small);
    choose.addEventListener("click", () => {
      dialog.close();
      if (view.state.selection.empty) insertLink(view, `${statement.title} (${statement.number})`, statement.href);
      else setLink(statement.href)(view.state, view.dispatch);
      view.focus();
    });
    item.append(choose);
    return item;
  };
  query.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => void search(), 200);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void search();
  });
  query.focus();
}

/** Asks for a few words; they are handed on when they are not empty. */
export function askWords(title: string, label: string, words: EditorWords, use: (text: string) => void): void {
  const { dialog, form, actions } = openDialog(title, words);
  const label_ = document.createElement("label");
  const area = document.createElement("textarea");
  area.rows = 4;
  area.required = true;
  label_.append(label, area);
  form.append(label_, actions);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close();
    if (area.value.trim() !== "") use(area.value.trim());
  });
  area.focus();
}

function addressOf(typed: string): string | undefined {
  const text = typed.trim();
  const address = writtenAddress(
    /^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(text)
      ? `mailto:${text}`
      : /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[/?#].*)?$/i.test(text)
        ? `https://${text}`
        : text,
  );
  return isKeptAddress(address) ? address : undefined;
}

function insertLink(view: EditorView, text: string, href: string): void {
  const { state } = view;
  const node = editorSchema.text(text, [editorSchema.marks.link.create({ href })]);
  view.dispatch(state.tr.replaceSelectionWith(node, false).scrollIntoView());
}

function openDialog(
  title: string,
  words: EditorWords,
): { dialog: HTMLDialogElement; form: HTMLFormElement; actions: HTMLElement } {
  const dialog = document.createElement("dialog");
  dialog.className = "ask-in-text";
  const form = document.createElement("form");
  form.className = "form";
  form.noValidate = true;
  const heading = document.createElement("h2");
  heading.textContent = title;
  heading.id = "ask-in-text";
  dialog.setAttribute("aria-labelledby", heading.id);
  const actions = document.createElement("div");
  actions.className = "actions";
  const accept = button(words.accept, "");
  accept.type = "submit";
  const cancel = button(words.cancel, "second");
  cancel.addEventListener("click", () => dialog.close());
  actions.append(accept, cancel);
  form.append(heading);
  dialog.append(form);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return { dialog, form, actions };
}

function field(form: HTMLElement, label: string, type: string, value: string): HTMLInputElement {
  const around = document.createElement("label");
  const input = document.createElement("input");
  // Not `url`: a browser would refuse the paths of this site.
  input.type = type === "url" ? "text" : type;
  input.value = value;
  input.autocomplete = "off";
  around.append(label, input);
  form.append(around);
  return input;
}

function button(name: string, kind: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = kind === "link" ? "link" : `button ${kind}`;
  made.textContent = name;
  return made;
}
