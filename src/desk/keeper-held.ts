import { sql } from "kysely";
import { plainDay } from "../page/dates.ts";
import { batchAt, listStanding, readStanding, type Standing } from "../register/assertions.ts";
import { agree, capitalized, inWords } from "../register/display.ts";
import { readGaps } from "../register/gaps.ts";
import { type AnyRetracted, listRetracted, type RetractableKind } from "../register/retraction.ts";
import type { When } from "../register/item.ts";
import type { DeskRequest } from "./context.ts";

type Tenure = Pick<Standing<"tenure">, "id" | "data">;

/** Who held what, since when and until when, of each of these tenures in their order. */
export async function heldInWords(request: DeskRequest, tenures: readonly Tenure[]): Promise<string[]> {
  const { desk, language } = request;
  const { db } = desk.installation;
  const ids = (of: (one: Tenure) => string) => [...new Set(tenures.map(of))];
  const people = await listStanding(db, "person", { ids: ids(({ data }) => data.person) });
  const posts = await listStanding(db, "post", { ids: ids(({ data }) => data.post) });
  return tenures.map(({ data }) => {
    const person = people.find(({ id }) => id === data.person);
    const post = posts.find(({ id }) => id === data.post);
    const held =
      post === undefined
        ? `${data.person}, ${data.post}`
        : inWords(
            {
              name: person?.data.names.at(-1)?.full ?? data.person,
              gender: person?.data.gender,
              title: post.data.title,
              capacity: data.capacities[0]?.capacity ?? "titular",
            },
            language,
          );
    return `${held}, ${spanInWords(request, data)}`;
  });
}

function spanInWords({ t, language }: DeskRequest, { start, end }: { start: When; end: When }): string {
  const day = ({ edtf, raw }: When) => {
    const whole = /^\d{4}-\d{2}-\d{2}/.exec(edtf)?.[0];
    return whole === undefined ? raw || edtf || t.keeperUnknownDay : t.keeperDay(plainDay(whole, language));
  };
  return t.keeperSince(day(start), end.edtf === ".." ? undefined : day(end));
}

const most = 200;

/** The tenures of a person or of a post as they stand, the latest first. */
export async function tenuresAbout(
  { desk }: DeskRequest,
  { person, post }: { person?: string; post?: string },
): Promise<Standing<"tenure">[]> {
  const { db } = desk.installation;
  let rows = db
    .selectFrom("tenure")
    .select("slug")
    .where("superseded", "is", null)
    .orderBy("start_min", "desc")
    .orderBy("slug")
    .limit(most);
  if (person !== undefined) rows = rows.where("person", "=", person);
  if (post !== undefined) rows = rows.where("post", "=", post);
  const ids = (await rows.execute()).map(({ slug }) => slug);
  const found = await listStanding(db, "tenure", { ids });
  return ids.flatMap((id) => found.find((one) => one.id === id) ?? []);
}

export type AboutThing = { kind: "person" | "post" | "tenure" | "gap" | "confirmation"; id: string; words: string };

/** All that the register says of somebody, of a post or of one tenure, and could take back: what rests on a thing beside it. */
export async function thingsAbout(
  request: DeskRequest,
  about: { person: string; post: string; tenure: string },
): Promise<AboutThing[]> {
  const { desk, t, language } = request;
  const { db } = desk.installation;
  const one = about.tenure === "" ? undefined : await readStanding(db, "tenure", about.tenure);
  const tenures =
    one !== undefined
      ? [one]
      : about.person !== ""
        ? await tenuresAbout(request, { person: about.person })
        : about.post === ""
          ? []
          : await tenuresAbout(request, { post: about.post });
  const words = await heldInWords(request, tenures);
  const { rows } = await sql<{ slug: string; tenure: string; day: string }>`
    select a.slug, a.data->>'tenure' as tenure, a.data->>'day' as day from register_assertion a
    where a.kind = 'confirmation' and a.superseded is null
      and a.data->>'tenure' = any(${tenures.map(({ id }) => id)}::text[])
    order by a.data->>'day' desc`.execute(db);
  const things: AboutThing[] = [];
  const person = about.person === "" ? undefined : await readStanding(db, "person", about.person);
  if (person !== undefined)
    things.push({ kind: "person", id: person.id, words: person.data.names.at(-1)?.full ?? person.id });
  const post = about.post === "" ? undefined : await readStanding(db, "post", about.post);
  if (post !== undefined)
    things.push({ kind: "post", id: post.id, words: capitalized(agree(post.data.title[language], undefined)) });
  tenures.forEach(({ id }, at) => {
    things.push({ kind: "tenure", id, words: words[at] ?? id });
    for (const { slug, day } of rows.filter(({ tenure }) => tenure === id))
      things.push({ kind: "confirmation", id: slug, words: `${plainDay(day, language)} (${slug})` });
  });
  for (const { id, data } of post === undefined ? [] : await readGaps(db, [post.id]))
    things.push({ kind: "gap", id, words: `${t.thing_gap} ${spanInWords(request, data)}` });
  return things;
}

/** All that is retracted now, in words, with why. */
export async function thingsRetracted(
  request: DeskRequest,
): Promise<{ kind: RetractableKind; id: string; words: string; reason: string }[]> {
  const { desk } = request;
  const { db, means } = desk.installation;
  const found = await listRetracted(db, await batchAt(db, means.clock.now()), most);
  return Promise.all(
    found.map(async (one) => {
      const { kind, id, retraction } = one;
      return { kind, id, words: await retractedInWords(request, one), reason: retraction.reason };
    }),
  );
}

async function retractedInWords(request: DeskRequest, one: AnyRetracted): Promise<string> {
  const { language } = request;
  const { kind, id, data } = one;
  switch (kind) {
    case "person":
      return data.names.at(-1)?.full ?? id;
    case "post":
      return capitalized(agree(data.title[language], undefined));
    case "tenure":
      return (await heldInWords(request, [{ id, data }]))[0] ?? id;
    case "gap":
      return `${data.post}, ${spanInWords(request, data)}`;
    case "confirmation":
      return `${plainDay(data.day, language)} (${id})`;
    case "institution":
    case "instrument":
      return id;
  }
}
