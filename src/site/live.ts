import { hash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { publicBriefing } from "../briefings/public-briefing.ts";
import type { Installation } from "../store/installation.ts";
import { everywhere } from "../page/headers.ts";
import { matches } from "../page/negotiation.ts";
import type { Listener } from "./kept-pages.ts";
import { LiveRoom, type Viewer } from "./live-room.ts";

/** How many may follow at once in one process, unless the operator says otherwise. */
export const defaultLiveViewers = 20_000;
const heartbeat = 15_000;
/** A room that nobody used for so long is closed. */
const idle = 120_000;
/** Events in one answer to somebody who asks instead of listening. */
const mostPolled = 500;

export type Live = {
  /** Answers what belongs to it and hands everything else on. */
  listener: (next: Listener) => Listener;
  viewers: () => number;
  /** Everybody is let go, and comes back to another process. */
  close: () => void;
};

/**
 * Briefings as they happen: `/briefings/{number}/live` (text/event-stream, WHATWG HTML 9.2), from behind `Last-Event-ID`, and
 * `/briefings/{number}/events.json?after=` for whoever cannot listen. It stands before the framework: a viewer is a connection and a number.
 * Beyond `most` at once, a viewer is asked to come back later, and the page asks by and by meanwhile.
 */
export function liveBriefings(
  installation: Installation,
  { url, most, failed }: { url: string; most: number; failed: (error: unknown, path: string) => void },
): Live {
  const rooms = new Map<string, Promise<LiveRoom | undefined>>();
  const opened = new Set<LiveRoom>();
  const open = { "access-control-allow-origin": "*", ...everywhere(url) };
  let viewers = 0;
  let spreading = 0;
  let closed = false;
  const beating = setInterval(beat, heartbeat);
  beating.unref();

  return {
    listener: (next) => (request, response) => {
      const [, number, what, query = ""] = address.exec(request.url ?? "") ?? [];
      if (number === undefined || (request.method !== "GET" && request.method !== "HEAD"))
        return next(request, response);
      void answer(request, response, number, what === "live", query).catch((error: unknown) => {
        failed(error, request.url ?? "");
        refuse(response, 503, "1");
      });
    },
    viewers: () => viewers,
    close: () => {
      closed = true;
      clearInterval(beating);
      for (const room of opened) room.close();
      opened.clear();
      rooms.clear();
    },
  };

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    number: string,
    listens: boolean,
    query: string,
  ): Promise<void> {
    // Before anything is asked of the database: a crowd at the door must not keep those inside from being told.
    if (listens && viewers >= most) return refuse(response, 503, String(5 + (spread() % 20)));
    const after = placeIn(request.headers["last-event-id"] ?? new URLSearchParams(query).get("after") ?? "");
    const room = await roomOf(number);
    if (room === undefined) return refuse(response, 404);
    room.usedAt = installation.means.clock.now().getTime();
    // Told by another process of what has not reached this one yet; or of what never was.
    if (after > room.last) await room.refresh();
    const from = after > room.last ? 0 : after;
    if (listens) listen(request, response, room, from);
    else poll(request, response, room, from);
  }

  function listen(request: IncomingMessage, response: ServerResponse, room: LiveRoom, sent: number): void {
    // The browser is told not to come back: nothing more will be said here.
    if (room.over && sent === room.last) {
      response.writeHead(204, open).end();
      return;
    }
    // The bytes as they are, to the end of the connection: no frame of a chunk around each for each viewer.
    response.useChunkedEncodingByDefault = false;
    response.shouldKeepAlive = false;
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      // A proxy that gathers an answer, or compresses it, before it hands it on would keep every word back.
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
      ...open,
    });
    if (request.method === "HEAD" || closed) {
      response.end();
      return;
    }
    // Whoever is cut off comes back at a time of their own, not all at once.
    response.write(`retry: ${1_000 + (spread() % 3_000)}\n\n`);
    // Straight to the connection, once the head is on its way: the framework of an answer would hold each event for a turn of its own.
    const viewer: Viewer = { response, to: response.socket ?? response, sent, blockedAt: 0 };
    viewers++;
    response.once("close", () => {
      viewers--;
      room.viewers.delete(viewer);
    });
    room.add(viewer);
    if (!room.over) return;
    room.viewers.delete(viewer);
    response.end();
  }

  function poll(request: IncomingMessage, response: ServerResponse, room: LiveRoom, after: number): void {
    const events = room.after(after, mostPolled);
    const body = `{"after":${after},"last":${room.last},"over":${room.over},"events":[${events.join(",")}]}\n`;
    // Of the words themselves: what was taken back changes an answer whose numbers stay.
    const etag = hash("sha256", body, "base64url").slice(0, 22);
    // One answer may serve a crowd for a second.
    const headers = { "cache-control": "public, max-age=1", etag: `"${etag}"`, ...open };
    if (matches(request.headers["if-none-match"] ?? "", `"${etag}"`)) {
      response.writeHead(304, headers).end();
      return;
    }
    response
      .writeHead(200, {
        "content-type": "application/json; charset=utf-8",
        "content-length": Buffer.byteLength(body),
        ...headers,
      })
      .end(request.method === "HEAD" ? undefined : body);
  }

  function roomOf(number: string): Promise<LiveRoom | undefined> {
    const known = rooms.get(number);
    if (known !== undefined) return known;
    const opening = openRoom(number);
    rooms.set(number, opening);
    const forget = () => {
      if (rooms.get(number) === opening) rooms.delete(number);
    };
    // Neither a failure nor a number that is nobody's is remembered.
    void forgetUnless(opening, forget);
    return opening;
  }

  async function openRoom(number: string): Promise<LiveRoom | undefined> {
    const briefing = await publicBriefing(installation.db, number);
    if (briefing === undefined) return undefined;
    const room = await LiveRoom.open(installation, briefing.id, (error) => failed(error, `/briefings/${number}/live`));
    if (closed) room.close();
    else opened.add(room);
    return room;
  }

  function beat(): void {
    const now = installation.means.clock.now().getTime();
    for (const [number, opening] of rooms) void beatRoom(number, opening, now);
  }

  async function beatRoom(number: string, opening: Promise<LiveRoom | undefined>, now: number): Promise<void> {
    const room = await opening.catch(() => undefined);
    if (room === undefined || !opened.has(room)) return;
    room.beat(now);
    if (room.viewers.size > 0 || now - room.usedAt < idle) return;
    rooms.delete(number);
    opened.delete(room);
    room.close();
  }

  async function forgetUnless(opening: Promise<LiveRoom | undefined>, forget: () => void): Promise<void> {
    const room = await opening.catch(() => undefined);
    if (room === undefined) forget();
  }

  /** Evenly over a span, however many come in one moment. */
  function spread(): number {
    return (spreading = (spreading + 7_919) % 104_729);
  }

  function refuse(response: ServerResponse, status: 404 | 503, retryAfter?: string): void {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    // Whoever is turned away leaves a place for somebody else's connection.
    if (status === 503) response.shouldKeepAlive = false;
    const words = status === 404 ? "There is no such briefing." : "Too many follow at this moment: come back soon.";
    response
      .writeHead(status, {
        "content-type": "text/plain; charset=utf-8",
        "cache-control": "no-store",
        ...(retryAfter === undefined ? {} : { "retry-after": retryAfter }),
        ...open,
      })
      .end(`${words}\n`);
  }
}

const address = /^\/briefings\/([0-9H]+-[0-9]+)\/(live|events\.json)(?:\?(.*))?$/;

function placeIn(text: string | string[]): number {
  return typeof text === "string" && /^\d{1,15}$/.test(text) ? Number(text) : 0;
}
