import type { ServerResponse } from "node:http";
import type { LiveEvent } from "../briefings/live-event.ts";
import { readEvents } from "../briefings/live-events.ts";
import { followBriefing } from "../briefings/live-notices.ts";
import type { Installation } from "../store/installation.ts";

/** Frames handed to one viewer at a time: what is more waits here, not in the memory of each connection. */
const atOnce = 64;
/** Whoever has not taken what was written for so long is let go; they come back for the rest when they can. */
const slowest = 45_000;
/** A database that is away for a moment is asked again. */
const again = 1_000;

/** Somebody who follows: `sent` is the last event that was handed to their connection. */
export type Viewer = { response: ServerResponse; sent: number; blockedAt: number };

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
    this.#send(viewer, new Map());
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
    for (const event of anew) this.#keep(event);
  }

  #keep(event: LiveEvent): void {
    if (event.seq !== this.last + 1) throw new Error(`event ${event.seq} of briefing ${this.#id} follows ${this.last}`);
    const json = JSON.stringify(event);
    const frame = Buffer.from(`id: ${event.seq}\nevent: ${event.kind}\ndata: ${json}\n\n`);
    this.#events.push({ json, frame });
    if (event.kind === "state") {
      const { state } = event.payload;
      this.over = state === "certified" || state === "cancelled";
    }
  }

  #sendAll(): void {
    const joined = new Map<number, Buffer>();
    for (const viewer of this.viewers) this.#send(viewer, joined);
    if (!this.over) return;
    for (const { response } of this.viewers) response.end();
    this.viewers.clear();
  }

  /** `joined`: what was made for others who stand at the same place. */
  #send(viewer: Viewer, joined: Map<number, Buffer>): void {
    while (viewer.blockedAt === 0 && viewer.sent < this.last) {
      const { sent } = viewer;
      let frames = joined.get(sent);
      if (frames === undefined) {
        frames = Buffer.concat(this.#events.slice(sent, sent + atOnce).map(({ frame }) => frame));
        joined.set(sent, frames);
      }
      viewer.sent = Math.min(sent + atOnce, this.last);
      this.#write(viewer, frames);
    }
  }

  #write(viewer: Viewer, bytes: Buffer): void {
    const { response } = viewer;
    if (response.write(bytes) || response.destroyed) return;
    viewer.blockedAt = this.#installation.means.clock.now().getTime();
    response.once("drain", () => {
      viewer.blockedAt = 0;
      this.#send(viewer, new Map());
    });
  }
}
