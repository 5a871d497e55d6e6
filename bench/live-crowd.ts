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
  | { said: "fault"; words: string }
  | ({ said: "sum" } & CrowdSum);

/**
 * Many viewers of one stream in a process of their own, so that who tells and who listens do not wait for each other. Whatever is waited
 * for fails as soon as anybody is told something out of order, twice, or otherwise than the others.
 */
export type Crowd = {
  /** Once they are all let in. */
  inside: () => Promise<unknown>;
  /** Once each has been told that nothing more will come. */
  ended: () => Promise<unknown>;
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
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => undefined);
  const wait = (name: string) => Promise.race([about(name).promise, broken.promise]);
  const sums: ((sum: CrowdSum) => void)[] = [];
  child.on("message", (message: CrowdSaid) => {
    if (message.said === "sum") sums.shift()?.(message);
    else if (message.said === "fault") broken.reject(new Error(message.words));
    else if ("told" in message) about(`${message.said} ${message.told}`).resolve(BigInt(message.at));
    else about(message.said).resolve(0n);
  });
  const order = (one: CrowdOrder) => void child.send(one);
  const gone = once(child, "exit").then(() => broken.reject(new Error("the crowd is gone")));
  await wait("ready");
  order({ do: "come" });
  return {
    inside: () => wait("inside"),
    ended: () => wait("ended"),
    first: (told) => wait(`first ${told}`),
    all: (told) => wait(`all ${told}`),
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
