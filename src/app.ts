import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { invitationTask, signInLinkTask } from "./access/ask-link.ts";
import { identityProvider } from "./access/oidc.ts";
import { bulkLimits } from "./api/bulk.ts";
import { isApi } from "./api/endpoints.ts";
import { apiRoutes } from "./api/routes.ts";
import { keepReleasing } from "./briefings/release-timers.ts";
import { forgetHandsTask, forgetHandsTaskOf } from "./briefings/forget-hands.ts";
import { releaseTurnsTaskOf } from "./briefings/release-turns.ts";
import { releaseTurnsTask } from "./briefings/turns.ts";
import type { Config } from "./config.ts";
import { deskAssets } from "./desk/desk-assets.ts";
import { withDesk } from "./desk/mounted.ts";
import { Fault } from "./fault.ts";
import { newsroomTasks, punctualTasks } from "./newsroom/newsroom-tasks.ts";
import { pressTasks } from "./press/press-tasks.ts";
import { questionTasks } from "./press/question-tasks.ts";
import { followHorizon, type Horizon, readHorizon } from "./recorder/horizon.ts";
import { readRecord, type RecordIdentity } from "./recorder/record-identity.ts";
import { readOffice } from "./register/office.ts";
import { followRecord } from "./search/follow-record.ts";
import { buildSiteAssets } from "./site/site-assets.ts";
import type { SiteContext } from "./site/context.ts";
import { followActs, type Touched, touchedBy } from "./site/follow-acts.ts";
import { defaultLiveViewers, liveBriefings } from "./site/live.ts";
import { keepPages } from "./site/kept-pages.ts";
import { openFilesLimit, viewersWithin } from "./site/open-files.ts";
import { withMetrics } from "./site/metrics.ts";
import { PageCache } from "./site/page-cache.ts";
import { type Report, siteRoutes } from "./site/routes.ts";
import { type FilesFollower, followFiles } from "./site/written/follow-files.ts";
import { programHash } from "./site/written/program.ts";
import { type FilesOptions, fixedFiles, WrittenFiles } from "./site/written/write-files.ts";
import type { Database } from "./store/database.ts";
import { withoutRows } from "./store/failure.ts";
import type { Installation } from "./store/installation.ts";
import { runJobs } from "./store/jobs.ts";
import { mailTask, openMail } from "./store/mail.ts";
import { followPages } from "./store/tell-pages.ts";

/**
 * Serves the site of an installation whose record and office are founded. When this returns, it answers at `listening`, and readers at `url`;
 * when `close` has returned, it answers nothing and follows nothing more. The system's own errors (a taken port)
 * are thrown as they are.
 */
