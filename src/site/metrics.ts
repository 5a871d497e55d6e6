import type { IncomingMessage, ServerResponse } from "node:http";
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Horizon } from "../recorder/horizon.ts";
import type { Listener } from "./kept-pages.ts";
import type { PageCache } from "./page-cache.ts";

/**
 * Answers /metrics in the Prometheus text format, and hands everything else on. Only to a program on this machine that
 * asked us directly: a request that a proxy forwards finds no such address.
 */
export function withMetrics(next: Listener, measured: Measured): Listener {
  const registry = measure(measured);
  return (request, response) => {
    if (request.url === "/metrics" && isOurOperator(request)) void answer(registry, response);
    else next(request, response);
  };
}

type Measured = { horizon: () => Horizon; pages: PageCache; viewers: () => number };

function measure({ horizon, pages, viewers }: Measured): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauges: [name: string, help: string, value: () => number][] = [
    ["voceria_record_entries_signed", "Entries under the newest signed checkpoint.", () => horizon().signed],
    [
      "voceria_record_entries_shown",
      "Entries that may be shown; more than signed: the signer fails.",
      () => horizon().size,
    ],
    [
      "voceria_record_signed_timestamp_seconds",
      "When the newest checkpoint was signed (Unix time); 0 for none.",
      () => (horizon().signedAt?.getTime() ?? 0) / 1000,
    ],
    ["voceria_pages_kept", "Pages ready in memory.", () => pages.size],
    ["voceria_live_viewers", "Connections that follow a briefing.", viewers],
    ["voceria_pages_kept_bytes", "Bytes of pages ready in memory.", () => pages.bytes],
  ];
  for (const [name, help, value] of gauges)
    registry.registerMetric(
      new Gauge({
        name,
        help,
        registers: [],
        collect() {
          this.set(value());
        },
      }),
    );
  return registry;
}

const loopback = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);
const forwarding = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];

function isOurOperator(request: IncomingMessage): boolean {
  return loopback.has(request.socket.remoteAddress ?? "") && forwarding.every((name) => !(name in request.headers));
}

async function answer(registry: Registry, response: ServerResponse): Promise<void> {
  try {
    const text = await registry.metrics();
    response.writeHead(200, { "content-type": registry.contentType, "cache-control": "no-store" }).end(text);
  } catch {
    response.writeHead(500).end();
  }
}
