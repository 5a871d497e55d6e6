import type { ClearanceMail } from "./ask-clearance.ts";

type Language = "es" | "en";
type Words = { subject: string; text: string };

/**
 * The mail to an official. It holds the link and nothing of the text, its title included: mail is read on lock screens and
 * kept by others.
 */
export function officialMail(
  mail: ClearanceMail,
  asked: {
    official: string;
    askedBy: string;
    office: Record<Language, string>;
    message: string | undefined;
    due: string;
    link: string;
  },
  language: Language,
): Words {
  const { official, askedBy, message, due, link } = asked;
  const office = asked.office[language];
  const said = message === undefined ? [] : ["", message];
  if (language === "es")
    return {
      subject: {
        asked: `${office} pide su visto bueno: ${due}`,
        again: `El texto cambió; ${office} pide de nuevo su visto bueno: ${due}`,
        reminder: `Recordatorio: ${office} espera su visto bueno: ${due}`,
        due: `Se cumplió el plazo: ${office} sigue esperando su visto bueno`,
      }[mail],
      text: lines(
        `${official}:`,
        "",
        {
          asked: `${askedBy}, de ${office}, pide su visto bueno a un texto. Plazo: ${due}.`,
          again: `El texto al que se le pidió visto bueno cambió. ${askedBy}, de ${office}, lo pide de nuevo. Plazo: ${due}.`,
          reminder: `${office} aún espera su visto bueno a un texto. Plazo: ${due}.`,
          due: `El plazo para su visto bueno venció (${due}). Todavía puede contestar, mientras el texto no salga.`,
        }[mail],
        ...said,
        "",
        "Léalo y conteste aquí; no necesita una cuenta:",
        link,
        "",
        "El enlace es personal: no lo reenvíe. Muestra solo lo que se le consulta.",
      ),
    };
  return {
    subject: {
      asked: `${office} asks for your clearance: ${due}`,
      again: `The text has changed; ${office} asks again for your clearance: ${due}`,
      reminder: `Reminder: ${office} waits for your clearance: ${due}`,
      due: `Time is up: ${office} still waits for your clearance`,
    }[mail],
    text: lines(
      `${official}:`,
      "",
      {
        asked: `${askedBy} of ${office} asks you to clear a text. Due: ${due}.`,
        again: `The text that you were asked to clear has changed. ${askedBy} of ${office} asks again. Due: ${due}.`,
        reminder: `${office} still waits for you to clear a text. Due: ${due}.`,
        due: `The time for your clearance is up (${due}). You can still answer as long as the text is not out.`,
      }[mail],
      ...said,
      "",
      "Read it and answer here; you need no account:",
      link,
      "",
      "The link is yours alone: do not forward it. It shows only what is put to you.",
    ),
  };
}

/** To whoever asked, that nobody has answered in time. */
export function overdueMail(
  { draft, official, institution }: { draft: number; official: string; institution: string },
  language: Language,
): Words {
  return language === "es"
    ? {
        subject: `Sin respuesta de ${institution} (borrador ${draft})`,
        text: lines(
          `${official}, de ${institution}, no ha contestado en el plazo la consulta del borrador ${draft}.`,
          "Puede consultar de nuevo, retirar la consulta o seguir adelante con un motivo.",
        ),
      }
    : {
        subject: `No answer from ${institution} (draft ${draft})`,
        text: lines(
          `${official} of ${institution} has not answered in time about draft ${draft}.`,
          "You can ask again, take the question back, or go ahead with a reason.",
        ),
      };
}

export function answerMail(
  said: {
    draft: number;
    official: string;
    institution: string;
    answer: "given" | "objected";
    reason: string;
    calledBack: boolean;
  },
  language: Language,
): Words {
  const { draft, official, institution, answer, reason, calledBack } = said;
  const given = answer === "given";
  const why = reason === "" ? [] : ["", reason];
  if (language === "es")
    return {
      subject: `${given ? "Visto bueno" : "Objeción"} de ${institution} (borrador ${draft})`,
      text: lines(
        `${official}, de ${institution}, ${given ? "da su visto bueno al" : "objeta el"} borrador ${draft}${reason === "" ? "." : ":"}`,
        ...why,
        ...(calledBack ? ["", "Estaba programado: se llamó de vuelta y no saldrá a su hora."] : []),
      ),
    };
  return {
    subject: `${given ? "Cleared" : "Objection"} by ${institution} (draft ${draft})`,
    text: lines(
      `${official} of ${institution} ${given ? "clears" : "objects to"} draft ${draft}${reason === "" ? "." : ":"}`,
      ...why,
      ...(calledBack ? ["", "It was scheduled: it has been called back and will not go out at its hour."] : []),
    ),
  };
}

function lines(...parts: string[]): string {
  return `${parts.join("\n")}\n`;
}
