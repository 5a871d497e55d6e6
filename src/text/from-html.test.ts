import { describe, expect, test } from "vitest";
import { markdownFromHtml } from "./from-html.ts";
import { normalizeMarkdown, renderMarkdown } from "./markdown.ts";

function markdown(html: string): string {
  const { markdown, lost } = markdownFromHtml(html);
  expect(lost).toEqual([]);
  expect(normalizeMarkdown(markdown)).toBe(markdown);
  return markdown;
}

describe("an archive's HTML as Markdown", () => {
  test("keeps paragraphs, line breaks, headings, quotes and rules", () => {
    expect(
      markdown("<h1>T</h1><p>a<br>b<br/><br>c</p><h6>S</h6><blockquote><p>x</p><p>y</p></blockquote><hr><div>z</div>"),
    ).toBe("## T\n\na\\\nb\n\nc\n\n#### S\n\n> x\n>\n> y\n\n***\n\nz\n");
  });

  test("keeps what looks like Markdown as the text it is", () => {
    for (const text of [
      "1. De junio",
      "- no",
      "+ 3",
      "# 5",
      "&gt; a",
      "*a*",
      "_a_",
      "a_b",
      "***",
      "---",
      "===",
      "| a | b |",
      "[a](b)",
      "![a](/b)",
      "`x`",
      "~~~",
      "\\*",
      "&amp;amp;",
      "2) x",
      "C:\\dir",
      "1986.",
      "&lt;b&gt;",
    ]) {
      const shown = renderMarkdown(markdown(`<p>${text}</p>`));
      expect(shown).toBe(`<p>${text}</p>\n`);
      expect(renderMarkdown(markdown(`<p>x<br />${text}<br />y</p>`))).toBe(`<p>x<br>\n${text}<br>\ny</p>\n`);
      if (text.startsWith("&")) continue;
      const parted = `<p>${text.charAt(0)}<span>${text.slice(1)}</span></p>`;
      expect(renderMarkdown(markdown(parted))).toBe(`<p>${text}</p>\n`);
    }
    expect(markdown("<p>a | b<br>--- | ---</p>")).toBe("a | b\\\n\\--- | ---\n");
    expect(renderMarkdown(markdown("<p>&amp;<span>lt;</span> Hola!<a href='/x'>y</a></p>"))).toBe(
      '<p>&amp;lt; Hola!<a href="/x">y</a></p>\n',
    );
  });

  test("keeps emphasis where Markdown can say it, and never shows its asterisks", () => {
    expect(markdown("<p><b>Q:</b>Yes <strong> no </strong>x<b>a</b><b>b</b> <i><b>c</b> d</i></p>")).toBe(
      "**Q**:Yes **no** x**ab** ***c** d*\n",
    );
    expect(markdown("<b><p>uno</p><p>dos</p></b>")).toBe("**uno**\n\n**dos**\n");
    expect(markdown("<p><b>uno<br>dos</b></p>")).toBe("**uno**\\\n**dos**\n");
    expect(markdown("<p>e<span>\u0301</span> <b>e</b><b>\u0301</b></p>")).toBe("é **é**\n");
    expect(markdown("<p><b><br></b><i> </i>x</p>")).toBe("x\n");
  });

  test("keeps lists, their numbers and their nesting", () => {
    expect(markdown("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>")).toBe("- a\n  - b\n- c\n");
    expect(markdown("<ol start=3><li>a</li><li>b</li></ol><ol><li>c</li></ol>")).toBe("3. a\n4. b\n\n1) c\n");
    expect(markdown("<ul><li>a<ol start=2><li>b</li></ol></li></ul>")).toBe("- a\n\n  2. b\n");
    expect(markdown("<ul><li>a<ul><li>b</li></ul>c</li></ul>")).toBe("- a\n\n  - b\n\n  c\n");
    expect(markdown("<ul><li><p>a</p></li><li><p>b</p></li></ul>")).toBe("- a\n\n- b\n");
  });

  test("keeps tables, with the words of a table within a cell in that cell", () => {
    expect(markdown("<table><caption>C</caption><tr><th>a</th><th>b|c</th></tr><tr><td>1<br>2</td></tr></table>")).toBe(
      "C\n\n| a | b\\|c |\n| --- | --- |\n| 1 2 | |\n",
    );
    expect(markdown("<table><tr><th>a</th></tr><tr><td><b>b</b> <a href='/c'>c</a></td></tr></table>")).toBe(
      "| a |\n| --- |\n| **b** [c](/c) |\n",
    );
    const headless = markdown(
      "<table><tr><td>a</td><td><ul><li>1. x</li><li>y</li></ul></td></tr><tr><td><table><tr><td>p</td><td>q</td></tr></table></td></tr></table>",
    );
    expect(renderMarkdown(headless)).toBe(
      "<table>\n<tbody>\n<tr>\n<td>a</td>\n<td>1. x y</td>\n</tr>\n<tr>\n<td>p q</td>\n<td></td>\n</tr>\n</tbody>\n</table>\n",
    );
  });

  test("names what cannot be kept, with its count, and links to what has an address", () => {
    const found = markdownFromHtml(
      '<p>a<img src="https://a.cl/i.png" alt="Foto"><img src="i.gif"><script>x()</script><iframe src="https://v.cl/1"></iframe><svg><text>s</text></svg>10<sup>6</sup> <a href="javascript:x()">l</a> <a href="b.html">m</a> \u0096&#1;&#x202e;</p><object></object>',
    );
    expect(found.markdown).toBe("a[Foto](https://a.cl/i.png)[https://v.cl/1](https://v.cl/1)106 l m –\n");
    expect(found.lost.toSorted()).toEqual([
      "a × 2, its address not kept",
      "iframe × 1, kept as a link",
      "img × 1",
      "img × 1, kept as a link",
      "object × 1",
      "script × 1",
      "sup × 1, kept as plain text",
      "svg × 1",
      "the bidirectional control U+202E × 1",
      "the control character U+0001 × 1",
      "the control character U+0096, read as – (Windows-1252) × 1",
    ]);
  });

  test("flattens lists and quotes beyond the depth of the profile and refuses what no parser should walk", () => {
    const deep = markdown(`${"<ul><li>a".repeat(20)}${"</ul>".repeat(20)}`);
    expect(deep.match(/a/g)).toHaveLength(20);
    expect(() => markdownFromHtml("<div>".repeat(100_000))).toThrow("stand more than 250 deep");
    expect(() => markdownFromHtml("a".repeat(4 * 1024 * 1024 + 1))).toThrow("at most 4194304 fit");
  });
});
