/**
 * Text as inline Markdown that is read back as the same text. Escaped are: `*`, `` ` ``, `[`, `]` always; `_` unless
 * between letters or digits; `<` unless before a space; `&` before what reads as an entity; `\` before ASCII
 * punctuation or at the end.
 */
export function escapeText(text: string): string {
  if (!special.test(text)) return text;
  return text.replace(everySpecial, "\\$&");
}

const special = /[*`[\]_<&\\]/;
const everySpecial =
  /[*`[\]]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|<(?! )|&(?=#x[0-9a-f]{1,6};|#[0-9]{1,7};|[a-z][a-z0-9]{1,31};)|\\(?=[!-/:-@[-`{-~]|$)/giu;

/** The start of a paragraph's line, so that it opens no heading, list, quote, rule or table. */
export function escapeLineStart(line: string, first: boolean): string {
  const number = /^\d{1,9}(?=[.)](?: |$))/.exec(line);
  if (number !== null) return `${number[0]}\\${line.slice(number[0].length)}`;
  if (/^(?:#{1,6}(?: |$)|>|[-+](?: |$)|~~~)/.test(line)) return `\\${line}`;
  if (/^-(?:[- ]*)$/.test(line)) return `\\${line}`;
  if (!first && (/^=+ *$/.test(line) || /^[|:-][-:| ]*$/.test(line))) return `\\${line}`;
  return line;
}

export function escapeAddress(address: string): string {
  return address.replace(/[()]|&(?=#x[0-9a-f]{1,6};|#[0-9]{1,7};|[a-z][a-z0-9]{1,31};)/gi, "\\$&");
}
