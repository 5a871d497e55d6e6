import { searchKey } from "../../register/name.ts";
import { mayBeName, mayBeTitle, nameWords } from "./cast-names.ts";
import { genderOfTitle } from "./post-words.ts";

/** One heading of one text that names somebody. */
export type Mention = { text: string; day: string; name: string; post?: string };

/** Somebody who speaks in an archive, however the texts write the name. */
export type CastMember = {
  /** Stable over the order of texts: the words of the name as it is mostly written. */
  key: string;
  /** As the texts write it, the most frequent first. */
  spellings: string[];
  posts: CastPost[];
};

/** A post in which the texts name somebody, with the first and the last day on which they do. */
export type CastPost = { key: string; titles: string[]; first: string; last: string };

/** Who is meant, or why that cannot be said. `post` is absent where the text does not tell it. */
export type Resolved =
  | { person: CastMember; post?: CastPost; basis: "introduced" | "in-this-text" | "between-days" | "no-post" }
  | { unresolved: "one-word" | "ambiguous"; candidates: string[] };

export type Cast = { members: readonly CastMember[]; resolve(mention: Mention): Resolved };

/** What is known of one way of writing a name. Nothing of a text is held but who heads its turns. */
type Form = {
  key: string;
  words: string[];
  spellings: Map<string, number>;
  titles: Map<string, { first: string; last: string; count: number }>;
  texts: Set<string>;
};

/** Gathers who speaks in an archive; what is held grows with the speakers, not with what they say. */
export function startCast() {
  const forms = new Map<string, Form>();
  const texts = new Map<string, Map<string, Set<string>>>();
  return {
    add({ text, day, name, post }: Mention): void {
      const key = searchKey(name);
      if (key === "") return;
      const form: Form = forms.get(key) ?? {
        key,
        words: nameWords(name),
        spellings: new Map(),
        titles: new Map(),
        texts: new Set(),
      };
      forms.set(key, form);
      form.spellings.set(name, (form.spellings.get(name) ?? 0) + 1);
      form.texts.add(text);
      const heads = texts.get(text) ?? new Map<string, Set<string>>();
      texts.set(text, heads);
      const titles = heads.get(key) ?? new Set();
      heads.set(key, titles);
      if (post === undefined) return;
      titles.add(post);
      const seen = form.titles.get(post);
      form.titles.set(post, {
        first: seen === undefined || day < seen.first ? day : seen.first,
        last: seen === undefined || day > seen.last ? day : seen.last,
        count: (seen?.count ?? 0) + 1,
      });
    },
    settle: (): Cast =>
      settle(
        [...forms.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1)),
        texts,
      ),
  };
}

function settle(forms: readonly Form[], texts: Texts): Cast {
  const whole = forms.filter((form) => form.words.length >= 2);
  const near = neighbours(whole);
  const groups = grouped(whole, near, texts);
  const memberOf = new Map<string, CastMember>();
  const members = groups.map((group) => {
    const member = memberOfGroup(group);
    for (const form of group) memberOf.set(form.key, member);
    return member;
  });
  return {
    members: members.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    resolve({ text, day, name, post }) {
      const key = searchKey(name);
      if (nameWords(name).length < 2) return { unresolved: "one-word", candidates: [] };
      const person = memberOf.get(key);
      if (person === undefined) return { unresolved: "ambiguous", candidates: [] };
      const others = rivals(key, person, near, memberOf);
      if (others.length > 0 && post === undefined && person.posts.length === 0) {
        const here = others.filter((other) => speaksIn(other, texts.get(text), memberOf));
        if (here.length === 1 && here[0] !== undefined) return withPost(here[0], undefined, text, day, texts, memberOf);
        return { unresolved: "ambiguous", candidates: [person, ...others].map((one) => one.spellings[0] ?? one.key) };
      }
      return withPost(person, post, text, day, texts, memberOf);
    },
  };
}

/** By text: the forms that head its turns, and the titles that introduce them there. */
type Texts = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;
type Near = ReadonlyMap<string, readonly { form: Form; how: "slip" | "shorter" }[]>;

/** Which forms may be another way of writing each; only forms that share a word's beginning are compared. */
function neighbours(forms: readonly Form[]): Near {
  const near = new Map<string, { form: Form; how: "slip" | "shorter" }[]>();
  for (const [index, a] of forms.entries())
    for (const b of forms.slice(index + 1)) {
      const how = mayBeName(a.words, b.words);
      if (how === undefined) continue;
      near.set(a.key, [...(near.get(a.key) ?? []), { form: b, how }]);
      near.set(b.key, [...(near.get(b.key) ?? []), { form: a, how }]);
    }
  return near;
}

/**
 * Forms are one person's where one may be a way of writing the other and something besides says so: a title that can be
 * the same, or a text in which both speak while only one is introduced. Of what could so be written for two people
 * ("ERNESTO RAMÍREZ" for JOSÉ ERNESTO and for JORGE ERNESTO) nothing is joined.
 */
function grouped(forms: readonly Form[], near: Near, texts: Texts): Form[][] {
  const leader = new Map(forms.map((form) => [form.key, form.key]));
  const find = (key: string): string => {
    const up = leader.get(key) ?? key;
    return up === key ? key : find(up);
  };
  const sure = new Map(
    forms.map((form) => [
      form.key,
      (near.get(form.key) ?? []).map((one) => one.form).filter((other) => borneOut(form, other, texts)),
    ]),
  );
  const rivalled = (one: Form, other: Form) =>
    one.words.length <= other.words.length &&
    (near.get(one.key) ?? []).some(
      ({ form: third }) =>
        third !== other &&
        third.titles.size > 0 &&
        one.words.length <= third.words.length &&
        mayBeName(third.words, other.words) === undefined,
    );
  for (const form of forms)
    for (const other of sure.get(form.key) ?? [])
      if (!rivalled(form, other) && !rivalled(other, form)) leader.set(find(form.key), find(other.key));
  return [...Map.groupBy(forms, (form) => find(form.key)).values()];
}

