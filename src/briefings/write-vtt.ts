import type { TranscriptContent } from "@voceria/record";

/**
 * A transcript as WebVTT captions, each turn under its number and in the voice of whoever speaks. A turn lasts until the next one that has a time;
 * one without a time stands where the one before it does. Undefined where no turn has any.
 */
export function writeVtt({
  turns,
  title,
  language,
}: Pick<TranscriptContent, "turns" | "title" | "language">): string | undefined {
  if (turns.every(({ at }) => at === undefined)) return undefined;
  let clock = 0;
  const cues = turns.map(({ turn, at, speaker, text }, index) => {
    const start = Math.max(clock, at ?? clock);
    clock = start;
    const next = turns.slice(index + 1).find((later) => later.at !== undefined && later.at > start)?.at;
    const end = next ?? start + spokenSeconds(text);
    return `${turn}\n${stamp(start)} --> ${stamp(end)}\n<v ${annotation(speaker.name)}>${escaped(text)}\n`;
  });
  return `WEBVTT ${oneLine(title)}\nKind: captions\nLanguage: ${language}\n\n${cues.join("\n")}`;
}

/** About 150 words a minute, two seconds at least. */
function spokenSeconds(text: string): number {
  return Math.max(2, Math.round(text.split(/\s+/).length / 2.5));
}

function stamp(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${two(hours)}:${two(minutes)}:${two(seconds % 60)}.000`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** No cue has a blank line, an arrow or a tag of its own. */
function escaped(text: string): string {
  return text.replaceAll(/\n+/g, "\n").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function annotation(name: string): string {
  return escaped(oneLine(name));
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll("-->", "→").trim();
}
