import type { EditorView } from "prosemirror-view";
import type { EditorWords } from "../../page/catalogue/editor-es.ts";
import { documentFromBlocks } from "../../text/editor-document.ts";
import { blocksFromLines, type SharedLine } from "../../text/shared-lines.ts";

/** How the office is asked to read a Word file, and who is told what came of it. */
export type WordReader = {
  address: string;
  token: () => string;
  notify: (text: string) => void;
  tellLost: (lost: readonly string[]) => void;
};

/** Asks for a Word file and puts its text where the cursor is. */
export function chooseWord(into: EditorView, reader: WordReader, words: EditorWords): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  input.addEventListener("change", () => {
    const [file] = input.files ?? [];
    if (file !== undefined) void bringWord(into, file, reader, words);
  });
  input.click();
}

async function bringWord(
  into: EditorView,
  file: File,
  { address, token, notify, tellLost }: WordReader,
  words: EditorWords,
): Promise<void> {
  notify(words.wordReading);
  try {
    const response = await fetch(`${address}/word`, {
      method: "POST",
      body: file,
      redirect: "manual",
      headers: {
        accept: "application/json",
        "voceria-form": token(),
        "content-type": "application/octet-stream",
      },
    });
    const answer = (await response.json()) as { lines?: SharedLine[]; lost?: string[]; message?: string };
    if (!response.ok || answer.lines === undefined) {
      return notify(answer.message ?? words.wordFailed);
    }
    const { insertNodes } = await import("./pasting.ts");
    const document = documentFromBlocks(blocksFromLines(answer.lines));
    insertNodes(into, [...document.children]);
    tellLost(answer.lost ?? []);
    into.focus();
  } catch {
    notify(words.wordFailed);
  }
}
