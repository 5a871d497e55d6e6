import load, { type ReadingMachine } from "tesseract.js-core/tesseract-core-simd-lstm.js";
import program from "tesseract.js-core/tesseract-core-simd-lstm.wasm";
import model from "@tesseract.js-data/spa/4.0.0_best_int/spa.traineddata.gz";
import { greysOf, mostPixels, type PictureAsked, type PictureTold, scaleOf, tidied } from "./picture.ts";

/**
 * Reads the words of a picture in a thread of its own, so that the page stays free and its closing ends it. What it asks for is this site's
 * own: the reading program and its Spanish model, which the browser keeps by their names. The picture goes nowhere.
 */
addEventListener("message", ({ data }: MessageEvent<PictureAsked>) => {
  void read(data.file).then(tell, () => tell({ is: "refused", why: "no-reader" }));
});

function tell(told: PictureTold): void {
  postMessage(told);
}

async function read(file: Blob): Promise<PictureTold> {
  const greys = await drawn(file);
  if (typeof greys === "string") return { is: "refused", why: greys };
  const machine = await ready();
  const api = new machine.TessBaseAPI();
  machine.FS.writeFile("/input", greys);
  // 1 is the engine of the models that are shipped here.
  if (api.Init(null, "spa", 1) !== 0) return { is: "refused", why: "no-reader" };
  if (api.SetImageFile(1, 0) === 1) return { is: "refused", why: "not-a-picture" };
  tell({ is: "reading", percent: 0 });
  api.Recognize(null);
  const text = tidied(api.GetUTF8Text());
  return text === "" || api.MeanTextConf() < 35 ? { is: "refused", why: "no-words" } : { is: "read", text };
}

async function drawn(file: Blob): Promise<Uint8Array | "not-a-picture" | "too-large"> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return "not-a-picture";
  }
  const { width, height } = picture;
  if (width * height > mostPixels) return "too-large";
  const scale = scaleOf(width, height);
  const [wide, high] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  const pen = new OffscreenCanvas(wide, high).getContext("2d", { willReadFrequently: true });
  if (pen === null) return "too-large";
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, wide, high);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, 0, 0, wide, high);
  picture.close();
  return greysOf(pen.getImageData(0, 0, wide, high).data, wide, high);
}

async function ready(): Promise<ReadingMachine> {
  const [machine, letters] = await Promise.all([
    load({
      locateFile: () => program,
      // The first 30 are for finding lines; what the library counts is told as it is.
      TesseractProgress: (percent) =>
        tell({ is: "reading", percent: Math.max(0, Math.round(((percent - 30) / 70) * 100)) }),
      print: () => undefined,
      printErr: () => undefined,
    }),
    fetched(),
  ]);
  machine.FS.writeFile("/spa.traineddata", letters);
  return machine;
}

async function fetched(): Promise<Uint8Array> {
  const response = await fetch(model);
  if (!response.ok || response.body === null) throw new Error(`${response.status}`);
  const bytes = Number(response.headers.get("content-length"));
  let seen = 0;
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform: (chunk, next) => {
      seen += chunk.length;
      if (bytes > 0) tell({ is: "loading", percent: Math.min(100, Math.round((seen / bytes) * 100)) });
      next.enqueue(chunk);
    },
  });
  const letters = response.body.pipeThrough(counted).pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(letters).arrayBuffer());
}
