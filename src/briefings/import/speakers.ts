import type { VoiceItem } from "@voceria/record";
import { sql } from "kysely";
import type { Reader } from "../../store/database.ts";
import { readHeld } from "../../register/import/held.ts";
import { type Holding, holdingsOn } from "../../register/holdings.ts";
import { slugsByName } from "../../register/people.ts";
import { readTenures, type TenureRow } from "../../register/tenures.ts";
import { nameInSmall } from "./capitals.ts";
import type { Cast, CastMember, Mention, Resolved } from "./cast.ts";
import { mayBeTitle } from "./cast-names.ts";
import { personKey, tenureKey } from "./cast-register.ts";

/** A speaker as a content names them. Without `person` the register does not say who that is. */
export type NamedSpeaker = {
  name: string;
  person?: string;
  post?: string;
  institution?: string;
  capacity?: VoiceItem["capacity"];
  register?: VoiceItem["register"];
};
export type Attributed = { speaker: NamedSpeaker; person: boolean; post: boolean; why?: Why };
/** Why a turn's speaker is no person of the register, or stands in no post of it that day. */
export type Why =
  | "one-word"
  | "ambiguous"
  | "not-introduced"
  | "not-in-the-register"
  | "several-bear-the-name"
  | "not-certain-that-day"
  | "title-does-not-fit";

/** What the register knows of the people of an archive, asked once for all its texts. */
export type KnownPeople = {
  /** Those of the cast who stand in it from another source, by that name and no other; and the names that several bear. */
  elsewhere: ReadonlyMap<CastMember, string>;
  several: ReadonlySet<CastMember>;
};

export async function knownPeople(db: Reader, cast: Cast, source: string): Promise<KnownPeople> {
  const spelled = cast.members.flatMap(({ spellings }) => spellings);
  const named = await slugsByName(db, spelled);
  const ours = await slugsOfSource(db, source, [...new Set([...named.values()].flat())]);
  const found = cast.members.map((member) => {
    const slugs = new Set(member.spellings.flatMap((name) => named.get(name) ?? []).filter((slug) => !ours.has(slug)));
    return { member, slugs: [...slugs] };
  });
  return {
    elsewhere: new Map(
      found.flatMap(({ member, slugs: [slug, ...more] }) =>
        slug === undefined || more.length > 0 ? [] : [[member, slug]],
      ),
    ),
    several: new Set(found.filter(({ slugs }) => slugs.length > 1).map(({ member }) => member)),
  };
}

/** The id of this source in the register, where it brought people into it before. */
export async function sourceInRegister(db: Reader, source: string): Promise<string | undefined> {
  const { rows } = await sql<{ slug: string }>`
    select slug from register_assertion where kind = 'source' and superseded is null
      and data ->> 'name' = ${source} and data ->> 'kind' like 'import: %' limit 1`.execute(db);
  return rows[0]?.slug;
}

/** Of these people, those whom this source brought into the register. */
async function slugsOfSource(db: Reader, source: string, slugs: readonly string[]): Promise<Set<string>> {
  if (slugs.length === 0) return new Set();
  const { rows } = await sql<{ slug: string }>`
    select distinct a.slug from register_assertion a
    join register_assertion s on s.kind = 'source' and s.slug = a.source and s.superseded is null
    where a.kind = 'person' and a.slug = any(${[...slugs]}::text[]) and a.change = 'new'
      and s.data ->> 'name' = ${source} and s.data ->> 'kind' like 'import: %'`.execute(db);
  return new Set(rows.map(({ slug }) => slug));
}

/**
 * Who speaks, in the words of the register where it certainly has them in that post that day. `register`: the id of this
 * source in the register, where it brought people into it.
 */
export async function startAttributing(
  db: Reader,
  cast: Cast,
  known: KnownPeople,
  register: string | undefined,
): Promise<(mention: Mention) => Attributed> {
  const held =
    register === undefined ? new Map<string, { slug: string; standing: boolean }>() : await readHeld(db, register);
  const slugOf = (member: CastMember): string | undefined =>
    known.elsewhere.get(member) ?? standing(held.get(`person ${personKey(member)}`));
  const people = [...new Set(cast.members.flatMap((member) => slugOf(member) ?? []))];
  const rows = Map.groupBy(people.length === 0 ? [] : await readTenures(db, { people }), (row) => row.data.person);
  return (mention) => {
    const resolved = cast.resolve(mention);
    const name = nameInSmall("unresolved" in resolved ? mention.name : (resolved.person.spellings[0] ?? mention.name));
    if ("unresolved" in resolved) return { speaker: { name }, person: false, post: false, why: resolved.unresolved };
    const { person: member, post } = resolved;
    const person = slugOf(member);
    if (person === undefined) return { speaker: { name }, person: false, post: false, why: whyNobody(member, known) };
    const certain = certainOn(rows.get(person) ?? [], mention.day);
    const own = post === undefined ? undefined : standing(held.get(`tenure ${tenureKey(member, post)}`));
    const holding =
      certain.find(({ tenure }) => tenure === own) ?? (own === undefined ? oneThatFits(certain, resolved) : undefined);
    if (holding === undefined) {
      const why =
        post === undefined ? "not-introduced" : certain.length === 0 ? "not-certain-that-day" : "title-does-not-fit";
      // A person whom another source brought in is told by the name alone; only a post that day bears it out.
      return known.elsewhere.has(member)
        ? { speaker: { name }, person: false, post: false, why }
        : { speaker: { name, person }, person: true, post: false, why };
    }
    return { speaker: { name, ...voiceOf(holding) }, person: true, post: true };
  };
}

function standing(found: { slug: string; standing: boolean } | undefined): string | undefined {
  return found?.standing === true ? found.slug : undefined;
}

function whyNobody(member: CastMember, { several }: KnownPeople): Why {
  if (several.has(member)) return "several-bear-the-name";
  return member.posts.length === 0 ? "not-introduced" : "not-in-the-register";
}

function certainOn(rows: readonly TenureRow[], day: string): Holding[] {
  return holdingsOn(rows, day).filter(({ certainty, capacityCertain }) => certainty === "certain" && capacityCertain);
}

/** The one that they certainly hold that day, where its title may be the one beside the name. */
function oneThatFits(
  certain: readonly Holding[],
  { post }: Extract<Resolved, { person: CastMember }>,
): Holding | undefined {
  const fitting =
    post === undefined
      ? certain
      : certain.filter(({ post: { title } }) =>
          post.titles.some((said) => mayBeTitle(said, title.es) || mayBeTitle(said, title.en)),
        );
  return fitting.length === 1 ? fitting[0] : undefined;
}

function voiceOf({ person, post, institution, capacity, register }: Holding): Omit<NamedSpeaker, "name"> {
  return {
    person: person.slug,
    post: post.slug,
    institution: institution.slug,
    capacity,
    register: { entry: register.entry, item: register.item },
  };
}
