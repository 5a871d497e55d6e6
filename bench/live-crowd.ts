import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export type CrowdAsked = {
  viewers: number;
  /** Addresses of one stream; who is cut off comes back to the next. */
  servers: readonly string[];
  /** How many connect at the same time. */
  atOnce?: number;
  /** Or all of them evenly within so many milliseconds, however many wait. */
  within?: number;
  /** Who is refused or cut off stays away. */
  once?: boolean;
};
export type CrowdOrder = { do: "come" | "sum" | "leave" } | { do: "servers"; servers: readonly string[] };
export type CrowdSum = {
  /** Who follow now. */
  inside: number;
  /** Refused, and of these with a 503 that says when to come again. */
  refused: number;
  politely: number;
  /** Who were told that nothing more will come. */
  ended: number;
  /** Of those who come once: who are gone. */
  away: number;
  reconnected: number;
  /** Whatever anybody was told out of order, twice, otherwise than the others, or not at all; the first of them. */
  faults: string[];
  /** Each event once, as "id kind data". */
  told: string[];
};
export type CrowdSaid =
  | { said: "ready" | "inside" | "ended" }
  | { said: "first" | "all"; told: number; at: string }
  | ({ said: "sum" } & CrowdSum);

/** Many viewers of one stream in a process of their own, so that who tells and who listens do not wait for each other. */
export type Crowd = {
  /** Once they are all let in. */
  inside: Promise<void>;
  /** Once each has been told that nothing more will come. */
  ended: Promise<void>;
  /** When the first, or the last of all, had been told so many events: nanoseconds as `process.hrtime.bigint`. */
  first: (told: number) => Promise<bigint>;
  all: (told: number) => Promise<bigint>;
  sum: () => Promise<CrowdSum>;
  to: (servers: readonly string[]) => void;
  leave: () => Promise<void>;
};

export async function gatherCrowd(asked: CrowdAsked): Promise<Crowd> {
  const script = fileURLToPath(new URL("./live-viewers.ts", import.meta.url));
  const child = fork(script, [JSON.stringify(asked)], { execArgv: ["--disable-warning=ExperimentalWarning"] });
  const said = new Map<string, PromiseWithResolvers<bigint>>();
  const about = (name: string) => {
    const known = said.get(name) ?? Promise.withResolvers<bigint>();
    said.set(name, known);
    return known;
  };
  const sums: ((sum: CrowdSum) => void)[] = [];
  child.on("message", (message: CrowdSaid) => {
    if (message.said === "sum") sums.shift()?.(message);
    else if ("told" in message) about(`${message.said} ${message.told}`).resolve(BigInt(message.at));
    else about(message.said).resolve(0n);
  });
  const order = (one: CrowdOrder) => void child.send(one);
  const gone = once(child, "exit");
  await about("ready").promise;
  order({ do: "come" });
  return {
    inside: about("inside").promise.then(() => undefined),
    ended: about("ended").promise.then(() => undefined),
    first: (told) => about(`first ${told}`).promise,
    all: (told) => about(`all ${told}`).promise,
    sum: () =>
      new Promise((resolve) => {
        sums.push(resolve);
        order({ do: "sum" });
      }),
    to: (servers) => order({ do: "servers", servers }),
    leave: async () => {
      if (child.connected) order({ do: "leave" });
      await gone;
    },
  };
}
