import { byKeys } from "./by-keys.ts";
import { sql } from "kysely";
import { Fault } from "../fault.ts";
import type { Reader } from "../store/database.ts";
import { listStanding, readStanding, type Standing, standing } from "./assertions.ts";
import type { Office } from "./office.ts";
import { findPerson } from "./people.ts";
import { sinceInWords } from "./tenure.ts";

/** Which tenure is meant: by its id, or whose and of which post (by default the one that speaks now). */
export type Meant = { tenure?: string; person?: string; post?: string };

/** The post asked for, else the one that speaks now. Fault("not-found") if there is none, Fault("conflict") if there are several. */
export async function findPost(db: Reader, office: Office, asked: string | undefined): Promise<Standing<"post">> {
  if (asked !== undefined) {
    const post = await readStanding(db, "post", asked);
    if (post === undefined)
      throw new Fault(
        "not-found",
        `There is no post "${asked}" in the register.`,
        [],
        `No hay un cargo «${asked}» en autoridades y cargos.`,
      );
    return post;
  }
  const speaking = await listStanding(db, "post", { ids: office.spokespersonPosts });
  const open = speaking.filter(({ data }) => data.end === undefined || data.end.edtf === "..");
  if (open.length > 1)
    throw new Fault(
      "conflict",
      `Several posts speak for this office: ${open.map(({ id }) => id).join(", ")}. Say which with --post.`,
      [],
      `Varios cargos hablan por esta oficina: ${open.map(({ id }) => id).join(", ")}. Indique cuál.`,
    );
  if (open[0] === undefined)
    throw new Fault(
      "not-found",
      "The register has no post that speaks for this office today.",
      [],
      "Autoridades y cargos no tiene hoy un cargo que hable por esta oficina: indique el cargo.",
    );
  return open[0];
}

/**
 * The one tenure that is meant: of somebody's several in a post, the one that goes on. Without a person, the only one that
 * goes on in the post. Fault("not-found") if there is none, Fault("conflict") listing them if there are several.
 */
export async function findTenure(db: Reader, office: Office, meant: Meant): Promise<Standing<"tenure">> {
  if (meant.tenure !== undefined) {
    const found = await readStanding(db, "tenure", meant.tenure);
    if (found === undefined)
      throw new Fault(
        "not-found",
        `There is no tenure "${meant.tenure}" in the register; the pages of posts and people show their ids.`,
        [],
        `No hay un período «${meant.tenure}» en autoridades y cargos: búsquelo por la persona o el cargo.`,
      );
    return found;
  }
  const post = await findPost(db, office, meant.post);
  const person = meant.person === undefined ? undefined : await findPerson(db, meant.person);
  if (meant.person !== undefined && person === undefined)
    throw new Fault(
      "not-found",
      `The register knows nobody called "${meant.person}"; name a person by id or full name.`,
      [],
      `En autoridades y cargos no hay nadie que se llame «${meant.person}»: escriba su nombre completo o elija de la lista.`,
    );
  const all = await tenuresOf(db, post.id);
  const theirs = person === undefined ? all : all.filter(({ data }) => data.person === person.id);
  const open = theirs.filter(({ data }) => data.end.edtf === "..");
  const candidates = open.length > 0 ? open : person === undefined ? [] : theirs;
  const [only] = candidates;
  if (only === undefined)
    throw new Fault(
      "not-found",
      person === undefined
        ? `The register has nobody in ${post.id} now.`
        : `The register does not have ${person.id} in ${post.id}.`,
      [],
      person === undefined
        ? `Autoridades y cargos no tiene a nadie en ${post.id} ahora.`
        : `Autoridades y cargos no tiene a ${person.id} en ${post.id}.`,
    );
  if (candidates.length > 1)
    throw new Fault(
      "conflict",
      `Several tenures of ${post.id} could be meant: ${candidates.map(({ id, data }) => `${id} (${data.person}, ${sinceInWords(data)})`).join("; ")}. Name one by its id.`,
      [],
      `Puede tratarse de varios períodos en ${post.id}: ${candidates.map(({ id, data }) => `${id} (${data.person})`).join("; ")}. Elija uno buscándolo en autoridades y cargos.`,
    );
  return only;
}

/** All tenures of a post as they stand, in order of their starts. */
export async function tenuresOf(db: Reader, post: string): Promise<Standing<"tenure">[]> {
  const { rows } = await sql<{ slug: string }>`
    select slug from tenure t where t.post = ${post} and ${standing("t", undefined)}`.execute(db);
  const found = rows.length === 0 ? [] : await listStanding(db, "tenure", { ids: rows.map(({ slug }) => slug) });
  return found.toSorted((a, b) => byKeys([a.data.start.min ?? "", a.id], [b.data.start.min ?? "", b.id]));
}
