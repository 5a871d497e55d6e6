import { keptReadings, type PhoneReading, writeReadings } from "./brief-readings.ts";

/**
 * On a page of a brief: has the phone keep it, says when it is shown without a network, and notes what was read, to be
 * told to the office when it can be.
 */
type Place = {
  officer: number;
  cards: string;
  send: string;
  /** Whether the office lets it be kept: a brief of a day that is not over. */
  kept: boolean;
  read: string;
  copy: string;
  words: Record<"offline" | "copy" | "waiting" | "signedOut" | "kept", string>;
};

const status = document.querySelector<HTMLElement>("[data-brief]");
if (status !== null) void begin(status, JSON.parse(status.dataset["brief"] ?? "") as Place);

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

async function begin(status: HTMLElement, place: Place): Promise<void> {
  for (const form of document.querySelectorAll<HTMLFormElement>("[data-reading]"))
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      note(form, place);
      void tell(status, place);
    });
  addEventListener("online", () => void tell(status, place));
  document.addEventListener("visibilitychange", () => void tell(status, place));
  addEventListener("offline", () => say(status, offline(place)));
  markRead(place);
  await keep(status, place);
  await tell(status, place);
}

function say(status: HTMLElement, words: string): void {
  if (status.textContent !== words) status.textContent = words;
}

/** Which of the kept pages are shown is for the worker; the page says what it needs to be shown. */
async function keep(status: HTMLElement, place: Place): Promise<void> {
  if (!place.kept || !("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("/desk/brief/worker.js", { scope: "/desk/brief/" });
    const { active } = await navigator.serviceWorker.ready;
    await document.fonts.ready;
    const look = performance
      .getEntriesByType("resource")
      .map(({ name }) => name)
      .filter((name) => new URL(name).pathname.startsWith("/desk/assets/"));
    const cards = new URL(place.cards, location.href).href;
    const wanted = { keep: [...new Set([cards, location.href.split("#")[0]])], look: [...new Set(look)] };
    if (active === null) return;
    say(status, (await asked(active, wanted)) ? place.words.kept : offline(place));
  } catch {
    // A browser that keeps nothing shows the brief all the same while there is a network.
  }
}

function asked(worker: ServiceWorker, wanted: object): Promise<boolean> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", ({ data }) => resolve(data === true));
    port1.start();
    worker.postMessage(wanted, [port2]);
  });
}

/** Done as far as whoever reads is concerned, whether there is a network or not. */
function note(form: HTMLFormElement, place: Place): void {
  const fields = new FormData(form);
  const reading = {
    officer: place.officer,
    line: Number(fields.get("line")),
    version: Number(fields.get("version")),
    at: new Date().toISOString(),
  };
  writeReadings([...keptReadings(), reading]);
  markRead(place);
}

function markRead(place: Place): void {
  const read = keptReadings().filter(({ officer }) => officer === place.officer);
  for (const form of document.querySelectorAll<HTMLFormElement>("[data-reading]")) {
    const fields = new FormData(form);
    const [line, version] = [Number(fields.get("line")), Number(fields.get("version"))];
    if (!read.some((one) => one.line === line && one.version === version)) continue;
    const card = form.closest("article");
    const mark = card?.querySelector("[data-read-mark]");
    const done = document.createElement("span");
    done.className = "tag sure";
    done.textContent = place.read;
    mark?.replaceChildren(done);
    card?.setAttribute("tabindex", "-1");
    if (form.contains(document.activeElement)) card?.focus({ preventScroll: true });
    form.remove();
    countOneMore();
  }
}

function countOneMore(): void {
  const count = document.querySelector("[data-read-count]");
  if (count !== null) count.textContent = (count.textContent ?? "").replace(/\d+/, (read) => String(Number(read) + 1));
}

let telling = Promise.resolve();
/** One after the other, so that nothing is told twice at once. */
function tell(status: HTMLElement, place: Place): Promise<void> {
  telling = telling.then(() => tellNow(status, place)).catch(() => undefined);
  return telling;
}

async function tellNow(status: HTMLElement, place: Place): Promise<void> {
  const own: PhoneReading[] = keptReadings().filter(({ officer }) => officer === place.officer);
  if (!navigator.onLine) {
    const waiting = own.length === 0 ? "" : ` ${place.words.waiting}`;
    say(status, offline(place) + waiting);
    if (own.length > 0) later(status, place);
    return;
  }
  if (own.length === 0) return;
  try {
    const token = await freshToken(place);
    const answer =
      token === undefined
        ? undefined
        : await fetch(place.send, {
            method: "POST",
            headers: { "content-type": "application/json", accept: "application/json", "voceria-form": token },
            body: JSON.stringify(own.map(({ line, version, at }) => ({ line, version, at }))),
          });
    if (answer?.ok === true) {
      const told = new Set(own.map((one) => JSON.stringify(one)));
      writeReadings(keptReadings().filter((one) => !told.has(JSON.stringify(one))));
      say(status, place.words.kept);
    } else if (answer === undefined || answer.status === 401 || answer.status === 403) {
      say(status, place.words.signedOut);
    } else {
      say(status, place.words.waiting);
      later(status, place);
    }
  } catch {
    say(status, `${offline(place)} ${place.words.waiting}`);
    later(status, place);
  }
}

/** A phone may believe that it has a network, and not have one: as long as something waits it is tried again. */
function later(status: HTMLElement, place: Place): void {
  setTimeout(() => void tell(status, place), 5_000);
}

function offline({ words, copy }: Place): string {
  return `${words.offline} ${words.copy} ${copy}.`;
}

/** Of the session of now: the page may have been kept since another. Undefined where nobody is signed in, or somebody else is. */
async function freshToken(place: Place): Promise<string | undefined> {
  const answer = await fetch(place.cards, { cache: "no-store" });
  if (!answer.ok || answer.redirected) return undefined;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const of = fresh.querySelector<HTMLElement>("[data-brief]")?.dataset["brief"];
  if (of === undefined || (JSON.parse(of) as Place).officer !== place.officer) return undefined;
  return fresh.querySelector<HTMLMetaElement>('meta[name="voceria-form"]')?.content;
}