export async function serve(
  installation: Installation,
  config: Pick<Config, "host" | "port" | "url"> &
    Partial<Pick<Config, "behindProxy" | "largestFile" | "liveViewers" | "files" | "smtpUrl" | "mailFrom" | "oidc">>,
  { report, note }: OperatorsLog = operatorsLog(),
): Promise<{ url: string; listening: string; close(): Promise<void> }> {
  const { db, means } = installation;
  const server = createServer();
  const assets = await buildSiteAssets();
  const cache = new PageCache({ clock: means.clock });

  const office = remembered(() => readOffice(db));
  const record = remembered(() => identified(db));
  let written: FilesFollower | undefined;
  const acts = followActs(
    db,
    cache,
    await readHorizon(db),
    () => {
      office.forget();
      record.forget();
    },
    (touched, shown) => written?.moved(touched, shown.signed),
  );
  const documents = followRecord(db, (error) => report(error, "search"));
  const horizon = await followHorizon(installation, (_from, to) => {
    void acts.moved(to);
    documents.wake();
  });
  await acts.moved(horizon.current());
  const told = await followPages(installation, (tags) => {
    if (tags === undefined) cache.dropAll();
    else cache.drop(tags);
    written?.told(tags);
  });

  try {
    // A crowd that arrives in one second stands in line rather than being turned away by the kernel (which has a limit of its own).
    server.listen({ port: config.port, host: config.host, backlog: 32_768 });
    await once(server, "listening");
  } catch (error) {
    await told.close();
    await horizon.close();
    await documents.close();
    throw error;
  }
  const listening = addressOf(config.host, server.address() as AddressInfo);
  const url = config.url ?? listening;
  const site: SiteContext = {
    installation,
    office: office.read,
    record: record.read,
    horizon: acts.shown,
    url,
    assets,
  };
  const behindProxy = config.behindProxy ?? false;
  const fetch = publicAnswers(site, report, behindProxy);
  const pages = keepPages(cache, {
    fetch,
    siteUrl: url,
    clock: means.clock,
    timeZone: async () => (await office.read()).timeZone,
  });
  const outside = withDesk(pages, {
    installation,
    office: office.read,
    record: record.read,
    horizon: acts.shown,
    url,
    assets: deskAssets,
    provider: config.oidc === undefined ? undefined : identityProvider(db, config.oidc, means),
    behindProxy,
    sendsMail: config.smtpUrl !== undefined,
    ...(config.largestFile === undefined ? {} : { largestFile: config.largestFile }),
    report,
  });
  const live = liveBriefings(installation, { url, most: mostViewers(config.liveViewers, note), failed: report });
  server.on(
    "request",
    withMetrics(live.listener(outside), { viewers: live.viewers, horizon: acts.shown, pages: cache }),
  );

  const mailer = openMail({
    smtpUrl: config.smtpUrl,
    from: async () => {
      const { name, language } = await office.read();
      return {
        name: language.startsWith("es") ? name.es : name.en,
        address: config.mailFrom ?? `voceria@${new URL(url).hostname}`,
      };
    },
    data: installation.data,
    means,
    note,
  });
  const tasks = {
    mail: mailTask(mailer),
    "sign-in-link": signInLinkTask({ db, mailer, means, url }),
    invitation: invitationTask({ db, mailer, means, url }),
    ...newsroomTasks(installation, { mailer, url }),
    ...pressTasks(installation, { mailer, url }),
    ...questionTasks(installation, { mailer, url }),
    [forgetHandsTask]: forgetHandsTaskOf(installation),
  };
  const failed = (error: unknown, name: string) => report(error, `job ${name}`);
  // What has its second never waits for a mail relay that does not answer.
  const jobs = await Promise.all([
    runJobs(
      installation,
      { ...punctualTasks(installation, note), [releaseTurnsTask]: releaseTurnsTaskOf(installation) },
      failed,
      2,
    ),
    runJobs(installation, tasks, failed),
  ]);
  if (config.files !== undefined) {
    const files = await openFiles(site, config.files, fetch, report);
    let shown = acts.shown();
    let touched = await touchedSince(db, files.marked, shown);
    // Nothing may be shown between what is marked here and what the follower is told.
    while (shown !== acts.shown()) touched = await touchedSince(db, files.marked, (shown = acts.shown()));
    files.begin(touched, shown.signed);
    written = followFiles(files, (error) => report(error, "written files"));
  }
  const releasing = await keepReleasing(installation, (error) => failed(error, "held turns"));
  return {
    url,
    listening,
    close: async () => {
      await written?.close();
      const closed = once(server, "close");
      server.close();
      live.close();
      server.closeIdleConnections();
      // Whoever is being answered gets a moment to read it to its end.
      const hurry = setTimeout(() => server.closeAllConnections(), 2_000);
      await closed;
      clearTimeout(hurry);
      await Promise.all([releasing.close(), ...jobs.map((each) => each.close())]);
      mailer.close();
      await told.close();
      await horizon.close();
      await documents.close();
    },
  };
}

/** Of what is shown awaiting its checkpoint too. */
function touchedSince(db: Database, from: number, { size, signed }: Horizon): Promise<Touched | undefined> {
  return touchedBy(db, from, Math.max(size, signed));
}

