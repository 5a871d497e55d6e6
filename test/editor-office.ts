import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { findDraft } from "../src/newsroom/find-draft.ts";
import { startDraft, type DraftStart } from "../src/newsroom/start-draft.ts";
import { faultsOf } from "./browser.ts";
import { browserOf, type deskOffice, type DeskOfficer } from "./desk-office.ts";
import { until } from "./processes.ts";

export type EditorOffice = Awaited<ReturnType<typeof deskOffice>>;

export async function newDraft(office: EditorOffice, start: DraftStart = {}): Promise<number> {
  const { db, means } = office.installation;
  return (await startDraft(db, start, office.officer.everything.actor, means)).id;
}

export async function savedText(
  office: EditorOffice,
  id: number,
): Promise<{ title: string; summary: string; body: string }> {
  const draft = await findDraft(office.installation.db, id, office.officer.everything.actor);
  if (draft === undefined) throw new Error(`there is no draft ${id}`);
  return { title: draft.title, summary: draft.summary, body: draft.body };
}

/** Waits until the office has saved such a text, and gives it. */
export async function untilSaved(
  office: EditorOffice,
  id: number,
  says: RegExp | ((body: string) => boolean),
): Promise<string> {
  let body = "";
  await until(async () => {
    ({ body } = await savedText(office, id));
    return typeof says === "function" ? says(body) : says.test(body);
  });
  return body;
}

export type Desk = { context: BrowserContext; page: Page; faults: string[]; body: ReturnType<Page["locator"]> };

/** An officer's own browser with a draft open in the editor. */
export async function atDraft(
  browser: Browser,
  office: { url: string },
  officer: DeskOfficer,
  id: number,
  options: BrowserContextOptions = {},
): Promise<Desk> {
  const context = await browserOf(browser, office, officer, options);
  return openDraft(context, office.url, id);
}

export async function openDraft(context: BrowserContext, url: string, id: number): Promise<Desk> {
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto(`${url}/desk/drafts/${id}`);
  await page.locator(".editor[data-ready]").waitFor();
  return { context, page, faults, body: page.locator(".ProseMirror") };
}

export function standing(page: Page, is: string): Promise<void> {
  return page.locator(`.editor[data-standing=${is}]`).waitFor();
}

/** Pastes as another program would have put it on the clipboard. */
export async function paste(page: Page, types: Record<string, string>): Promise<void> {
  await page.locator(".ProseMirror").evaluate((element, given) => {
    const data = new DataTransfer();
    for (const [type, value] of Object.entries(given)) data.setData(type, value);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, types);
}

/** Puts the cursor where a person would by a click. */
export async function clickIn(page: Page, words: string): Promise<void> {
  await page.locator(".ProseMirror :is(p, h2, li, td)", { hasText: words }).last().click();
}
