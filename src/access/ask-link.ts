import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { readOffice } from "../register/office.ts";
import { type Database, transact } from "../store/database.ts";
import { addJob, type Task } from "../store/jobs.ts";
import type { Mailer } from "../store/mail.ts";
import { networkOf, type Pace, withinPace } from "./attempts.ts";
import { linkPath, makeLink } from "./links.ts";
import { readEmail } from "./officer.ts";
import { findOfficerByEmail } from "./officers.ts";
import { writeTrail } from "./trail.ts";

const quarter = 15 * 60;
/** Links asked for from one network, and for one address. */
export const askingFromOneNetwork: Pace = { tries: 20, seconds: quarter };
export const askingForOneAddress: Pace = { tries: 5, seconds: quarter };

/**
 * When this returns, a link has been asked for that address. Whether it is an officer's is looked up afterwards, by a job:
 * neither the answer nor the time it takes tells it. Fault("too-many") hangs on the network asked from alone.
 */
export async function askForLink(
  db: Database,
  { email: typed, address }: { email: string; address: string },
  { clock }: Means,
): Promise<void> {
  const email = readEmail(typed);
  const now = clock.now();
  const calm = await withinPace(db, `link from ${networkOf(address)}`, askingFromOneNetwork, now);
  if (!calm) throw tooMany();
  // Beyond its pace an address gets no more mail, and whoever asks sees no difference.
  const wanted = await withinPace(db, `link for ${email}`, askingForOneAddress, now);
  await transact(db, async (tx) => {
    if (wanted) await addJob(tx, "sign-in-link", { email, address }, { tries: 6 });
  });
}

export type LinkMailing = { db: Database; mailer: Mailer; means: Means; url: string };

/** The task that mails a link to the officer of an address, and nothing to anybody else. A try that failed makes a new link. */
export function signInLinkTask({ db, mailer, means, url }: LinkMailing): Task {
  return async (payload) => {
    const { email, address } = payload as { email: string; address: string };
    const made = await transact(db, async (tx) => {
      const officer = await findOfficerByEmail(tx, email);
      if (officer === undefined || officer.suspendedAt !== undefined) return undefined;
      const token = await makeLink(tx, { officer: officer.id, madeBy: "mail" }, means);
      await writeTrail(tx, { at: means.clock.now(), action: "link.sent", about: email, address });
      return { officer, token };
    });
    if (made === undefined) return;
    const { officer, token } = made;
    const { name } = await readOffice(db);
    const { subject, text } = words[officer.language](name[officer.language], url + linkPath(token));
    await mailer.send({ to: { name: officer.name, address: email }, subject, text });
  };
}

/** The task that mails a new officer the way in. */
export function invitationTask({ db, mailer, means, url }: LinkMailing): Task {
  return async (payload) => {
    const { email, by } = payload as { email: string; by: string };
    const made = await transact(db, async (tx) => {
      const officer = await findOfficerByEmail(tx, email);
      if (officer === undefined || officer.suspendedAt !== undefined) return undefined;
      return { officer, token: await makeLink(tx, { officer: officer.id, madeBy: "invitation" }, means) };
    });
    if (made === undefined) return;
    const { officer, token } = made;
    const { name } = await readOffice(db);
    const { subject, text } = invitation[officer.language](name[officer.language], by, url + linkPath(token), url);
    await mailer.send({ to: { name: officer.name, address: email }, subject, text });
  };
}

const words = {
  es: (office: string, link: string) => ({
    subject: `Enlace para ingresar a la mesa de trabajo · ${office}`,
    text: `Con este enlace ingresa a la mesa de trabajo de ${office}. Sirve una sola vez, durante 15 minutos:

${link}

Si usted no lo pidió, no haga nada: nadie puede ingresar sin él. No lo reenvíe.
`,
  }),
  en: (office: string, link: string) => ({
    subject: `Your link into the desk · ${office}`,
    text: `This link lets you into the desk of ${office}. It works once, for 15 minutes:

${link}

If you did not ask for it, do nothing: nobody can enter without it. Do not forward it.
`,
  }),
};

const invitation = {
  es: (office: string, by: string, link: string, url: string) => ({
    subject: `Su acceso a la mesa de trabajo · ${office}`,
    text: `${by} le dio acceso a la mesa de trabajo de ${office}. Ingrese con este enlace; sirve una sola vez, durante tres días:

${link}

Después puede agregar una llave de acceso a su teléfono o computador, o pedir cada vez un enlace nuevo en ${url}/desk/enter
`,
  }),
  en: (office: string, by: string, link: string, url: string) => ({
    subject: `Your access to the desk · ${office}`,
    text: `${by} gave you access to the desk of ${office}. Enter with this link; it works once, for three days:

${link}

Afterwards you can add a passkey on your phone or computer, or ask for a new link each time at ${url}/desk/enter
`,
  }),
};

function tooMany(): Fault {
  return new Fault(
    "too-many",
    "Too many links were asked for from here: wait a quarter of an hour.",
    [],
    "Desde aquí se pidieron demasiados enlaces: espere un cuarto de hora.",
  );
}
