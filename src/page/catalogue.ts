import { en } from "./catalogue/en.ts";
import { type Catalogue, es } from "./catalogue/es.ts";
import type { Language } from "./dates.ts";

export type { Catalogue };

export const catalogues: Record<Language, Catalogue> = { es, en };
