/**
 * Keeps the briefs that an officer has opened, so that they open without a network: these pages and the style, fonts and
 * program that they are shown with, and nothing else of the desk. What is kept ends with the session as far as the phone
 * can know of it, and by itself at the hour the office gave. A phone that stays without a network shows until then what it
 * has; nothing here asks for a password, so that whoever holds the open phone can read it.
 */
const pages = "voceria-brief";
const looks = "voceria-brief-look";
const forSession = "voceria-brief";
const untilHour = "voceria-brief-until";

type Waiting = Event & { waitUntil: (work: Promise<unknown>) => void };
type Fetching = Waiting & { request: Request; respondWith: (answer: Promise<Response>) => void };
type Worker = {
  skipWaiting: () => Promise<void>;
  clients: { claim: () => Promise<void> };
  addEventListener: (type: string, listen: (event: never) => void) => void;
};
const worker = globalThis as unknown as Worker;

worker.addEventListener("install", (event: Waiting) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event: Waiting) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("message", (event: Waiting & { data?: unknown; ports: readonly MessagePort[] }) => {
  const { keep, look } = (event.data ?? {}) as { keep?: unknown; look?: unknown };
  const answer = (kept: boolean) => event.ports[0]?.postMessage(kept);
  event.waitUntil(keepNow(addresses(keep), addresses(look)).then(answer, () => answer(false)));
});
worker.addEventListener("fetch", (event: Fetching) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (pathname.startsWith("/desk/assets/")) event.respondWith(look(request));
  else if (!pathname.startsWith("/desk/brief/") || pathname === "/desk/brief/worker.js") return;
  else if (request.method === "GET") event.respondWith(brief(request));
  else event.respondWith(watched(request));
});

/** From the office where it answers; else what is kept, as long as it may be shown. */
async function brief(request: Request): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(request);
  } catch {
    return (await kept(request)) ?? nothingKept();
  }
  if (answer.status >= 500) return (await kept(request)) ?? answer;
  await follow(request.url, answer.clone());
  return answer;
}

async function watched(request: Request): Promise<Response> {
  const answer = await fetch(request);
  if (isOver(answer)) await forget();
  return answer;
}

/** Keeps a brief, takes one out that is no more, and forgets all of them when the session is over or another's. */
async function follow(url: string, answer: Response): Promise<void> {
  if (isOver(answer)) return forget();
  const cache = await caches.open(pages);
  const session = answer.headers.get(forSession);
  if (!answer.ok || session === null) {
    await cache.delete(url);
    return;
  }
  for (const request of await cache.keys())
    if ((await cache.match(request))?.headers.get(forSession) !== session) await cache.delete(request);
  await cache.put(url, answer);
}

/** Led to the door, or told that this is not theirs to see: which for whoever may not see it is the same as that there is nothing. */
function isOver(answer: Response): boolean {
  return (
    answer.type === "opaqueredirect" ||
    answer.status === 401 ||
    answer.status === 403 ||
    answer.status === 404 ||
    (answer.redirected && new URL(answer.url).pathname.startsWith("/desk/enter"))
  );
}

async function kept(request: Request): Promise<Response | undefined> {
  const cache = await caches.open(pages);
  for (const one of await cache.keys()) {
    const until = Date.parse((await cache.match(one))?.headers.get(untilHour) ?? "");
    if (!(until > Date.now())) await cache.delete(one);
  }
  return cache.match(request.url, { ignoreVary: true });
}

async function look(request: Request): Promise<Response> {
  const cache = await caches.open(looks);
  const found = await cache.match(request.url, { ignoreVary: true });
  if (found !== undefined) return found;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request.url, answer.clone());
  return answer;
}

/** What a page asks to be kept that was opened before there was anybody to keep it; other builds' style goes. Gives whether all of it is. */
async function keepNow(briefs: readonly string[], look: readonly string[]): Promise<boolean> {
  for (const url of briefs) await follow(url, await fetch(url, { redirect: "manual" }));
  const cache = await caches.open(looks);
  for (const request of await cache.keys()) if (!look.includes(request.url)) await cache.delete(request);
  for (const url of look) if ((await cache.match(url)) === undefined) await cache.add(url);
  const kept = await Promise.all(briefs.map(async (url) => (await caches.open(pages)).match(url)));
  return kept.every((one) => one !== undefined);
}

function addresses(given: unknown): string[] {
  const own = (url: string) => url.startsWith(`${location.origin}/desk/`);
  return Array.isArray(given) ? given.filter((url): url is string => typeof url === "string" && own(url)) : [];
}

async function forget(): Promise<void> {
  await Promise.all([caches.delete(pages), caches.delete(looks)]);
}

function nothingKept(): Response {
  const words =
    "<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'><title>Vocería</title>" +
    "<h1>Sin red</h1><p>Esta minuta no está guardada en este teléfono, o ya pasó su día.</p>" +
    "<p lang=en>No network, and this brief is not kept on this phone, or its day is over.</p>";
  return new Response(words, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
}
