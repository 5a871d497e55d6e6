import { tongueOf, type Language } from "../page/language.ts";
import type { SiteCatalogue } from "../page/catalogue.ts";
import { edtfInWords } from "../page/register-dates.ts";
import type { Standing } from "../register/assertions.ts";
import { type Day, earlier, later } from "../register/day.ts";
import { agree, capacityInWords, capitalized } from "../register/display.ts";
import type { Gap } from "../register/gaps.ts";
import { boundsOfTenure, institutionNameOn, nameOn } from "../register/holdings.ts";
import type { Bounds } from "../register/interval.ts";
import type { Capacity, CapacityPeriod, InstrumentData, When } from "../register/item.ts";
import type { TenureRow } from "../register/tenures.ts";
import type { Bar, Manner, Mark, Part, Row } from "./timeline.ts";

/** With what words, and to which addresses, the register is drawn. */
export type Drawn = {
  language: Language;
  t: SiteCatalogue;
  href: (path: string) => string;
  asked?: ReadonlySet<string>;
};

/** A row for each post; one that continues another (raised to a ministry, renamed) goes on in its row. */
export function rowsOfPosts(
  posts: readonly Standing<"post">[],
  tenures: readonly TenureRow[],
  gaps: readonly Gap[],
  drawn: Drawn,
): Row[] {
  const byPost = Map.groupBy(tenures, ({ data }) => data.post);
  const gapsByPost = Map.groupBy(gaps, ({ post }) => post);
  return chainsOf(posts).map((chain) => ({
    id: chain[0]?.id ?? "",
    title: chain.map(({ data }) => capitalized(data.title[tongueOf(drawn.language)].neutral)).join(" → "),
    ...(chain.length === 1 ? { href: drawn.href(`/register/posts/${chain[0]?.id}`) } : {}),
    bars: [
      ...chain.flatMap(({ id }) => gapsByPost.get(id) ?? []).map((gap) => gapBar(gap, drawn)),
      ...barsOfPeople(
        chain.flatMap(({ id }) => byPost.get(id) ?? []),
        drawn,
      ),
    ],
  }));
}

/** One row: what one person held, each bar named after its post. */
export function rowOfPerson(person: string, title: string, tenures: readonly TenureRow[], drawn: Drawn): Row {
  const bars = tenures.map((row) => ({
    ...barOf([row], capitalized(postTitle(row, drawn)), drawn),
    href: drawn.href(`/register/posts/${row.data.post}`),
  }));
  return { id: person, title, bars };
}

export function markOfInstrument({ id, data }: { id: string; data: InstrumentData }, drawn: Drawn): Mark[] {
  const dates = [data.date, ...data.effects.map(({ date }) => date)].filter((date) => date !== undefined);
  const [when] = dates.toSorted((a, b) => spanOf(a) - spanOf(b));
  if (when?.min === undefined || when.max === undefined) return [];
  const { language, href } = drawn;
  const title = instrumentTitle(data, language);
  const label = shortName(data) ?? title;
  // What is heard begins with what is read, so that it can be asked for by voice.
  const says = [label, ...(label === title ? [] : [title]), edtfInWords(when, language)].join(", ");
  return [{ id, label, says, href: href(`/register/instruments/${id}`), min: when.min, max: when.max }];
}

export function markOfGovernment({ id, data }: Standing<"institution">, today: Day, drawn: Drawn): Mark[] {
  const { start, end } = data;
  if (start?.min === undefined) return [];
  const name = institutionNameOn(data, start.min)[tongueOf(drawn.language)];
  const dates = `${edtfInWords(start, drawn.language)} – ${end === undefined ? "" : edtfInWords(end, drawn.language)}`;
  const href = drawn.href(`/register/institutions/${id}`);
  return [
    { id, label: name, says: `${name}, ${dates}`, href, min: start.min, max: end?.max ?? later(today, start.min) },
  ];
}

export function instrumentTitle({ title, kind, number, raw }: InstrumentData, language: Language): string {
  return (
    title?.[tongueOf(language)] ??
    title?.es ??
    title?.en ??
    (number === undefined ? (raw ?? kind) : `${kind} ${number}`)
  );
}

const abbreviations: Record<string, string> = { "decreto-ley": "DL", ley: "Ley", dfl: "DFL", "decreto-supremo": "DS" };

function shortName({ kind, number }: InstrumentData): string | undefined {
  const short = abbreviations[kind];
  return number === undefined || short === undefined ? undefined : `${short} ${number}`;
}

function spanOf({ min, max }: When): number {
  return min === undefined || max === undefined ? Infinity : Date.parse(max) - Date.parse(min);
}

