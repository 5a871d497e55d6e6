import { type Actor, may, permit } from "../access/rights.ts";
import { writeTrail } from "../access/trail.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { listStanding } from "../register/assertions.ts";
import { isDay } from "../register/day.ts";
import { readOffice } from "../register/office.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { intake } from "../text/intake.ts";

export type BriefTyped = {
  institution?: string;
  day: string;
  /** A person of the register, by id. */
  person: string;
  /** Lines in the order in which they are to be read. */
  lines: readonly number[];
  /** What else to know of that day, on a few lines. */
  note: string;
  /** The version that it was composed on; 0 where there was no brief yet. */
  read: number;
};

const mostLines = 60;
const longestNote = 2_000;

/**
 * When this returns, the brief of that day for that person is these lines in this order; one that was there and is left without lines and note
 * is gone. Fault("conflict") where somebody composed it meanwhile: nothing changes, and whoever typed it still has it.
 */
export function composeBrief(
  db: Database,
  typed: BriefTyped,
  actor: Actor,
  means: Means,
): Promise<{ version: number }> {
  return transact(db, async (tx) => {
    const { day, person, read } = typed;
    const institution = typed.institution ?? (await readOffice(tx)).institution;
    permit(actor, "line.write", institution);
    const { lines, note } = readBrief(typed);
    await checkNames(tx, person, lines, institution, actor);
    const before = await tx
      .selectFrom("brief")
      .select(["id", "version"])
      .where("institution", "=", institution)
      .where("day", "=", day)
      .where("person", "=", person)
      .forUpdate()
      .executeTakeFirst();
    if ((before?.version ?? 0) !== read) throw composedMeanwhile();
    if (before === undefined && lines.length === 0 && note === "")
      throw new Fault(
        "invalid",
        "The brief holds nothing yet. Write 1, 2, 3… beside the lines that go along, or a note.",
        [],
        "La minuta no lleva nada todavía. Escriba 1, 2, 3… junto a las líneas que van, o una nota.",
      );
    const at = means.clock.now();
    const version = read + 1;
    await writeTrail(tx, {
      at,
      actor,
      action: "line.write",
      institution,
      about: `brief ${day} ${person}`,
      details: { what: lines.length === 0 && note === "" ? "removed" : "composed", version, lines },
    });
    if (lines.length === 0 && note === "") {
      if (before !== undefined) await tx.deleteFrom("brief").where("id", "=", before.id).execute();
      return { version: 0 };
    }
    const columns = { note, version, changed_at: at, changed_by: actor.officer, changed_by_name: actor.name };
    const saved = await tx
      .insertInto("brief")
      .values({ institution, day, person, ...columns })
      .onConflict((conflict) =>
        conflict.columns(["institution", "day", "person"]).doUpdateSet(columns).where("brief.version", "=", read),
      )
      .returning("id")
      .executeTakeFirst();
    if (saved === undefined) throw composedMeanwhile();
    await tx.deleteFrom("brief_line").where("brief_id", "=", saved.id).execute();
    if (lines.length > 0)
      await tx
        .insertInto("brief_line")
        .values(lines.map((line, place) => ({ brief_id: saved.id, place: place + 1, line_id: line })))
        .execute();
    return { version };
  });
}

function readBrief({ day, lines: typed, note: written }: BriefTyped): { lines: number[]; note: string } {
  if (!isDay(day))
    throw new Fault(
      "invalid",
      `"${day}" is not a day that exists; write it as 2026-11-26.`,
      [],
      `«${day}» no es un día que exista; escríbalo como 2026-11-26.`,
    );
  const lines = [...new Set(typed)];
  if (lines.length > mostLines)
    throw new Fault(
      "too-large",
      `${lines.length} lines are chosen, at most ${mostLines} go into one brief. Leave some out.`,
      [],
      `Hay ${lines.length} líneas elegidas; en una minuta caben ${mostLines}. Quite algunas.`,
    );
  const note = intake(written).trim();
  if (Array.from(note).length > longestNote)
    throw new Fault(
      "too-large",
      `note: it has more than ${longestNote} characters. Shorten it.`,
      [],
      `nota: tiene más de ${longestNote} caracteres. Acórtela.`,
    );
  return { lines, note };
}

async function checkNames(
  tx: Transaction,
  person: string,
  lines: readonly number[],
  institution: string,
  actor: Actor,
): Promise<void> {
  const [known] = await listStanding(tx, "person", { ids: [person] });
  if (known === undefined)
    throw new Fault(
      "invalid",
      `Nobody in the register has the id "${person}": choose from the list.`,
      [],
      `En autoridades y cargos no hay nadie con el identificador «${person}»: elija de la lista.`,
    );
  if (lines.length === 0) return;
  const rows = await tx.selectFrom("line").select(["id", "institution"]).where("id", "in", lines).execute();
  const missing = lines.find(
    (line) =>
      !rows.some(
        (row) => row.id === line && row.institution === institution && may(actor, "line.read", row.institution),
      ),
  );
  if (missing !== undefined)
    throw new Fault(
      "invalid",
      `There is no line ${missing} for this brief. Choose from the list.`,
      [],
      `No hay una línea ${missing} para esta minuta. Elija de la lista.`,
    );
}

function composedMeanwhile(): Fault {
  return new Fault(
    "conflict",
    "Somebody composed this brief meanwhile. Yours is below: compare it with what stands now, then save again.",
    [],
    "Alguien armó esta minuta entretanto. La suya está abajo: compárela con la que hay ahora y guarde de nuevo.",
  );
}
