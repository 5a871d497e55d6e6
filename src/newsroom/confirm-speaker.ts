import { type Actor, permit } from "../access/rights.ts";
import { writeTrail } from "../access/trail.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Confirmed, type Confirming, enterConfirmation } from "../register/confirm.ts";
import { readOffice } from "../register/office.ts";
import { type Database, transact } from "../store/database.ts";

/**
 * «¿Quién habla hoy?», answered by an officer on a source's word. When this returns, the register says so, in the record
 * as one entry; the rules are confirmIncumbent's.
 */
export function confirmSpeaker(db: Database, asked: Confirming, actor: Actor, means: Means): Promise<Confirmed> {
  const source = {
    ...asked.source,
    name: named("source", asked.source.name),
    locator: named("locator", asked.source.locator),
  };
  return transact(db, async (tx) => {
    const { institution } = await readOffice(tx);
    permit(actor, "register.keep", institution);
    const confirmed = await enterConfirmation(tx, { ...asked, source }, means);
    const { person, post, day } = confirmed;
    await writeTrail(tx, {
      at: means.clock.now(),
      actor,
      action: "register.keep",
      institution,
      about: post,
      details: { what: "confirmed", person, day },
    });
    return confirmed;
  });
}

function named(field: "source" | "locator", text: string): string {
  const line = text.normalize("NFC").replace(/\s+/g, " ").trim();
  if (line !== "" && line.length <= 500 && !/\p{Cc}/u.test(line)) return line;
  throw new Fault(
    "invalid",
    field === "source"
      ? "source: who holds a post is entered on a source's word. Name it, in 1 to 500 characters."
      : "locator: say where in the source, or its address, in 1 to 500 characters.",
    [],
    field === "source"
      ? "fuente: quién ejerce un cargo se ingresa con una fuente. Nómbrela, en 1 a 500 caracteres."
      : "dónde: diga en qué parte de la fuente, o su dirección, en 1 a 500 caracteres.",
  );
}
