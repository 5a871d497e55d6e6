import { agendaEndpoints } from "./agenda.ts";
import { briefingEndpoints } from "./briefings.ts";
import type { Endpoint } from "./endpoint.ts";
import { questionEndpoints } from "./questions.ts";
import { quoteEndpoint } from "./quote.ts";
import { recordEndpoints } from "./record.ts";
import { registerEndpoints } from "./register.ts";
import { searchEndpoint } from "./search.ts";
import { statementEndpoints } from "./statements.ts";

export const base = "/api/v1";

export function isApi(url: string): boolean {
  const { pathname } = new URL(url);
  return pathname === base || pathname.startsWith(`${base}/`);
}

export const endpoints: readonly Endpoint[] = [
  ...statementEndpoints,
  ...briefingEndpoints,
  ...questionEndpoints,
  ...agendaEndpoints,
  ...registerEndpoints,
  ...recordEndpoints,
  searchEndpoint,
  quoteEndpoint,
];
