import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const voceria = new URL("../bin/voceria", import.meta.url).pathname;

/** A whole office on a data folder of its own, run as an operator runs it. */
export class Office {
  readonly data: string;
  readonly port: number;
  process: ChildProcess | undefined;

  constructor(data: string, port: number) {
    this.data = data;
    this.port = port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Returns once the front page answers 200; gives the milliseconds it took. */
  async start(...flags: string[]): Promise<number> {
    const began = performance.now();
    this.process = spawn(voceria, ["start", "--data", this.data, "--port", String(this.port), ...flags], {
      stdio: "ignore",
    });
    let ended = false;
    this.process.once("exit", () => (ended = true));
    while (!(await answers(this.url))) {
      if (ended) throw new Error("the server ended before its first page");
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return performance.now() - began;
  }

  async stop(): Promise<void> {
    if (!this.process || this.process.exitCode !== null) return;
    const ended = once(this.process, "exit");
    this.process.kill("SIGINT");
    await ended;
  }

  async command(...args: string[]): Promise<string> {
    const { stdout } = await run(voceria, [...args, "--data", this.data], { maxBuffer: 64 << 20 });
    return stdout;
  }

  async publish(title: string, body: string): Promise<{ number: string }> {
    const file = join(this.data, "..", `bench-${process.pid}.md`);
    await writeFile(file, `---\ntitle: ${JSON.stringify(title)}\nkind: comunicado\nlanguage: es-CL\n---\n\n${body}\n`);
    return JSON.parse(await this.command("publish", file, "--as", "bench", "--json")) as { number: string };
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(join(this.data, ".."), { recursive: true, force: true });
  }
}

export async function newOffice(): Promise<Office> {
  const folder = await mkdtemp(join(tmpdir(), "voceria-bench-"));
  return new Office(join(folder, "data"), await freePort());
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (!address || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** The path of a program, or undefined where it is not installed. */
export async function which(program: string): Promise<string | undefined> {
  const found = await run("sh", ["-c", `PATH=$PATH:/usr/sbin command -v ${program}`]).catch(() => undefined);
  return found?.stdout.trim() || undefined;
}

/** Spanish-looking prose without a source, so that a page has its size and compresses as text does. */
export function prose(characters: number): string {
  const words =
    "gobierno ministerio anunció escuelas reconstrucción durante próximo año provincia región comunidades trabajo medidas salud agua plan obras recursos familias presupuesto equipo información jornada autoridades país ley proyecto".split(
      " ",
    );
  let state = 7;
  const paragraphs: string[] = [];
  let length = 0;
  while (length < characters) {
    const picked = Array.from({ length: 60 }, () => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return words[state % words.length];
    });
    const paragraph = `El ${picked.join(" ")}.`;
    paragraphs.push(paragraph);
    length += paragraph.length + 9;
  }
  return paragraphs.join("\n\n");
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(1000) }).catch(() => undefined);
  await response?.arrayBuffer();
  return response?.status === 200;
}
