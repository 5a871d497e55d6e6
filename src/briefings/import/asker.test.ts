import { expect, test } from "vitest";
import { outletKey, readAsker } from "./asker.ts";

const told = {
  outlets: new Set(["reporte critico", "notimex tv", "jornada"]),
  speakers: ["HUGO LÓPEZ-GATELL RAMÍREZ"],
};

test.each([
  ["Gracias. Buenas noches. Bianca Aguirre, de Notimex TV. ¿Cuándo?", { name: "Bianca Aguirre", outlet: "Notimex TV" }],
  ["Buenas noches. Liliana Noble, Pulso Saludable.", { name: "Liliana Noble", outlet: "Pulso Saludable" }],
  ["Qué tal, buenas noches. Luis Lozano, de la revista Forbes.", { name: "Luis Lozano", outlet: "revista Forbes" }],
  ["Óscar Sosa, para Enrédate Digital.", { name: "Óscar Sosa", outlet: "Enrédate Digital" }],
  [
    "Soy Gerardo Suárez, reportero en El Heraldo de México.",
    { name: "Gerardo Suárez", outlet: "El Heraldo de México" },
  ],
  [
    "Héctor Herrera, de Grupo Fórmula y columnista del diario 24 Horas.",
    { name: "Héctor Herrera", outlet: "Grupo Fórmula" },
  ],
  ["Lilian Noble, de Notimex tv.", { name: "Lilian Noble", outlet: "Notimex tv" }],
  ["Omar Quiroga de Reporte Crítico.", { name: "Omar Quiroga", outlet: "Reporte Crítico" }],
  ["Gracias. Del periódico La Jornada. Buenas tardes.", { outlet: "periódico La Jornada" }],
  ["Gracias, buenas noches. Poncho Gutiérrez.", { name: "Poncho Gutiérrez" }],
])("%s", (text, asker) => {
  expect(readAsker(text, told)).toEqual(asker);
});

test.each([
  "Buenas noches, doctor Hugo López-Gatell. ¿Cuándo?",
  "Hugo López-Gatell. ¿Cuándo?",
  "Omar Quiroga de Tabasco.",
  "Lo del Centro de Inteligencia.",
  "La Ciudad de México, ¿cuándo?",
  "(inaudible)",
  "Sobre el tuit.",
])("nobody says who they are: %s", (text) => {
  expect(readAsker(text, told)).toBeUndefined();
});

test("an outlet is one however it is called", () => {
  expect(outletKey("la revista Forbes")).toBe(outletKey("FORBES"));
  expect(outletKey("periódico Basta y de Grupo Cantón")).toBe(outletKey("Diario Basta y Grupo Cantón"));
});
