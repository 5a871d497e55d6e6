import { pickJournalists } from "./picking.ts";

/*
 * Types a briefing: a number chooses who speaks (with Shift, captions are theirs from now on), Ctrl+Enter sends. What was typed is kept
 * in this browser until the office has it, each under a key of its own, so that what is sent again after a broken connection is one turn.
 */
type Kept = { key: string; typedAt: number; fields: Record<string, string> };

const form = document.querySelector<HTMLFormElement>("#typing");
const list = document.querySelector<HTMLElement>("#turns");
const note = document.querySelector<HTMLElement>("#unsent");
const token = document.querySelector<HTMLMetaElement>('meta[name="voceria-form"]')?.content ?? "";
const lookEvery = 2_000;

if (form !== null && list !== null && note !== null) type(form, list, note);

function type(typing: HTMLFormElement, turns: HTMLElement, standing: HTMLElement): void {
  // A colleague at the same machine neither sees nor sends it.
  const place = `voceria:briefing:${location.pathname}:${typing.dataset["officer"]}`;
  const text = typing.querySelector<HTMLTextAreaElement>('textarea[name="text"]');
  let sending = false;
  let refused = "";

  pickJournalists(typing, () => text?.focus());
  typing.addEventListener("submit", (event) => {
    event.preventDefault();
    // Whose words captions are, or a turn is: what is being typed stays.
    const button = event.submitter as HTMLButtonElement | null;
    if (button?.hasAttribute("formaction") === true) {
      void decide(button);
      return;
    }
    const fields: Record<string, string> = {};
    for (const [name, value] of new FormData(typing))
      if (typeof value === "string" && name !== "voceria-form" && name !== "key") fields[name] = value;
    refused = "";
    keep([...kept(), { key: crypto.randomUUID(), typedAt: Date.now(), fields }]);
    if (text !== null) text.value = "";
    text?.focus();
    void send();
  });
  typing.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      typing.requestSubmit();
    }
  });
  typing.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement && /^(speaker|outlet)$/.test(event.target.name)) fitKind(typing);
  });
  addEventListener("keydown", (event) => {
    if (!event.altKey || !/^Digit\d$/.test(event.code)) return;
    const speakers = [...typing.querySelectorAll<HTMLInputElement>('input[name="speaker"]')];
    const number = Number(event.code.slice(-1));
    const chosen = number === 0 ? speakers.at(-1) : speakers[number - 1];
    if (chosen === undefined) return;
    event.preventDefault();
    chosen.checked = true;
    fitKind(typing);
    const mark = event.shiftKey ? typing.querySelector<HTMLButtonElement>("#mark") : null;
    if (mark !== null) typing.requestSubmit(mark);
    if (number === 0) typing.querySelector<HTMLInputElement>('input[name="outlet"]')?.focus();
    else text?.focus();
  });
  addEventListener("online", () => void send());
  setInterval(() => void send(), lookEvery);
  setInterval(() => void look(), lookEvery);
  void send();

  async function send(): Promise<void> {
    if (sending) return;
    sending = true;
    try {
      for (const one of kept()) {
        const answer = await fetch(typing.dataset["send"] ?? "", {
          method: "POST",
          headers: { "content-type": "application/json", accept: "application/json", "voceria-form": token },
          body: JSON.stringify({ ...one.fields, key: one.key, ago: String(Date.now() - one.typedAt) }),
        });
        if (answer.status >= 500 || answer.status === 401 || answer.status === 429) throw new Error("later");
        keep(kept().filter(({ key }) => key !== one.key));
        if (!answer.ok) {
          if (text !== null) putBack(typing, text, one.fields);
          const { message } = (await answer.json().catch(() => ({}))) as { message?: string };
          refused = message ?? "";
        }
        await look();
      }
      standing.textContent = refused;
    } catch {
      standing.textContent = typing.dataset["unsent"] ?? "";
    } finally {
      sending = false;
    }
  }

  async function decide(button: HTMLButtonElement): Promise<void> {
    const answer = await fetch(button.formAction, {
      method: "POST",
      headers: { accept: "application/json" },
      body: new FormData(typing, button),
    }).catch(() => undefined);
    const done = answer?.ok === true;
    const told = (await answer?.json().catch(() => undefined)) as { message?: string } | undefined;
    standing.textContent = done ? "" : (told?.message ?? typing.dataset["failed"] ?? "");
    // Away from the button, that the list may be written anew.
    text?.focus();
    await look();
  }

  /** What colleagues typed; not while somebody is writing in it. */
  async function look(): Promise<void> {
    if (turns.contains(document.activeElement) || turns.querySelector("details[open]") !== null) return;
    // Where the session has ended the answer is the door.
    const json = { accept: "application/json" };
    const answer = await fetch(turns.dataset["turns"] ?? "", { headers: json, redirect: "error" }).catch(
      () => undefined,
    );
    if (answer?.ok !== true) return;
    const { turns: markup, heard } = (await answer.json()) as { turns: string; heard: string };
    const hearing = document.querySelector<HTMLElement>("#heard");
    if (hearing !== null && !hearing.contains(document.activeElement))
      hearing.replaceChildren(...new DOMParser().parseFromString(heard, "text/html").body.childNodes);
    if (turns.contains(document.activeElement) || turns.querySelector("details[open]") !== null) return;
    const made = new DOMParser().parseFromString(markup, "text/html");
    turns.replaceChildren(...made.body.childNodes);
  }

  function kept(): Kept[] {
    try {
      return JSON.parse(localStorage.getItem(place) ?? "[]") as Kept[];
    } catch {
      return [];
    }
  }

  function keep(all: Kept[]): void {
    if (all.length === 0) localStorage.removeItem(place);
    else localStorage.setItem(place, JSON.stringify(all));
  }
}

/** Whoever is picked in their post does not ask but answers, and somebody of an outlet asks: so it is chosen anew with each speaker. */
function fitKind(typing: HTMLFormElement): void {
  const kind = typing.querySelector<HTMLSelectElement>('select[name="kind"]');
  const outlet = typing.querySelector<HTMLInputElement>('input[name="outlet"]')?.value.trim() ?? "";
  const inPost = typing.querySelector('input[name="speaker"]:checked:not([value=""])') !== null;
  if (kind === null || kind.value === "note") return;
  if (inPost && kind.value === "question") kind.value = "answer";
  if (!inPost && outlet !== "") kind.value = "question";
}

/**
 * Refused for what it says, it stands in the form again, to be put right beside the reason: as it was, or before what is being typed by
 * now, and then no more public than either.
 */
function putBack(typing: HTMLFormElement, text: HTMLTextAreaElement, fields: Record<string, string>): void {
  const begun = text.value.trim() !== "";
  for (const [name, value] of Object.entries(fields)) {
    const field = typing.elements.namedItem(name);
    if (name === "text" || (begun && (!/^(attribution|embargo)$/.test(name) || fields["attribution"] === "on-record")))
      continue;
    if (field instanceof RadioNodeList || field instanceof HTMLInputElement || field instanceof HTMLSelectElement)
      field.value = value;
  }
  text.value = [fields["text"], text.value].filter(Boolean).join("\n\n");
}
