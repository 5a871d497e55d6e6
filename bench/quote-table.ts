import { randomBytes } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createGunzip } from "node:zlib";
import type { TranscriptContent, VoiceItem } from "@voceria/record";
import { sql } from "kysely";
import { publishStatement } from "../src/newsroom/publish-statement.ts";
import { readHorizon } from "../src/recorder/horizon.ts";
import { startSequencer } from "../src/recorder/sequence.ts";
import { checkQuote } from "../src/search/check-quote.ts";
import type { Verdict } from "../src/search/quote-judge.ts";
import { takeInQuotes } from "../src/search/quote-documents.ts";
import { type Passage, statementPassages, turnPassages, voiceNames } from "../src/search/quote-passages.ts";
import type { Database } from "../src/store/database.ts";
import { openInstallation } from "../src/store/installation.ts";
import { type Bench, type Progress, type Row, whole } from "./bench.ts";
import { newOffice } from "./office.ts";
import { changeKinds } from "./quote-changes.ts";
import {
  afterNo,
  anyChangedPair,
  changedPair,
  type Draw,
  type Pair,
  type PairKind,
  stretchOf,
  truePair,
} from "./quote-pairs.ts";
import { seeded } from "./text-office.ts";

const folder = fileURLToPath(new URL("../../shared/data/statements/", import.meta.url));
const briefings = join(folder, "covid19mx");
const archive = join(folder, "australian-pm-transcripts.jsonl.gz");
/** Another seed makes other pairs of the same texts: `BENCH_SEED=2`. */
const seed = Number(process.env["BENCH_SEED"] ?? 1);
/** `BENCH_SHOW=1` prints the never said that are told as anything but none too. */
const shown = process.env["BENCH_SHOW"] !== undefined;

const wanted: Record<PairKind, number> = {
  true: 1_000,
  short: 200,
  "after-no": 200,
  number: 250,
  negation: 250,
  name: 250,
  order: 250,
  unit: 100,
  date: 100,
  ordinal: 100,
  contrast: 100,
  modal: 100,
  contraction: 100,
  letter: 100,
  cut: 100,
  noisy: 250,
  "short-changed": 200,
  never: 1_000,
  claim: 200,
  question: 500,
};
const verdicts: readonly Verdict[] = ["said", "differs", "denied", "said-by-other", "none", "too-short"];

function expectedOf(kind: PairKind): Verdict {
  if (kind === "true" || kind === "short" || kind === "after-no") return "said";
  if (kind === "never") return "none";
  return kind === "claim" ? "denied" : kind === "question" ? "said-by-other" : "differs";
}

const limits: Partial<Record<PairKind, string>> = {
  true: "≥ 99 %",
  short: "",
  "after-no": "the no is told",
  "short-changed": "said: none",
  never: "said: none",
};

/** What the check says of quotes whose answer is known, made from real briefings and speeches; a part of both is held out, to be never said. */
export const bench: Bench = {
  name: "quote-table",
  async run(progress) {
    if (!existsSync(briefings) || !existsSync(archive))
      return [{ name: "quote-table", ours: "not run", peer: "", ratio: "", note: "../shared/data is not here" }];
    const office = await newOffice();
    try {
      await office.start("--pack", "blank");
      await office.stop();
      progress("importing");
      const heldOut = await split(join(office.data, ".."));
      await office.command(
        "import",
        "transcripts",
        join(office.data, "../briefings"),
        "--source",
        "bench",
        "--language",
        "es-MX",
        "--json",
      );
      await office.command(
        "import",
        "statements",
        join(office.data, "../speeches.jsonl"),
        "--source",
        "bench",
        "--json",
      );
      const means = { clock: { now: () => new Date() }, random: randomBytes };
      const installation = await openInstallation({ data: office.data }, { serve: false }, means);
      try {
        return await table(installation, heldOut, progress);
      } finally {
        await installation.close();
      }
    } finally {
      await office.remove();
    }
  },
};

