import { parentPort } from "node:worker_threads";
import mammoth from "mammoth";
import { Fault } from "../fault.ts";
import { blocksFromPaste } from "./from-html.ts";
import { writeMarkdown } from "./write-markdown.ts";
import { zipParts } from "./zip-parts.ts";

export type ReadDocx = { markdown: string; lost: string[] } | { refused: string };

/** Bytes of all its parts once unpacked; pictures make nearly all of them. */
const mostUnpacked = 200 * 1024 * 1024;

/** One file, then the thread ends. */
parentPort?.once("message", (file: Uint8Array) => {
  void read(file).then((answer) => parentPort?.postMessage(answer));
});

async function read(file: Uint8Array): Promise<ReadDocx> {
  try {
    zipParts(file, mostUnpacked);
    const { value: html } = await mammoth.convertToHtml(
      { buffer: Buffer.from(file) },
      {
        styleMap: [
          "p[style-name='Title'] => h2:fresh",
          "p[style-name='Quote'] => blockquote > p:fresh",
          "comment-reference => ",
        ],
        convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: "" })),
      },
    );
    const { blocks, lost } = blocksFromPaste(html);
    return { markdown: writeMarkdown(blocks), lost };
  } catch (error) {
    return { refused: error instanceof Fault ? error.message : "not a document" };
  }
}