function borneOut(a: Form, b: Form, texts: Texts): boolean {
  const [gender, other] = [genderOf(a), genderOf(b)];
  if (gender !== undefined && other !== undefined && gender !== other) return false;
  for (const one of a.titles.keys()) for (const another of b.titles.keys()) if (mayBeTitle(one, another)) return true;
  for (const text of a.texts) {
    const heads = texts.get(text);
    const [here, there] = [heads?.get(a.key), heads?.get(b.key)];
    if (here !== undefined && there !== undefined && (here.size === 0) !== (there.size === 0)) return true;
  }
  return false;
}

function genderOf({ titles }: Form): "feminine" | "masculine" | undefined {
  const said = new Set([...titles.keys()].flatMap((title) => genderOfTitle(title) ?? []));
  return said.size === 1 ? [...said][0] : undefined;
}

function rivals(key: string, own: CastMember, near: Near, memberOf: ReadonlyMap<string, CastMember>): CastMember[] {
  const found = (near.get(key) ?? []).flatMap(({ form }) => memberOf.get(form.key) ?? []);
  return [...new Set(found)].filter((member) => member !== own);
}

function speaksIn(
  member: CastMember,
  heads: ReadonlyMap<string, ReadonlySet<string>> | undefined,
  memberOf: ReadonlyMap<string, CastMember>,
): boolean {
  return [...(heads?.keys() ?? [])].some((key) => memberOf.get(key) === member);
}

/** The post beside the name; else the one that introduces them in this text; else the only one between whose days this one lies. */
function withPost(
  person: CastMember,
  title: string | undefined,
  text: string,
  day: string,
  texts: Texts,
  memberOf: ReadonlyMap<string, CastMember>,
): Resolved {
  const named = title === undefined ? undefined : person.posts.find((post) => post.titles.includes(title));
  if (named !== undefined) return { person, post: named, basis: "introduced" };
  const here = [...(texts.get(text) ?? [])]
    .filter(([key]) => memberOf.get(key) === person)
    .flatMap(([, titles]) => [...titles]);
  const posts = person.posts.filter((post) => post.titles.some((one) => here.includes(one)));
  if (posts.length === 1 && posts[0] !== undefined) return { person, post: posts[0], basis: "in-this-text" };
  const [only, ...more] = person.posts.filter(({ first, last }) => first <= day && day <= last);
  if (posts.length === 0 && only !== undefined && more.length === 0)
    return { person, post: only, basis: "between-days" };
  return { person, basis: "no-post" };
}

function memberOfGroup(group: readonly Form[]): CastMember {
  const spellings = new Map<string, number>();
  for (const form of group) for (const [name, count] of form.spellings) spellings.set(name, count);
  const ordered = byCount(spellings);
  return { key: searchKey(ordered[0] ?? ""), spellings: ordered, posts: postsOf(group) };
}

/** Titles of one person that can mean one post are one: joined where any two of them can. */
function postsOf(group: readonly Form[]): CastPost[] {
  const titles = new Map<string, { first: string; last: string; count: number }>();
  for (const form of group)
    for (const [title, seen] of form.titles) {
      const before = titles.get(title);
      titles.set(title, {
        first: before === undefined || seen.first < before.first ? seen.first : before.first,
        last: before === undefined || seen.last > before.last ? seen.last : before.last,
        count: seen.count + (before?.count ?? 0),
      });
    }
  const posts: string[][] = [];
  const daysOf = (post: readonly string[]) => spanned(post.flatMap((title) => titles.get(title) ?? []));
  for (const title of [...titles.keys()].toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1))) {
    const fitting = posts.filter((post) => post.some((other) => mayBeTitle(title, other)));
    // Words that several posts of theirs have in common mean the one beside whose days they stand, if there is one.
    const beside = fitting.filter((post) => nested(daysOf([title]), daysOf(post)));
    const [only, ...more] = fitting.length === 1 ? fitting : beside;
    if (only !== undefined && more.length === 0) only.push(title);
    else posts.push([title]);
  }
  return posts.map((post) => {
    const ordered = byCount(new Map(post.map((title) => [title, titles.get(title)?.count ?? 0])));
    return { key: searchKey(ordered[0] ?? ""), titles: ordered, ...daysOf(post) };
  });
}

type Days = { first: string; last: string };

function spanned(days: readonly Days[]): Days {
  return {
    first: days.map(({ first }) => first).reduce((a, b) => (a < b ? a : b)),
    last: days.map(({ last }) => last).reduce((a, b) => (a > b ? a : b)),
  };
}

function nested(a: Days, b: Days): boolean {
  return (a.first >= b.first && a.last <= b.last) || (b.first >= a.first && b.last <= a.last);
}

/** The most frequent first; of those as frequent the longest, then by letters. */
function byCount(counts: ReadonlyMap<string, number>): string[] {
  return [...counts]
    .toSorted(([a, many], [b, few]) => few - many || b.length - a.length || (a < b ? -1 : 1))
    .map(([word]) => word);
}
