/** What is said where words are cited, and on the pictures that are made of them, in Spanish. */
export const cardsEs = {
  cardTrial: "Instalación de prueba: nada de esto es la palabra de una oficina.",
  cardNotCertified: "Aún sin certificar",
  cardQuestion: "Pregunta de la prensa",

  cardOldEdition: (edition: number) => `Edición ${edition}, ya corregida`,
  cardPerSource: (day: string, source: string) => `${day}, según ${source}`,
  cardAtMinute: (day: string, minute: string) => `${day}, minuto ${minute}`,
  cardMarks: ["«", "»"] as readonly [string, string],
  cardTitle: "Tarjeta para compartir",
  cardText: "Lleva quién, cuándo y un código que abre esta misma página.",
  cardTextTurn: "Lleva quién lo dijo, cuándo, en qué minuto y un código que abre esta misma intervención.",
  cardWide: "Apaisada, para enlaces (1200 × 630)",
  cardSquare: "Cuadrada, para WhatsApp (1080 × 1080)",
  cardAlt: (words: string) => `Tarjeta con la cita: ${words}`,
  citeHead: "Citar",
  citeOtherStyles: "Otras formas de citar",
  citeOnline: "en línea",
  citeAvailable: "Disponible en:",
  citeNumber: (number: string, edition?: number) =>
    edition === undefined ? `n.º ${number}` : `n.º ${number}, edición ${edition}`,
  citeTurn: (briefing: string, turn: number) => `${briefing}, intervención ${turn}`,
  citeTurnAt: (briefing: string, turn: number, minute: string) => `${briefing}, intervención ${turn}, minuto ${minute}`,
  turnNotCertified:
    "Así lo tiene el público por ahora. Cuando se certifique la transcripción, esta dirección mostrará lo certificado; hasta entonces puede corregirse.",
};
