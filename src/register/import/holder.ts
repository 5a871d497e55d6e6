import { Fault } from "../../fault.ts";
import { readEdtf } from "../edtf.ts";
import type { PersonData, TenureData } from "../item.ts";
import { searchKey } from "../name.ts";
import { type Candidate, finding, type Finding, type Reading, type SourceRow, spanOf } from "./candidate.ts";
import { beginsAt } from "./rematch.ts";
import { type DateOrder, readDate, type ReadDate } from "./read-date.ts";
import { saysVacant } from "./vacant.ts";
import { capacityIn, clean, nameOf, type NameHints, titleOf, withoutCapacity } from "./words.ts";
import { reading, readingIn } from "../reading.ts";

export type HeldPost = {
  key: string;
  title: string;
  institution: { key: string; name: string; kind: string };
  seats?: number;
  functions?: string[];
};

/** One row of a table: somebody in a post, or nobody, from a day to a day, each cell as its source has it. */
export type Holder = {
  file: string;
  line?: number;
  at?: string;
  post: HeldPost;
  /** The post that a second date in the start cell opens, where the list is of two that followed each other. */
  next?: HeldPost;
  name: string;
  /** The source's identity for the person: an id, the target of a link. Without it the name tells people of this source apart. */
  personId?: string;
  hints?: NameHints;
  gender?: string;
  birth?: string;
  /** The source's identity for the row, if it has one. */
  id?: string;
  start: string;
  end: string;
  capacity?: string;
  notes?: string;
  picture?: string;
  order?: number;
  dateOrder?: DateOrder;
  raw: Record<string, string>;
  findings?: Finding[];
};

const longestName = 300;

/** The row with all that it says. What is wrong with it is its reason for not being taken. */
export function holderRow(holder: Holder, reading: Reading): SourceRow {
  const { file, line, at } = holder;
  const row = { file, ...(line === undefined ? {} : { line }), ...(at === undefined ? {} : { at }) };
  const findings = [...(holder.findings ?? [])];
  try {
    const { about, states } = saysVacant(holder.name)
      ? vacancy(holder, reading, findings)
      : tenures(holder, reading, findings);
    return { ...row, about, states: [...postsOf(holder), ...states], findings };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return {
      ...row,
      about: [],
      states: [],
      findings,
      refused: finding(error.code, `${error.message}${nameIn(holder)}`),
    };
  }
}

function nameIn({ name }: Holder): string {
  return name === "" || name.length > longestName ? "" : ` (${name})`;
}

function postsOf({ post, next }: Holder): Candidate[] {
  return [post, ...(next === undefined ? [] : [next])].flatMap(
    ({ key, title, institution, seats, functions = [] }): Candidate[] => [
      {
        kind: "institution",
        key: institution.key,
        wanted: institution.name,
        data: { kind: institution.kind, names: [{ name: { en: institution.name } }] },
      },
      {
        kind: "post",
        key,
        wanted: title,
        data: {
          institution: institution.key,
          title: titleOf(title),
          functions,
          ...(seats === undefined ? {} : { seats }),
        },
      },
    ],
  );
}

function vacancy(holder: Holder, reading: Reading, findings: Finding[]) {
  const { start, end } = datesOf(holder, findings);
  const { inverted, start: from, end: until } = spanOf(start, end, reading);
  if (inverted) findings.push(invertedInterval(start, end));
  const key = holder.id === undefined ? `${holder.post.key}: vacant${beginsAt}${start.edtf}` : `row ${holder.id}`;
  const data = { post: holder.post.key, state: "vacant" as const, start: from, end: until };
  const wanted = `${holder.post.title} vacant ${yearOf(start)}`;
  return { about: [{ kind: "gap" as const, key }], states: [{ kind: "gap" as const, key, wanted, data }] };
}

function tenures(holder: Holder, reading: Reading, findings: Finding[]) {
  const words = holder.name;
  if (words.length > longestName)
    throw new Fault(
      "too-large",
      `The cell of the name holds ${words.length} characters ("${words.slice(0, 60)}…"); a name has ${longestName} at most.`,
    );
  const name = withoutCapacity(words);
  if (!/\p{L}/u.test(name))
    throw new Fault(
      "invalid",
      `There is no name in "${words}": a row needs somebody, or must say that the post was vacant.`,
    );
  const person = personOf(holder, name);
  const said = capacityIn(holder.capacity ?? "") ?? capacityIn(words);
  const beside =
    said === undefined ? [holder.start, holder.end].find((text) => capacityIn(text) !== undefined) : undefined;
  if (beside !== undefined)
    findings.push(
      finding(
        "capacity-not-read",
        `"${beside.slice(0, 80)}" stands for a date and speaks of the capacity; for how long is not known, so it is read as titular.`,
      ),
    );
  const capacity = said ?? ("titular" as const);
  const two = holder.start.length > 200 ? undefined : twoDates(holder.start, holder.dateOrder);
  const ends = datesOf(two === undefined ? holder : { ...holder, start: "" }, findings);
  const parts = two === undefined ? [{ post: holder.post, ...ends }] : splitTenure(holder, two, ends.end, findings);
  const states: Candidate[] = [person];
  for (const { post, start, end, interpretation } of parts) {
    const { inverted, ...span } = spanOf(start, end, reading);
    if (inverted) findings.push(invertedInterval(start, end));
    const data: TenureData = {
      person: person.key,
      post: post.key,
      ...(holder.order === undefined ? {} : { order: holder.order }),
      ...span,
      capacities: [{ capacity: capacity }],
      ...(interpretation === undefined ? {} : { interpretation }),
      ...(holder.picture === undefined ? {} : { picture: holder.picture }),
      ...(holder.notes === undefined ? {} : { notes: holder.notes }),
      raw: holder.raw,
    };
    const key =
      holder.id === undefined
        ? `${post.key}: ${person.key}${beginsAt}${start.edtf}`
        : `row ${holder.id}${parts.length > 1 ? `, ${post.title}` : ""}`;
    states.push({ kind: "tenure", key, wanted: `${name} ${yearOf(start)}`, data });
  }
  const about = states.filter(({ kind }) => kind === "tenure").map(({ kind, key }) => ({ kind, key }));
  return { about, states };
}

