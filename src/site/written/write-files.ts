import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Fault } from "../../fault.ts";
import type { Clock } from "../../clock.ts";
import { addDays, dayIn } from "../../register/day.ts";
import { startOfDay } from "../../register/start-of-day.ts";
import { everyLanguage, inLanguage } from "../../page/language.ts";
import { tagsHeader } from "../context.ts";
import type { Touched } from "../follow-acts.ts";
import { type Due, type Made, Manifest } from "./manifest.ts";
import { putFile } from "./put-file.ts";
import { newTiles } from "./tiles.ts";
import { besides, isFollowed, linksIn, turnOf, writtenName } from "./written-name.ts";

export type FilesOptions = {
  /** Absolute. What readers get lies in `site/` below it; the rest is ours. */
  folder: string;
  /** The handlers that serve, asked as anybody would: nothing is written that a reader could not have read. */
  fetch: (request: Request) => Response | Promise<Response>;
  siteUrl: string;
  /** Addresses that no page leads to. */
  addresses: readonly string[];
  /** Another when the program is: all is made anew then, as it is on each new day. */
  program: string;
  clock: Clock;
  timeZone: () => Promise<string>;
  failed: (error: unknown, address: string) => void;
};

/** The page that a server of files shows where only the program could answer. */
export const awayPath = "/away";

/** How the tags begin of what can change without an entry of the record (`ToldTag`). */
const ofNoEntry = ["agenda", "briefing", "question"];

/** What no page need lead to. */
export const fixedFiles = [
  "/robots.txt",
  "/sitemap.xml",
  "/sitemaps/news.xml",
  "/.well-known/security.txt",
  "/agenda.ics",
  "/record/checkpoint",
  "/record/key",
  "/record/policy",
  "/api/v1/openapi.json",
];

/** What was made of an address, and whether anything was marked since it was asked for. */
type Done = Omit<Made, "touched"> & { touched: () => boolean };

/** So many failures without one that succeeds between them: the database is away, and there is no use in asking for the rest. */
const mostFailures = 32;
const perStep = 32;
/** While one is brought to the disk, others are made. */
const atOnce = 4;

/**
 * Everything public as files, made by the handlers that serve it and by following their links. Each file is whole at every moment:
 * the old or the new. What an act, a told change, the clock or a new day touches is marked before anything is made, and stays so
 * through a kill, so that a file is old only while its address is still due.
 */
export class WrittenFiles {
  readonly #options: FilesOptions;
  readonly #manifest: Manifest;
  readonly #site: string;
  readonly #passing: string;
  #serial = 0;
  /** Grows with whatever is marked. */
  #marks = 0;

  private constructor(options: FilesOptions, manifest: Manifest) {
    this.#options = options;
    this.#manifest = manifest;
    this.#site = join(options.folder, "site");
    this.#passing = join(options.folder, "unfinished");
  }

