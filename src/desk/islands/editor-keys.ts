import { chainCommands } from "prosemirror-commands";
import type { Command } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type * as Y from "yjs";
import type { EditorWords } from "../../page/catalogue/editor-es.ts";
import * as commands from "./commands.ts";
import { askCitation, askLink } from "./dialogs.ts";

/** What each key does in the text. */
export function keys(
  words: EditorWords,
  citations: string,
  undoing: Y.UndoManager,
  view: () => EditorView,
): Record<string, Command> {
  return {
    "Mod-b": commands.strong,
    "Mod-i": commands.emphasis,
    "Mod-k": act(() => askLink(view(), words)),
    "Mod-Alt-k": act(() => askCitation(view(), words, citations)),
    "Mod-z": act(() => undoing.undo()),
    "Mod-y": act(() => undoing.redo()),
    "Mod-Shift-z": act(() => undoing.redo()),
    "Mod-Alt-0": commands.paragraph,
    "Mod-Alt-2": commands.heading(2),
    "Mod-Alt-3": commands.heading(3),
    "Mod-Alt-4": commands.heading(4),
    "Mod-Shift-7": commands.numbers,
    "Mod-Shift-8": commands.bullets,
    "Mod-Shift-9": commands.quote,
    "Mod-]": commands.deeper,
    "Mod-[": commands.shallower,
    "Shift-Enter": commands.lineBreak,
    Enter: commands.splitItem,
    // In a table alone: everywhere else Tab leaves the text, as it must.
    Tab: chainCommands(commands.nextCell),
    "Shift-Tab": chainCommands(commands.cellBefore),
  };
}

/** A command that is always open. */
export function act(run: () => void): Command {
  return (_, dispatch) => {
    if (dispatch) run();
    return true;
  };
}
