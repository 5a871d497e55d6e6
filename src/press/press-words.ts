import { dayInWords } from "../register/day.ts";
import type { AccreditationRow } from "./journalists.ts";

type Words = { subject: string; text: string };

/** The mail that asks whether an address is theirs who asked to be accredited. */
export function confirmationMail(office: string, link: string, language: "es" | "en"): Words {
  return language === "es"
    ? {
        subject: `Confirme su solicitud de acreditación · ${office}`,
        text: `Alguien, con esta dirección, pidió acreditarse ante ${office}. Si fue usted, confírmelo aquí durante las próximas 24 horas:

${link}

Si no fue usted, no haga nada: lo escrito se borra mañana.
`,
      }
    : {
        subject: `Confirm that you ask to be accredited · ${office}`,
        text: `Somebody asked, with this address, to be accredited to ${office}. If it was you, confirm it here within 24 hours:

${link}

If it was not, do nothing: what was written is erased tomorrow.
`,
      };
}

/** The mail that leads somebody to what is kept of them. */
export function ownLinkMail(office: string, link: string, language: "es" | "en"): Words {
  return language === "es"
    ? {
        subject: `Sus datos en ${office}`,
        text: `Aquí está todo lo que ${office} guarda de usted: véalo, corríjalo, lléveselo o bórrelo. El enlace dura una semana:

${link}
`,
      }
    : {
        subject: `Your data at ${office}`,
        text: `Here is all that ${office} keeps of you: see it, correct it, take it away or erase it. The link lasts a week:

${link}
`,
      };
}

/** The mail that tells what was decided on an accreditation. */
export function decisionMail(
  { state, occasion, reason, validUntil }: AccreditationRow,
  { office, pressContact, link }: { office: string; pressContact: string | undefined; link: string },
  language: "es" | "en",
): Words {
  const es = language === "es";
  const until = validUntil === undefined ? "" : dayInWords(validUntil, language);
  const what = {
    granted: es ? `Su acreditación está otorgada, hasta el ${until}` : `You are accredited, until ${until}`,
    refused: es ? "Su acreditación no fue otorgada" : "Your accreditation was refused",
    revoked: es ? "Su acreditación fue revocada" : "Your accreditation was revoked",
  }[state as "granted" | "refused" | "revoked"];
  const forWhat = occasion === undefined ? "" : es ? ` para «${occasion}»` : ` for “${occasion}”`;
  const why = reason === undefined ? "" : es ? `\nMotivo: ${reason}\n` : `\nReason: ${reason}\n`;
  const contact =
    pressContact === undefined
      ? ""
      : es
        ? `\nContacto de prensa: ${pressContact}\n`
        : `\nPress contact: ${pressContact}\n`;
  const own = es
    ? `Todo lo que guardamos de usted está aquí durante una semana: véalo, corríjalo, lléveselo o bórrelo.`
    : `All that we keep of you is here for a week: see it, correct it, take it away or erase it.`;
  return {
    subject: `${what} · ${office}`,
    text: `${what}${forWhat}.\n${why}${contact}\n${own}\n\n${link}\n`,
  };
}
