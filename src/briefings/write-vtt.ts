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
  const starts = turns.map(({ at }) => (clock = Math.max(clock, at ?? clock)));
  // Those of one second end together: whoever orders cues by their times (WebVTT, 8.3) has them as they stand here.
  const last = Math.max(...turns.flatMap(({ text }, index) => (starts[index] === clock ? spokenSeconds(text) : [])));
  const cues = turns.map(({ turn, speaker, text }, index) => {
    const start = starts[index] ?? 0;
    const end = starts.find((later) => later > start) ?? start + last;
    return `${turn}\n${stamp(start)} --> ${stamp(end)}\n<v ${annotation(speaker.name)}>${escaped(text)}\n`;
  });
  return `WEBVTT ${oneLine(title)}\n\nNOTE\nLanguage: ${language}\n\n${cues.join("\n")}`;
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

/** Before the end of its tag, two hyphens would be an arrow. */
function annotation(name: string): string {
  return escaped(oneLine(name)).replace(/--$/, "–");
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll("-->", "→").trim();
}
