import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";

/**
 * From where a request comes: the far end of its connection, or, behind a proxy of ours, the address that this proxy put
 * last into X-Forwarded-For. What stands before the last was written by whoever asked and is not believed.
 */
export function clientAddress(c: Context, behindProxy: boolean): string {
  const near = (c.env as Partial<HttpBindings> | undefined)?.incoming?.socket.remoteAddress ?? "";
  if (!behindProxy) return near;
  const forwarded = c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
  return /^[0-9a-fA-F.:]{2,45}$/.test(forwarded) ? forwarded : near;
}