  /** Fault("conflict") where another process writes there. */
  static async open(options: FilesOptions): Promise<WrittenFiles> {
    await mkdir(join(options.folder, "site"), { recursive: true });
    const manifest = new Manifest(join(options.folder, "manifest.db"));
    const files = new WrittenFiles(options, manifest);
    // What no manifest names would stand there for ever, whatever became of it.
    if (manifest.read("made by") === undefined && (await readdir(files.#site)).length > 0) {
      manifest.close();
      throw new Fault(
        "conflict",
        `${files.#site} holds files, but the manifest that knew what they hang on is gone: remove that folder, or name another, and all is written anew.`,
      );
    }
    // Whatever a kill left half written; nobody is shown this folder.
    await rm(files.#passing, { recursive: true, force: true });
    await mkdir(files.#passing);
    return files;
  }

  /** The size of the record up to which all that was touched is marked. */
  get marked(): number {
    return Number(this.#manifest.read("marked") ?? 0);
  }

  get due(): number {
    return this.#manifest.due();
  }

  get files(): number {
    return this.#manifest.files();
  }

  /**
   * When this returns, all that may be old is marked: what the record's acts up to `signed` touched (`touched`: those since `marked`;
   * undefined: too many to name), and what follows no entry and may have changed unseen.
   */
  begin(touched: Touched | undefined, signed: number): void {
    const { program, siteUrl } = this.#options;
    const made = `${program} ${siteUrl}`;
    this.#manifest.together(() => {
      if (this.#manifest.read("made by") !== made) this.#markEverything();
      this.#manifest.keep("made by", made);
      for (const prefix of ofNoEntry) this.#manifest.markTags(prefix);
    });
    this.moved(touched, signed);
  }

  /** When this returns, what the acts touched is marked; `undefined`: too many to name. */
  moved(touched: Touched | undefined, signed: number): void {
    const manifest = this.#manifest;
    this.#marks++;
    manifest.together(() => {
      if (touched === undefined || touched.register) this.#markEverything();
      else {
        manifest.markTag("changes");
        for (const number of touched.numbers) {
          manifest.markAddresses(inEveryLanguage([`/statements/${number}`]), 0);
          manifest.markTag(`number:${number}`, 0);
          manifest.markBelow(`/statements/${number}`, 0);
        }
        this.#markTold(touched.tags);
      }
      manifest.markAddresses(newTiles(this.marked, signed), 0);
      if (signed > 0)
        manifest.markAddresses(
          ["/record/checkpoint", ...inEveryLanguage(["/record", `/record/entries/${signed - 1}`])],
          0,
        );
      manifest.keep("marked", String(Math.max(this.marked, signed)));
    });
  }

  /** Of what follows no entry of the record; undefined: something may have been told unheard. */
  told(tags: readonly string[] | undefined): void {
    this.#marks++;
    this.#manifest.together(() => {
      if (tags === undefined) for (const prefix of ofNoEntry) this.#manifest.markTags(prefix);
      else this.#markTold(tags);
    });
  }

  #markTold(tags: readonly string[]): void {
    for (const tag of tags) {
      this.#manifest.markTag(tag, 0);
      const [, kind, number] = /^(briefing|question):(.+)$/.exec(tag) ?? [];
      if (number !== undefined) this.#manifest.markBelow(`/${kind}s/${number}`, 0);
    }
  }

  #markEverything(): void {
    this.#manifest.markAddresses([...inEveryLanguage(["/", awayPath]), ...this.#options.addresses]);
    this.#manifest.markAll();
  }

  /** What the clock has made old: what says so itself, and on a new day of the office everything, since pages say what holds today. */
  async markOver(): Promise<void> {
    const now = this.#options.clock.now();
    const today = dayIn(await this.#options.timeZone(), now);
    this.#manifest.together(() => {
      this.#manifest.markOver(now.getTime());
      if (this.#manifest.read("day") === today) return;
      this.#marks++;
      this.#markEverything();
      this.#manifest.keep("day", today);
    });
  }

