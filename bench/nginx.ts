import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./office.ts";

/** nginx with one worker over the same bytes as static files: the peer of the read benchmarks. */
export async function startNginx(
  program: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "voceria-nginx-"));
  await mkdir(join(folder, "site"));
  for (const [name, bytes] of files) await writeFile(join(folder, "site", name), bytes);
  const port = await freePort();
  await writeFile(join(folder, "nginx.conf"), configuration(folder, port));
  const server: ChildProcess = spawn(program, ["-p", folder, "-c", join(folder, "nginx.conf")], { stdio: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 400; tries++) {
    const response = await fetch(url).catch(() => undefined);
    if (response) break;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return {
    url,
    async stop() {
      server.kill("SIGTERM");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configuration(folder: string, port: number): string {
  const user = process.getuid?.() === 0 ? "user root;" : "";
  return `${user} daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 1024; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=1000;
  types { text/html html; }
  client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b; fastcgi_temp_path ${folder}/c;
  uwsgi_temp_path ${folder}/d; scgi_temp_path ${folder}/e;
  server { listen 127.0.0.1:${port}; root ${folder}/site; add_header Cache-Control "max-age=5"; }
}
`;
}
