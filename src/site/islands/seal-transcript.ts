import type { Report, TranscriptContent } from "@voceria/record";
import { t } from "./checking.ts";

/** What of the page of a transcript is not what was entered: each turn by its number, who speaks, and its paragraphs, by their characters. */
export function transcriptDifferences(
  card: HTMLElement,
  { entry }: Report,
  content: TranscriptContent,
  isTheOneShown: (id: string) => boolean,
): string[] {
  const found: string[] = [];
  const numbered =
    entry !== undefined &&
    "briefing" in entry &&
    entry.briefing === content.briefing &&
    entry.briefing === card.dataset["number"] &&
    String(entry.edition) === card.dataset["edition"] &&
    content.version === card.dataset["version"];
  if (!numbered) found.push(t.part.number);
  const title = document.getElementById("title");
  if (title?.textContent !== content.title || !isTheOneShown("title")) found.push(t.part.title);
  const certifier = content.certifier && [content.certifier.name, content.certifier.body].filter(Boolean).join(", ");
  if (document.getElementById("certifier")?.textContent !== certifier) found.push(t.part.certifier);
  const list = document.getElementById("turns");
  const shown = [...document.querySelectorAll<HTMLElement>(".turn")];
  const alone = list !== null && isTheOneShown("turns") && shown.every(({ parentElement }) => parentElement === list);
  if (!alone || shown.length !== content.turns.length) return [...found, t.part.text];
  const differing = content.turns.filter((turn, at) => {
    const element = shown[at];
    return element === undefined || !isTheOneShown(element.id) || !saysTurn(element, turn);
  });
  if (differing.length > 0) found.push(`${t.part.turns} ${differing.map(({ turn }) => turn).join(", ")}`);
  return found;
}

function saysTurn(
  element: HTMLElement,
  { turn, kind, speaker, text, at }: TranscriptContent["turns"][number],
): boolean {
  const said = element.querySelectorAll(".said");
  const paragraphs = [...(said[0]?.children ?? [])];
  return (
    element.id === `t${turn}` &&
    element.dataset["kind"] === kind &&
    element.dataset["at"] === (at === undefined ? undefined : String(at)) &&
    oneText(element, ".name") === speaker.name &&
    (speaker.outlet === undefined || (element.querySelector(".post")?.textContent ?? "") === `, ${speaker.outlet}`) &&
    said.length === 1 &&
    paragraphs.every(
      (paragraph) =>
        paragraph.localName === "p" && paragraph.attributes.length === 0 && paragraph.children.length === 0,
    ) &&
    said[0]?.childNodes.length === paragraphs.length &&
    paragraphs.map((paragraph) => paragraph.textContent).join("\n\n") === text &&
    (said[0].checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) ?? true)
  );
}

function oneText(element: HTMLElement, selector: string): string | undefined {
  const [one, ...others] = element.querySelectorAll(selector);
  return others.length > 0 ? undefined : (one?.textContent ?? undefined);
}
