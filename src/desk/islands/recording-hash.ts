import { sha256 } from "@noble/hashes/sha2.js";

/** The hash of a recording, computed here piece by piece: the file is never sent, and never held whole. */
const part = document.querySelector<HTMLElement>("[data-recording]");
const file = part?.querySelector<HTMLInputElement>('input[type="file"]');
if (part && file) {
  file.closest("label")?.removeAttribute("hidden");
  file.addEventListener("change", () => void hash(part, file.files?.[0]));
}

/** Another file chosen meanwhile ends the reading of this one. */
let reading: AbortController | undefined;

async function hash(part: HTMLElement, chosen: File | undefined): Promise<void> {
  reading?.abort();
  const { signal } = (reading = new AbortController());
  set(part, "sha256", "");
  if (chosen === undefined) return;
  try {
    const digest = sha256.create();
    let done = 0;
    const reader = chosen.stream().getReader();
    for (;;) {
      const { done: ended, value } = await reader.read();
      if (signal.aborted) return void reader.cancel();
      if (ended) break;
      digest.update(value);
      done += value.length;
      say(part, (part.dataset["hashing"] ?? "").replace("%", `${Math.floor((done * 100) / chosen.size)} %`));
    }
    set(part, "sha256", [...digest.digest()].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
    set(part, "bytes", String(chosen.size));
    set(part, "media", chosen.type);
    say(part, part.dataset["hashed"] ?? "");
  } catch {
    if (!signal.aborted) say(part, part.dataset["failed"] ?? "");
  }
}

function set(part: HTMLElement, name: string, value: string): void {
  const input = part.querySelector<HTMLInputElement>(`input[name="${name}"]`);
  if (input) input.value = value;
}

function say(part: HTMLElement, words: string): void {
  const status = part.querySelector('[role="status"]');
  if (status && status.textContent !== words) status.textContent = words;
}
