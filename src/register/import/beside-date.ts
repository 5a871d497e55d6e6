/** A date and what stands beside it in its cell: "20 April 1812 (died in office)", "5 December 1950†", "12 May 1990, 12:00". */
export type Beside = { date: string; remarks: string[] };

/** The parts, or undefined where there is nothing beside the date, or what is there may say another one. */
export function besideDate(text: string, isDate: (text: string) => boolean): Beside | undefined {
  const remarks: string[] = [];
  let date = text.replace(oldStyle, (remark) => {
    remarks.push(remark.trim());
    return " ";
  });
  date = date.replace(/^["'“”«»‘’]+|["'“”«»‘’]+$/gu, "").trim();
  const bracketed = /^[[(]([^()[\]]+)[)\]]$/u.exec(date)?.[1];
  if (bracketed !== undefined) {
    // How catalogues mark a date that is not written on the thing itself.
    remarks.push(date.replace(bracketed, "…"));
    date = bracketed.trim();
  }
  for (;;) {
    const found = behind.exec(date) ?? hour.exec(date);
    if (found === null || found.index === 0) break;
    const remark = found[0].replace(/^[,;\s]+/u, "").trim();
    const inner = remark.replace(/^[([]|[)\]]$/gu, "").trim();
    if (otherwise.test(inner) || (!/^\d{1,3}$/.test(inner) && isDate(inner))) return undefined;
    remarks.unshift(remark);
    date = date.slice(0, found.index).trim();
  }
  date = date.replace(/\s+/gu, " ").replace(/[,;]$/u, "");
  return date === text || date === "" ? undefined : { date, remarks };
}

/** The Julian day beside the Gregorian one, wherever it stands. */
const oldStyle = /\s*[([]\s*(?:o\.\s?s\.|o\.s|old style)[^()[\]]*[)\]]/giu;
const behind = /\s*(?:\([^()]*\)|\[[^[\]]*\]|[*†‡§¶#^]+)$/u;
const hour =
  /,?\s+(?:(?:at|a las|a la)\s+)?(?:\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s?[ap]\.?\s?m\.?|\s?h(?:rs?|oras)?\.?)?|noon|midday|midnight|mediod[ií]a|medianoche)$/iu;
/** "(or 13 May)", "(until 1991)": no remark on the date but another. */
const otherwise = /^(?:or|o|u|ou|oder|and|y|e|hasta|until|to|from|desde|perhaps|possibly|quiz[aá]s?)\b/iu;

/** "between 1990 and 1991", "1990 or 1991", "entre mayo y junio de 1990", "2013–14": the earliest and the latest that is meant. */
export function hullOf(words: string): [string, string] | undefined {
  const years = /^(\d{4}) ?[-/] ?(\d{2}|\d{4})$/.exec(words);
  if (years !== null) {
    const [first = "", second = ""] = [years[1], years[2]];
    const last = second.length === 4 ? second : `${first.slice(0, 2)}${second}`;
    // "2013-10" may as well be a month.
    return last > first && (second.length === 4 || Number(second) > 12) ? [first, last] : undefined;
  }
  const parts =
    /^(?:between|entre) (.+) (?:and|y|e) (.+)$/.exec(words) ?? /^(?:either )?(.+) (?:or|o|ou|oder) (.+)$/.exec(words);
  if (parts !== null) return completed(parts[1] ?? "", parts[2] ?? "");
  const days = /^(\d{1,2}(?: (?:de )?[a-z]+)?) ?[-/] ?(\d{1,2} .+)$/.exec(words);
  return days === null ? undefined : completed(days[1] ?? "", days[2] ?? "");
}

/** The first without its month or year has those of the second: "1 or 2 March 2012", "mayo y junio de 1990". */
function completed(first: string, second: string): [string, string] {
  if (/\d{4}/.test(first)) return [first, second];
  const year = /\b\d{4}$/.exec(second)?.[0] ?? "";
  if (/[a-z]/.test(first)) return [`${first} ${year}`, second];
  return [`${first} ${second.replace(/^\d{1,2} /, "")}`, second];
}
