import type { LiveEvent, ShownQuestion, ShownState, ShownTurn } from "../../briefings/live-event.ts";
import { playInTime } from "./play-in-time.ts";

/*
 * Follows a briefing from the event that the page ends with: listens, and where that does not work (a proxy that keeps back, a
 * refusal because too many listen) asks every few seconds. Each event is taken once, in order, whichever way it came.
 */
const list = document.querySelector<HTMLElement>("#turns");
const standing = document.querySelector<HTMLElement>("#live-standing");
const told = document.querySelector<HTMLElement>("#live-told");
const more = document.querySelector<HTMLButtonElement>("#live-new");
/** The server says every 15 seconds that it is there. */
const silence = 40_000;
const askEvery = 4_000;
const tryAgain = 60_000;
const nearEnd = 240;

if (list !== null && standing !== null && told !== null && more !== null) {
  const state = list.dataset["state"] ?? "";
  if (state === "announced" || state === "live" || state === "closed") follow(list, standing, told, more);
  playInTime(list);
}

function follow(turns: HTMLElement, standing: HTMLElement, told: HTMLElement, more: HTMLButtonElement): void {
  let seq = Number(turns.dataset["seq"]);
  let heard = Date.now();
  let source: EventSource | undefined;
  let asking: ReturnType<typeof setTimeout> | undefined;
  let fresh = 0;
  const say = (words: string | undefined) => (standing.textContent = words ?? "");
  listen();
  setInterval(watch, 5_000);
  // Not turn by turn: a voice that reads every line as it comes lets nobody listen to the briefing itself.
  setInterval(() => {
    if (fresh > 0) told.textContent = turns.dataset["told"]?.replace("%", String(fresh)) ?? "";
    fresh = 0;
  }, 10_000);
  more.addEventListener("click", () => {
    more.hidden = true;
    turns.lastElementChild?.scrollIntoView({ block: "end" });
  });
  addEventListener("scroll", () => (more.hidden ||= atEnd()), { passive: true });

  function listen(): void {
    source?.close();
    heard = Date.now();
    source = new EventSource(`${turns.dataset["live"]}?after=${seq}`);
    source.addEventListener("open", () => {
      heard = Date.now();
      clearTimeout(asking);
      asking = undefined;
      say(turns.dataset["connected"]);
    });
    for (const kind of ["turn", "correction", "removal", "state", "question"])
      source.addEventListener(kind, (event) => {
        heard = Date.now();
        take(JSON.parse((event as MessageEvent<string>).data) as LiveEvent);
      });
    source.addEventListener("beat", (event) => {
      heard = Date.now();
      if (Number((event as MessageEvent<string>).data) > seq) void ask();
    });
    source.addEventListener("error", () => {
      if (source?.readyState === EventSource.CLOSED) fallBack();
    });
  }

  function watch(): void {
    if (asking === undefined && source?.readyState !== EventSource.OPEN && Date.now() - heard > 8_000) fallBack();
    else if (asking === undefined && Date.now() - heard > silence) fallBack();
  }

  function fallBack(): void {
    if (asking !== undefined) return;
    source?.close();
    say(turns.dataset["polling"]);
    const until = Date.now() + tryAgain;
    const next = async () => {
      if (await ask()) return;
      if (Date.now() > until) {
        asking = undefined;
        listen();
      } else asking = setTimeout(() => void next(), askEvery + Math.random() * 2_000);
    };
    asking = setTimeout(() => void next(), Math.random() * 1_000);
  }

  async function ask(): Promise<boolean> {
    try {
      const answer = await fetch(`${turns.dataset["events"]}?after=${seq}`);
      const { events, over } = (await answer.json()) as { events: LiveEvent[]; over: boolean };
      for (const event of events) take(event);
      return over;
    } catch {
      return false;
    }
  }

  function take(event: LiveEvent): void {
    if (event.seq <= seq) return;
    // One is missing between: it is asked for, and this one comes with it.
    if (event.seq > seq + 1) return void ask();
    seq = event.seq;
    const following = atEnd();
    if (event.kind === "state") {
      if (event.payload.state !== turns.dataset["state"] || begins(event.payload)) reload();
    } else if ("removed" in event.payload) return;
    else if (event.kind === "removal") takeBack(event.payload.turn);
    else if (event.kind === "question") promise(event.payload);
    else put(event.payload, event.at);
    if (event.kind !== "turn") return;
    fresh++;
    if (following) turns.lastElementChild?.scrollIntoView({ block: "end" });
    else more.hidden = false;
  }

  /** When the recording began is known now: the player that is here follows it; where there is none, the page has one by now. */
  function begins({ mediaStartedAt, openedAt }: ShownState): boolean {
    if (mediaStartedAt === undefined || openedAt === undefined) return false;
    const media = document.querySelector<HTMLMediaElement>("#media");
    if (media !== null) media.dataset["offset"] = String((Date.parse(mediaStartedAt) - Date.parse(openedAt)) / 1000);
    return media === null;
  }

  /** The page says something else now (it is on, it is over, it is certified): the reader loads it when they like. */
  function reload(): void {
    const link = document.createElement("a");
    link.href = location.pathname;
    link.textContent = turns.dataset["reload"] ?? "";
    standing.replaceChildren(link);
    if (turns.childElementCount === 0) location.reload();
  }

  function find(turn: number): HTMLElement | null {
    return turns.querySelector(`#t${turn}`);
  }

  function put(turn: ShownTurn, at: string): void {
    const before = find(turn.turn);
    const was = before?.querySelector(".said")?.textContent ?? "";
    const item = itemOf(turn);
    if (before === null) {
      const after = turn.after === 0 ? null : find(turn.after);
      if (turn.after === 0) turns.prepend(item);
      else if (after === null) turns.append(item);
      else after.after(item);
      return;
    }
    if (was !== "")
      item.append(correction(was, at, before.querySelectorAll("details > p")), ...before.querySelectorAll(".promised"));
    before.replaceWith(item);
  }

  function itemOf(turn: ShownTurn): HTMLElement {
    const { speaker } = turn;
    const item = element("li", "turn");
    item.id = `t${turn.turn}`;
    item.dataset["turn"] = String(turn.turn);
    item.dataset["kind"] = turn.kind;
    if (turn.at !== undefined) item.dataset["at"] = String(turn.at);
    const title = speaker.title?.[turns.dataset["tongue"] === "en" ? "en" : "es"];
    const beside = speaker.outlet ?? title;
    const minute = element("a", "minute", turn.at === undefined ? `#${turn.turn}` : minuteOf(turn.at));
    minute.setAttribute("href", `${turns.dataset["address"]}${turn.turn}`);
    minute.setAttribute("title", turns.dataset["cite"]?.replace("%", String(turn.turn)) ?? "");
    const who = element("p", "who");
    who.append(
      element("b", "name", speaker.name === "" ? turns.dataset["journalist"] : speaker.name),
      element("span", "post", beside === undefined ? "" : `, ${beside}`),
      " ",
      ...(turn.kind === "question" ? [element("span", "tag", turns.dataset["question"])] : []),
      " ",
      minute,
    );
    const said = element("div", "said");
    said.append(...turn.text.split("\n\n").map((paragraph) => element("p", "", paragraph)));
    item.append(who, said);
    return item;
  }

  /** By the office's clock, wherever it is read; what it said before stays, each time. */
  function correction(was: string, at: string, earlier: Iterable<Element>): HTMLElement {
    const clock = {
      timeZone: turns.dataset["zone"] ?? "UTC",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    } as const;
    const time = new Date(at).toLocaleTimeString(turns.dataset["locale"], clock);
    const details = element("details", "small");
    const before = element("p", "", `${turns.dataset["was"]} `);
    before.append(element("del", "", was));
    details.append(element("summary", "", `${turns.dataset["corrected"]} ${time}`), ...earlier, before);
    return details;
  }

  function takeBack(turn: number): void {
    const item = element("li", "turn");
    item.id = `t${turn}`;
    item.dataset["turn"] = String(turn);
    item.append(element("p", "quiet", turns.dataset["takenBack"]));
    find(turn)?.replaceWith(item);
  }

  function promise({ turn, question, state }: ShownQuestion): void {
    const link = element("a", "", `${turns.dataset["promised"]}: ${question}`);
    link.setAttribute("href", `${turns.dataset["questions"]}${question}`);
    const line = element("p", "small promised");
    line.append(link);
    const item = find(turn);
    item?.querySelector(".promised")?.remove();
    if (state !== "closed") item?.append(line);
  }
}

function atEnd(): boolean {
  return innerHeight + scrollY > document.documentElement.scrollHeight - nearEnd;
}

function element(name: string, className: string, words = ""): HTMLElement {
  const made = document.createElement(name);
  if (className !== "") made.className = className;
  made.textContent = words;
  return made;
}

function minuteOf(at: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes, seconds] = [Math.floor(at / 3600), Math.floor(at / 60) % 60, at % 60];
  return hours === 0 ? `${minutes}:${two(seconds)}` : `${hours}:${two(minutes)}:${two(seconds)}`;
}
