import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type { EditorWords } from "../../page/catalogue/editor-es.ts";

/** What comes from other programs comes as its text; what was cut in this editor comes as it was. */
export function pasting(tellLost: (lost: readonly string[]) => void, failed: () => void): Plugin {
  return new Plugin({
    props: {
      // Before ProseMirror would read it by itself.
      handleDOMEvents: {
        paste(view, event) {
          const html = event.clipboardData?.getData("text/html") ?? "";
          if (html === "" || html.includes("data-pm-slice") || !view.editable) return false;
          event.preventDefault();
          const plain = event.clipboardData?.getData("text/plain") ?? "";
          void pasteInto(view, html, plain).then(tellLost, () => failed());
          return true;
        },
      },
      handleDrop: (_, event) => (event.dataTransfer?.files.length ?? 0) > 0,
    },
  });
}

async function pasteInto(view: EditorView, html: string, plain: string): Promise<string[]> {
  const { pasteHtml } = await import("./pasting.ts");
  return pasteHtml(view, html, plain);
}

/** What did not come along, in words; empty where all did. */
export function lostWords(lost: readonly string[], words: EditorWords): string {
  const count = (form: RegExp) =>
    lost.filter((one) => form.test(one)).reduce((sum, one) => sum + Number(/× (\d+)/.exec(one)?.[1] ?? 1), 0);
  const pictures = count(/^(?:img|svg|canvas|object|video|audio|iframe)\b/);
  const comments = count(/^comment\b/);
  const struck = count(/^struck passage\b/);
  const other =
    lost.length -
    lost.filter((one) => /^(?:img|svg|canvas|object|video|audio|iframe|comment|struck passage)\b/.test(one)).length;
  return [
    pictures > 0 ? words.lostPictures.replace("{n}", String(pictures)) : "",
    comments > 0 ? words.lostComments.replace("{n}", String(comments)) : "",
    struck > 0 ? words.lostStruck.replace("{n}", String(struck)) : "",
    other > 0 ? words.lostOther : "",
  ]
    .filter((part) => part !== "")
    .join(" ");
}
