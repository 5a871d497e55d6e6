import type { Gender } from "../../register/item.ts";
import { type Candidate, type Format, type SourceRow, spanOf, titular } from "../../register/import/candidate.ts";
import { nameOf, titleOf } from "../../register/import/words.ts";
import { searchKey } from "../../register/name.ts";
import { reading } from "../../register/reading.ts";
import { acronymsIn, nameInSmall, titleInSmall } from "./capitals.ts";
import type { Cast, CastMember, CastPost } from "./cast.ts";
import { institutionOfTitle } from "./institution-of-title.ts";
import { genderOfTitle, titleWords } from "./post-words.ts";

/**
 * What an archive of transcripts says of who held which post, as a source of the register: of each person the posts beside
 * whose names they stand, held at the latest from the first day on which a text says so and at least to the last. When
 * they began and ended it does not say, and no day is made up for it.
 */
export function castAsSource(cast: Cast): Format {
  return {
    name: "transcripts",
    extensions: [],
    async *read() {
      const said = known(cast);
      for (const member of cast.members) for (const post of member.posts) yield rowOf(member, post, said);
    },
  };
}

/** The keys under which the register finds again what this source said: a person's, a post's. */
export const personKey = (member: CastMember): string => member.key;
export const tenureKey = (member: CastMember, post: CastPost): string => `${member.key}: ${postKey(post)}`;

function postKey(post: CastPost): string {
  return titleWords(post.titles[0] ?? "").join(" ");
}

/** What is said the same of a thing wherever a row names it. */
type Known = {
  acronyms: ReadonlySet<string>;
  /** By its acronym, where some title gives both: "INSTITUTO MEXICANO DEL SEGURO SOCIAL (IMSS)". */
  byAcronym: ReadonlyMap<string, string>;
  /** By key. */
  institutions: Map<string, string>;
  posts: Map<string, { title: string; institution: Institution }>;
};

function rowOf(member: CastMember, post: CastPost, known: Known): SourceRow {
  const person = personKey(member);
  const name = nameInSmall(member.spellings[0] ?? member.key);
  const gender = genderOf(member);
  const { title, institution } = known.posts.get(postKey(post)) ?? postOf(post, known);
  const states: Candidate[] = [
    {
      kind: "institution",
      key: institution.key,
      wanted: institution.name,
      data: { kind: "institution", names: [{ name: { es: institution.name } }], ...institution.note },
    },
    {
      kind: "person",
      key: person,
      wanted: name,
      data: { names: [nameOf(name)], ...(gender === undefined ? {} : { gender, genderSource: "source" }) },
    },
    {
      kind: "post",
      key: postKey(post),
      wanted: title,
      data: { institution: institution.key, title: titleOf(title), functions: [] },
    },
    {
      kind: "tenure",
      key: tenureKey(member, post),
      wanted: `${name} ${post.first.slice(0, 4)}`,
      data: { person, post: postKey(post), ...seen(post), capacities: titular, raw: rawOf(member, post) },
    },
  ];
  const about = states.map(({ kind, key }) => ({ kind, key }));
  return { file: "transcripts", at: `${member.spellings[0] ?? ""}, ${title}`, states, about, findings: [] };
}

function known(cast: Cast): Known {
  const titles = cast.members.flatMap(({ posts }) => posts.flatMap((post) => post.titles));
  const acronyms = new Set(titles.flatMap(acronymsIn));
  const byAcronym = new Map<string, string>();
  for (const title of titles) {
    const name = institutionOfTitle(title, acronyms);
    const short = acronymOf(name);
    const longest = byAcronym.get(short ?? "") ?? "";
    if (name !== undefined && short !== undefined && name.length > longest.length) byAcronym.set(short, name);
  }
  const found: Known = { acronyms, byAcronym, institutions: new Map(), posts: new Map() };
  for (const title of titles) {
    const { key, name } = institutionOf(title, found);
    if (name.length > (found.institutions.get(key) ?? "").length) found.institutions.set(key, name);
  }
  for (const { posts } of cast.members)
    for (const post of posts) if (!found.posts.has(postKey(post))) found.posts.set(postKey(post), postOf(post, found));
  return found;
}

function postOf(post: CastPost, known: Known): { title: string; institution: Institution } {
  const title = post.titles[0] ?? "";
  const institution = institutionOf(title, known);
  return {
    title: titleInSmall(title, known.acronyms),
    institution: { ...institution, name: known.institutions.get(institution.key) ?? institution.name },
  };
}

/** Unknown at both ends, and held for certain on the days between. */
function seen({ first, last }: CastPost) {
  const { inverted: _, ...span } = spanOf(
    { raw: "", edtf: "", within: { max: first } },
    { raw: "", edtf: "", within: { min: last } },
    { endConvention: "inclusive" },
  );
  return { ...span, interpretation: reading("named-on-days", { day: first, other: last }) };
}

function rawOf({ spellings }: CastMember, { titles, first, last }: CastPost): Record<string, string> {
  return {
    names: spellings.join("; "),
    titles: titles.join("; "),
    "first named so": first,
    "last named so": last,
  };
}

function genderOf({ posts }: CastMember): Gender | undefined {
  const said = new Set(posts.flatMap(({ titles }) => titles.flatMap((title) => genderOfTitle(title) ?? [])));
  return said.size === 1 ? [...said][0] : undefined;
}

function acronymOf(name: string | undefined): string | undefined {
  const bracketed = /\(([^()]+)\)\s*$/u.exec(name ?? "")?.[1];
  return bracketed === undefined ? undefined : searchKey(bracketed);
}

type Institution = { key: string; name: string; note?: { note: string } };

const unnamed: Institution = {
  key: "institution that the titles do not name",
  name: "Institución que la fuente no nombra",
  note: { note: "The titles of these posts name no institution, and none was made up for them." },
};

function institutionOf(title: string, { acronyms, byAcronym }: Known): Institution {
  const named = institutionOfTitle(title, acronyms);
  if (named === undefined) return unnamed;
  const full = byAcronym.get(acronymOf(named) ?? searchKey(named)) ?? named;
  const words = titleWords(full.replace(/\([^()]*\)/gu, " ")).join(" ");
  return { key: words === "" ? searchKey(full) : words, name: capitalizedTitle(full, acronyms) };
}

function capitalizedTitle(name: string, acronyms: ReadonlySet<string>): string {
  const small = titleInSmall(name, acronyms);
  return small.charAt(0).toUpperCase() + small.slice(1);
}
