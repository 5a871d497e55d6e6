import { baseKeymap } from "prosemirror-commands";
import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import { keymap } from "prosemirror-keymap";
import { EditorState, Plugin } from "prosemirror-state";
import { tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";
import * as Y from "yjs";
import type { EditorWords } from "../../page/catalogue/editor-es.ts";
import { newSharedDoc } from "../../text/shared-text.ts";
import { commented } from "./commented.ts";
import * as commands from "./commands.ts";
import { cursors, presenceOf } from "./cursors.ts";
import { askCitation, askLink } from "./dialogs.ts";
import { act, keys } from "./editor-keys.ts";
import { exchange, type Standing } from "./exchange.ts";
import { offerText } from "./offered-text.ts";
import { lostWords, pasting } from "./pasted.ts";
import { bindShared, keysAtCursor, shown, typed } from "./shared-binding.ts";
import { bindField } from "./shared-line-field.ts";
import { icons, toolbar } from "./toolbar.ts";
import { openUnsent } from "./unsent.ts";
import { chooseWord } from "./word-file.ts";

type Place = { draft: string; officer: number; name: string; address: string; citations: string; words: EditorWords };

for (const element of document.querySelectorAll<HTMLElement>("[data-editor]")) start(element);

/** The editor of one draft, in the element that the page holds for it. */
function start(element: HTMLElement): void {
  const place = JSON.parse(element.dataset["editor"] ?? "{}") as Place;
  const { words } = place;
  const title = element.querySelector<HTMLTextAreaElement>("[data-part=title]");
  const summary = element.querySelector<HTMLTextAreaElement>("[data-part=summary]");
  const sheet = element.querySelector<HTMLElement>("[data-part=body]");
  const status = element.querySelector<HTMLElement>("[data-status]");
  const offer = element.querySelector<HTMLElement>("[data-offer]");
  const people = element.querySelector<HTMLElement>("[data-people]");
  if (title === null || summary === null || sheet === null || status === null || offer === null || people === null)
    return;

  const token = document.querySelector<HTMLMetaElement>("meta[name=voceria-form]")?.content ?? "";
  const doc = newSharedDoc();
  const body = doc.getText("body");
  const undoing = new Y.UndoManager([doc.getText("title"), doc.getText("summary"), body], {
    trackedOrigins: new Set([typed]),
    captureTimeout: 400,
  });
  const colleagues = cursors(body);
  let view: EditorView | undefined;
  let writable = true;

  const office = exchange(
    doc,
    { address: place.address, officer: place.officer, token },
    openUnsent(place.draft, String(place.officer)),
    {
      onReady: () => (view = show()),
      onStanding: (standing) => tell(standing),
      onWritable: (now, state) => {
        writable = now;
        element.dataset["state"] = state;
        element.dispatchEvent(new CustomEvent("draft-standing", { bubbles: true, detail: { state, writable } }));
        lock();
      },
      onRefused: (why) => status.replaceChildren(why),
      onHere: (here) => {
        if (here.window === office.window) return;
        colleagues.seen(here);
        const names = colleagues.names();
        people.textContent = names.length === 0 ? "" : words.here.replace("{names}", names.join(", "));
      },
    },
  );

  const reader = { address: place.address, token: () => office.token(), notify, tellLost };

  function lock(): void {
    const open = writable && !("why" in office.standing());
    title!.readOnly = summary!.readOnly = !open;
    view?.setProps({ editable: () => open });
    bar?.update(view!.state);
  }

  let bar: ReturnType<typeof toolbar> | undefined;

  function show(): EditorView {
    bindField(title!, doc.getText("title"));
    bindField(summary!, doc.getText("summary"));
    const binding = bindShared(body);
    const comments = commented(body);
    const made = new EditorView(sheet, {
      state: EditorState.create({
        doc: binding.document(),
        plugins: [
          keysAtCursor(),
          commands.typingRules(),
          keymap(keys(words, place.citations, undoing, () => made)),
          keymap(baseKeymap),
          dropCursor({ color: false, class: "drop-here" }),
          gapCursor(),
          tableEditing(),
          commands.keepSound(),
          colleagues.plugin,
          comments.plugin,
          pasting(tellLost, () => notify(words.pasteFailed)),
          placeholder(words.placeholder),
        ],
      }),
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": words.text,
        class: "prose",
        spellcheck: "true",
      },
      dispatchTransaction(transaction) {
        const { state, transactions } = made.state.applyTransaction(transaction);
        made.updateState(state);
        binding.write(transactions, state);
        bar?.update(state);
        if (transactions.some((one) => (one.docChanged || one.selectionSet) && one.getMeta(shown) === undefined))
          sayWhere();
      },
    });
    binding.attach(made);
    colleagues.attach(made);
    comments.attach(made);
    view = made;
    const tools = toolbar(
      made,
      words,
      [
        {
          name: "link",
          keys: "Control+K",
          icon: icons.link,
          run: act(() => askLink(made, words)),
          isOn: (state) => commands.linkRange(state).href !== undefined,
        },
        { name: "cite", icon: icons.cite, run: act(() => askCitation(made, words, place.citations)) },
        { name: "word", icon: icons.word, run: act(() => chooseWord(made, reader, words)) },
      ],
      { undo: () => void undoing.undo(), redo: () => void undoing.redo() },
    );
    bar = tools;
    sheet!.before(tools.element);
    tools.update(made.state);
    undoing.clear();
    for (const field of [title!, summary!])
      field.addEventListener("keydown", (event) => {
        if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
        const redo = event.key === "y" || (event.key === "Z" && event.shiftKey);
        if (event.key !== "z" && !redo) return;
        event.preventDefault();
        if (redo) undoing.redo();
        else undoing.undo();
      });
    keepReachable(tools.element);
    element.dataset["ready"] = "";
    lock();
    // What pasting needs is fetched now: it must be at hand when the network is not.
    void import("./pasting.ts");
    return made;
  }

  let saying: ReturnType<typeof setTimeout> | undefined;
  function sayWhere(): void {
    saying ??= setTimeout(() => {
      saying = undefined;
      if (view !== undefined && view.hasFocus()) office.say(presenceOf(view.state, body));
    }, 700);
  }
  setInterval(() => {
    if (view?.hasFocus() === true && document.visibilityState === "visible") sayWhere();
  }, 20_000);

  function tell(standing: Standing): void {
    element.dataset["standing"] = standing.is;
    const link = standing.is === "signed-out" || standing.is === "other-officer";
    status!.replaceChildren(words[standingWords[standing.is]]);
    if (link) status!.append(" ", enterLink(words));
    offer!.hidden = !("why" in standing);
    if ("why" in standing)
      offerText(
        offer!,
        {
          why: standing.why,
          name: `${place.draft}.txt`,
          view,
          whole: wholeText,
          discard: () => void office.discard().then(() => location.reload()),
        },
        words,
      );
    if (view !== undefined) lock();
    element.dispatchEvent(new CustomEvent("draft-saved", { bubbles: true, detail: { standing: standing.is } }));
  }

  function wholeText(): string {
    const words = view === undefined ? "" : view.state.doc.textBetween(0, view.state.doc.content.size, "\n\n", "\n");
    return [title!.value, summary!.value, words].filter((part) => part !== "").join("\n\n");
  }

  function notify(text: string): void {
    const notice = element.querySelector<HTMLElement>("[data-notice]");
    if (notice !== null) notice.textContent = text;
  }

  function tellLost(lost: readonly string[]): void {
    const said = lostWords(lost, words);
    notify(said === "" ? "" : `${words.lost} ${said}`);
  }
}

