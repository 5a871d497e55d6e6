import { hex, readBase64, type Report, type StatementContent } from "@voceria/record";
import { transcriptDifferences } from "./seal-transcript.ts";
import { filled } from "./words.ts";
import { elsewhere, type Line, linesOf, longWhen, NoCrypto, type Pin, pinKey, show, t, verify } from "./checking.ts";

/**
 * The seal of a statement. The page, this program and the key come from one server: so it proves nothing against that
 * server, and says so. It checks the bundle, then that what was entered is the very text that stands in this page.
 */
const card = document.getElementById("seal");
if (card) void seal(card);

class Unavailable extends Error {}

async function seal(card: HTMLElement): Promise<void> {
  const timeZone = card.dataset["timeZone"] ?? "UTC";
  show(card, "checking", t.checking, []);
  try {
    const [bundle, policy] = await Promise.all([fetched(card.dataset["bundle"] ?? ""), fetched("/record/policy")]);
    const report = await verify(bundle, new TextDecoder().decode(policy), await picturesShown());
    // On a slow phone telling takes as long as checking: whoever scrolls meanwhile goes first.
    await new Promise((resolve) => setTimeout(resolve));
    conclude(card, report, pinKey(new TextDecoder().decode(policy)), timeZone);
  } catch (error) {
    if (error instanceof NoCrypto) show(card, "unchecked", t.notChecked, [t.noCrypto]);
    else if (error instanceof Unavailable) show(card, "waiting", t.notChecked, [t.noProof]);
    else if (error instanceof TypeError) show(card, "unchecked", t.notChecked, [t.noNetwork]);
    else show(card, "alarm", t.notChecked, [String(error)]);
  }
  card.querySelector('[role="status"]')?.append(elsewhere());
}

function conclude(card: HTMLElement, report: Report, pin: Pin, timeZone: string): void {
  const { content } = report;
  const differing =
    content?.format === "voceria/statement/v1"
      ? differences(card, report, content)
      : content?.format === "voceria/transcript/v1"
        ? transcriptDifferences(card, report, content, isTheOneShown)
        : undefined;
  const matches = report.established && differing?.length === 0;
  const lines: Line[] = [];
  if (differing !== undefined)
    lines.push(
      differing.length === 0
        ? { name: t.page, says: t.pageSame }
        : { name: t.page, says: filled(t.pageDiffers, { what: differing.join(", ") }), refused: true },
    );
  lines.push(...linesOf(report, timeZone));
  lines.push(
    pin.is === "first"
      ? { name: t.key, says: t.keyNow, first: true }
      : pin.is === "same"
        ? { name: t.key, says: filled(t.keyBefore, { when: longWhen(pin.since, timeZone) }), first: true }
        : { name: t.key, says: filled(t.keyChanged, { when: longWhen(pin.since, timeZone) }), refused: true },
  );
  if (!matches) show(card, "alarm", t.differs, [t.notTrusted], lines);
  else if (pin.is === "changed") show(card, "alarm", t.changedKey, [t.notTrusted], lines);
  else if (!report.quorumMet) show(card, "waiting", t.waiting, [t.unchanged, ...superseded(report)], lines);
  else show(card, "checked", t.checked, [t.unchanged, ...superseded(report)], lines);
}

/** Unchanged is not current: that there is a later edition, or none that stands, is said beside it. */
function superseded({ findings }: Report): string[] {
  const standing = findings.find(({ name }) => name === "newest")?.detail["standing"];
  return standing === "corrected" || standing === "withdrawn" || standing === "erased"
    ? [`${t.standing[standing]}.`]
    : [];
}