  /** Milliseconds until `markOver` has something to mark. */
  async untilOver(): Promise<number> {
    const timeZone = await this.#options.timeZone();
    const now = this.#options.clock.now();
    const tomorrow = startOfDay(addDays(dayIn(timeZone, now), 1), timeZone).getTime();
    return Math.max(0, Math.min(this.#manifest.firstOver() ?? Infinity, tomorrow) - now.getTime());
  }

  /**
   * Makes what is due, the most wanted first, until nothing is, or `stopped`. What fails is put off and told of; returns how many were.
   * When this returns 0 unstopped, each file is as its address was answered since it was last marked.
   */
  async work(
    stopped: () => boolean,
    progress: (done: number, left: number) => void = () => undefined,
  ): Promise<number> {
    let putOff = 0;
    let failures = 0;
    let done = 0;
    while (!stopped()) {
      const due = this.#manifest.next(perStep);
      if (due.length === 0) break;
      const made: Done[] = [];
      const waiting = [...due];
      const one = async () => {
        for (let next = waiting.shift(); next !== undefined && !stopped(); next = waiting.shift()) {
          try {
            made.push(await this.#make(next));
            failures = 0;
          } catch (error) {
            // One is told of where all fail.
            if (failures++ === 0) this.#options.failed(error, next.address);
            putOff++;
            this.#manifest.putOff(next);
          }
        }
      };
      await Promise.all(Array.from({ length: atOnce }, one));
      this.#manifest.together(() => {
        for (const each of made) this.#manifest.made({ ...each, touched: each.touched() });
      });
      await this.#removeFilled();
      if (failures >= mostFailures) break;
      done += made.length;
      progress(done, this.due);
    }
    return putOff;
  }

  /** What was put off is due again. */
  again(): void {
    this.#manifest.together(() => this.#manifest.takeUp());
  }

  close(): void {
    this.#manifest.close();
  }

  async #make({ address, stamp }: Due): Promise<Done> {
    const { fetch, siteUrl } = this.#options;
    const asked = this.#marks;
    const touched = () => this.#marks !== asked;
    const response = await fetch(new Request(siteUrl + address, { headers: { host: new URL(siteUrl).host } }));
    const known = this.#manifest.known(address);
    if (response.status >= 500 && !isAway(address)) throw new Error(`${address} was answered with ${response.status}`);
    const type = response.headers.get("content-type") ?? "";
    const name = response.status === 200 || isAway(address) ? writtenName(address, type) : undefined;
    if (name === undefined) {
      await response.body?.cancel();
      await this.#remove(known?.name ?? null);
      return { address, stamp, name: null, digest: null, tags: [], until: undefined, links: [], touched };
    }
    const told = (response.headers.get(tagsHeader) ?? "").split(" ").filter((tag) => tag !== "" && tag !== "-");
    const readable =
      /^(?:text\/html|application\/(?:atom\+xml|xml))/.test(type) || /^\/record\/entries\/\d+\.json$/.test(address);
    const body = response.headers.has(tagsHeader) ? Buffer.from(await response.arrayBuffer()) : undefined;
    if (known?.name !== name) await this.#remove(known?.name ?? null);
    const digest = await putFile({
      place: join(this.#site, name),
      passing: join(this.#passing, String(++this.#serial)),
      body: body ?? response,
      before: known?.name === name ? known.digest : null,
      changing: () => this.#manifest.putting(address, name),
    });
    const links = readable && body !== undefined ? linksIn(body.toString("utf8"), siteUrl) : [];
    return {
      address,
      stamp,
      name,
      digest,
      // A proof of an older checkpoint still proves: it is made anew with its text, and each day.
      tags:
        address === "/api/v1/bulk/questions.jsonl"
          ? ["questions", "changes"]
          : told.filter((tag) => !tag.startsWith("until:") && !(tag === "changes" && turnOf(address) > 2)),
      until: untilIn(told),
      links: [...links, ...besides(address)].filter((link) => isFollowed(address, link)),
      touched,
    };
  }

  async #remove(name: string | null): Promise<void> {
    if (name !== null) await rm(join(this.#site, name), { force: true });
  }

  async #removeFilled(): Promise<void> {
    // A partial tile may be left out once the full one stands (C2SP tlog-tiles).
    for (const address of this.#manifest.filled())
      for (const name of this.#manifest.together(() => this.#manifest.forgetBelow(`${address}.p/`)))
        await this.#remove(name);
  }
}

function isAway(address: string): boolean {
  return inEveryLanguage([awayPath]).includes(address);
}

export function inEveryLanguage(paths: readonly string[]): string[] {
  return everyLanguage.flatMap((language) => paths.map((path) => inLanguage(language, path)));
}

function untilIn(tags: readonly string[]): number | undefined {
  const untils = tags.flatMap((tag) => (tag.startsWith("until:") ? [Number(tag.slice(6))] : []));
  return untils.length === 0 ? undefined : Math.min(...untils);
}