/** Half of the briefings and a fifth of the speeches are brought in; of the others a part is what nobody of this office ever said. */
async function split(into: string): Promise<string[]> {
  await mkdir(join(into, "briefings"));
  const heldOut: string[] = [];
  for (const [at, name] of (await readdir(briefings))
    .filter((one) => one.endsWith(".txt"))
    .toSorted()
    .entries())
    if (at % 20 === 7) heldOut.push(await readFile(join(briefings, name), "utf8"));
    else if (at % 2 === 0) await symlink(join(briefings, name), join(into, "briefings", name));
  const kept: string[] = [];
  let at = 0;
  for await (const line of createInterface({ input: createReadStream(archive).pipe(createGunzip()) })) {
    at += 1;
    if (at % 5 === 0) kept.push(line);
    else if (at % 60 === 1) {
      const { html } = JSON.parse(line) as { html: string };
      heldOut.push(html.replaceAll(/<[^>]*>/g, " ").replaceAll(/&\w+;/g, " "));
    }
  }
  await writeFile(join(into, "speeches.jsonl"), `${kept.join("\n")}\n`);
  return heldOut;
}

async function table(
  installation: Awaited<ReturnType<typeof openInstallation>>,
  heldOut: readonly string[],
  progress: Progress,
): Promise<Row[]> {
  const { db, means } = installation;
  const draw = seeded(seed * 7_919);
  const { office, others, titles } = await readPassages(db);
  progress(`${whole(office.length)} passages of the office, ${whole(others.length)} of others`);
  const corpus = [[...office, ...titles], others].map((all) => all.map(plain).join(" | "));
  const stands = (quote: string, which: readonly string[] = corpus) =>
    which.some((text) => text.includes(plain(quote)));
  const pairs = makePairs({ office, others, heldOut, draw, stands, own: (quote) => stands(quote, corpus.slice(0, 1)) });
  const claims = pairs.filter(({ kind }) => kind === "claim");
  progress(`publishing ${claims.length} denials`);
  const sequencer = await startSequencer(installation);
  for (const { made, quote } of claims)
    await publishStatement(
      db,
      {
        title: "Sobre un mensaje que circula",
        kind: "desmentido",
        language: "es-MX",
        topics: [],
        body: "Es falso. Los datos están en el sitio del Gobierno.\n",
        details: { claim: { text: made === "" ? quote : made } },
      },
      { by: "bench" },
      means,
    );
  await sequencer.flush();
  await sequencer.close();
  progress("taking all in");
  await takeInQuotes(db);
  const { size: upTo } = await readHorizon(db);
  progress(`asking ${pairs.length} times`);
  let asked = 0;
  const counts = new Map<PairKind, Map<Verdict | "untold", number>>();
  for (const { kind, quote, made } of pairs) {
    const { verdict, places } = await checkQuote(db, quote, { upTo });
    if (++asked % 500 === 0) progress(`${asked} asked`);
    const row = counts.get(kind) ?? new Map<Verdict | "untold", number>();
    const untold = kind === "after-no" && verdict === "said" && places.every(({ cut }) => cut === undefined);
    counts.set(kind, row.set(untold ? "untold" : verdict, (row.get(untold ? "untold" : verdict) ?? 0) + 1));
    if (untold || (verdict !== expectedOf(kind) && (kind !== "never" || verdict === "said" || shown)))
      progress(
        `${kind}, ${verdict} ${places[0]?.likeness.toFixed(2) ?? ""}: ${made}: ${quote} | ${places[0]?.context.words ?? ""}`
          .replaceAll(/\s+/g, " ")
          .slice(0, 700),
      );
  }
  return [...counts].map(([kind, row]) => {
    const total = [...row.values()].reduce((sum, count) => sum + count, 0);
    const right = row.get(expectedOf(kind)) ?? 0;
    return {
      name: `quote-table ${kind}`,
      ours: `${right} of ${total} ${expectedOf(kind)}`,
      peer: limits[kind] ?? "≥ 98 %, said: none",
      ratio: (right / total).toFixed(4),
      note: [...verdicts, "untold" as const]
        .flatMap((verdict) => (row.has(verdict) ? [`${verdict} ${row.get(verdict)}`] : []))
        .join(", "),
    };
  });
}