function personOf(holder: Holder, name: string): Extract<Candidate, { kind: "person" }> {
  const key = holder.personId === undefined ? `person named "${searchKey(name) || name}"` : `person ${holder.personId}`;
  const word = (holder.gender ?? "").toLowerCase();
  const gender = /^(f|female|femenino|feminine|mujer)$/.test(word)
    ? "feminine"
    : /^(m|male|masculino|masculine|hombre)$/.test(word)
      ? "masculine"
      : undefined;
  const birth = holder.birth === undefined ? undefined : readDate(holder.birth, holder.dateOrder);
  const data: PersonData = {
    names: [nameOf(name, holder.hints)],
    ...(gender === undefined ? {} : { gender, genderSource: "source" as const }),
    ...(birth === undefined || birth.edtf === "" || birth.edtf === ".."
      ? {}
      : { birth: { raw: birth.raw, edtf: birth.edtf, ...daysOf(birth) } }),
  };
  return { kind: "person", key, wanted: name, data };
}

function daysOf({ edtf }: ReadDate) {
  const { min, max } = readEdtf(edtf);
  return { min, max };
}

type Part = { post: HeldPost; start: ReadDate; end: ReadDate; interpretation?: string };

/** "1974 22 March 1976": in the first post from the one day, in the second from the other. */
function splitTenure(
  holder: Holder,
  [first, second]: [ReadDate, ReadDate],
  end: ReadDate,
  findings: Finding[],
): Part[] {
  const raw = clean(holder.start);
  if (holder.next === undefined) {
    const interpretation = reading("two-dates", { words: raw });
    findings.push(finding("two-dates", readingIn(interpretation, "en").text));
    const [min, max] = [readEdtf(first.edtf).min, readEdtf(second.edtf).max];
    const start: ReadDate = { raw, edtf: "", ...(min <= max ? { within: { min, max } } : {}), interpretation };
    return [{ post: holder.post, start, end, interpretation }];
  }
  const interpretation = reading("two-posts", {
    words: raw,
    first: holder.post.title,
    from: first.raw,
    second: holder.next.title,
    since: second.raw,
  });
  findings.push(finding("two-dates", readingIn(interpretation, "en").text));
  return [
    {
      post: holder.post,
      start: { ...first, raw, interpretation },
      end: { ...second, raw, interpretation },
      interpretation,
    },
    { post: holder.next, start: { ...second, raw, interpretation }, end, interpretation },
  ];
}

/** Two dates in one cell, where it is not one; undefined otherwise. */
export function twoDates(text: string, order?: DateOrder): [ReadDate, ReadDate] | undefined {
  const words = text.replace(/\s+/g, " ").trim();
  if (words.length > 80 || !/\d{4}.*\d{4}/.test(words) || tryRead(words, order)?.unread !== true) return undefined;
  for (let at = words.indexOf(" "); at >= 0; at = words.indexOf(" ", at + 1)) {
    const [first, second] = [tryRead(words.slice(0, at), order), tryRead(words.slice(at + 1), order)];
    if (first !== undefined && second !== undefined && isDate(first) && isDate(second)) return [first, second];
  }
  return undefined;
}

function tryRead(text: string, order: DateOrder | undefined): ReadDate | undefined {
  try {
    return readDate(text, order);
  } catch {
    return undefined;
  }
}

const isDate = ({ edtf }: ReadDate) => edtf !== "" && edtf !== "..";
const yearOf = ({ edtf }: ReadDate) => /^\d{4}/.exec(edtf)?.[0] ?? "";

function datesOf({ start, end, dateOrder }: Holder, findings: Finding[]): { start: ReadDate; end: ReadDate } {
  const read = (text: string, which: string) => {
    const found = readDate(clean(text), dateOrder);
    if (found.unread === true)
      findings.push(
        finding(
          "date-not-understood",
          `Its ${which} is "${found.raw.slice(0, 80)}", which is no date that can be read; it stays unknown.`,
        ),
      );
    return found;
  };
  return { start: read(start, "start"), end: read(end, "end") };
}

function invertedInterval(start: ReadDate, end: ReadDate): Finding {
  return finding("inverted-interval", `It ends ("${end.raw}") before it begins ("${start.raw}"); it is kept as it is.`);
}
