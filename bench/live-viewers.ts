// `live-crowd.ts` starts this: a process of many who follow a stream of server-sent events, each over a socket of its own, and come back
// with the last id that they read whole. A viewer is a few numbers; what was told is kept once for all and compared with what each is told.
import { connect, type Socket } from "node:net";
import type { CrowdAsked, CrowdOrder, CrowdSaid } from "./live-crowd.ts";

type Viewer = {
  index: number;
  socket: Socket | undefined;
  rest: string;
  id: string;
  told: number;
  came: number;
  head: boolean;
};

const asked = JSON.parse(process.argv[2] ?? "{}") as CrowdAsked;
/** Linux answers at every address 127.x.y.z: more ports than one address has. */
const ownAddresses = process.platform === "linux" ? 4 : 0;
const comeBackAfter = 40;

let servers = asked.servers;
let leaving = false;
let away = 0;
let refused = 0;
let politely = 0;
let ended = 0;
let inside = 0;
let reconnected = 0;
const faults: string[] = [];
/** What was told (byte by byte), by its place among all that was told, and how many have been. */
const told: { frame: string; viewers: number }[] = [];
const waiting: Viewer[] = [];
let connecting = 0;
// Read into one buffer that all share: it is taken before the next is read.
const shared = Buffer.allocUnsafeSlow(1 << 16);

process.on("message", (order: CrowdOrder) => {
  if (order.do === "leave") process.exit(0);
  if (order.do === "servers") ({ servers } = order);
  if (order.do === "sum")
    say({
      said: "sum",
      inside,
      refused,
      politely,
      ended,
      away,
      reconnected,
      faults,
      told: told.map(({ frame }) => Buffer.from(frame, "latin1").toString()),
    });
  if (order.do === "come") come();
});
process.on("disconnect", () => process.exit(0));
say({ said: "ready" });

function come(): void {
  for (let index = 0; index < asked.viewers; index++) {
    const viewer: Viewer = { index, socket: undefined, rest: "", id: "", told: 0, came: 0, head: false };
    if (asked.within === undefined) waiting.push(viewer);
    else setTimeout(() => open(viewer), (index / asked.viewers) * asked.within);
  }
  next();
}

function next(): void {
  while (connecting < (asked.atOnce ?? 256) && waiting.length > 0) open(waiting.shift()!);
}

function open(viewer: Viewer): void {
  if (leaving) return;
  connecting++;
  let counted = true;
  const settled = () => {
    if (!counted) return;
    counted = false;
    connecting--;
    next();
  };
  const { hostname, port, pathname, search } = new URL(servers[(viewer.index + viewer.came) % servers.length]!);
  viewer.came++;
  viewer.rest = "";
  viewer.head = false;
  const socket = connect({
    host: hostname,
    port: Number(port),
    ...(ownAddresses === 0 ? {} : { localAddress: `127.0.0.${2 + (viewer.index % ownAddresses)}` }),
    onread: {
      buffer: shared,
      callback: (bytes) => {
        settled();
        read(viewer, shared.toString("latin1", 0, bytes));
        return true;
      },
    },
  });
  viewer.socket = socket;
  const last = viewer.id === "" ? "" : `Last-Event-ID: ${viewer.id}\r\n`;
  socket.write(
    `GET ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAccept: text/event-stream\r\n${last}\r\n`,
  );
  socket.on("error", () => undefined);
  socket.on("close", () => {
    settled();
    if (viewer.head) {
      inside--;
      reconnected++;
    }
    viewer.socket = undefined;
    comeBack(viewer);
  });
}

function comeBack(viewer: Viewer): void {
  if (asked.once === true) away++;
  else if (viewer.id !== "ended")
    setTimeout(() => (waiting.push(viewer), next()), comeBackAfter * (1 + (viewer.index % 5))).unref();
}

function read(viewer: Viewer, bytes: string): void {
  let text = viewer.rest + bytes;
  if (!viewer.head) {
    const end = text.indexOf("\r\n\r\n");
    if (end === -1) return void (viewer.rest = text);
    if (!answered(viewer, text.slice(0, end))) return;
    text = text.slice(end + 4);
  }
  for (;;) {
    const end = text.indexOf("\n\n");
    if (end === -1) break;
    take(viewer, text.slice(0, end));
    text = text.slice(end + 2);
  }
  viewer.rest = text;
}

/** False for whoever is not let in. */
function answered(viewer: Viewer, head: string): boolean {
  const status = Number(head.slice(9, 12));
  if (status === 200) {
    viewer.head = true;
    inside++;
    if (inside === asked.viewers) say({ said: "inside" });
    return true;
  }
  if (status === 204) {
    viewer.id = "ended";
    ended++;
    if (ended === asked.viewers) say({ said: "ended" });
  } else {
    refused++;
    if (status === 503 && /^retry-after: \d+/im.test(head)) politely++;
  }
  viewer.socket?.destroy();
  return false;
}

/** One event of a stream (WHATWG HTML 9.2); a line without a colon is a chunk's size, which is none of ours. */
function take(viewer: Viewer, frame: string): void {
  let id: string | undefined;
  let data: string | undefined;
  let event = "message";
  for (const line of frame.split("\n")) {
    if (line.startsWith("data: ")) data = line.slice(6);
    else if (line.startsWith("id: ")) id = line.slice(4).trimEnd();
    else if (line.startsWith("event: ")) event = line.slice(7);
  }
  if (id === undefined || data === undefined) return;
  // Ours are numbered without a gap; another server's are merely different.
  if (/^\d+$/.test(id) ? Number(id) !== Number(viewer.id) + 1 : id === viewer.id)
    fault(`viewer ${viewer.index} was told ${id} after ${viewer.id === "" ? "nothing" : viewer.id}`);
  viewer.id = id;
  const place = viewer.told++;
  const whole = `${id} ${event} ${data}`;
  const known = (told[place] ??= { frame: whole, viewers: 0 });
  if (known.frame !== whole) fault(`viewer ${viewer.index} was told otherwise at ${place}: ${whole.slice(0, 200)}`);
  known.viewers++;
  if (known.viewers === 1) say({ said: "first", told: place + 1, at: now() });
  if (known.viewers === asked.viewers) say({ said: "all", told: place + 1, at: now() });
}

function fault(words: string): void {
  if (faults.length === 0) say({ said: "fault", words });
  if (faults.length < 20) faults.push(words);
}

/** Nanoseconds of the clock that all processes of a machine share. */
function now(): string {
  return process.hrtime.bigint().toString();
}

function say(said: CrowdSaid): void {
  process.send?.(said);
}
