/** 1 to 12 for the name of a month, or what is short for it, in small letters without accents. */
export function monthNumber(word: string): number | undefined {
  const at = monthNames.findIndex((names) => names.has(word));
  return at < 0 ? undefined : at + 1;
}

/** In English, Spanish, Portuguese, French, Italian and German. */
const monthNames = [
  "january enero janeiro janvier gennaio januar jan ene gen janv",
  "february febrero fevereiro fevrier febbraio februar feb fev febr",
  "march marzo marco mars marz mar",
  "april abril avril aprile apr abr avr",
  "may mayo maio mai maggio mag",
  "june junio junho juin giugno juni jun giu",
  "july julio julho juillet luglio juli jul lug juil",
  "august agosto aout aug ago",
  "september septiembre setiembre setembro septembre settembre sep sept set sett",
  "october octubre outubro octobre ottobre oktober oct out okt ott",
  "november noviembre novembro novembre nov",
  "december diciembre dezembro decembre dicembre dezember dec dic dez",
].map((names) => new Set(names.split(" ")));
