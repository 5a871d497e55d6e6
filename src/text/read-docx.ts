import { Worker } from "node:worker_threads";
import { Fault } from "../fault.ts";
import type { ReadDocx } from "./docx-worker.ts";

/** What a .docx may weigh. */
export const largestDocx = 30 * 1024 * 1024;
const mostMemory = 384;
const mostTime = 60_000;
/** One is read at a time, whoever sends how many; so many may wait for their turn. */
const mostWaiting = 8;
let waiting = 0;
let turn: Promise<unknown> = Promise.resolve();

/**
 * The text of a Word file (.docx) in canonical Markdown, and what of it the profile cannot hold, named with its count.
 * It is read in a thread of its own with bounded memory and time: such a file is a zip, and can be a million times larger
 * than it looks. Throws Fault("too-large") and Fault("invalid"), saying what to do.
 */
export async function readDocx(file: Uint8Array): Promise<{ markdown: string; lost: string[] }> {
  if (file.length > largestDocx)
    throw new Fault(
      "too-large",
      `The file has ${Math.ceil(file.length / 1024 / 1024)} MB, at most ${largestDocx / 1024 / 1024} are read; take its pictures out, or copy and paste its text.`,
      [],
      `El archivo pesa ${Math.ceil(file.length / 1024 / 1024)} MB y se leen hasta ${largestDocx / 1024 / 1024}; quítele las imágenes, o copie y pegue su texto.`,
    );
  if (waiting >= mostWaiting)
    throw new Fault(
      "unavailable",
      "Many Word files are being read just now; send it again in a minute, or copy and paste its text.",
      [],
      "En este momento se están leyendo muchos documentos de Word; envíelo de nuevo en un minuto, o copie y pegue su texto.",
    );
  waiting++;
  const reading = turn.then(() => readInAThread(file)).finally(() => waiting--);
  turn = reading.catch(() => undefined);
  return reading;
}

async function readInAThread(file: Uint8Array): Promise<{ markdown: string; lost: string[] }> {
  const worker = new Worker(new URL("./docx-worker.ts", import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: mostMemory },
  });
  const reading = new Promise<{ markdown: string; lost: string[] }>((resolve, reject) => {
    const late = setTimeout(() => refuse(), mostTime);
    function refuse(reason?: string): void {
      reject(
        new Fault(
          "invalid",
          reason ??
            "The file could not be read as a Word document (.docx); open it in Word, save it as .docx, or copy and paste its text.",
          [],
          "El archivo no se pudo leer como documento de Word (.docx); ábralo en Word y guárdelo como .docx, o copie y pegue su texto.",
        ),
      );
    }
    worker.once("message", (answer: ReadDocx) => {
      if ("refused" in answer) refuse(answer.refused === "not a document" ? undefined : answer.refused);
      else resolve(answer);
    });
    // Want of memory ends the thread and not the office.
    worker.once("error", () => refuse());
    worker.once("exit", () => {
      clearTimeout(late);
      refuse();
    });
    worker.postMessage(file);
  });
  try {
    return await reading;
  } finally {
    await worker.terminate();
  }
}