/** What of the page is not what was entered: the text by its very nodes, the rest by its characters. */
function differences(card: HTMLElement, { entry }: Report, content: StatementContent): string[] {
  const found: string[] = [];
  const same = (id: string, entered: string) =>
    (document.getElementById(id)?.textContent ?? "") === entered && (entered === "" || isTheOneShown(id));
  const numbered =
    entry !== undefined &&
    "number" in entry &&
    "edition" in entry &&
    entry.number === card.dataset["number"] &&
    String(entry.edition) === card.dataset["edition"];
  if (!numbered) found.push(t.part.number);
  const { claim, contact, series, delivery, translates } = content;
  const sameClaim =
    same("claim-text", claim?.text ?? "") &&
    same("claim-where", claim?.where ?? "") &&
    (document.getElementById("claim-when")?.getAttribute("datetime") ?? undefined) === claim?.when &&
    (claim?.image === undefined || document.querySelectorAll(".claim img.claim-image").length === 1);
  if (!sameClaim) found.push(t.part.claim);
  if (!same("contact", contact ?? "")) found.push(t.part.contact);
  if (!same("series", series?.name ?? "")) found.push(t.part.series);
  if (document.getElementById("delivery")?.dataset["delivery"] !== delivery) found.push(t.part.delivery);
  const original = document.getElementById("translates")?.textContent ?? "";
  if (translates === undefined ? original !== "" : !original.includes(translates.number)) found.push(t.part.translates);
  if (!samePictures(content)) found.push(t.part.pictures);
  if (!same("title", content.title)) found.push(t.part.title);
  if (!same("summary", content.summary ?? "")) found.push(t.part.summary);
  const prose = document.getElementById("prose");
  if (prose?.lang !== content.language) found.push(t.part.language);
  // A template's content is inert: nothing in it runs, loads or is shown.
  const entered = document.createElement("template");
  entered.innerHTML = content.html;
  const expected = prose?.cloneNode(false) as HTMLElement | undefined;
  expected?.append(entered.content);
  const plain = prose?.getAttributeNames().toSorted().join(" ") === "class id lang" && prose.className === "prose";
  const alone = document.querySelectorAll(".prose").length === 1 && isTheOneShown("prose");
  if (prose === null || expected === undefined || !plain || !alone || !prose.isEqualNode(expected))
    found.push(t.part.text);
  return found;
}

const pictureElements = () => [...document.querySelectorAll<HTMLImageElement>(".pictures img")];

/** The pictures under the text are those that it lists, in their order, with what they say to whoever does not see them. */
function samePictures({ attachments, claim }: StatementContent): boolean {
  const listed = attachments.filter(
    ({ media, commitment }) => media.startsWith("image/") && commitment !== claim?.image,
  );
  const shown = pictureElements();
  return (
    listed.length === shown.length &&
    listed.every(({ commitment, alt }, at) => {
      const picture = shown[at];
      return (
        picture !== undefined &&
        picture.getAttribute("src") === `/record/attachments/${hex(readBase64(commitment, "attachment"))}` &&
        picture.alt === (alt ?? "")
      );
    })
  );
}

/** Their bytes, by commitment, as this page got them: the record says whether they are those. */
async function picturesShown(): Promise<Map<string, Uint8Array>> {
  const addresses = pictureElements().map((picture) => picture.getAttribute("src") ?? "");
  const fetchedOnes = await Promise.all(
    addresses.map(async (address) => [address.slice(address.lastIndexOf("/") + 1), await fetched(address)] as const),
  );
  return new Map(fetchedOnes);
}

/** What was entered could stand hidden in the page, and another text beside it be what a reader sees. */
function isTheOneShown(id: string): boolean {
  const [element, ...others] = document.querySelectorAll(`[id="${id}"]`);
  return (
    element !== undefined &&
    others.length === 0 &&
    (element.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) ?? true)
  );
}

async function fetched(address: string): Promise<Uint8Array> {
  const response = await fetch(address, { cache: "no-cache", credentials: "omit" });
  if (response.status === 404) throw new Unavailable();
  if (!response.ok) throw new TypeError(String(response.status));
  return new Uint8Array(await response.arrayBuffer());
}
