import { expect, test } from "vitest";
import type { DraftContent, Purpose } from "./draft.ts";
import { checkDraft } from "./draft-checks.ts";

const draft: DraftContent & { purpose: Purpose } = {
  purpose: "publication",
  kind: "comunicado",
  language: "es-CL",
  title: "Aviso",
  summary: "",
  body: "El texto.\n",
  topics: [],
  speakers: [],
  attachments: [],
  details: {},
};
const about = (changed: Partial<typeof draft>, contact?: string) =>
  checkDraft({ ...draft, ...changed }, contact).map((check) => [check.about, check.standing]);

test("a title that is missing or too long and a text without words keep a draft back", () => {
  expect(about({ title: " ", body: "\n" })).toEqual([
    ["title", "missing"],
    ["body", "missing"],
    ["contact", "look"],
  ]);
  expect(about({ title: "x".repeat(301) })[0]).toEqual(["title-long", "missing"]);
  expect(about({ title: "😀".repeat(300) })[0]).toEqual(["title", "done"]);
});

test("the office's own contact goes out where a text names none", () => {
  expect(checkDraft(draft, "Prensa")).toContainEqual({ about: "contact", standing: "done", contact: "Prensa" });
  expect(checkDraft({ ...draft, pressContact: "Ana" }, "Prensa")).toContainEqual({
    about: "contact",
    standing: "done",
    contact: "Ana",
  });
});

test("links that lead no reader anywhere are named, wherever they stand; a long text is read in minutes", () => {
  const link = (address: string) => `[x](${address})`;
  const good = ["https://gob.cl/a", "mailto:a@b.cl", "/statements/2026-0001"].map(link).join(" ");
  const odd = ["http://localhost/a", "https://192.168.1.4/a", "/desk/drafts/3", "http://intranet/a"];
  const body = `${good}\n\n> - ${link(odd[0]!)}\n\n## ${link(odd[1]!)}\n\n| a |\n| --- |\n| ${link(odd[2]!)} |\n\n1. ${link(odd[3]!)}\n`;
  const checks = checkDraft({ ...draft, body: `${body}\n${"palabra ".repeat(600)}\n` }, "Prensa");
  expect(checks).toContainEqual({ about: "links", standing: "done", count: 7 });
  const found = checks.find((check) => check.about === "odd-links");
  expect(found).toMatchObject({ links: expect.arrayContaining(odd) as string[] });
  expect(found).toHaveProperty("links.length", odd.length);
  expect(checks).toContainEqual(expect.objectContaining({ about: "length", minutes: 3 }));
});

test("a denial names the claim that it denies, and a correction says publicly what it corrects", () => {
  expect(about({ kind: "desmentido" })).toContainEqual(["claim", "missing"]);
  expect(about({ kind: "desmentido", details: { claim: { text: "x" } } })).not.toContainEqual(["claim", "missing"]);
  expect(about({ purpose: "correction" })).toContainEqual(["note", "missing"]);
  expect(about({ purpose: "correction", note: "Decía 430." })).not.toContainEqual(["note", "missing"]);
});
