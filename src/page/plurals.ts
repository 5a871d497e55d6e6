import { countIn } from "../text/dates-in-words.ts";

/** The forms that a language has for how many there are, by CLDR's names; # is the number. A language need not have every one. */
type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

/** How a language counts: «1 texto», «2 textos», and in others «2 teksty», «5 tekstów». */
export function plurals(locale: string): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(locale);
  return (count, forms) => (forms[rules.select(count)] ?? forms.other).replaceAll("#", countIn(locale, count));
}
