import { isDay } from "../register/day.ts";
import { type Filters, filterNames } from "../search/candidates.ts";
import type { PageRequest } from "./context.ts";

export type SearchAsked = Filters & {
  q?: string;
  government?: string;
  from?: string;
  until?: string;
  order?: "date";
  page?: string;
  before?: string;
};

const mostCharacters = 300;

/** What an address asks for. What no search could have is left out: an address with a slip in it is still a search. */
export function searchAsked({ c }: Pick<PageRequest, "c">): SearchAsked {
  const asked: SearchAsked = {};
  const given = (name: string): string | undefined => {
    const value = (c.req.query(name) ?? "")
      .toWellFormed()
      .replaceAll(/\p{Cc}/gu, " ")
      .trim();
    return value === "" ? undefined : [...value].slice(0, mostCharacters).join("");
  };
  const q = given("q");
  if (q !== undefined) asked.q = q;
  for (const name of [...filterNames, "government"] as const) {
    const value = given(name);
    if (value !== undefined) asked[name] = value;
  }
  for (const name of ["from", "until"] as const) {
    const value = given(name);
    if (value !== undefined && isDay(value)) asked[name] = value;
  }
  if (c.req.query("order") === "date") asked.order = "date";
  const page = given("page");
  if (page !== undefined && /^(?:[2-9]|10)$/.test(page)) asked.page = page;
  const before = given("before");
  if (before !== undefined) asked.before = before;
  return asked;
}
