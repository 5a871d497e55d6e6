import { Hono } from "hono";
import { withinPace } from "../access/attempts.ts";
import { largestCaptions, readCaptions, type RefusedSegment } from "../briefings/caption-body.ts";
import { findCaptionAddress } from "../briefings/caption-addresses.ts";
import { takeCaptions } from "../briefings/take-captions.ts";
import { Fault } from "../fault.ts";
import { statusFor } from "../page/fault-status.ts";
import { answerJson } from "./answer.ts";
import { readBody } from "./body.ts";
import type { DeskContext, VisitorRequest } from "./context.ts";
import { visitorPage } from "./handlers.ts";

/** Twenty a second: a program that sends each word as it is heard stays far below. */
const pace = { tries: 1_200, seconds: 60 };

/** Captions that a program sends: to an address that bears the token, or with it in the head (RFC 6750). docs/captions.md says what. */
export function captionRoutes(desk: DeskContext): Hono {
  const app = new Hono();
  const take = visitorPage(desk, captionsSent);
  app.post("/captions", take);
  app.post("/captions/:token", take);
  app.all(
    "/captions/*",
    visitorPage(desk, async (request) => {
      const fault = new Fault(
        "usage",
        "Captions are sent here by POST: docs/captions.md says how.",
        [],
        "Aquí se envían subtítulos con POST: docs/captions.md dice cómo.",
      );
      return answerJson(request, toldOf(request, fault), 405, [["allow", "POST"]]);
    }),
  );
  return app;
}

/** Whoever has no token of use is told the same, whatever they send and wherever it fails; nothing of it is read. */
async function captionsSent(request: VisitorRequest): Promise<Response> {
  const { desk, c } = request;
  const { db, means } = desk.installation;
  const bearer = /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  const token = c.req.param("token") ?? bearer ?? "";
  const address = await findCaptionAddress(db, token);
  if (address === undefined) return unknownToken(request);
  try {
    if (!(await withinPace(db, `captions ${address.id}`, pace, means.clock.now()))) throw tooMany();
    const zero = await zeroOf(request, address.briefing);
    const body = (await readBody(c.req.raw, largestCaptions)).toString("utf8");
    const { segments, refused } = readCaptions(body, zero);
    const taken = await takeCaptions(db, token, segments, means);
    if (taken === undefined) return unknownToken(request);
    const all: RefusedSegment[] = [...refused, ...taken.refused].toSorted((a, b) => a.place - b.place);
    const { taken: count, same, ignored, waiting } = taken;
    return answerJson(
      request,
      {
        taken: count,
        same,
        ignored,
        waiting,
        refused: all.map(({ place, id, fault }) => ({ segment: place, id, ...toldOf(request, fault) })),
      },
      all.length === 0 ? 200 : 400,
    );
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const head = error.code === "too-many" ? ([["retry-after", "10"]] as const) : [];
    return answerJson(request, toldOf(request, error), statusFor(error), head);
  }
}

/** Where the program's own time begins, in milliseconds from the opening: at it, unless it says at which instant. */
async function zeroOf({ desk, c }: VisitorRequest, briefing: number): Promise<number> {
  const given = c.req.query("zero");
  if (given === undefined) return 0;
  const zero = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/.test(given)
    ? Date.parse(given)
    : Number.NaN;
  if (Number.isNaN(zero))
    throw new Fault(
      "invalid",
      "zero: an instant with its zone, as 2026-11-25T12:00:00Z (a + is written %2B).",
      [],
      "zero: un instante con su huso, como 2026-11-25T12:00:00Z (un + se escribe %2B).",
    );
  const { opened_at: opened } = await desk.installation.db
    .selectFrom("briefing")
    .select("opened_at")
    .where("id", "=", briefing)
    .executeTakeFirstOrThrow();
  return opened === null ? 0 : zero - opened.getTime();
}

function toldOf({ language }: VisitorRequest, fault: Fault): { code: string; message: string } {
  return { code: fault.code, message: (language === "es" ? fault.es : undefined) ?? fault.message };
}

function unknownToken(request: VisitorRequest): Response {
  const fault = new Fault(
    "forbidden",
    "This caption address is of no use: ask the office for a new one.",
    [],
    "Esta dirección de subtítulos no sirve: pida una nueva a la oficina.",
  );
  return answerJson(request, toldOf(request, fault), 401, [["www-authenticate", "Bearer"]]);
}

function tooMany(): Fault {
  return new Fault(
    "too-many",
    `More than ${pace.tries} requests came within a minute: send several segments in one, and these again a little later.`,
    [],
    `Llegaron más de ${pace.tries} envíos en un minuto: mande varios segmentos en uno, y estos de nuevo un poco después.`,
  );
}
