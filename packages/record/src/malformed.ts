/**
 * What cannot be read as what it claims to be. The only error that the parsers of this package
 * throw: `what` says what is wrong, `where` in which part of which input.
 */
export class Malformed extends Error {
  readonly what: string;
  readonly where: string;

  constructor(what: string, where: string) {
    super(`${where}: ${what}`);
    this.name = "Malformed";
    this.what = what;
    this.where = where;
  }
}
