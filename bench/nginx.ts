import { type ChildProcess, execFile, spawn } from "node:child_process";
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "./office.ts";

const run = promisify(execFile);

export type Nginx = { url: string; pid: number | undefined; stop(): Promise<void> };

/** nginx with one worker over the same bytes as static files: the peer of the read benchmarks. */
export function startNginx(program: string, files: ReadonlyMap<string, Uint8Array>): Promise<Nginx> {
  return start(program, async (folder, port) => {
    await mkdir(join(folder, "site"));
    for (const [name, bytes] of files) await writeFile(join(folder, "site", name), bytes);
    return configuration(folder, {
      events: "worker_connections 1024;",
      http: "sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=1000; types { text/html html; }",
      server: `listen 127.0.0.1:${port}; root ${folder}/site; add_header Cache-Control "max-age=5";`,
    });
  });
}

/** nginx with one worker as docs/examples/nginx.conf has it, over the written files in `site`; nobody answers behind it. */
export function startWritten(program: string, site: string): Promise<Nginx> {
  return start(program, async (folder, port) => {
    const example = await readFile(new URL("../docs/examples/nginx.conf", import.meta.url), "utf8");
    const included = example
      .replace("listen 80;", `listen 127.0.0.1:${port};`)
      .replace("/srv/voceria/site", site)
      .replace("http://127.0.0.1:8080", `http://127.0.0.1:${await freePort()}`);
    return configuration(folder, {
      events: "worker_connections 1024;",
      http: `keepalive_requests 1000000; ${included}`,
    });
  });
}

/** nginx with one worker and the module nchan: POST /tell tells everybody who listens at /live. Undefined where it lacks the module. */
export async function startNchan(program: string): Promise<Nginx | undefined> {
  const module = await nchanModule(program);
  if (module === undefined) return undefined;
  return start(program, (folder, port) =>
    Promise.resolve(
      configuration(folder, {
        main: `load_module ${module}; worker_rlimit_nofile 20000;`,
        events: "worker_connections 20000;",
        http: "tcp_nodelay on;",
        server: `listen 127.0.0.1:${port} backlog=4096;
    location = /tell { nchan_publisher; nchan_channel_id briefing; nchan_message_buffer_length 10; }
    location = /live { nchan_subscriber eventsource; nchan_channel_id briefing; nchan_subscriber_first_message newest; }`,
      }),
    ),
  );
}

async function nchanModule(program: string): Promise<string | undefined> {
  const { stderr } = await run(program, ["-V"]);
  const path = join(/--modules-path=(\S+)/.exec(stderr)?.[1] ?? "/usr/lib/nginx/modules", "ngx_nchan_module.so");
  return access(path).then(
    () => path,
    () => undefined,
  );
}

async function start(program: string, configure: (folder: string, port: number) => Promise<string>): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), "voceria-nginx-"));
  const port = await freePort();
  await writeFile(join(folder, "nginx.conf"), await configure(folder, port));
  const server: ChildProcess = spawn(program, ["-p", folder, "-c", join(folder, "nginx.conf")], { stdio: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 400; tries++) {
    const response = await fetch(url).catch(() => undefined);
    if (response) break;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return {
    url,
    pid: server.pid,
    async stop() {
      server.kill("SIGTERM");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Parts = { main?: string; events: string; http: string; server?: string };

function configuration(folder: string, { main = "", events, http, server }: Parts): string {
  const user = process.getuid?.() === 0 ? "user root;" : "";
  return `${main} ${user} daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
events { ${events} }
http {
  access_log off; ${http}
  client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b; fastcgi_temp_path ${folder}/c;
  uwsgi_temp_path ${folder}/d; scgi_temp_path ${folder}/e;
  ${server === undefined ? "" : `server { ${server} }`}
}
`;
}
