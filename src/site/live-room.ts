import type { Writable } from "node:stream";
import type { LiveEvent } from "../briefings/live-event.ts";
import { readEvents } from "../briefings/live-events.ts";
import { followBriefing } from "../briefings/live-notices.ts";
import type { Installation } from "../store/installation.ts";

/** Frames handed to one viewer at a time: what is more waits here, not in the memory of each connection. */
const atOnce = 64;
/** Places in the past from which viewers are told at the same time. */
const mostJoined = 64;
/** Whoever has not taken what was written for so long is let go; they come back for the rest when they can. */
const slowest = 45_000;
/** A database that is away for a moment is asked again. */
const again = 1_000;

/** Somebody who follows: `sent` is the last event that was handed to their connection, `to`; they hear the end through `response`. */
export type Viewer = { response: Writable; to: Writable; sent: number; blockedAt: number };

/**
 * One briefing as this process tells it: its events in memory, each once whoever many follow, and those who follow. A viewer's place is
 * one number, so that one who is slow costs no more than that and misses nothing.
 */
export class LiveRoom {
  readonly viewers = new Set<Viewer>();
  /** When it was last of use to anybody. */
  usedAt: number;
  over = false;
  readonly #installation: Installation;
  readonly #id: number;
  readonly #failed: (error: unknown) => void;
  #events: { json: string; frame: Buffer }[] = [];
  /** What was joined for whoever stands behind one event, until there is one more. */
  readonly #joined = new Map<number, Buffer>();
  #reading: Promise<void> | undefined;
  #wanted = false;
  #stop: () => void = () => undefined;

  private constructor(installation: Installation, id: number, failed: (error: unknown) => void) {
    this.#installation = installation;
    this.#id = id;
    this.#failed = failed;
    this.usedAt = installation.means.clock.now().getTime();
  }

  /** Followed before it is read: nothing falls between the two. */
  static async open(installation: Installation, id: number, failed: (error: unknown) => void): Promise<LiveRoom> {
    const room = new LiveRoom(installation, id, failed);
    const { stop } = await followBriefing(installation, id, (shown) => {
      if (shown) void room.refresh();
    });
    room.#stop = stop;
    try {
      // Through the one reading that goes on at a time: a notice may have come already.
      await room.refresh(true);
    } catch (error) {
      stop();
      throw error;
    }
    return room;
  }

  get last(): number {
    return this.#events.length;
  }

  /** The events after one, as JSON, at most so many. */
  after(seq: number, most: number): string[] {
    return this.#events.slice(seq, seq + most).map(({ json }) => json);
  }

  /** When this returns, whatever had been committed when it was called is in memory, and handed to whoever can take it. */
  async refresh(first = false): Promise<void> {
    this.#wanted = true;
    this.#reading ??= this.#readWanted(first).finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  add(viewer: Viewer): void {
    this.viewers.add(viewer);
    this.#send(viewer);
  }

  /** Says that the connection stands, and how far the telling is: who is behind without knowing asks anew. */
  beat(now: number): void {
    const beat = Buffer.from(`event: beat\ndata: ${this.last}\n\n`);
    for (const viewer of this.viewers) {
      if (viewer.blockedAt === 0) {
        this.#write(viewer, beat);
      } else if (now - viewer.blockedAt > slowest) {
        this.viewers.delete(viewer);
        viewer.response.destroy();
      }
    }
    if (this.viewers.size > 0) this.usedAt = now;
  }

  close(): void {
    this.#stop();
    for (const { response } of this.viewers) response.end();
    this.viewers.clear();
  }

  async #readWanted(first: boolean): Promise<void> {
    while (this.#wanted) {
      this.#wanted = false;
      try {
        await this.#readNew();
      } catch (error) {
        if (first) throw error;
        this.#failed(error);
        setTimeout(() => void this.refresh(), again).unref();
        return;
      }
      this.#sendAll();
    }
  }

  async #readNew(): Promise<void> {
    const { db } = this.#installation;
    let removed = false;
    for (;;) {
      const events = await readEvents(db, this.#id, this.last);
      if (events.length === 0) break;
      for (const event of events) this.#keep(event);
      removed ||= events.some(({ kind }) => kind === "removal");
    }
    // What was taken back is forgotten here too, before anybody else is told of what came earlier.
    if (removed) await this.#readAgain(this.last);
  }

  async #readAgain(until: number): Promise<void> {
    const anew: LiveEvent[] = [];
    while (anew.length < until) anew.push(...(await readEvents(this.#installation.db, this.#id, anew.length)));
    this.#events = [];
    this.#joined.clear();
    for (const event of anew) this.#keep(event);
  }

  #keep(event: LiveEvent): void {
    if (event.seq !== this.last + 1) throw new Error(`event ${event.seq} of briefing ${this.#id} follows ${this.last}`);
    const json = JSON.stringify(event);
    const frame = Buffer.from(`id: ${event.seq}\nevent: ${event.kind}\ndata: ${json}\n\n`);
    this.#events.push({ json, frame });
    this.#joined.clear();
    if (event.kind === "state") {
      const { state } = event.payload;
      this.over = state === "certified" || state === "cancelled";
    }
  }

  #sendAll(): void {
    for (const viewer of this.viewers) this.#send(viewer);
    if (!this.over) return;
    for (const { response } of this.viewers) response.end();
    this.viewers.clear();
  }

  #send(viewer: Viewer): void {
    while (viewer.blockedAt === 0 && viewer.sent < this.last) {
      const frames = this.#framesAfter(viewer.sent);
      viewer.sent = Math.min(viewer.sent + atOnce, this.last);
      this.#write(viewer, frames);
    }
  }

  /** The same bytes for all who stand at the same place, whether they are told now or come late. */
  #framesAfter(sent: number): Buffer {
    const known = this.#joined.get(sent);
    if (known !== undefined) return known;
    const frames = this.#events.slice(sent, sent + atOnce).map(({ frame }) => frame);
    const joined = frames.length === 1 ? frames[0]! : Buffer.concat(frames);
    if (this.#joined.size >= mostJoined) this.#joined.clear();
    this.#joined.set(sent, joined);
    return joined;
  }

  #write(viewer: Viewer, bytes: Buffer): void {
    const { to } = viewer;
    if (to.write(bytes) || to.destroyed) return;
    viewer.blockedAt = this.#installation.means.clock.now().getTime();
    to.once("drain", () => {
      viewer.blockedAt = 0;
      this.#send(viewer);
    });
  }
}
