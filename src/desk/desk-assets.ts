import { type Assets, type AssetSource, buildAssets } from "../page/assets.ts";

/** Each part adds its islands here. */
const sources: readonly AssetSource[] = [
  { from: new URL("./desk.css", import.meta.url), name: "desk" },
  { from: new URL("./islands/editor.ts", import.meta.url), name: "editor" },
  { from: new URL("./islands/copy.ts", import.meta.url), name: "copy" },
  ...[
    "newsroom-hold",
    "newsroom-leaving",
    "newsroom-panel",
    "brief",
    "brief-forget",
    "brief-worker",
    "keeper",
    "clearance-opened",
    "questions",
    "briefing",
    "hands",
    "recording-hash",
  ].map((name) => ({
    from: new URL(`./islands/${name}.ts`, import.meta.url),
    name,
  })),
  { from: new URL("./islands/passkey.ts", import.meta.url), name: "passkey" },
  { from: new URL("./islands/files.ts", import.meta.url), name: "files" },
];

/** Where they are served: apart from the site's, so that a reader never comes by them. */
export const assetsPath = "/desk/assets/";

/**
 * The desk's style sheet with its fonts and its islands, built once for the whole process at the first request for them. A build that
 * failed is tried again at the next.
 */
export function deskAssets(): Promise<Assets> {
  if (building === undefined) {
    const begun = buildAssets(sources, assetsPath);
    building = begun;
    begun.catch(() => {
      if (building === begun) building = undefined;
    });
  }
  return building;
}

let building: Promise<Assets> | undefined;
