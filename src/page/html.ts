import { html as tagged, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

/** Markup whose every interpolated value has been escaped. */
export type Html = HtmlEscapedString;

/** What may stand in a template: text is escaped, markup is not, absence and `false` leave nothing. */
type Part = string | number | Html | undefined | null | false | readonly Part[];

/** A template whose interpolations are escaped. None of our parts is a promise, so that it never gives one. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return tagged(strings, ...parts) as Html;
}

/** Markup that was escaped when it was made: the `html` a statement committed to, and JSON for data blocks. */
export function alreadyEscaped(markup: string): Html {
  return raw(markup);
}

/** JSON that can stand inside a `<script type="application/ld+json">`: nothing in it can end the element. */
export function dataBlock(value: unknown): Html {
  const json = JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return html`<script type="application/ld+json">
    ${raw(json)}
  </script>`;
}
