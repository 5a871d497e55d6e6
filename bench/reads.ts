import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Bench, median, type Row, whole } from "./bench.ts";
import { startNginx, startWritten } from "./nginx.ts";
import { freePort, newOffice, prose, which } from "./office.ts";
import { wrk } from "./wrk.ts";

const seconds = 4;
const rounds = 3;

/** A 30 kB statement page from our own process, and the same bytes from nginx and a bare node:http, turn about. */
export const bench: Bench = {
  name: "reads",
  async run(progress) {
    if (!(await which("wrk"))) return [missing("wrk")];
    const office = await newOffice();
    const bare = createServer();
    const folder = await mkdtemp(join(tmpdir(), "voceria-written-"));
    let nginx: Awaited<ReturnType<typeof startNginx>> | undefined;
    let files: typeof nginx;
    try {
      progress("an office with one statement of 30 kB");
      await office.start("--files", folder);
      const { number } = await office.publish("La reconstrucción de las escuelas", prose(24_000));
      const page = `${office.url}/statements/${number}`;
      const bytes = Buffer.from(
        await (await fetch(page, { headers: { "accept-encoding": "identity" } })).arrayBuffer(),
      );
      const program = await which("nginx");
      nginx = program ? await startNginx(program, new Map([["page.html", bytes]])) : undefined;
      const port = await freePort();
      bare.on("request", (_, response) => {
        response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-length": bytes.length });
        response.end(bytes);
      });
      bare.listen(port, "127.0.0.1");
      const ours: number[] = [];
      const theirs: number[] = [];
      const node: number[] = [];
      for (let round = 1; round <= rounds; round++) {
        progress(`round ${round} of ${rounds}`);
        ours.push(await wrk(page, seconds));
        if (nginx) theirs.push(await wrk(`${nginx.url}/page.html`, seconds));
        node.push(await wrk(`http://127.0.0.1:${port}/`, seconds));
      }
      progress("the written files, our process stopped");
      const file = join(folder, "site", "statements", `${number}.html`);
      while ((await readFile(file).catch(() => undefined)) === undefined) await pause(50);
      await office.stop();
      files = program ? await startWritten(program, join(folder, "site")) : undefined;
      const written: number[] = [];
      const same: number[] = [];
      if (files && nginx) {
        const [page, peer] = [`${files.url}/statements/${number}`, `${nginx.url}/page.html`];
        for (let round = 1; round <= rounds; round++) {
          written.push(await wrk(page, seconds));
          same.push(await wrk(peer, seconds));
        }
      }
      const size = `${(bytes.length / 1000).toFixed(1)} kB page, wrk -t1 -c64, median of ${rounds} × ${seconds} s`;
      return [
        nginx
          ? row("reads", ours, theirs, `nginx ${whole(median(theirs))}/s`, `${size}; reach ≥ 0.7`)
          : { name: "reads", ours: `${whole(median(ours))}/s`, peer: "nginx is not installed", ratio: "", note: size },
        row(
          "reads, bare node:http",
          ours,
          node,
          `node:http ${whole(median(node))}/s`,
          "the same bytes, nothing else done",
        ),
        ...(files === undefined
          ? []
          : [
              row(
                "reads, written files",
                written,
                same,
                `nginx ${whole(median(same))}/s`,
                "docs/examples/nginx.conf over the written files, our process and its database stopped; reach 1.0",
              ),
            ]),
      ];
    } finally {
      bare.close();
      bare.closeAllConnections();
      await nginx?.stop();
      await files?.stop();
      await rm(folder, { recursive: true, force: true });
      await office.remove();
    }
  },
};

function row(name: string, ours: readonly number[], theirs: readonly number[], peer: string, note: string): Row {
  return { name, ours: `${whole(median(ours))}/s`, peer, ratio: (median(ours) / median(theirs)).toFixed(2), note };
}

export function missing(program: string): Row {
  return { name: "reads", ours: "", peer: `${program} is not installed`, ratio: "", note: "nothing measured" };
}
