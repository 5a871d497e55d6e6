import { en } from "./catalogue/en.ts";
import { type Catalogue, es, type SiteCatalogue } from "./catalogue/es.ts";
import type { Tongue } from "./language.ts";

export type { Catalogue, SiteCatalogue };

/** What the desk says, in the two languages of which each officer chooses one. */
export const catalogues: Record<Tongue, Catalogue> = { es, en };
