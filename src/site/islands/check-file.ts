import { largestBundle, type Report } from "@voceria/record";
import { element, elsewhere, linesOf, NoCrypto, show, t, verify } from "./checking.ts";

/** A bundle chosen or dropped into /verify: checked here, with the policy that the page carries; nothing is sent. */
const drop = document.getElementById("drop");
const card = document.getElementById("found");
const input = document.getElementById("bundle");
if (drop && card && input instanceof HTMLInputElement) {
  input.addEventListener("change", () => void check(input.files?.[0]));
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.dataset["over"] = "";
  });
  drop.addEventListener("dragleave", () => delete drop.dataset["over"]);
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    delete drop.dataset["over"];
    void check(event.dataTransfer?.files[0]);
  });
}

async function check(file: File | undefined): Promise<void> {
  if (!file || !card || !drop) return;
  if (file.size > largestBundle) return show(card, "alarm", t.fileRefused, [t.fileTooLarge]);
  show(card, "checking", t.checking, [file.name]);
  try {
    const report = await verify(new Uint8Array(await file.arrayBuffer()), drop.dataset["policy"] ?? "");
    conclude(card, report, file.name, drop.dataset["timeZone"] ?? "UTC");
  } catch (error) {
    if (error instanceof NoCrypto) show(card, "unchecked", t.notChecked, [t.noCrypto]);
    else show(card, "alarm", t.notChecked, [String(error)]);
  }
}

function conclude(card: HTMLElement, report: Report, name: string, timeZone: string): void {
  const lines = [...linesOf(report, timeZone), { name: t.key, says: t.keyPage }];
  if (!report.established) return show(card, "alarm", t.fileRefused, [name], lines);
  const state = report.quorumMet ? "checked" : "waiting";
  show(card, state, report.quorumMet ? t.fileChecked : t.waiting, [`${name}. ${t.authentic}`], lines);
  const { content, entry } = report;
  const body = card.querySelector('[role="status"]');
  if (content?.format === "voceria/statement/v1") {
    const number = entry !== undefined && "number" in entry ? `${entry.number}: ` : "";
    const text = element("pre", content.body);
    text.lang = content.language;
    text.tabIndex = 0;
    const details = element("details");
    details.append(element("summary", t.fileText), element("p", number + content.title), text);
    body?.append(details);
  }
  body?.append(elsewhere());
}
