import { largestBundle } from "@voceria/record";
import { Fault } from "../fault.ts";

const timeLimit = 30_000;
const mostRedirects = 5;

/**
 * The bundle at an address: at most 32 MiB, within half a minute, over HTTP or HTTPS and never from HTTPS down to HTTP.
 * The address of a statement, edition or entry is taken as that of its bundle.
 */
export async function fetchBundle(address: string): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(timeLimit);
  try {
    let url = bundleAddress(new URL(address));
    for (let redirects = 0; ; redirects++) {
      const response = await fetch(url, { redirect: "manual", signal, headers: { accept: "application/json" } });
      const location = response.headers.get("location");
      if (response.status >= 300 && response.status < 400 && location !== null) {
        await response.body?.cancel();
        if (redirects === mostRedirects)
          throw new Fault("unavailable", `${address} redirects more than ${mostRedirects} times.`);
        url = follow(url, new URL(location, url));
        continue;
      }
      if (!response.ok) throw new Fault("not-found", `${url.href} answers ${response.status}; it has no bundle.`);
      return await readBounded(response, url);
    }
  } catch (error) {
    if (error instanceof Fault) throw error;
    const cause =
      (error as Error).cause instanceof Error ? ((error as Error).cause as Error).message : (error as Error).message;
    throw new Fault(
      "unavailable",
      `${address} cannot be read: ${signal.aborted ? "no answer within 30 seconds" : cause}.`,
    );
  }
}

function bundleAddress(url: URL): URL {
  if (
    /^(?:\/[a-z]{2})?\/(?:statements\/[0-9A-Z]+-[0-9]+(?:\/editions\/[0-9]+)?|record\/entries\/[0-9]+)$/.test(
      url.pathname,
    )
  ) {
    url.pathname = `${url.pathname.replace(/^\/[a-z]{2}\//, "/")}.bundle.json`;
  }
  return url;
}

function follow(from: URL, to: URL): URL {
  if (to.protocol !== "https:" && to.protocol !== from.protocol)
    throw new Fault("forbidden", `${from.href} redirects to ${to.href}, which is not followed.`);
  return to;
}

async function readBounded(response: Response, url: URL): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > largestBundle)
      throw new Fault("too-large", `${url.href} is larger than the 32 MiB that a bundle may have.`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
