import type { Day } from "./day.ts";

/** A text in one or both languages of the interface. */
export type Localized = { es?: string; en?: string };
/** A paragraph as its source has it (`original`), and our own rendering in the other language. */
export type Passage = { original: "es" | "en"; text: Localized };
/** A word that agrees in gender with the person. */
export type Agreeing = { feminine: string; masculine: string; neutral: string };
export type Gender = "feminine" | "masculine";

/**
 * When something was, three times over: as the source words it (`raw`, possibly empty), as EDTF, and as inclusive
 * days (`min`, `max`; absent where there is no bound). `interpretation` says where the reading is ours.
 */
export type When = {
  raw: string;
  edtf: string;
  min?: Day;
  max?: Day;
  /** Days between which it lies by something else that the source says (the term it falls in, earliest and latest date). */
  within?: { min?: Day; max?: Day };
  interpretation?: string;
};

export type Capacity = "titular" | "subrogante" | "suplente" | "interino" | "on-leave" | "concurrent";
/** Without start and end it lasts as long as the tenure. */
export type CapacityPeriod = {
  capacity: Capacity;
  start?: When;
  end?: When;
  /** Rank in the government meanwhile, as the source words it: "Attends cabinet". */
  rank?: string;
  /** Why, as the source words it: "Maternity leave". */
  note?: string;
};

/** This installation's own office: the institution that speaks here. One in a register. */
export type OfficeData = {
  institution: string;
  name: { es: string; en: string };
  shortName?: string;
  motto?: Localized;
  timeZone: string;
  language: string;
  pressContact?: string;
  /** For how many days after it a confirmation of the incumbent is relied on. */
  confirmationDays: number;
};

export type SourceData = {
  name: string;
  kind: string;
  url?: string;
  /** The day on which the source speaks; without it nothing it calls ongoing is certain past its start. */
  date?: Day;
  licence?: string;
  /** Whether the end days as the source gives them are the last day in office or the first day out of it. */
  endConvention: "inclusive" | "exclusive";
  note?: string;
};

export type InstitutionData = {
  kind: string;
  names: { name: Localized; short?: string; start?: When; end?: When }[];
  parent?: string;
  start?: When;
  end?: When;
  lead?: Passage;
  history?: Passage[];
  /** The heading of its page, and that over its list of holders, as the source has them. */
  title?: Passage;
  holders?: Passage;
  note?: string;
};

export type PostData = {
  institution: string;
  title: { es: Agreeing; en: Agreeing };
  /** "spokesperson": its holder speaks for the government. */
  functions: string[];
  /** Absent where no source says how many may hold it at once. */
  seats?: number;
  /** As the source words it, with its place among the ranks (1 the highest) where the source numbers them. */
  rank?: { name: string; level?: number };
  /** The groups in which its source files it, with the seniority there. */
  groups?: { name: string; seniority?: string }[];
  start?: When;
  end?: When;
  /** The law under which the post speaks. */
  instrument?: string;
  predecessor?: string;
  note?: string;
};

/** `given` is empty where somebody has one name only. */
export type PersonName = { full: string; given: string; surnames: string[]; start?: When; end?: When };
export type PersonData = {
  /** The last is the present one. */
  names: PersonName[];
  gender?: Gender;
  /** "reading": we took it from the given names; "source": a source says so. Required with gender. */
  genderSource?: "reading" | "source";
  birth?: When;
  /** By which others know them: {scheme: "wikidata", id: "Q928652"}. */
  identifiers?: { scheme: string; id: string }[];
  note?: string;
};

export type TenureData = {
  person: string;
  post: string;
  seat?: number;
  /** Where the source's list has it, from 1. */
  order?: number;
  start: When;
  /** EDTF `..` is ongoing, "" is unknown. */
  end: When;
  /** The day on which the source said it was ongoing. */
  assertedOn?: Day;
  capacities: CapacityPeriod[];
  /** The appointing instrument. */
  instrument?: string;
  interpretation?: string;
  picture?: string;
  notes?: string;
  /** The source's row, cell by cell, verbatim. */
  raw?: Record<string, string>;
};

