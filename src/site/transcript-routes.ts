import type { Context, Hono } from "hono";
import { findTranscript } from "../briefings/transcripts.ts";
import { writeVtt } from "../briefings/write-vtt.ts";
import { Fault } from "../fault.ts";
import { makeBundle, makeProof } from "../recorder/bundle.ts";
import { briefingPage } from "./briefing-page.ts";
import { briefingsPage } from "./briefings-page.ts";
import { notYet } from "./as-of.ts";
import { answerPage, type PageRequest, type SiteContext, type Tag, tagsHeader } from "./context.ts";
import { fileHeaders } from "../page/headers.ts";
import { transcriptDifferencePage, transcriptHistoryPage } from "./transcript-difference.ts";
import { versionPath, transcriptJson } from "../page/transcript-json.ts";
import { transcriptPage, type Which } from "./transcript-page.ts";
import { turnPage } from "./turn-page.ts";

type AddPage = (path: string, make: (request: PageRequest, c: Context) => Promise<Response>) => unknown;
type AnswerFile = (c: Context, make: () => Promise<Response>) => Promise<Response>;

const number = ":number{[0-9H]+-[0-9]+}";
const ordinal = "[1-9][0-9]{0,8}";

/** Everything of a briefing that follows its transcript in the record. */
export function transcriptPages(page: AddPage): void {
  const numberOf = (c: Context) => c.req.param("number") ?? "";
  const orNone = async (request: PageRequest, c: Context, version: Which, edition?: number) => {
    const found = await transcriptPage(request, numberOf(c), version, edition);
    return found ?? notThen(request, numberOf(c), version, edition);
  };
  page("/briefings", briefingsPage);
  page(
    `/briefings/${number}`,
    async (request, c) =>
      (await transcriptPage(request, numberOf(c))) ??
      (request.past === undefined ? briefingPage(request, numberOf(c)) : notThen(request, numberOf(c), "said")),
  );
  page(`/briefings/${number}/edited`, (request, c) => orNone(request, c, "edited"));
  page(`/briefings/${number}/edited/editions/:edition{${ordinal}}`, (request, c) =>
    orNone(request, c, "edited", Number(c.req.param("edition"))),
  );
  page(`/briefings/${number}/editions/:edition{${ordinal}}`, (request, c) =>
    orNone(request, c, "said", Number(c.req.param("edition"))),
  );
  page(`/briefings/${number}/difference`, (request, c) => transcriptDifferencePage(request, numberOf(c)));
  page(`/briefings/${number}/history`, (request, c) => transcriptHistoryPage(request, numberOf(c)));
  page(`/briefings/${number}/turns/:turn{${ordinal}}`, async (request, c) => {
    const { past, site, horizon } = request;
    const then =
      past === undefined ||
      (await findTranscript(site.installation.db, numberOf(c), "said", horizon.size)) !== undefined;
    return then ? turnPage(request, numberOf(c), Number(c.req.param("turn"))) : notThen(request, numberOf(c), "said");
  });
}

/** Fault("not-found"), unless it is in the record now and was not yet then. */
async function notThen(request: PageRequest, briefing: string, version: Which, edition = 1): Promise<Response> {
  const { site, t, past } = request;
  const later = past && (await findTranscript(site.installation.db, briefing, version, past.now.size, edition));
  if (later === undefined) throw new Fault("not-found", t.transcriptNone(briefing));
  const page = notYet(request, { title: later.title, path: versionPath(later), since: later.at });
  return answerPage(request, { ...page, current: "briefings" }, undefined, 404);
}

const suffixes = [".vtt", ".json", ".bundle.json", ".tlog-proof"] as const;

/** The files of each version and of each edition. */
export function transcriptFiles(app: Hono, site: SiteContext, file: AnswerFile): void {
  const plain = number.slice(":number{".length, -1);
  for (const suffix of suffixes) {
    const dotted = suffix.replaceAll(".", "\\.");
    const edition = (c: Context) => Number((c.req.param("file") ?? "").slice(0, -suffix.length));
    const answer = (c: Context, briefing: string, version: Which, of?: number) =>
      file(c, async () => {
        const found = await transcriptFile(site, briefing, version, suffix, of);
        if (found === undefined) throw new Fault("not-found", `There is no such transcript of ${briefing}.`);
        return found;
      });
    app.get(`/briefings/:file{${plain}${dotted}}`, (c: Context) =>
      answer(c, (c.req.param("file") ?? "").slice(0, -suffix.length), "said"),
    );
    app.get(`/briefings/${number}/:file{edited${dotted}}`, (c: Context) =>
      answer(c, c.req.param("number") ?? "", "edited"),
    );
    app.get(`/briefings/${number}/editions/:file{${ordinal}${dotted}}`, (c: Context) =>
      answer(c, c.req.param("number") ?? "", "said", edition(c)),
    );
    app.get(`/briefings/${number}/edited/editions/:file{${ordinal}${dotted}}`, (c: Context) =>
      answer(c, c.req.param("number") ?? "", "edited", edition(c)),
    );
  }
}

/** A transcript as a file: captions, data, or what verifies it; undefined where there is none that may be shown. */
async function transcriptFile(
  site: SiteContext,
  briefing: string,
  version: Which,
  suffix: (typeof suffixes)[number],
  edition?: number,
): Promise<Response | undefined> {
  const { db } = site.installation;
  const { size, signed } = site.horizon();
  const view = await findTranscript(db, briefing, version, size, edition);
  if (view === undefined) return undefined;
  const tags: readonly Tag[] = [`briefing:${briefing}`];
  switch (suffix) {
    case ".json":
      return answer(
        site,
        "application/json; charset=utf-8",
        `${JSON.stringify(transcriptJson(site.url, view), null, 2)}\n`,
        tags,
      );
    case ".vtt": {
      const captions = view.content && writeVtt(view.content);
      if (captions === undefined)
        throw new Fault("not-found", `The turns of ${briefing} have no times: there are no captions.`);
      return answer(site, "text/vtt; charset=utf-8", captions, tags);
    }
    case ".bundle.json":
    case ".tlog-proof": {
      if (view.entry >= signed)
        throw new Fault("not-found", `${briefing} awaits the next signed checkpoint; its proof comes with it.`);
      const bundle = suffix === ".bundle.json";
      const text = await (bundle ? makeBundle(db, view.entry) : makeProof(db, view.entry));
      return answer(site, bundle ? "application/json; charset=utf-8" : "text/plain; charset=utf-8", text, ["changes"]);
    }
  }
}

function answer(site: SiteContext, type: string, text: string, tags: readonly Tag[]): Response {
  return new Response(text, { headers: { ...fileHeaders(site.url, type), [tagsHeader]: tags.join(" ") } });
}
