/**
 * What stands around a text follows it as it is written, and as others move it: its checks, what may be done next, what
 * was said before. Whatever somebody is using at that moment is left as it is, and so is every form.
 */
const page = document.querySelector<HTMLElement>(".draft[data-follow]");
if (page !== null) follow(page);

const parts = [".moves", ".checks", ".clearances", ".said-before", ".comments", ".versions", ".events-card"];
const settled = 1_200;
const lookEvery = 20_000;
const longestWait = 3_000;
const longestPassage = 300;
let passage = "";

function follow(draft: HTMLElement): void {
  let timer: number | undefined;
  let reading = false;

  const soon = (after: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void refresh(), after);
  };
  document.addEventListener("draft-saved", () => soon(settled));
  document.addEventListener("draft-standing", () => soon(0));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") soon(0);
  });
  soon(lookEvery);

  async function refresh(): Promise<void> {
    if (reading || document.visibilityState === "hidden") return;
    reading = true;
    const now = await read(draft.dataset["follow"] ?? location.pathname);
    reading = false;
    if (now !== undefined) for (const part of parts) replace(part, now);
    soon(lookEvery);
  }
}

// What is marked in the text when somebody begins to write a comment is what the comment is about. The browser tells of a
// selection late: whoever leaves the text at once has marked it all the same.
for (const event of ["selectionchange", "focusout"]) document.addEventListener(event, markPassage);

function markPassage(): void {
  const marked = getSelection();
  const place = marked?.anchorNode instanceof Element ? marked.anchorNode : marked?.anchorNode?.parentElement;
  const words = marked?.toString().trim().slice(0, longestPassage) ?? "";
  if (words !== "" && place instanceof Element && place.closest(".draft-text") !== null) passage = words;
}
document.addEventListener("focusin", (event) => {
  const form = event.target instanceof Element ? event.target.closest(".new-comment") : null;
  const field = form?.querySelector<HTMLInputElement>("[data-passage]");
  const quoted = form?.querySelector<HTMLElement>(".quoted");
  if (!field || !quoted || passage === "") return;
  field.value = quoted.textContent = passage;
  quoted.hidden = false;
  passage = "";
});

/** Whoever moves the text on means all of it: what was typed last is saved first, or a moment has passed in vain. */
document.addEventListener(
  "click",
  (event) => {
    const target =
      event.target instanceof Element ? event.target.closest<HTMLElement>(".moves button, .moves a") : null;
    const editor = document.querySelector<HTMLElement>(".editor[data-standing]");
    if (target === null || editor === null || editor.dataset["standing"] === "saved" || target.dataset["waited"])
      return;
    event.preventDefault();
    target.dataset["waited"] = "yes";
    const go = () => {
      clearTimeout(timer);
      document.removeEventListener("draft-saved", saved);
      target.click();
      delete target.dataset["waited"];
    };
    const saved = () => {
      if (editor.dataset["standing"] === "saved") go();
    };
    const timer = setTimeout(go, longestWait);
    document.addEventListener("draft-saved", saved);
  },
  { capture: true },
);

async function read(address: string): Promise<Document | undefined> {
  const response = await fetch(address).catch(() => undefined);
  if (response === undefined || !response.ok || response.redirected) return undefined;
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

function replace(part: string, now: Document): void {
  const [before, after] = [document.querySelector(part), now.querySelector(part)];
  if (before === null || after === null || isInUse(before)) return;
  if (before.innerHTML !== after.innerHTML) before.replaceWith(document.importNode(after, true));
}

/** Somebody is in it, has opened something there, or has typed something that is not sent. */
function isInUse(part: Element): boolean {
  if (part.contains(document.activeElement) || part.querySelector("details[open]") !== null) return true;
  return [...part.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("textarea, input")].some(
    (field) => field.value !== field.defaultValue,
  );
}
