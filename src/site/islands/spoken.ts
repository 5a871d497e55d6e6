import type { CheckingWords } from "../checking-words.ts";

/** What to say in the language of the page, which names where it is kept. */
const kept = await fetch(document.querySelector<HTMLElement>("[data-words]")?.dataset["words"] ?? "");
export const spoken = (await kept.json()) as CheckingWords;
