import { createServer } from "node:http";
import { type Bench, median, type Row, whole } from "./bench.ts";
import { startNginx } from "./nginx.ts";
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
    let nginx: Awaited<ReturnType<typeof startNginx>> | undefined;
    try {
      progress("an office with one statement of 30 kB");
      await office.start();
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
      ];
    } finally {
      bare.close();
      bare.closeAllConnections();
      await nginx?.stop();
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
