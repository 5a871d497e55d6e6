import type pg from "pg";
import { setTimeout as pause } from "node:timers/promises";
import { type Address, openConnection } from "./database.ts";

const retryEvery = 250;

/**
 * Calls `onNotice` with the payload of each NOTIFY on `channel`, from the moment this returns. A connection that
 * breaks is opened again; what was notified meanwhile is lost, so `onNotice("")` is called once it is: read again.
 */
export async function listen(
  address: Address,
  channel: string,
  onNotice: (payload: string) => void,
): Promise<{ close(): Promise<void> }> {
  const closing = new AbortController();
  let connection: pg.Client | undefined;
  let reconnecting: Promise<void> = Promise.resolve();

  async function connect(): Promise<void> {
    const opened = openConnection(address);
    // Its end is what counts; unheard, an error would end the process.
    opened.on("error", () => undefined);
    opened.on("notification", (notice) => onNotice(notice.payload ?? ""));
    try {
      await opened.connect();
      await opened.query(`listen ${opened.escapeIdentifier(channel)}`);
    } catch (error) {
      await opened.end().catch(() => undefined);
      throw error;
    }
    connection = opened;
    opened.once("end", () => {
      if (connection === opened && !closing.signal.aborted) reconnecting = reconnect();
    });
  }

  async function reconnect(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        await connect();
        onNotice("");
        return;
      } catch {
        await pause(retryEvery, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    }
  }

  await connect();
  return {
    close: async () => {
      closing.abort();
      await reconnecting;
      await connection?.end().catch(() => undefined);
    },
  };
}
