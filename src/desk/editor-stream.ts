import { followAccess } from "../access/access-notices.ts";
import { changesAfter } from "../newsroom/shared-drafts.ts";
import { type DraftNotice, followDraft } from "../newsroom/draft-notices.ts";
import { findDraft, institutionOf } from "../newsroom/find-draft.ts";
import { openShared } from "../newsroom/write-together.ts";
import { Fault } from "../fault.ts";
import type { DeskRequest } from "./context.ts";
import { signedIn } from "./handlers.ts";
import { privateHeaders } from "./headers.ts";

/** How often it is asked whether the officer may still read it, besides whenever that was changed: sessions also end by age. */
const heartbeat = 15_000;
/** Texts that one officer has open at once: each holds memory, and is sent everything. */
const mostOpen = 24;
/** What waits unread for a browser that does not keep up; it asks again from where it was. */
const mostWaiting = 64;

/**
 * What happens to a draft as it happens (text/event-stream): `change` with its number and bytes, everything after `after`
 * first; `here` where colleagues are; `standing` whether it takes text. It ends at once with the session, or the right to read, in whichever
 * process that was taken away. Fault("too-many") for an officer who has too many open in this one.
 */
export async function draftStream(request: DeskRequest, id: number, after: number): Promise<Response> {
  const { desk } = request;
  let { actor } = request;
  const { officer } = actor;
  const { installation } = desk;
  const { db, means } = installation;
  const close = countOpen(db, officer);
  try {
    await openShared(db, id, actor, means);
  } catch (error) {
    close();
    throw error;
  }
  let seq = after;
  let busy = false;
  let again = false;
  /** Whoever asked has left, at whatever step that was. */
  let gone = false;
  const stops = [close];
  const leave = () => {
    if (gone) return;
    gone = true;
    for (const stop of stops) stop();
  };
  const text = new TextEncoder();

  const body = new ReadableStream<Uint8Array>(
    {
      async start(controller) {
        const send = (event: string, value: unknown) => {
          if (gone) return;
          if ((controller.desiredSize ?? 0) <= -mostWaiting) return end();
          controller.enqueue(text.encode(`event: ${event}\ndata: ${JSON.stringify(value)}\n\n`));
        };
        const end = () => {
          leave();
          try {
            controller.close();
          } catch {
            // The browser had gone already.
          }
        };
        const sendChanges = async () => {
          if (busy) {
            again = true;
            return;
          }
          busy = true;
          try {
            do {
              again = false;
              for (const { seq: at, change } of await changesAfter(db, id, seq)) {
                send("change", { seq: at, change: Buffer.from(change).toString("base64") });
                seq = at;
              }
            } while (again);
          } finally {
            busy = false;
          }
        };
        const sendStanding = async () => {
          const draft = await findDraft(db, id, actor);
          if (draft === undefined) return end();
          send("standing", { state: draft.state, writable: draft.moves.some((move) => move === "write") });
        };
        const fail = (error: unknown) => {
          // A database that is being closed, or gone for a while: the browser comes back by itself.
          if (!(error instanceof Fault)) desk.report(error, request.c.req.path);
          end();
        };
        const onNotice = (notice: DraftNotice) => {
          if (notice === "text") sendChanges().catch(fail);
          else send("here", notice);
        };
        const ask = async () => {
          const still = await signedIn(request, false);
          if (still === undefined || (await institutionOf(db, id, still.actor)) === undefined) return end();
          actor = still.actor;
          await sendStanding();
        };
        const askAnew = () => void ask().catch(fail);
        const beat = setInterval(askAnew, heartbeat);
        stops.push(() => clearInterval(beat));
        const follow = async (following: Promise<{ stop: () => void }>) => {
          const { stop } = await following;
          if (gone) stop();
          else stops.push(stop);
        };
        try {
          await follow(followAccess(installation, officer, askAnew));
          if (!gone) await follow(followDraft(installation, id, onNotice));
          // Whatever was taken away before it was followed.
          if (!gone) await ask();
          if (gone) return;
          await sendChanges();
          send("ready", { seq });
        } catch (error) {
          fail(error);
        }
      },
      cancel: leave,
    },
    { highWaterMark: 1 },
  );
  const headers = new Headers(privateHeaders(desk.url));
  headers.set("content-type", "text/event-stream");
  // A proxy that gathers an answer before it hands it on would keep every word back.
  headers.set("x-accel-buffering", "no");
  return new Response(body, { headers });
}

const openOf = new WeakMap<object, Map<number, number>>();

/** Counts one more text that an officer has open, until what is given back is called. */
function countOpen(db: object, officer: number): () => void {
  const open = openOf.get(db) ?? new Map<number, number>();
  openOf.set(db, open);
  const before = open.get(officer) ?? 0;
  if (before >= mostOpen) throw tooManyOpen();
  open.set(officer, before + 1);
  return () => {
    const left = (open.get(officer) ?? 1) - 1;
    if (left > 0) open.set(officer, left);
    else open.delete(officer);
  };
}

function tooManyOpen(): Fault {
  return new Fault(
    "too-many",
    `You have ${mostOpen} texts open at once, in this browser and others: close one, and this one opens.`,
    [],
    `Usted tiene ${mostOpen} textos abiertos a la vez, en este navegador y en otros: cierre uno y este se abre.`,
  );
}