/** Posts in the order of their starts, each followed by the one that continues it. A circle is broken where it begins. */
function chainsOf(posts: readonly Standing<"post">[]): Standing<"post">[][] {
  const known = new Set(posts.map(({ id }) => id));
  const next = Map.groupBy(posts, ({ data }) => data.predecessor ?? "");
  const seen = new Set<string>();
  const follow = (post: Standing<"post">): Standing<"post">[] => {
    if (seen.has(post.id)) return [];
    seen.add(post.id);
    const successors = next.get(post.id) ?? [];
    // Where one post became several, each has a row of its own.
    const [only, ...more] = successors;
    return only === undefined || more.length > 0 ? [post] : [post, ...follow(only)];
  };
  const isHead = ({ data }: Standing<"post">) =>
    data.predecessor === undefined || !known.has(data.predecessor) || (next.get(data.predecessor)?.length ?? 0) > 1;
  const heads = posts.filter(isHead).map(follow);
  return [...heads, ...posts.filter(({ id }) => !seen.has(id)).map(follow)].filter((chain) => chain.length > 0);
}

/** Tenures that one line of the source tells of are one bar with one name. */
function barsOfPeople(tenures: readonly TenureRow[], drawn: Drawn): Bar[] {
  const groups = Map.groupBy(tenures, ({ slug, source, data }) =>
    data.order === undefined ? slug : `${source}#${data.order}#${data.person}`,
  );
  return [...groups.values()].map((group) => {
    const [first] = group;
    const name = first === undefined ? "" : nameOn(first.person_data, first.start_min).full;
    const acting = group.every(({ data }) => data.capacities.every(({ capacity }) => capacity === "subrogante"));
    return {
      ...barOf(group, acting ? `${name} (S)` : name, drawn),
      href: drawn.href(`/register/people/${first?.data.person}`),
    };
  });
}

function barOf(group: readonly TenureRow[], label: string, drawn: Drawn): Bar {
  const { language, asked } = drawn;
  const [first] = group;
  const name = first === undefined ? "" : nameOn(first.person_data, first.start_min).full;
  return {
    id: first?.slug ?? "",
    label,
    says: [name, ...group.map((row) => tenureInWords(row, drawn))].join("; "),
    dates: datesInWords(first?.data.start, group.at(-1)?.data.end, language),
    asked: group.some(({ slug }) => asked?.has(slug) === true),
    parts: group.flatMap(partsOf),
  };
}

function tenureInWords(row: TenureRow, drawn: Drawn): string {
  const { language, t } = drawn;
  const capacities = [
    ...new Set(
      row.data.capacities.map((one) => capacityInWords(one.capacity, row.person_data.gender, tongueOf(language))),
    ),
  ].join(", ");
  const unsure = row.data.end.edtf === ".." && row.confirmation === null ? `, ${t.unconfirmedShort}` : "";
  return `${postTitle(row, drawn)}, ${capacities}, ${datesInWords(row.data.start, row.data.end, language)}${unsure}`;
}

function postTitle({ post_data: post, person_data: person, data }: TenureRow, { language }: Drawn): string {
  const title = agree(post.title[tongueOf(language)], person.gender);
  return data.capacities.every(({ capacity }) => capacity === "subrogante") ? `${title} (S)` : title;
}

export function datesInWords(start: When | undefined, end: When | undefined, language: Language): string {
  const [from, to] = [start, end].map((when) => (when === undefined ? "" : edtfInWords(when, language)));
  return from === to ? (from ?? "") : `${from} – ${to}`;
}

function gapBar(gap: Gap, { language, t }: Drawn): Bar {
  const label = gap.state === "vacant" ? t.vacant : t.nobodyKnown;
  const dates = datesInWords(gap.data.start, gap.data.end, language);
  const note = gap.note?.[tongueOf(language)];
  return {
    id: gap.id,
    label,
    says: [label, dates, ...(note === undefined ? [] : [note])].join(", "),
    dates,
    asked: false,
    parts: [{ bounds: gap.bounds, manner: gap.state, ongoing: false }],
  };
}

const manners: Record<Capacity, Manner> = {
  titular: "full",
  subrogante: "acting",
  suplente: "acting",
  interino: "acting",
  "on-leave": "leave",
  concurrent: "concurrent",
};

function partsOf(row: TenureRow): Part[] {
  const bounds = boundsOfTenure(row);
  const ongoing = row.data.end.edtf === "..";
  return row.data.capacities.map((period) => ({
    bounds: bounds.startMin > bounds.endMax ? bounds : within(bounds, period),
    manner: manners[period.capacity],
    ongoing: ongoing && period.end === undefined,
  }));
}

/** A period's own dates, held within the tenure's. */
function within(tenure: Bounds, { start, end }: CapacityPeriod): Bounds {
  const startMin = later(tenure.startMin, start?.min ?? "-infinity");
  return {
    startMin,
    startMax: start === undefined ? tenure.startMax : later(tenure.startMax, start.max ?? "-infinity"),
    endMin: end === undefined ? tenure.endMin : later(startMin, earlier(tenure.endMin, end.min ?? "infinity")),
    endMax: end === undefined ? tenure.endMax : later(startMin, earlier(tenure.endMax, end.max ?? "infinity")),
  };
}
