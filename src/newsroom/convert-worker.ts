import { parentPort } from "node:worker_threads";
import { convertText, type SourceText } from "./convert-text.ts";

/** One job at a time: the texts of a batch, answered in their order. */
parentPort?.on("message", (texts: SourceText[]) => {
  parentPort?.postMessage(texts.map(convertText));
});
