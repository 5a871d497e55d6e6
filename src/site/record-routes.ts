import { type Context, Hono } from "hono";
import { Fault } from "../fault.ts";
import { entryJson } from "../page/entry-json.ts";
import { makeBundle, makeProof } from "../recorder/bundle.ts";
import {
  keyText,
  policyText,
  readAttachmentByCommitment,
  readCheckpointNote,
  readContentByCommitment,
  readTile,
  viewEntry,
} from "../recorder/served.ts";
import { attachmentFile } from "./attachment-file.ts";
import { everywhere } from "../page/headers.ts";
import { notKept, type SiteContext, tagsHeader } from "./context.ts";

const text = "text/plain; charset=utf-8";
const json = "application/json; charset=utf-8";
const bytes = "application/octet-stream";
/** Full tiles never change and never will. */
const forEver = "public, max-age=31536000, immutable";
/** What the next checkpoint, or an erasure, can change. */
const short = "public, max-age=5";

/**
 * The log as anybody's verifier reads it, below /record (C2SP tlog-tiles), and its entries one by one. Open to every
 * origin: a verifier in a page of another site reads it too.
 */
export function recordRoutes({ installation: { db }, url }: SiteContext): Hono {
  const routes = new Hono();
  routes.use(async (c, next) => {
    await next();
    c.header("access-control-allow-origin", "*");
    for (const [name, value] of Object.entries(everywhere(url))) c.header(name, value);
    // Made for each who asks, since a verifier may be ahead of our pages; by the cache in front it has its ETag and its encoding.
    if (c.res.status === 200 && !c.req.path.includes("/attachments/")) c.header(tagsHeader, notKept);
  });

  routes.get("/checkpoint", async (c) => answer(c, await readCheckpointNote(db), text, short));
  routes.get("/key", async (c) => answer(c, await keyText(db), text, short));
  routes.get("/policy", async (c) => answer(c, await policyText(db), text, short));

  routes.get("/tile/*", async (c) => {
    const tile = await readTile(db, c.req.path.slice(c.req.path.indexOf("/tile/") + 1));
    return answer(c, tile?.bytes, bytes, tile?.full === true ? forEver : short);
  });

  routes.get("/contents/:commitment", async (c) => {
    const opened = await readContentByCommitment(db, c.req.param("commitment"));
    if (opened.answer === "erased") return erased(c);
    return answer(c, opened.answer === "held" ? opened.json : undefined, json, short);
  });
  routes.get("/attachments/:commitment", async (c) => {
    const commitment = c.req.param("commitment");
    const opened = await readAttachmentByCommitment(db, commitment);
    if (opened.answer === "erased") return erased(c);
    return opened.answer === "held" ? attachmentFile(c, db, commitment, opened) : answer(c, undefined, text, short);
  });

  routes.get("/entries/:name{[0-9]+(?:\\.entry|\\.json|\\.bundle\\.json|\\.tlog-proof)}", async (c) => {
    const name = c.req.param("name");
    const dot = name.indexOf(".");
    const [index, suffix] = [Number(name.slice(0, dot)), name.slice(dot)];
    if (String(index) !== name.slice(0, dot)) return answer(c, undefined, text, short);
    try {
      if (suffix === ".bundle.json") return answer(c, await makeBundle(db, index, ordinalOf(c, "item")), json, short);
      if (suffix === ".tlog-proof") return answer(c, await makeProof(db, index), text, short);
    } catch (error) {
      if (error instanceof Fault && error.code === "not-found") return answer(c, undefined, text, short);
      throw error;
    }
    const view = await viewEntry(db, index, ordinalOf(c, "from"));
    if (suffix === ".entry") return answer(c, view?.bytes, json, short);
    return answer(c, view && `${JSON.stringify(entryJson(view))}\n`, json, short);
  });
  return routes;
}

/** `?item=N` asks for one item of a batch, `?from=N` for those from there on. */
function ordinalOf(c: Context, name: string): number | undefined {
  const ordinal = c.req.query(name);
  if (ordinal === undefined) return undefined;
  if (!/^(?:0|[1-9][0-9]{0,8})$/.test(ordinal))
    throw new Fault("not-found", `There is no item ${JSON.stringify(ordinal)}.`);
  return Number(ordinal);
}

function erased(c: Context): Response {
  return c.body("Erased.\n", 410, { "content-type": text, "cache-control": short });
}

/** The body or, the same for every reason, 404. */
function answer(c: Context, body: string | Uint8Array | undefined, type: string, cache: string): Response {
  if (body === undefined) return c.body("Not found.\n", 404, { "content-type": text, "cache-control": "no-cache" });
  return c.body(body as string | Uint8Array<ArrayBuffer>, 200, { "content-type": type, "cache-control": cache });
}
