import type { Actor, Right } from "../src/access/rights.ts";
import type { Means } from "../src/clock.ts";
import type { Installation } from "../src/store/installation.ts";
import { foundedOffice, SetClock } from "./founded-office.ts";

export const office = "segegob";

/** A founded office with people in it: two who write, one who edits, two who publish, and one of another institution. */
export async function staffedOffice(clock: Means["clock"] = new SetClock("2026-11-23T15:00:00Z")) {
  const founded = await foundedOffice("segegob", clock);
  const person = (name: string, right: Right, institution?: string) => officer(founded, name, right, institution);
  return {
    ...founded,
    ana: await person("Ana Soto", "writer"),
    blas: await person("Blas Rojas", "writer"),
    eva: await person("Eva Lagos", "editor"),
    paz: await person("Paz Neira", "publisher"),
    pedro: await person("Pedro Ruz", "publisher"),
    otra: await person("Olga Tapia", "publisher", "minsal"),
  };
}
export type StaffedOffice = Awaited<ReturnType<typeof staffedOffice>>;

export async function officer(
  { db, means }: Pick<Installation, "db" | "means">,
  name: string,
  right: Right,
  institution = office,
): Promise<Actor> {
  const email = `${name.toLowerCase().replaceAll(" ", ".")}@example.org`;
  const at = means.clock.now();
  const { id } = await db
    .insertInto("officer")
    .values({ name, email, created_at: at, created_by: null, entered_at: at, suspended_at: null })
    .returning("id")
    .executeTakeFirstOrThrow();
  await db
    .insertInto("officer_right")
    .values({ officer: id, institution, right, granted_at: at, granted_by: null })
    .execute();
  return { officer: id, name, email, language: "es", grants: [{ institution, right }] };
}
