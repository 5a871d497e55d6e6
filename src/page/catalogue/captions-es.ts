import { type Html, html } from "../html.ts";

/** Captions, the recording and who is picked while a briefing is typed, in Spanish. */
export const captionsEs = {
  captionsTitle: "Subtítulos que envía un programa",
  captionsLead:
    "Un programa que transcribe mientras se habla envía aquí lo que oye. Sus palabras entran como intervenciones de quien usted marque, pasada la espera, y cualquiera que escriba puede corregirlas. Quien tenga la dirección puede enviar: entréguela sólo a quien subtitula.",
  captionsMade: "Esta es la dirección. Se muestra sólo esta vez.",
  captionsTry: "Para probarla, con la vocería abierta:",
  captionsName: "Quién subtitula",
  captionsNameHint: "por ejemplo: subtituladora de la sala",
  captionsMake: "Crear una dirección",
  captionsAddresses: "Direcciones en uso",
  captionsNone: "Ninguna por ahora.",
  captionsUnused: (when: Html) => html`creada ${when}, todavía no envía nada`,
  captionsUsed: (when: Html) => html`envía desde ${when}`,
  captionsEnd: "Retirar",
  captionsLink: "Subtítulos",
  captionsMark: "Habla ahora (subtítulos)",
  captionsMarkHint: "Alt, mayúscula y un número lo marca de una vez.",
  captionsSpeaks: "Los subtítulos son de",
  captionsNobody: "Los subtítulos esperan a que se diga quién habla: elija arriba y márquelo.",
  captionsHearing: "Se oye",
  captionsWaiting: "Esperan a que se diga quién lo dijo:",
  captionsWaitingFor: (label: string) => `La voz «${label}» espera a que se diga quién es:`,
  captionsTheirs: "Es de quien está elegido arriba",
  captionsTag: "Subtítulo",

  pickHint: "Escriba el medio o el nombre: aparecen los periodistas conocidos, primero los acreditados.",
  pickAccredited: "con acreditación",
  pickList: "Periodistas",
  pickFound: (found: number) => (found === 1 ? "Un periodista" : `${found} periodistas`),
  typeFailed: "No se pudo hacer: hágalo de nuevo.",
  turnWho: "Lo dijo quien está elegido arriba",
};
