import { get, type IncomingMessage } from "node:http";
import type { LiveEvent } from "../src/briefings/live-event.ts";

/**
 * Somebody who follows a briefing as a browser does: comes back to the next of these servers when the connection breaks,
 * with the last id that was read whole. `events` is all that was ever told, doubled or lost ones included.
 */
export class LiveViewer {
  readonly events: LiveEvent[] = [];
  readonly #paths: () => string;
  #last = "";
  #response: IncomingMessage | undefined;
  #closed = false;
  ended = false;
  status = 0;
  connections = 0;

  constructor(address: () => string) {
    this.#paths = address;
    this.#connect();
  }

  close(): void {
    this.#closed = true;
    this.#response?.destroy();
  }

  #connect(): void {
    if (this.#closed) return;
    const again = () => setTimeout(() => this.#connect(), 20);
    const headers = this.#last === "" ? {} : { "last-event-id": this.#last };
    const request = get(this.#paths(), { headers, agent: false }, (response) => {
      this.#response = response;
      this.status = response.statusCode ?? 0;
      if (response.statusCode === 204) {
        this.ended = true;
        response.resume();
        return;
      }
      this.connections++;
      let text = "";
      response.setEncoding("utf8").on("data", (piece: string) => {
        text += piece;
        for (;;) {
          const end = text.indexOf("\n\n");
          if (end === -1) return;
          this.#read(text.slice(0, end));
          text = text.slice(end + 2);
        }
      });
      response.on("error", () => undefined);
      response.on("close", again);
    });
    request.on("error", again);
  }

  #read(frame: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(frame)?.[1];
    const id = field("id");
    if (id === undefined) return;
    this.#last = id;
    this.events.push(JSON.parse(field("data") ?? "") as LiveEvent);
  }
}
