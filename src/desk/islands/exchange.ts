import * as Y from "yjs";
import { openStream } from "./stream.ts";
import type { Unsent } from "./unsent.ts";

/** What the page says of what was typed. Whatever it is, nothing typed is gone. */
export type Standing =
  | { is: "loading" | "saved" | "saving" | "offline" | "signed-out" | "other-officer" }
  /** The draft takes no more text as it stands; what was not taken is kept and offered. */
  | { is: "settled" | "refused"; why: string };

export type Here = { window: number; officer: number; name: string; part: string; anchor?: string; head?: string };

export type Exchange = {
  /** How colleagues' pages tell this one from others of the same officer. */
  window: number;
  standing: () => Standing;
  /** Sends what waits, at once. */
  flush: () => void;
  say: (presence: { part: string; anchor?: string; head?: string }) => void;
  /** Forgets what was not taken. */
  discard: () => Promise<void>;
  token: () => string;
};

type Told = {
  /** The text is here: it may be shown and changed. */
  onReady: () => void;
  onStanding: (standing: Standing) => void;
  onWritable: (writable: boolean, state: string) => void;
  onHere: (here: Here) => void;
  /** The text does not open now, and the office says why. */
  onRefused: (why: string) => void;
};

const remote = { remote: true };
const gatherFor = 350;
const slowestRetry = 15_000;

/** Carries changes of a shared draft to the office and back, for as long as the page is open. */
export function exchange(
  doc: Y.Doc,
  { address, officer, token }: { address: string; officer: number; token: string },
  unsent: Unsent,
  told: Told,
): Exchange {
  let formToken = token;
  let standing: Standing = { is: "loading" };
  let waiting: { change: Uint8Array; key: Promise<number | undefined> }[] = [];
  let sending = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ready = false;
  let unkept = false;

  const stand = (next: Standing) => {
    standing = next;
    told.onStanding(next);
  };
  const enqueue = (change: Uint8Array) => {
    const key = unsent.keep(change);
    void key.then((known) => (unkept ||= known === undefined));
    waiting.push({ change, key });
  };
  const schedule = (after: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void send(), after);
  };

  doc.on("update", (change: Uint8Array, origin: unknown) => {
    if (origin === remote) return;
    enqueue(change);
    if (standing.is === "saved" || standing.is === "loading") stand({ is: "saving" });
    if (standing.is === "saving" && !sending && waiting.length === 1) schedule(gatherFor);
  });

  async function send(): Promise<void> {
    if (sending || !ready || waiting.length === 0 || "why" in standing) return;
    sending = true;
    clearTimeout(timer);
    const batch = waiting;
    waiting = [];
    const taken = await deliver(Y.mergeUpdates(batch.map(({ change }) => change)));
    sending = false;
    if (!taken) {
      waiting = [...batch, ...waiting];
      return;
    }
    failures = 0;
    const keys = await Promise.all(batch.map(({ key }) => key));
    await unsent.forget(keys.filter((key) => key !== undefined));
    if (waiting.length > 0) schedule(gatherFor);
    else stand({ is: "saved" });
  }

  /** Whether it arrived; if not, the standing says why and a next attempt is arranged. */
  async function deliver(change: Uint8Array, again = false): Promise<boolean> {
    let response: Response;
    try {
      response = await post("changes", change);
    } catch {
      return later();
    }
    if (response.ok) {
      const answer = (await response.json().catch(() => ({}))) as { have?: string };
      if (answer.have === undefined) return true;
      return again ? later() : deliver(Y.encodeStateAsUpdate(doc, fromBase64(answer.have)), true);
    }
    if (response.status === 401) {
      stand({ is: "signed-out" });
      failures++;
      void enterAgain();
      return false;
    }
    // It is slow, and not away.
    if (response.status === 429) return later("saving");
    if (response.status >= 500) return later();
    const { message = "" } = (await response.json().catch(() => ({}))) as { message?: string };
    stand({ is: response.status === 409 ? "settled" : "refused", why: message });
    return false;
  }

  function later(is: "offline" | "saving" = "offline"): false {
    stand({ is });
    failures++;
    schedule(Math.min(slowestRetry, 500 * 2 ** Math.min(failures, 5)));
    return false;
  }

  function post(what: string, body: BodyInit | Uint8Array): Promise<Response> {
    return fetch(`${address}/${what}`, {
      method: "POST",
      body: body as BodyInit,
      headers: { accept: "application/json", "voceria-form": formToken, "content-type": "application/octet-stream" },
      redirect: "manual",
      // What is on its way when the page is left still arrives.
      keepalive: body instanceof Uint8Array && body.length < 60_000,
    });
  }

  /** Whether somebody is signed in anew, perhaps in another tab; the same officer goes on where they were. */
  async function enterAgain(): Promise<void> {
    if (standing.is !== "signed-out" && standing.is !== "other-officer") return;
    try {
      const response = await fetch(`${address}/session`, {
        headers: { accept: "application/json" },
        redirect: "manual",
      });
      if (response.ok) {
        const session = (await response.json()) as { officer: number; formToken: string };
        if (session.officer !== officer) {
          stand({ is: "other-officer" });
        } else {
          formToken = session.formToken;
          stand({ is: waiting.length > 0 ? "saving" : "saved" });
          stream.again();
          return void send();
        }
      }
    } catch {
      // No network either: asked again.
    }
    setTimeout(() => void enterAgain(), 3_000);
  }

  const stream = openStream(`${address}/stream`, {
    onEvent(event, data) {
      if (event === "change") {
        const { change } = data as { change: string };
        Y.applyUpdate(doc, fromBase64(change), remote);
      } else if (event === "here") {
        told.onHere(data as Here);
      } else if (event === "standing") {
        const { writable, state } = data as { writable: boolean; state: string };
        told.onWritable(writable, state);
        // Called back, or returned: what was kept can be taken now.
        if (writable && standing.is === "settled") {
          stand({ is: "saving" });
          void send();
        }
      } else if (event === "ready") {
        void begin();
      }
    },
    onRefused: told.onRefused,
    onLost(why) {
      if (why === "signed-out" && standing.is !== "other-officer") {
        stand({ is: "signed-out" });
        void enterAgain();
      } else if (why === "offline" && (standing.is === "saved" || standing.is === "saving")) {
        stand({ is: "offline" });
        schedule(1_000);
      }
    },
  });

  async function begin(): Promise<void> {
    if (!ready) {
      const left = await unsent.read();
      ready = true;
      for (const { key, change } of left) {
        waiting.push({ change, key: Promise.resolve(key) });
        Y.applyUpdate(doc, change, remote);
      }
      told.onReady();
    }
    if ("why" in standing) return;
    stand({ is: waiting.length > 0 ? "saving" : "saved" });
    void send();
  }

  addEventListener("online", () => {
    failures = 0;
    stream.again();
    void send();
  });
  addEventListener("focus", () => void enterAgain());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void send();
    else void enterAgain();
    stream.visible(document.visibilityState === "visible");
  });
  addEventListener("pagehide", () => void send());
  addEventListener("beforeunload", (event) => {
    if (unkept && waiting.length > 0) event.preventDefault();
  });

  const window = Math.floor(Math.random() * 2 ** 31);
  return {
    window,
    standing: () => standing,
    flush: () => void send(),
    say: (presence) => {
      if (standing.is === "saved" || standing.is === "saving")
        void post("presence", JSON.stringify({ window, ...presence })).catch(() => undefined);
    },
    discard: async () => {
      const all = await unsent.read();
      waiting = [];
      await unsent.forget(all.map(({ key }) => key));
    },
    token: () => formToken,
  };
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
