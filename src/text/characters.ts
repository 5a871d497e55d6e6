/** White space as CommonMark counts it beside emphasis. */
export function isSpace(character: string): boolean {
  return /^[\t\n\f\r\v\p{Zs}]$/u.test(character);
}

/** Neither space nor punctuation nor symbol: what emphasis may begin or end beside, whatever stands on its other side. */
export function isLetterLike(character: string): boolean {
  return /^[^\t\n\f\r\v\p{Zs}\p{P}\p{S}]$/u.test(character);
}
