type Told = {
  onEvent: (event: string, data: unknown) => void;
  onLost: (why: "offline" | "signed-out") => void;
  /** The office does not open it now, and says why. It is asked again. */
  onRefused: (why: string) => void;
};

const silentFor = 45_000;
const hiddenFor = 60_000;

/**
 * Events of the desk (text/event-stream), opened again whenever it breaks, from the last change that was seen. Not the
 * browser's EventSource: that cannot tell an ended session from a lost network. While the page is hidden for long it
 * is closed, since browsers hold few connections to one place.
 */
export function openStream(address: string, told: Told): { again: () => void; visible: (visible: boolean) => void } {
  let seq = 0;
  let failures = 0;
  let abort: AbortController | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let hiding: ReturnType<typeof setTimeout> | undefined;
  let signedOut = false;

  async function run(): Promise<void> {
    clearTimeout(retry);
    const own = new AbortController();
    abort = own;
    let watch = setTimeout(() => own.abort(), silentFor);
    try {
      const response = await fetch(`${address}?after=${seq}`, {
        headers: { accept: "text/event-stream, application/json" },
        redirect: "manual",
        signal: own.signal,
      });
      if (response.type === "opaqueredirect" || response.status === 401) return lost("signed-out");
      if (!response.ok || response.body === null) {
        lost("offline");
        if (response.status !== 429) return;
        const { message = "" } = (await response.json().catch(() => ({}))) as { message?: string };
        return told.onRefused(message);
      }
      signedOut = false;
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        clearTimeout(watch);
        watch = setTimeout(() => own.abort(), silentFor);
        rest += value;
        const messages = rest.split("\n\n");
        rest = messages.pop() ?? "";
        for (const message of messages) receive(message);
        failures = 0;
      }
      // The office ended it: with the session, or because it is closing.
      failures = Math.max(failures, 1);
      again(300);
    } catch {
      if (abort === own) lost("offline");
    } finally {
      clearTimeout(watch);
    }
  }

  function receive(message: string): void {
    const event = /^event: (.*)$/m.exec(message)?.[1];
    const data = /^data: (.*)$/m.exec(message)?.[1];
    if (event === undefined || data === undefined) return;
    const value = JSON.parse(data) as { seq?: number };
    told.onEvent(event, value);
    if (event === "change" && value.seq !== undefined) seq = value.seq;
  }

  function lost(why: "offline" | "signed-out"): void {
    failures++;
    signedOut = why === "signed-out";
    told.onLost(why);
    // Whoever signs in again says so.
    if (!signedOut) again(Math.min(15_000, 500 * 2 ** Math.min(failures, 5)));
  }

  function again(after: number): void {
    clearTimeout(retry);
    retry = setTimeout(() => void run(), after);
  }

  void run();
  return {
    again: () => {
      const open = abort;
      abort = undefined;
      open?.abort();
      again(0);
    },
    visible: (visible) => {
      clearTimeout(hiding);
      if (!visible) {
        hiding = setTimeout(() => {
          const open = abort;
          abort = undefined;
          open?.abort();
          clearTimeout(retry);
        }, hiddenFor);
      } else if (abort === undefined && !signedOut) void run();
    },
  };
}
