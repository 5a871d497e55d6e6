import { en } from "./catalogue/en.ts";
import { es } from "./catalogue/es.ts";
import type { Language } from "./dates.ts";

type Widened<T> = T extends string ? string : T;
/** The closed set of what pages say: Spanish defines it, and a language that lacks a key does not compile. */
export type Catalogue = { readonly [Key in keyof typeof es]: Widened<(typeof es)[Key]> };

export const catalogues: Record<Language, Catalogue> = { es, en };
