import { randomBytes } from "node:crypto";
import { realpath } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { type Means, systemClock } from "../clock.ts";
import { checkServer } from "./check-server.ts";
import { prepareDataFolder } from "./data-folder.ts";
import { type Address, type Database, openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";
import { holdData } from "./owner.ts";
import { answers, startPostgres } from "./postgres.ts";

/** One office's database, its data folder (0700) and the means that its use cases are handed. */
export type Installation = {
  db: Database;
  address: Address;
  data: string;
  means: Means;
  close: () => Promise<void>;
};

/** An installation that this process alone serves; `announce` tells others where. */
export type ServedInstallation = Installation & { announce: (url: string) => Promise<void> };

const starterFirst = 300;

type Place = { data: string; databaseUrl?: string };

/**
 * When this returns, the installation's server runs (started here unless it ran already), has been checked and
 * migrated. `close` stops a server that was started here. With `serve`, a server that another command started
 * and stops is started again, and a second one that would serve the same folder is refused.
 */
export async function openInstallation(
  place: Place,
  purpose: { serve: boolean },
  means: Means = { clock: systemClock, random: randomBytes },
): Promise<ServedInstallation> {
  await prepareDataFolder(place.data);
  const data = await realpath(place.data);
  for (let again = 1; ; again++) {
    try {
      return await openOnce(place.databaseUrl, data, purpose, means);
    } catch (error) {
      if (!(error instanceof ServerTakenAway) || again === attempts)
        throw error instanceof ServerTakenAway ? error.cause : error;
    }
  }
}

const attempts = 5;

/** The process whose server we had attached to ended meanwhile: now it is ours to start. */
class ServerTakenAway extends Error {}

async function openOnce(
  databaseUrl: string | undefined,
  data: string,
  purpose: { serve: boolean },
  means: Means,
): Promise<ServedInstallation> {
  const closings: (() => Promise<void>)[] = [];
  async function close(): Promise<void> {
    for (let next = closings.pop(); next !== undefined; next = closings.pop()) await next();
  }
  let attached: Address | undefined;
  try {
    const { address, started, revive, stop } = await reachServer(databaseUrl, data);
    closings.push(stop);
    if (started === false) attached = address;
    await checkServer(address);
    // Of two that start at once, the one that started the server should serve: the other's end would take it along.
    if (purpose.serve && started === false) await pause(starterFirst);
    const hold = purpose.serve ? await holdData(address, data, revive) : undefined;
    if (hold !== undefined) closings.push(hold.release);
    await migrate(address, means.clock);
    const db = openDatabase(address);
    closings.push(() => db.destroy());
    return { db, address, data, means, close, announce: hold?.announce ?? (async () => {}) };
  } catch (error) {
    await close();
    if (attached !== undefined && !(await answers(attached))) throw new ServerTakenAway("", { cause: error });
    throw error;
  }
}

async function reachServer(databaseUrl: string | undefined, data: string) {
  if (databaseUrl !== undefined) {
    const nothing = async () => {};
    return { address: { connectionString: databaseUrl }, started: undefined, revive: nothing, stop: nothing };
  }
  let server = await startPostgres({ data });
  return {
    address: server.address,
    started: server.started,
    revive: async () => {
      server = await startPostgres({ data });
    },
    stop: () => server.stop(),
  };
}
