import { afterAll, beforeAll, expect, test } from "vitest";
import { takeFile } from "../src/files/take-file.ts";
import { acceptDraft } from "../src/newsroom/accept-draft.ts";
import { askClearance } from "../src/newsroom/ask-clearance.ts";
import { attachToDraft } from "../src/newsroom/draft-files.ts";
import { dropDraft } from "../src/newsroom/drop-draft.ts";
import { earlierStatements } from "../src/newsroom/earlier-statements.ts";
import { saveReadText } from "../src/newsroom/save-text.ts";
import { scheduleDraft } from "../src/newsroom/schedule-draft.ts";
import { startCorrection } from "../src/newsroom/start-correction.ts";
import { startDraft } from "../src/newsroom/start-draft.ts";
import { submitDraft } from "../src/newsroom/submit-draft.ts";
import { transact } from "../src/store/database.ts";
import { officer } from "./newsroom-office.ts";
import { pdf } from "./sample-files.ts";
import { type ServedOffice, servedOffice } from "./site-office.ts";

/** A word that is nowhere but in drafts. */
const secret = "zurbamandra";
let office: ServedOffice;
let number: string;

beforeAll(async () => {
  office = await servedOffice();
  ({ number } = await office.publish({ title: "Lo publicado" }));
  await office.until(`/statements/${number}`, "Lo publicado");
});
afterAll(() => office.close());

test("nothing of a draft, in whatever state, shows at any public address, header, error or line of the log", async () => {
  const before = await crawl();
  expect(before.size).toBeGreaterThan(40);
  await draftsInEveryState();
  const after = await crawl();
  for (const [path, { status, text }] of after) expect(`${status} ${text}`, path).not.toMatch(new RegExp(secret, "i"));
  // Their existence does not show either: the same addresses, each answering what it did.
  expect([...after.keys()].toSorted()).toEqual([...before.keys()].toSorted());
  for (const [path, { status, text }] of after) {
    expect(status, path).toBe(before.get(path)?.status);
    if (!changing.test(path)) expect(text, path).toBe(before.get(path)?.text);
  }
  expect(JSON.stringify([office.failures, office.notes])).not.toMatch(new RegExp(secret, "i"));
});

/** What tells of this very moment, or of the outbox that mails are written to. */
const changing = /^\/(metrics|readyz|healthz)/;

async function draftsInEveryState(): Promise<void> {
  const { installation } = office;
  const { db, means } = installation;
  const ana = await officer(installation, "Ana Soto", "writer");
  const paz = await officer(installation, "Paz Neira", "publisher");
  const text = { title: `Título ${secret}`, summary: `En breve ${secret}`, body: `El texto ${secret}.\n` };
  const start = async () => (await startDraft(db, text, ana, means)).id;
  const accepted = async () => {
    const id = await start();
    await submitDraft(db, id, ana, means);
    await acceptDraft(db, id, paz, means);
    return id;
  };

  const written = await start();
  await saveReadText(db, written, { ...text, read: 99 }, paz, means);
  const source = (async function* () {
    yield pdf;
  })();
  const { id: file } = await takeFile(db, { name: `${secret}.pdf`, bytes: pdf.length }, source, means.clock);
  await transact(db, (tx) => attachToDraft(tx, written, { file, alt: secret }, ana, means));
  const reviewed = await start();
  await submitDraft(db, reviewed, ana, means);
  const asked = { institution: secret, official: secret, mail: `${secret}@example.org`, message: secret };
  await askClearance(db, await accepted(), { ...asked, dueAt: new Date(Date.now() + 3_600_000) }, ana, means);
  await scheduleDraft(db, await accepted(), { at: new Date(Date.now() + 3_600_000) }, paz, means);
  await dropDraft(db, await start(), { reason: secret }, ana, means);
  await startCorrection(db, number, ana, means);
  await earlierStatements(db, secret);
}

type Answer = { status: number; text: string };

/** Everything that can be reached from the front page, and what somebody would guess, headers included. */
async function crawl(): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>();
  const year = number.slice(0, 4);
  const guessed = [
    ...["2", "3", "4", "9"].flatMap((ordinal) =>
      ["", ".md", ".json", ".bundle.json", ".tlog-proof", "/history", "/editions/1"].map(
        (suffix) => `/statements/${year}-000${ordinal}${suffix}`,
      ),
    ),
    `/statements/${number}/editions/2`,
    `/statements/${number}/editions/2.json`,
    ...[1, 2, 3, 4, 5].map((index) => `/record/entries/${index}`),
    ...[1, 2, 3, 4, 5, 6, 7].flatMap((id) => [`/desk/drafts/${id}`, `/drafts/${id}`, `/desk/files/${id}`]),
    `/statements?q=${secret}`,
    `/search?q=${secret}`,
    `/clearance/${"A".repeat(43)}`,
    "/desk",
    "/desk/board",
    "/metrics",
    "/healthz",
    "/readyz",
    "/feeds/statements.atom",
    "/api/v1/statements",
    "/.well-known/security.txt",
    "/record/checkpoint",
  ];
  const waiting = ["/", "/en", "/sitemap.xml", "/robots.txt", ...guessed];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (answers.has(path)) continue;
    const response = await office.get(path);
    const body = await response.text();
    const headers = [...response.headers].filter(([name]) => !["date", "set-cookie"].includes(name));
    // What a page was asked for stands in it where it says that there is nothing: that is the reader's own word.
    const told = path.includes(secret) ? body.replaceAll(secret, "") : body;
    answers.set(path, { status: response.status, text: withoutMoments(`${JSON.stringify(headers)}\n${told}`) });
    if (!path.startsWith("/register") && !path.startsWith("/en/register")) waiting.push(...linksIn(body));
  }
  return answers;
}

function linksIn(body: string): string[] {
  return [...body.matchAll(/(?:href|src|action)="([^"#]*)|<loc>([^<]*)/g)]
    .map(([, href, loc]) => new URL((href ?? loc ?? "").replaceAll("&amp;", "&"), office.url))
    .filter(({ origin, pathname }) => origin === office.url && !pathname.startsWith("/assets/"))
    .map(({ pathname, search }) => `${pathname}${search}`);
}

/** Nonces, and the tokens of forms that nobody has filled in. */
function withoutMoments(text: string): string {
  return text.replaceAll(/[\w-]{43}/g, "…").replaceAll(/nonce-[^'"]*/g, "…");
}
