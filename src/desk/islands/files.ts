/**
 * Brings files into a draft, a piece at a time: what has come stays when the network drops or the session ends, and the next
 * piece goes on from there. Nothing is thrown away here before the office has it or has said why it will not.
 */
const area = document.getElementById("upload");
if (area !== null) begin(area);

type Words = Record<
  "waiting" | "sending" | "examined" | "done" | "lost" | "again" | "signedOut" | "enter" | "drop",
  string
>;
type State = { file: number; received: number; done: boolean };
type Begun = State & { piece: number };

/** The office's own sentence why not. */
class Refused extends Error {}
class SignedOut extends Error {}

function begin(area: HTMLElement): void {
  const words = JSON.parse(area.dataset["words"] ?? "{}") as Words;
  const address = area.dataset["address"] ?? "";
  const input = area.querySelector<HTMLInputElement>("input[type=file]");
  const list = area.querySelector("#uploads");
  if (input === null || list === null) return;
  area.hidden = false;
  let last: Promise<void> = Promise.resolve();
  const take = (files: FileList | null | undefined) => {
    for (const file of files ?? []) {
      const row = new Row(list, file, words);
      // One after the other: a bad signal is not shared among many.
      last = last.then(() => send(file, row, address, words));
    }
  };
  input.addEventListener("change", () => {
    take(input.files);
    input.value = "";
  });
  area.addEventListener("dragover", (event) => {
    event.preventDefault();
    area.dataset["over"] = "";
  });
  area.addEventListener("dragleave", () => delete area.dataset["over"]);
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    delete area.dataset["over"];
    take(event.dataTransfer?.files);
  });
  globalThis.addEventListener("beforeunload", (event) => {
    if (list.querySelector("[data-sending]") !== null) event.preventDefault();
  });
}

async function send(file: File, row: Row, address: string, words: Words): Promise<void> {
  let begun: Begun | undefined;
  let at = 0;
  for (let failures = 0; !row.dropped;) {
    try {
      if (begun === undefined) {
        begun = await ask<Begun>(address, JSON.stringify({ name: file.name, bytes: file.size }));
      } else if (failures > 0) {
        // What came before the network dropped is asked for, not guessed.
        const state = await ask<State>(`${address}/${begun.file}/state`);
        at = state.received;
        if (state.done) return await finished(begun.file, row, address, words);
      }
      failures = 0;
      row.sending(at, at + begun.piece >= file.size ? words.examined : words.sending);
      const state: State = await ask<State>(
        `${address}/${begun.file}?at=${at}`,
        await file.slice(at, at + begun.piece).arrayBuffer(),
      );
      at = state.received;
      if (state.done) return await finished(begun.file, row, address, words);
    } catch (error) {
      if (error instanceof Refused) return row.refused(error.message);
      failures += 1;
      if (error instanceof SignedOut) {
        await row.askAgain(words.signedOut, "/desk/enter");
        await renewToken().catch(() => undefined);
      } else if (failures < 4 && navigator.onLine) await pause(500 * 2 ** failures);
      else await row.askAgain(words.lost);
    }
  }
}

/** A text by POST; without one, a question by GET. */
async function ask<T>(address: string, body?: string | ArrayBuffer): Promise<T> {
  const token = document.querySelector<HTMLMetaElement>('meta[name="voceria-form"]')?.content ?? "";
  const response = await fetch(address, {
    headers: { accept: "application/json", "voceria-form": token },
    redirect: "manual",
    ...(body === undefined ? {} : { method: "POST", body }),
  });
  if (response.type === "opaqueredirect" || response.status === 401) throw new SignedOut();
  // What the far side or something between could not do now can be asked again.
  if (response.status >= 500) throw new TypeError(String(response.status));
  const answer = (await response.json()) as T & { message?: string };
  if (!response.ok) throw new Refused(answer.message ?? String(response.status));
  return answer;
}

/** Signed in anew in another tab, the session has another token: this page takes it from a page of that session. */
async function renewToken(): Promise<void> {
  const response = await fetch(location.pathname, { redirect: "manual" });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const token = page.querySelector<HTMLMetaElement>('meta[name="voceria-form"]')?.content;
  const own = document.querySelector<HTMLMetaElement>('meta[name="voceria-form"]');
  if (token === undefined || own === null) return;
  own.content = token;
  for (const field of document.querySelectorAll<HTMLInputElement>('input[name="voceria-form"]')) field.value = token;
}

/** Its row of the list comes from the page as it is now; what is being typed beside the others stays. */
async function finished(file: number, row: Row, address: string, words: Words): Promise<void> {
  row.done(words.done);
  const response = await fetch(address, { redirect: "manual" });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const made = page.querySelector(`#files-list [data-file="${file}"]`);
  const list = document.getElementById("files-list");
  if (made === null || list === null) return location.reload();
  // The first file brings the form's own buttons with it.
  if (list.childElementCount === 0) {
    const [form, own] = [page.querySelector(".files-form"), document.querySelector(".files-form")];
    if (form !== null) own?.replaceWith(document.adoptNode(form));
    document.querySelector(".standfirst")?.remove();
  } else list.append(document.adoptNode(made));
  document.getElementById(`alt-${file}`)?.focus();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** One file on its way, as the officer sees it. */
class Row {
  readonly element = document.createElement("li");
  readonly words: Words;
  dropped = false;
  private readonly bar = document.createElement("progress");
  private readonly says = document.createElement("span");

  constructor(list: Element, file: File, words: Words) {
    this.words = words;
    const name = document.createElement("b");
    name.textContent = file.name;
    this.bar.max = file.size;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", file.name);
    this.says.textContent = words.waiting;
    this.element.append(name, this.bar, this.says);
    this.element.dataset["sending"] = "";
    list.append(this.element);
  }

  sending(received: number, says: string): void {
    this.bar.value = received;
    this.say(says);
  }

  done(says: string): void {
    delete this.element.dataset["sending"];
    this.bar.remove();
    this.say(says);
  }

  refused(why: string): void {
    this.done(why);
    this.element.dataset["refused"] = "";
  }

  /** Waits until the officer says to go on, or the network is back; or drops it. */
  askAgain(why: string, link?: string): Promise<void> {
    this.say(why);
    const { promise, resolve } = Promise.withResolvers<void>();
    const again = document.createElement("button");
    const drop = document.createElement("button");
    const extra: HTMLElement[] = [again, drop];
    const end = (dropped: boolean) => {
      this.dropped = dropped;
      globalThis.removeEventListener("online", onOnline);
      for (const element of extra) element.remove();
      if (dropped) this.element.remove();
      resolve();
    };
    const onOnline = () => end(false);
    for (const [button, text, dropped] of [
      [again, this.words.again, false],
      [drop, this.words.drop, true],
    ] as const) {
      button.type = "button";
      button.className = "plain";
      button.textContent = text;
      button.addEventListener("click", () => end(dropped));
    }
    if (link !== undefined) {
      const anchor = document.createElement("a");
      anchor.href = link;
      anchor.target = "_blank";
      anchor.rel = "noopener";
      anchor.textContent = this.words.enter;
      extra.unshift(anchor);
    }
    this.element.append(...extra);
    if (link === undefined) globalThis.addEventListener("online", onOnline);
    return promise;
  }

  private say(words: string): void {
    if (this.says.textContent !== words) this.says.textContent = words;
  }
}