function publicAnswers(
  site: SiteContext,
  report: Report,
  behindProxy = false,
): (request: Request, connection?: object) => Response | Promise<Response> {
  const routes = siteRoutes(site, report);
  const api = apiRoutes(site, report, { ...bulkLimits, behindProxy });
  return (request, connection) => (isApi(request.url) ? api : routes).fetch(request, connection);
}

/** What is written is the answers of `fetch`, as anybody gets them. */
async function openFiles(
  site: SiteContext,
  folder: string,
  fetch: FilesOptions["fetch"],
  report: Report,
): Promise<WrittenFiles> {
  return WrittenFiles.open({
    folder,
    fetch,
    siteUrl: site.url,
    addresses: [...fixedFiles, ...site.assets.files.keys().map((name) => `/assets/${name}`)],
    program: await programHash(),
    clock: site.installation.means.clock,
    timeZone: async () => (await site.office()).timeZone,
    failed: report,
  });
}

/**
 * Writes everything public below `folder`, as it stands at the record's newest checkpoint, and returns how many files there are and
 * how many addresses could not be made (told of by `report`). Stopped before its end, it goes on from there another time.
 */
export async function writeFiles(
  installation: Installation,
  { folder, url }: { folder: string; url: string },
  {
    stopped,
    progress,
    report,
  }: { stopped: () => boolean; progress: (done: number, total: number) => void; report: Report },
): Promise<{ files: number; failed: number; left: number }> {
  const { db } = installation;
  const horizon = await readHorizon(db);
  const office = remembered(() => readOffice(db));
  const record = remembered(() => identified(db));
  const site = {
    installation,
    office: office.read,
    record: record.read,
    horizon: () => horizon,
    url,
    assets: await buildSiteAssets(),
  };
  const files = await openFiles(site, folder, publicAnswers(site, report), report);
  try {
    files.begin(await touchedSince(db, files.marked, horizon), horizon.signed);
    await files.markOver();
    let failed = 0;
    // What a busy database could not answer in time mostly can be made once the rest is.
    for (let pass = 1; pass <= 3 && (pass === 1 || failed > 0); pass++) {
      failed = await files.work(stopped, (done, left) => progress(done, done + left));
      files.again();
    }
    return { files: files.files, failed, left: files.due };
  } finally {
    files.close();
  }
}

/** As many as the operator wants, if the system lets this process have so many connections. */
function mostViewers(wanted = defaultLiveViewers, note: OperatorsLog["note"]): number {
  const limit = openFilesLimit();
  const most = Math.min(wanted, viewersWithin(limit));
  if (most < wanted && wanted !== defaultLiveViewers)
    note(
      `This process may open ${limit} files: ${most} can follow briefings at once, and not ${wanted} (LimitNOFILE).`,
    );
  return most;
}

/** `report` for each failure that is ours, by the path or the job that met it; `note` for what the operator should know. */
export type OperatorsLog = { report: Report; note: (line: string) => void };

/** One line of JSON on stderr for each. */
function operatorsLog(): OperatorsLog {
  const log = pino({ name: "voceria", serializers: { err: withoutRows } }, pino.destination(2));
  return {
    report: (error, path) => log.error({ err: error, path }, "a page could not be made or a job not be done"),
    note: (line) => log.warn(line),
  };
}

async function identified(db: Database): Promise<RecordIdentity> {
  const found = await readRecord(db);
  if (found === undefined)
    throw new Fault("unavailable", "This installation has no record yet: `voceria start` founds one.");
  return found;
}

/** Read once, until told to forget; a failure is not remembered. */
function remembered<T>(read: () => Promise<T>): { read: () => Promise<T>; forget: () => void } {
  let known: Promise<T> | undefined;
  return {
    read() {
      if (known === undefined) {
        const reading = read();
        known = reading;
        reading.catch(() => {
          if (known === reading) known = undefined;
        });
      }
      return known;
    },
    forget: () => {
      known = undefined;
    },
  };
}

function addressOf(host: string, { port }: AddressInfo): string {
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}
