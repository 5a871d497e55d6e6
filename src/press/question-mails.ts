type Words = { subject: string; text: string };

/** That a question has arrived, with the link to what becomes of it. Nothing that somebody typed goes out with it. */
export function receiptMail(office: string, link: string, language: "es" | "en"): Words {
  return language === "es"
    ? {
        subject: `Recibimos su pregunta · ${office}`,
        text: `Alguien, con esta dirección, envió una pregunta a ${office}. En este enlace privado puede ver en qué está; no lo comparta:

${link}

Le avisaremos por este correo cuando haya respuesta. Si usted no preguntó nada, no haga nada.
`,
      }
    : {
        subject: `We have your question · ${office}`,
        text: `Somebody, with this address, sent a question to ${office}. This private link shows where it stands; do not share it:

${link}

We will write to this address when there is an answer. If you asked nothing, do nothing.
`,
      };
}

type Ended = {
  office: string;
  question: string;
  state: "answered" | "declined";
  /** Where what was published stands; absent, `told` is for whoever asked alone. */
  address: string | undefined;
  told: string;
};

/** What came of a question. */
export function endedMail({ office, question, state, address, told }: Ended, language: "es" | "en"): Words {
  const es = language === "es";
  const quoted = question.replaceAll(/^/gm, "> ");
  const subject =
    state === "answered"
      ? es
        ? "Respuesta a su pregunta"
        : "The answer to your question"
      : es
        ? "Sobre su pregunta"
        : "About your question";
  const body =
    address !== undefined
      ? es
        ? `Lo que se responde está publicado aquí:\n\n${address}`
        : `What is answered is published here:\n\n${address}`
      : state === "answered"
        ? es
          ? `Esta respuesta es solo como contexto: es para usted, y no se atribuye a nadie.\n\n${told}`
          : `This answer is on background: it is for you, and is attributed to nobody.\n\n${told}`
        : es
          ? `No se responderá, por este motivo:\n\n${told}`
          : `It will not be answered, for this reason:\n\n${told}`;
  return { subject: `${subject} · ${office}`, text: `${quoted}\n\n${body}\n` };
}
