/** Markup of XML whose every interpolated value has been escaped. Only `xml` makes it. */
export class Xml {
  readonly text: string;
  private constructor(text: string) {
    this.text = text;
  }
  /** A template whose interpolations are escaped for text and for quoted attributes alike; absence and `false` leave nothing. */
  static template(strings: TemplateStringsArray, ...parts: Part[]): Xml {
    return new Xml(strings.reduce((text, string, index) => text + written(parts[index - 1]) + string));
  }
}

type Part = string | number | Xml | undefined | false | readonly Part[];

export const xml = (strings: TemplateStringsArray, ...parts: Part[]): Xml => Xml.template(strings, ...parts);

/** A whole document, in UTF-8. */
export function xmlDocument(root: Xml): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${root.text}\n`;
}

function written(part: Part): string {
  if (part === undefined || part === false) return "";
  if (part instanceof Xml) return part.text;
  if (typeof part === "string" || typeof part === "number") return escaped(String(part));
  return part.map(written).join("");
}

/**
 * `>` too, so that `]]>` cannot stand in text. What XML 1.0 cannot hold at all (section 2.2), not even as a reference,
 * becomes U+FFFD: one such character must not make a whole feed unreadable.
 */
function escaped(text: string): string {
  return text.replace(/[&<>"'\r]/g, (character) => `&#${character.charCodeAt(0)};`).replace(unwritable, "\ufffd");
}

// oxlint-disable-next-line no-control-regex -- these are what it is for
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu;