export type EffectAct =
  | "creates"
  | "confers-rank"
  | "reorganises"
  | "renames"
  | "abolishes"
  | "merges"
  | "appoints"
  | "ends";
export type InstrumentData = {
  kind: string;
  /** Absent where the source gives none. */
  number?: string;
  date?: When;
  title?: Localized;
  link?: string;
  /** Under whom it was made, where the source names them. */
  administration?: string;
  /** `resulting` is the institution that came of it, where that is another: org:resultingOrganization. */
  effects: { act: EffectAct; institution?: string; resulting?: string; post?: string; date?: When }[];
  raw?: string;
  note?: Localized;
};

/** No holder: because the post was vacant, or because no source of ours names one. */
export type GapData = {
  post: string;
  state: "vacant" | "unknown";
  start: When;
  end: When;
  /** The day on which the source said that it went on. */
  assertedOn?: Day;
  note?: Localized;
};

/** Somebody vouched, with a source, that the tenure went on at `day`; it is relied on until `until`. */
export type ConfirmationData = { tenure: string; day: Day; until: Day };

export type DataOf = {
  office: OfficeData;
  source: SourceData;
  institution: InstitutionData;
  instrument: InstrumentData;
  post: PostData;
  person: PersonData;
  tenure: TenureData;
  gap: GapData;
  confirmation: ConfirmationData;
};
export type ItemKind = keyof DataOf;

/** One assertion: what is said of one thing, on whose word. The content of one batch item, `voceria/register/v1`. */
export type RegisterItem = {
  [K in ItemKind]: {
    format: "voceria/register/v1";
    kind: K;
    id: string;
    /** "correction": we were wrong before. "change": the world changed. */
    change: "new" | "correction" | "change";
    data: DataOf[K];
    source: { id: string; locator: string };
    /** Why, in the office's own words: of a correction or a change, and of nothing else. */
    reason?: string;
  };
}[ItemKind];

/**
 * What was said of a thing is taken back: it never was so. It states nothing of it, so `data` is empty; what was said stays in
 * the register and the record. Only a `correction` (we were wrong to retract it) can follow.
 */
export type Retraction = {
  format: "voceria/register/v1";
  kind: Exclude<ItemKind, "office" | "source">;
  id: string;
  change: "retraction";
  data: Readonly<Record<string, never>>;
  source: { id: string; locator: string };
  reason: string;
};
/** What the register enters: one item of a batch. */
export type Assertion = RegisterItem | Retraction;

export function isRetraction(item: Assertion): item is Retraction {
  return item.change === "retraction";
}

/** The things an item speaks of besides itself: all must stand in the register, or in the same batch. */
export function referencesOf(item: Assertion): { field: string; kind: ItemKind; id: string }[] {
  const found: { field: string; kind: ItemKind; id: string }[] = [];
  const refer = (field: string, kind: ItemKind, id: string | undefined) => {
    if (id !== undefined) found.push({ field: `data.${field}`, kind, id });
  };
  found.push({ field: "source.id", kind: "source", id: item.source.id });
  if (isRetraction(item)) return found;
  if (item.kind === "office") refer("institution", "institution", item.data.institution);
  if (item.kind === "institution") refer("parent", "institution", item.data.parent);
  if (item.kind === "post") {
    refer("institution", "institution", item.data.institution);
    refer("instrument", "instrument", item.data.instrument);
    refer("predecessor", "post", item.data.predecessor);
  }
  if (item.kind === "tenure") {
    refer("person", "person", item.data.person);
    refer("post", "post", item.data.post);
    refer("instrument", "instrument", item.data.instrument);
  }
  if (item.kind === "gap") refer("post", "post", item.data.post);
  if (item.kind === "confirmation") refer("tenure", "tenure", item.data.tenure);
  if (item.kind === "instrument") {
    for (const [index, effect] of item.data.effects.entries()) {
      refer(`effects[${index}].institution`, "institution", effect.institution);
      refer(`effects[${index}].resulting`, "institution", effect.resulting);
      refer(`effects[${index}].post`, "post", effect.post);
    }
  }
  return found;
}
