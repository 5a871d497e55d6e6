import type { TranscriptView } from "../briefings/transcripts.ts";

/** One edition of a transcript as data: what `/briefings/{number}.json` says, and whatever else gives transcripts to programs. */
export function transcriptJson(url: string, view: TranscriptView) {
  const { briefing, version, edition, editions, entry, commitment, at, subject, corrections, content } = view;
  const address = url + editionPath(view);
  return {
    briefing,
    version,
    edition,
    editions,
    entry,
    subject,
    commitment,
    enteredAt: at,
    corrections,
    ...(content === undefined ? { erased: true } : { content }),
    name: fileName(view),
    url: url + versionPath(view),
    editionUrl: address,
    bundleUrl: `${address}.bundle.json`,
    proofUrl: `${address}.tlog-proof`,
  };
}

export function versionPath({ briefing, version }: Pick<TranscriptView, "briefing" | "version">): string {
  return version === "edited" ? `/briefings/${briefing}/edited` : `/briefings/${briefing}`;
}

export function editionPath(view: Pick<TranscriptView, "briefing" | "version" | "edition">): string {
  return `${versionPath(view)}/editions/${view.edition}`;
}

export function fileName({
  briefing,
  version,
  edition,
}: Pick<TranscriptView, "briefing" | "version" | "edition">): string {
  return `${briefing}${version === "edited" ? "-edited" : ""}-${edition}`;
}
