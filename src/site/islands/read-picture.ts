import { largestPicture, type PictureAsked, type PictureTold } from "./picture.ts";
import { spoken } from "./spoken.ts";

/**
 * A picture that is chosen, dropped or pasted on /verify: read here, in a worker that is fetched only then. Its words stand in the box for
 * the person to look over; nothing is sent until they send the form, and nothing that they had typed is lost.
 */
const words = spoken.picture;
const zone = document.getElementById("picture");
const box = document.getElementById("text");
const input = document.getElementById("picture-file");
const said = document.getElementById("picture-said");
const bar = document.getElementById("picture-bar");
const count = document.getElementById("picture-count");
const stop = document.getElementById("picture-stop");
/** What the last picture put into the box: another reading may take its place. */
let before = "";
let worker: Worker | undefined;

if (zone && said && box instanceof HTMLTextAreaElement && input instanceof HTMLInputElement) {
  zone.hidden = false;
  if (isAble()) offer(zone, box, input);
  else zone.replaceChildren(Object.assign(document.createElement("p"), { textContent: words.cannot }));
}

function isAble(): boolean {
  return [globalThis.WebAssembly, globalThis.Worker, globalThis.OffscreenCanvas, globalThis.DecompressionStream].every(
    (part) => part !== undefined,
  );
}

function offer(place: HTMLElement, field: HTMLTextAreaElement, chosen: HTMLInputElement): void {
  chosen.addEventListener("change", () => {
    const file = chosen.files?.[0];
    if (file) read(file, place, field);
    // The same picture chosen again is a change too.
    chosen.value = "";
  });
  // Anywhere but on the place of proofs: a file let go beside the mark would open in the place of the page, and what was typed be lost.
  document.addEventListener("dragover", (event) => {
    delete place.dataset["over"];
    if (event.dataTransfer?.types.includes("Files") !== true || isForProofs(event)) return;
    event.preventDefault();
    place.dataset["over"] = "";
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) delete place.dataset["over"];
  });
  document.addEventListener("drop", (event) => {
    delete place.dataset["over"];
    const file = event.dataTransfer?.files[0];
    if (!file || isForProofs(event)) return;
    event.preventDefault();
    read(file, place, field);
  });
  document.addEventListener("paste", (event) => {
    const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith("image/"));
    // Word processors put a picture of the text beside the text.
    if (!file || event.clipboardData?.types.includes("text/plain") === true) return;
    event.preventDefault();
    read(file, place, field);
  });
  stop?.addEventListener("click", () => {
    end(words.cancelled);
    chosen.focus();
  });
}

function isForProofs({ target }: Event): boolean {
  return target instanceof Element && target.closest("#drop") !== null;
}

function read(file: File, place: HTMLElement, field: HTMLTextAreaElement): void {
  end("");
  if (!file.type.startsWith("image/")) return end(words.refused["not-a-picture"]);
  if (file.size > largestPicture) return end(words.refused["too-large"]);
  tell(words.loading);
  for (const part of [bar, count, stop]) if (part) part.hidden = false;
  const reading = new Worker(place.dataset["worker"] ?? "", { type: "module" });
  worker = reading;
  reading.addEventListener("error", () => end(words.refused["no-reader"]));
  reading.addEventListener("message", ({ data }: MessageEvent<PictureTold>) => {
    if (worker !== reading) return;
    if (data.is === "loading" || data.is === "reading") progress(words[data.is], data.percent);
    else if (data.is === "refused") end(words.refused[data.why]);
    else end(put(data.text, field));
  });
  reading.postMessage({ file } satisfies PictureAsked);
}

/** Into the box, below what the person had written; tells how. */
function put(text: string, field: HTMLTextAreaElement): string {
  const own = field.value.trim() === "" || field.value === before ? "" : `${field.value.trimEnd()}\n\n`;
  const whole = own + text;
  // What a person wrote is never cut.
  field.value = whole.slice(0, Math.max(own.length, field.maxLength));
  before = own === "" ? field.value : "";
  field.rows = Math.min(16, Math.max(field.rows, field.value.split("\n").length + 1));
  field.focus();
  field.setSelectionRange(own.length, field.value.length);
  const told = own === "" ? words.read : words.added;
  return field.value.length < whole.length ? `${told} ${words.cut}` : told;
}

/** The bar counts; the words are told once, so that a screen reader is not interrupted at every step. */
function progress(sentence: string, percent: number): void {
  if (bar instanceof HTMLProgressElement) bar.value = percent;
  if (count) count.textContent = `${percent} %`;
  tell(sentence);
}

function end(sentence: string): void {
  worker?.terminate();
  worker = undefined;
  bar?.removeAttribute("value");
  if (count) count.textContent = "";
  for (const part of [bar, count, stop]) if (part) part.hidden = true;
  tell(sentence);
}

function tell(sentence: string): void {
  if (said && said.textContent !== sentence) said.textContent = sentence;
}
