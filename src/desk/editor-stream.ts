import { changesAfter } from "../newsroom/shared-drafts.ts";
import { type DraftNotice, followDraft } from "../newsroom/draft-notices.ts";
import { findDraft, institutionOf } from "../newsroom/find-draft.ts";
import { openShared } from "../newsroom/write-together.ts";
import { Fault } from "../fault.ts";
import type { DeskRequest } from "./context.ts";
import { signedIn } from "./handlers.ts";
import { privateHeaders } from "./headers.ts";

/** How often it is asked whether the officer may still read it. */
const heartbeat = 15_000;
/** What waits unread for a browser that does not keep up; it asks again from where it was. */
const mostWaiting = 64;

/**
 * What happens to a draft as it happens (text/event-stream): `change` with its number and bytes, everything after `after`
 * first; `here` where colleagues are; `standing` whether it takes text. It ends with the session, or the right to read.
 */
export async function draftStream(request: DeskRequest, id: number, after: number): Promise<Response> {
  const { desk } = request;
  let { actor } = request;
  const { installation } = desk;
  const { db, means } = installation;
  await openShared(db, id, actor, means);
  let seq = after;
  let busy = false;
  let again = false;
  let stop = () => {};
  /** Whoever asked has left, at whatever step that was. */
  let gone = false;
  const text = new TextEncoder();

  const body = new ReadableStream<Uint8Array>(
    {
      async start(controller) {
        const send = (event: string, value: unknown) => {
          if (gone) return;
          if ((controller.desiredSize ?? 0) <= -mostWaiting) return close();
          controller.enqueue(text.encode(`event: ${event}\ndata: ${JSON.stringify(value)}\n\n`));
        };
        const close = () => {
          gone = true;
          stop();
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
          if (draft === undefined) return close();
          send("standing", { state: draft.state, writable: draft.moves.some((move) => move === "write") });
        };
        const fail = (error: unknown) => {
          // A database that is being closed, or gone for a while: the browser comes back by itself.
          if (!(error instanceof Fault)) desk.report(error, request.c.req.path);
          close();
        };
        const onNotice = (notice: DraftNotice) => {
          if (notice === "text") sendChanges().catch(fail);
          else send("here", notice);
        };
        const beat = setInterval(() => {
          signedIn(request, false)
            .then(async (still) => {
              if (still === undefined || (await institutionOf(db, id, still.actor)) === undefined) return close();
              actor = still.actor;
              return sendStanding();
            })
            .catch(fail);
        }, heartbeat);
        stop = () => clearInterval(beat);
        try {
          const following = await followDraft(installation, id, onNotice);
          if (gone) return following.stop();
          stop = () => {
            clearInterval(beat);
            following.stop();
          };
          await sendChanges();
          await sendStanding();
          send("ready", { seq });
        } catch (error) {
          fail(error);
        }
      },
      cancel: () => {
        gone = true;
        stop();
      },
    },
    { highWaterMark: 1 },
  );
  const headers = new Headers(privateHeaders(desk.url));
  headers.set("content-type", "text/event-stream");
  // A proxy that gathers an answer before it hands it on would keep every word back.
  headers.set("x-accel-buffering", "no");
  return new Response(body, { headers });
}
