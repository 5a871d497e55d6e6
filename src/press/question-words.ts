import { invalid, oneLine, takeIn, within } from "../text/field.ts";

const longestQuestion = 4_000;
const longestAnswer = 40_000;

/** What is asked, as plain paragraphs. Fault("invalid") or Fault("too-large") names the field. */
export function questionText(typed: string): string {
  const text = paragraphs(takeIn("question", "pregunta", typed));
  if (text === "") throw invalid("question: write what is asked.", "pregunta: escriba qué se pregunta.");
  return within("question", "pregunta", text, longestQuestion);
}

/** What is answered, before it is brought into the canonical profile. */
export function answerText(typed: string): string {
  const text = takeIn("answer", "respuesta", typed);
  if (text.trim() === "") throw invalid("answer: write what is answered.", "respuesta: escriba qué se responde.");
  return within("answer", "respuesta", text, longestAnswer);
}

/** Why, in a sentence. */
export function reasonOf(field: string, campo: string, typed: string): string {
  const text = oneLine(field, campo, typed, 1_000);
  if (text === "")
    throw invalid(`${field}: it is empty. Say why in a sentence.`, `${campo}: está vacío. Diga por qué en una frase.`);
  return text;
}

function paragraphs(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map((one) =>
      one
        .replaceAll(/[^\S\n]+/g, " ")
        .replaceAll(/ ?\n ?/g, "\n")
        .trim(),
    )
    .filter((one) => one !== "")
    .join("\n\n");
}