/** Letters and digits alone, without accents: read otherwise than by the check itself. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^\p{L}\p{N}%]+/gu, " ")
    .trim();
}

async function readPassages(db: Database): Promise<{ office: string[]; others: string[]; titles: string[] }> {
  const titles: string[] = [];
  const passages: Passage[] = [];
  const transcripts = await sql<{ bytes: Buffer }>`
    select c.bytes from transcript_edition e join record_content c on c.commitment = e.commitment`.execute(db);
  for (const { bytes } of transcripts.rows)
    passages.push(...(JSON.parse(bytes.toString("utf8")) as TranscriptContent).turns.flatMap(turnPassages));
  const speeches = await sql<{
    title: string;
    summary: string | null;
    body: string;
    voice: VoiceItem[];
    speaker: string | null;
  }>`
    select title, summary, body, voice, source->>'speaker' as speaker from edition`.execute(db);
  for (const { voice, speaker, ...text } of speeches.rows) {
    // Titles of an archive are hardly ever quoted, and there is one for each text: they were said, and no pair is made of them.
    const [title, ...others] = statementPassages({ ...text, voice: voiceNames(voice, speaker) });
    titles.push(title?.text ?? "");
    passages.push(...others);
  }
  const of = (role: Passage["role"]) => passages.filter((one) => one.role === role).map(({ text }) => text);
  return { office: of("office"), others: of("other"), titles };
}

type Sources = {
  office: readonly string[];
  others: readonly string[];
  heldOut: readonly string[];
  draw: Draw;
  /** Whether the words stand anywhere, and whether in the office's own. */
  stands: (quote: string) => boolean;
  own: (quote: string) => boolean;
};

function makePairs({ office, others, heldOut, draw, stands, own }: Sources): Pair[] {
  const pairs: Pair[] = [];
  const one = (texts: readonly string[], fewest = 8, most = 40) =>
    stretchOf(texts[Math.floor(draw() * texts.length)] ?? "", draw, fewest, most);
  const seen = new Set(office.flatMap((text) => text.toLowerCase().match(/\p{L}{4,}/gu) ?? []));
  const stock = {
    names: "Carlos Patricia Durango Sonora Bolivia Fernández Canberra Howard Brisbane Pfizer".split(" "),
    isWord: (word: string) => seen.has(word),
  };
  const fill = (kind: PairKind, make: () => Pair | undefined) => {
    for (let made = 0; made < wanted[kind];) {
      const pair = make();
      if (pair === undefined) continue;
      pairs.push(pair);
      made += 1;
    }
  };
  const unsaid = (pair: Pair | undefined) => (pair === undefined || stands(pair.quote) ? undefined : pair);
  fill("true", () => {
    const words = one(office);
    return words && truePair(words, draw);
  });
  fill("short", () => {
    const words = one(office, 4, 7);
    return words && { kind: "short", quote: words.join(" "), made: "as it is" };
  });
  fill("after-no", () => {
    const words = one(office);
    return words && afterNo(words);
  });
  for (const kind of changeKinds)
    fill(kind, () => {
      const words = one(office);
      return words && unsaid(changedPair(words, kind, draw, stock));
    });
  for (const [kind, ...lengths] of [
    ["noisy", 8, 40],
    ["short-changed", 5, 7],
  ] as const)
    fill(kind, () => {
      const words = one(office, ...lengths);
      return words && unsaid(anyChangedPair(words, kind, draw, stock));
    });
  const never = () => {
    const words = one(heldOut);
    return words === undefined || stands(words.join(" ")) ? undefined : words;
  };
  fill("never", () => {
    const words = never();
    return words && { kind: "never", quote: words.join(" "), made: "held out" };
  });
  fill("claim", () => {
    const words = never();
    return words && { ...truePair(words, draw), kind: "claim", made: words.join(" ") };
  });
  fill("question", () => {
    const words = one(others);
    return words === undefined || own(words.join(" "))
      ? undefined
      : { kind: "question", quote: words.join(" "), made: "as it is" };
  });
  return pairs;
}