const standingWords = {
  loading: "loading",
  saved: "saved",
  saving: "saving",
  offline: "offline",
  "signed-out": "signedOut",
  "other-officer": "otherOfficer",
  settled: "settled",
  refused: "refused",
} as const satisfies Record<Standing["is"], keyof EditorWords>;

/** On a phone the keyboard covers the page's foot, and a page that is moved its head: the tools go along just above it. */
function keepReachable(tools: HTMLElement): void {
  const seen = window.visualViewport;
  if (seen === null || !matchMedia("(pointer: coarse)").matches) return;
  const place = () => {
    const covered = Math.max(0, Math.round(window.innerHeight - seen.height - seen.offsetTop));
    tools.style.setProperty("--keyboard", `${covered}px`);
  };
  seen.addEventListener("resize", place);
  seen.addEventListener("scroll", place);
  place();
}

function placeholder(text: string): Plugin {
  return new Plugin({
    view: (view) => {
      const update = (state: EditorState) => {
        const { doc } = state;
        const empty = doc.childCount === 1 && doc.firstChild?.isTextblock === true && doc.firstChild.content.size === 0;
        if (empty) view.dom.dataset["placeholder"] = text;
        else delete view.dom.dataset["placeholder"];
      };
      update(view.state);
      return { update: ({ state }) => update(state) };
    },
  });
}

function enterLink(words: EditorWords): HTMLAnchorElement {
  const link = document.createElement("a");
  link.href = `/desk/enter?next=${encodeURIComponent(location.pathname)}`;
  link.target = "_blank";
  link.textContent = words.enterAgain;
  return link;
}
