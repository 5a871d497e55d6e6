import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** wrk -t1 -c64 against one address; requests a second. Any answer but 200 is an error. */
export async function wrk(url: string, seconds: number): Promise<number> {
  const { stdout } = await promisify(execFile)("wrk", [
    "-t1",
    "-c64",
    `-d${seconds}s`,
    "-H",
    "Accept-Encoding: identity",
    url,
  ]);
  if (/Non-2xx/u.test(stdout)) throw new Error(`wrk saw refused answers at ${url}:\n${stdout}`);
  const rate = /Requests\/sec:\s+([\d.]+)/u.exec(stdout)?.[1];
  if (!rate) throw new Error(`wrk said nothing of a rate:\n${stdout}`);
  return Number(rate);
}
