import { Malformed } from "./malformed.ts";

/**
 * Well-formed, but of a later format than this program knows: an act, a field or a format that it has no
 * schema for. Not a sign of tampering; a newer program may read it.
 */
export class NewerFormat extends Malformed {
  constructor(what: string, where: string) {
    super(what, where);
    this.name = "NewerFormat";
  }
}
