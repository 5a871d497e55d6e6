import { createHash } from "node:crypto";
import { basename, extname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** One file that pages refer to: its name carries a hash of its bytes, so that it never changes under that name. */
export type Asset = { type: string; body: Buffer };
export type Assets = {
  files: ReadonlyMap<string, Asset>;
  /** The address of the newest build of a source: `gaceta.css`, `seal.js`, `icon.svg`, `source-serif-4-latin-wght-normal.woff2`. */
  url(name: string): string;
};

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".woff2": "font/woff2",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".json": "application/json; charset=utf-8",
};

/** A source to build: `from` is its address, `name` what its pages call it, without an ending. */
export type AssetSource = { from: URL; name: string };

/** The sources with whatever they import (fonts, the record's own checking code), `texts` as they are and the icon, to be served under `path`. */
export async function buildAssets(
  sources: readonly AssetSource[],
  path = "/assets/",
  texts: readonly { name: string; text: string }[] = [],
): Promise<Assets> {
  const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const built = await build({
    entryPoints: sources.map(({ from, name }) => ({ in: fileURLToPath(from), out: name })),
    absWorkingDir: source("../../"),
    outdir: "assets",
    publicPath: path,
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2024",
    supported: { "color-functions": true },
    minify: true,
    write: false,
    metafile: true,
    logLevel: "silent",
    loader: { ".woff2": "file", ".wasm": "file", ".gz": "file" },
    // Asked for by a library only where it does not run in a browser.
    external: ["fs", "crypto"],
    tsconfig: source("../site/islands/tsconfig.json"),
  });
  const files = new Map<string, Asset>();
  for (const file of built.outputFiles) add(files, basename(file.path), Buffer.from(file.contents));
  for (const { name, text } of [...texts, { name: "icon.svg", text: iconSvg }]) {
    const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
    add(files, name.replace(/\.\w+$/, `-${hash}$&`), Buffer.from(text));
  }
  const urls = new Map([...files.keys()].map((name) => [name.replace(/-[A-Za-z0-9]{8}(\.\w+)$/, "$1"), path + name]));
  return {
    files,
    url: (name) => {
      const url = urls.get(name);
      if (url === undefined) throw new Error(`no asset is built from ${name}`);
      return url;
    },
  };
}

function add(files: Map<string, Asset>, name: string, body: Buffer): void {
  files.set(name, { type: types[extname(name)] ?? "application/octet-stream", body });
}

/** A page with a rule of accent and lines of text: the gazette. */
const iconSvg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="5" fill="#0b4a8f"/>' +
  '<path d="M8 9h16M8 15h16M8 20h11" stroke="#fff" stroke-width="2.5" stroke-linecap="round"/></svg>\n';
