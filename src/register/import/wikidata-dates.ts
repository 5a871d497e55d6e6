import { Fault } from "../../fault.ts";
import { addDays, type Day, earlier, later } from "../day.ts";
import { readEdtf } from "../edtf.ts";
import { finding, type Finding } from "./candidate.ts";
import { gregorianFromJulian, type ReadDate } from "./read-date.ts";
import { best, isObject, itemOf, type Json, qualifiers, statementsOf } from "./wikidata-entity.ts";
import { reading } from "../reading.ts";

/** When a statement's holding began and ended, with the bounds that its qualifiers and the person's death give. */
export function datesOf(entity: Json, statement: Json, findings: Finding[]): { start: ReadDate; end: ReadDate } {
  const one = (property: string, which: string): ReadDate | undefined => {
    const found = qualifiers(statement, property);
    if (found.length > 1) {
      const read = found.map((snak) => timeOf(snak));
      findings.push(
        finding(
          "several-dates",
          `It has ${found.length} values for its ${which} (${read.map(({ raw }) => raw).join(", ")}); it lies between them.`,
        ),
      );
      const dated = read.filter(({ edtf }) => edtf !== "" && edtf !== "..").map(({ edtf }) => readEdtf(edtf));
      if (dated.length === 0) return { raw: "", edtf: "" };
      const within = {
        min: dated.map(({ min }) => min).reduce(earlier),
        max: dated.map(({ max }) => max).reduce(later),
      };
      return {
        raw: read.map(({ raw }) => raw).join(", "),
        edtf: "",
        within,
        interpretation: reading("several-dates"),
      };
    }
    return found[0] === undefined ? undefined : timeOf(found[0]);
  };
  const circa = qualifiers(statement, "P1480").map(itemOf);
  const mark = circa.includes("Q5727902")
    ? "~"
    : circa.some((id) => id === "Q18122778" || id === "Q30230067" || id === "Q56644435")
      ? "?"
      : "";
  const marked = (read: ReadDate): ReadDate =>
    mark === "" || !/^\d{4}(-\d\d){0,2}$/.test(read.edtf) ? read : { ...read, edtf: `${read.edtf}${mark}` };
  const start = marked(one("P580", "start") ?? { raw: "", edtf: "" });
  const end = marked(one("P582", "end") ?? withoutEnd(entity));
  const day = (property: string, side: "min" | "max"): Day | undefined => {
    const read = one(property, "bound");
    return read === undefined || read.edtf === "" || read.edtf === ".." ? undefined : readEdtf(read.edtf)[side];
  };
  const [earliest, latest, latestStart, earliestEnd] = [
    day("P1319", "min"),
    day("P1326", "max"),
    day("P8555", "max"),
    day("P8554", "min"),
  ];
  const endKnown = end.edtf !== "" && end.edtf !== "..";
  const startKnown = start.edtf !== "";
  return {
    start: bounded(
      start,
      startKnown && !endKnown ? undefined : earliest,
      latestStart ?? (startKnown ? undefined : endKnown ? latest : undefined),
    ),
    end: bounded(end, earliestEnd ?? (startKnown && !endKnown ? earliest : undefined), endKnown ? undefined : latest),
  };
}

/** Who has died holds no post any more; of others without an end the source says that they go on. */
function withoutEnd(entity: Json): ReadDate {
  const death = quietly(() => timeOf(best(statementsOf(entity, "P570"))?.["mainsnak"]));
  if (death === undefined) return { raw: "", edtf: "..", interpretation: reading("ongoing") };
  if (death.edtf === "" || death.edtf === "..") return { raw: "", edtf: "" };
  return {
    raw: "",
    edtf: "",
    within: { max: readEdtf(death.edtf).max },
    interpretation: reading("death", { words: death.raw }),
  };
}

function bounded(read: ReadDate, min: Day | undefined, max: Day | undefined): ReadDate {
  if (min === undefined && max === undefined) return read;
  if (min !== undefined && max !== undefined && min > max) return read;
  const within = { ...read.within, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
  if (within.min !== undefined && within.max !== undefined && within.min > within.max) return read;
  const edtf = read.edtf === ".." && max !== undefined ? "" : read.edtf;
  return {
    ...read,
    edtf,
    within,
    interpretation: reading("earliest-latest"),
  };
}

/** Undefined where it is refused. */
export function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

/** A time with its precision: 11 day, 10 month, 9 year, 8 decade, 7 century. A Julian day is given as its Gregorian one and says so. */
export function timeOf(snak: unknown): ReadDate {
  if (!isObject(snak)) throw new Fault("invalid", "It has no value.");
  if (snak["snaktype"] === "novalue") return { raw: "", edtf: ".." };
  if (snak["snaktype"] !== "value") return { raw: "", edtf: "", interpretation: reading("unknown-day") };
  const value = isObject(snak["datavalue"]) ? snak["datavalue"]["value"] : undefined;
  const time = isObject(value) ? value["time"] : undefined;
  const precision = isObject(value) ? value["precision"] : undefined;
  const parts = typeof time === "string" ? /^\+0*(\d{4})-(\d{2})-(\d{2})T/.exec(time) : null;
  if (parts === null || typeof precision !== "number")
    throw new Fault("invalid", `${JSON.stringify(time ?? value)?.slice(0, 80)} is no time of the years 0001 to 9999.`);
  const [, year = "", month = "", day = ""] = parts;
  const raw = `${time as string} (precision ${precision})`;
  if (year === "0000") throw new Fault("invalid", `${raw} is before the year 0001.`);
  if (precision >= 11) {
    const written = `${year}-${month}-${day}`;
    const julian =
      isObject(value) && typeof value["calendarmodel"] === "string" && value["calendarmodel"].endsWith("Q1985786");
    if (!julian) return { raw, edtf: readEdtf(written).value };
    const moved = julianDay(written);
    return {
      raw: `${raw}, Julian`,
      edtf: moved,
      interpretation: reading("julian-figures", { words: written, day: moved }),
    };
  }
  if (precision === 10) return { raw, edtf: readEdtf(`${year}-${month}`).value };
  if (precision === 9) return { raw, edtf: year };
  if (precision === 8) return { raw, edtf: `${year.slice(0, 3)}X` };
  if (precision === 7) {
    const last = Math.ceil(Number(year) / 100) * 100;
    const two = (count: number) => String(Math.max(1, count)).padStart(4, "0");
    return {
      raw,
      edtf: "",
      within: { min: `${two(last - 99)}-01-01`, max: `${two(last)}-12-31` },
      interpretation: reading("century"),
    };
  }
  return { raw, edtf: "", interpretation: reading("beyond-century") };
}

/** 29 February of a Julian century year has no Gregorian namesake to count from. */
function julianDay(written: Day): Day {
  if (!written.endsWith("-02-29")) return gregorianFromJulian(readEdtf(written).value);
  if (Number(written.slice(0, 4)) % 4 !== 0)
    throw new Fault("invalid", `${written} is a day that does not exist, in the Julian calendar neither.`);
  return addDays(gregorianFromJulian(`${written.slice(0, 4)}-02-28`), 1);
}
