import { readEntry } from "@voceria/record";
import { sql } from "kysely";
import { numbersRelatedTo } from "../newsroom/related-texts.ts";
import type { Horizon } from "../recorder/horizon.ts";
import type { Reader } from "../store/database.ts";
import type { ToldTag } from "../store/tell-pages.ts";
import type { PageCache } from "./page-cache.ts";

export type ActsFollower = {
  /** What the site shows now. It moves only once every kept page that the new acts touch has been dropped. */
  shown: () => Horizon;
  /** To be called with each new horizon, in order. Returns once the site shows it. */
  moved: (to: Horizon) => Promise<void>;
};

/** Beyond so many texts in one step (a bulk import), dropping all is quicker than naming each. */
const manyNumbers = 2_000;

/**
 * One instant of release for all pages: with a new horizon, the numbers of its entries are read, then in one step
 * the pages of those texts, of the texts they have to do with, and those that list or count, are dropped and the site's horizon moves. So no page made
 * before that instant is answered after it, in this process; each process follows by the same notices.
 */
export function followActs(
  db: Reader,
  cache: PageCache,
  first: Horizon,
  onRegister: () => void,
  onShown: (touched: Touched | undefined, shown: Horizon) => void = () => undefined,
): ActsFollower {
  let shown = first;
  let last: Promise<void> = Promise.resolve();
  return {
    shown: () => shown,
    moved(to) {
      const step = last.then(() => move(to));
      last = step;
      return step;
    },
  };

  async function move(to: Horizon): Promise<void> {
    const from = Math.min(shown.size, shown.signed);
    const touched = await touchedBy(db, from, Math.max(to.size, to.signed)).catch(() => undefined);
    if (touched === undefined || touched.register) {
      onRegister();
      cache.dropAll();
    } else cache.drop(["changes", ...touched.numbers.map((number) => `number:${number}`), ...touched.tags]);
    shown = to;
    onShown(touched, to);
  }
}

/** What a stretch of the record changes on the site. */
export type Touched = { numbers: string[]; tags: ToldTag[]; register: boolean };

/** Of the entries from `from` on, below `to`; undefined: too many to name. */
export async function touchedBy(db: Reader, from: number, to: number): Promise<Touched | undefined> {
  if (to <= from) return { numbers: [], tags: [], register: false };
  if (to - from > manyNumbers) return undefined;
  const found = await sql<{ number: string | null; act: string; target: string | null; first: Buffer | null }>`
    select e.number, e.act, o.number as target,
      case when coalesce(o.act, e.act) ~ '^(transcript|question)[.]' then coalesce(o.bytes, e.bytes) end as first
    from record_entry e
    left join record_entry o on e.number is null and e.subject is not null and o.subject = e.subject and o.prev is null
    where e.index >= ${from} and e.index < ${to} and e.act <> 'state.asserted'`.execute(db);
  const numbers = [...new Set(found.rows.flatMap((row) => row.number ?? row.target ?? []))];
  return {
    numbers: [...new Set([...numbers, ...(await numbersRelatedTo(db, numbers))])],
    tags: [...new Set(found.rows.flatMap(({ first }) => (first === null ? [] : tagsOf(first))))],
    register: found.rows.some((row) => row.act === "register.asserted"),
  };
}

/** The pages of the briefing whose transcript, or of the question whose answer, an entry is of. */
function tagsOf(bytes: Buffer): ToldTag[] {
  const entry = readEntry(bytes);
  if ("briefing" in entry) return ["briefings", `briefing:${entry.briefing}`];
  return "question" in entry ? ["questions", `question:${entry.question}`] : [];
}
