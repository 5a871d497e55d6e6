import { expect, test } from "vitest";
import { readHeading } from "./heading.ts";

const known = new Set(["dolores ortega"]);

test.each([
  [
    "HUGO LÓPEZ-GATELL RAMÍREZ, SUBSECRETARIO DE SALUD: Buenas noches.",
    { name: "HUGO LÓPEZ-GATELL RAMÍREZ", post: "SUBSECRETARIO DE SALUD", rest: " Buenas noches." },
  ],
  ["RUY  LÓPEZ\u00a0RIDAURA:Gracias.", { name: "RUY LÓPEZ RIDAURA", rest: "Gracias." }],
  [
    "CRISTIAN MORALES FUHRIMANN REPRESENTANTE DE OPS/OMS EN MÉXICO: Sí.",
    { name: "CRISTIAN MORALES FUHRIMANN", post: "REPRESENTANTE DE OPS/OMS EN MÉXICO" },
  ],
  [
    "JUAN MANUEL QUIJADA GAYTÁN. DIRECTOR GENERAL DE SERVICIOS: Sí.",
    { name: "JUAN MANUEL QUIJADA GAYTÁN", post: "DIRECTOR GENERAL DE SERVICIOS" },
  ],
  [
    "GABRIELA RODRÍGUEZ, RAMÍREZ, SECRETARIA GENERAL DEL CONSEJO, (CONAPO): Sí.",
    { name: "GABRIELA RODRÍGUEZ RAMÍREZ", post: "SECRETARIA GENERAL DEL CONSEJO, (CONAPO)" },
  ],
  ["PRESIDENTE ANDRÉS MANUEL LÓPEZ OBRADOR: Sí.", { name: "ANDRÉS MANUEL LÓPEZ OBRADOR", post: "PRESIDENTE" }],
  [
    "MAURICIO HERNÁNDEZ ÁVILA, DIRECTOR DE PRESTACIONES del IMSS: Sí.",
    { name: "MAURICIO HERNÁNDEZ ÁVILA", post: "DIRECTOR DE PRESTACIONES del IMSS" },
  ],
  [
    "MICHAEL RYAN, VOCERO DE LA OMS (Interpretación del inglés): Sí.",
    { name: "MICHAEL RYAN", post: "VOCERO DE LA OMS", aside: "Interpretación del inglés" },
  ],
  ["HUGO LÓPEZ (7 de marzo 2020): Sí.", { name: "HUGO LÓPEZ", aside: "7 de marzo 2020" }],
  ["JUAN PÉREZ SOTO Y ANA DÍAZ RUIZ: Sí.", { name: "JUAN PÉREZ SOTO Y ANA DÍAZ RUIZ", several: true }],
  ["JOSÉ ORTEGA Y GASSET: Sí.", { name: "JOSÉ ORTEGA Y GASSET" }],
  ["PREGUNTA: ¿Cuándo?", { role: "press", rest: " ¿Cuándo?" }],
  ["PREGUNA: ¿Cuándo?", { role: "press" }],
  ["NTERLOCUTOR: ¿Cuándo?", { role: "press" }],
  ["PERIODISTA DE REFORMA: ¿Cuándo?", { role: "press", post: "REFORMA" }],
  [
    "DOLORES ORTEGA, REPORTERA DE EL UNIVERSAL: ¿Cuándo?",
    { name: "DOLORES ORTEGA", role: "press", post: "EL UNIVERSAL" },
  ],
  ["INTERLOCUTOR; El operativo.", { role: "press", mark: ";", rest: " El operativo." }],
  ["PREGUNTA. Muchas gracias.", { role: "press", mark: ".", rest: " Muchas gracias." }],
  ["INTERLOCUTORA (Inaudible) ¿Sí?", { role: "press", mark: "", rest: " (Inaudible) ¿Sí?" }],
  ["MODERADOR: Adelante.", { role: "moderator" }],
  ["VOZ DE MUJER: Gobierno de México.", { role: "voice" }],
  ["INTERVENCIÓN HOMBRE: Hola.", { role: "voice" }],
  ["DOLORES ORTEGA Yo soy Dolores.", { name: "DOLORES ORTEGA", mark: "", rest: " Yo soy Dolores." }],
  [
    "RICARDO CORTÉS, DIRECTOR GENERAL DE SALUD A ver. Son las 19:01: empecemos.",
    { name: "RICARDO CORTÉS", post: "DIRECTOR GENERAL DE SALUD", mark: "", rest: " A ver. Son las 19:01: empecemos." },
  ],
])("%s", (paragraph, expected) => {
  expect(readHeading(paragraph, known)).toMatchObject(expected);
});

test.each([
  "Y, segundo, nuestro presidente nos instruyó: todos los días.",
  "¿Qué resolvimos?",
  "Son las 19:00 horas.",
  "COVID-19: lo que sabemos.",
  "La OMS dijo: esto es una pandemia.",
  "(INICIA VIDEO)",
  "---",
  "MARÍA SOTO Yo no he hablado antes.",
  "A: sí.",
  "El IMSS, el ISSSTE y PEMEX: todos.",
])("no heading: %s", (paragraph) => {
  expect(readHeading(paragraph, known)).toBeUndefined();
});
