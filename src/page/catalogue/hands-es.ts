/** The queue of a briefing at the desk and on a journalist's own page, and the band that says what is on, in Spanish. */
export const handsEs = {
  handsTitle: "Fila de preguntas",
  handsLead: "Quién pidió la palabra y qué se envió. Nada de esto es público.",
  handsNone: "Nadie espera.",
  handsCalled: "Tiene la palabra",
  handsWaiting: "Esperan",
  handsSettled: (count: number) => `Lo ya resuelto (${count})`,
  handsLeft: "Enviadas y no preguntadas",
  handsLeftLead: "Cada una se abre como pregunta, con su enlace a esta vocería, o se deja como no tomada.",
  handsSince: (time: string) => `Espera desde las ${time}`,
  handsHeard: (count: number) =>
    count === 0
      ? "su medio aún no pregunta"
      : count === 1
        ? "su medio ya preguntó 1 vez"
        : `su medio ya preguntó ${count} veces`,
  handsSentIn: "Enviada",
  handMove_call: "Dar la palabra",
  handMove_pass: "Dejar pasar",
  handMove_withdraw: "Retirar",
  handMove_return: "Volver a la fila",
  handMove_ask: "Abrir como pregunta",
  handMove_leave: "No se toma",
  handUp: (name: string) => `Subir a ${name}`,
  handDown: (name: string) => `Bajar a ${name}`,
  handType: "Escribir su pregunta",
  handsUnfinished: "Tiene la palabra. Agregue primero lo que está escribiendo; después, «Escribir su pregunta».",
  handState: {
    waiting: "En la fila",
    called: "Con la palabra",
    passed: "Se dejó pasar",
    withdrawn: "Retirada",
    asked: "Pregunta abierta",
    "not-taken": "No se tomó",
  },
  handAsked: "Preguntó",
  handAdd: "Anotar a alguien",
  handJournalist: "Periodista con acreditación vigente",
  handOther: "Otra persona, escrita abajo",
  handWithoutOutlet: "Sin medio",
  handText: "La pregunta, si la envió",
  handAddSend: "Poner en la fila",
  handsPending: (count: number) =>
    count === 1 ? "1 pregunta enviada por decidir" : `${count} preguntas enviadas por decidir`,

  ownHands: "Vocerías",
  ownHandsLead: "Con su acreditación vigente puede pedir la palabra o enviar una pregunta. Solo la oficina lo ve.",
  ownHandsNotAccredited: "Para pedir la palabra o enviar preguntas hace falta una acreditación vigente.",
  ownHandsNone: "No hay ninguna vocería anunciada ni en curso.",
  ownHandText: "Su pregunta",
  ownHandTextHint: "Déjela en blanco para solo pedir la palabra.",
  ownHandSend: "Enviar",
  ownHandSent: "Está en la fila y la oficina lo ve. Más abajo se dice en qué está; puede retirarlo mientras espera.",
  ownHandWithdraw: "Retirar",
  ownHandRaised: "Pidió la palabra",
  ownHandState: {
    waiting: "En la fila",
    called: "Se le dio la palabra",
    passed: "En la fila; por ahora siguió otra persona",
    withdrawn: "Retirada",
    asked: "Quedó como pregunta abierta: se le responderá",
    "not-taken": "No se tomó",
  },

  turnUntake: "Ya no está pendiente",
};
