import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { assertion, enterOnSource } from "../register/enter-on-source.ts";
import { findOfficeItem } from "../register/office.ts";
import type { Database } from "../store/database.ts";
import { type Actor, permit } from "./rights.ts";
import { writeTrail } from "./trail.ts";

/**
 * When this returns, every page and text from now on gives that press contact, and the record says since when. `reason` is
 * public. Fault("invalid") for one that is no single line of up to 200 characters, or that is the same as before.
 */
export async function changePressContact(
  db: Database,
  asked: { contact: string; reason: string },
  actor: Actor,
  means: Means,
): Promise<{ entry: number }> {
  const contact = asked.contact.normalize("NFC").replace(/\s+/g, " ").trim();
  if (contact === "" || contact.length > 200 || /\p{Cc}/u.test(contact))
    throw new Fault(
      "invalid",
      "press contact: one line of 1 to 200 characters: a mail address, a telephone.",
      [],
      "Contacto de prensa: una línea de 1 a 200 caracteres, con un correo o un teléfono.",
    );
  const source = { name: "Office's own word", locator: "press contact" };
  return enterOnSource(db, source, means, async (tx, { office, cited }) => {
    permit(actor, "office.manage", office.institution);
    const { id, data } = await findOfficeItem(tx);
    if (data.pressContact === contact)
      throw new Fault(
        "invalid",
        "press contact: it is the same as before.",
        [],
        "Contacto de prensa: es el mismo de antes.",
      );
    const reason = asked.reason.trim() === "" ? "A new press contact." : asked.reason;
    await writeTrail(tx, {
      at: means.clock.now(),
      actor,
      action: "office.manage",
      institution: office.institution,
      about: "press contact",
      details: { from: data.pressContact ?? null, to: contact },
    });
    return { items: [assertion("office", id, "change", { ...data, pressContact: contact }, cited, reason)], done: {} };
  });
}
