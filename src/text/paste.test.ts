import { describe, expect, test } from "vitest";
import { blocksFromPaste } from "./from-html.ts";
import { normalizeMarkdown } from "./markdown.ts";
import { writeMarkdown } from "./write-markdown.ts";

function pasted(html: string): { markdown: string; lost: string[] } {
  const { blocks, lost } = blocksFromPaste(html);
  const markdown = writeMarkdown(blocks);
  expect(normalizeMarkdown(markdown)).toBe(markdown);
  return { markdown, lost };
}

/** As Word puts it on the clipboard: the whole page with its islands and its sheet of styles, the fragment marked. */
function word(fragment: string): string {
  return `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=ProgId content=Word.Document>
<link rel=File-List href="file:///C:/Users/prensa/AppData/Local/Temp/msohtmlclip1/01/clip_filelist.xml">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- /* Style Definitions */ p.MsoNormal {mso-style-unhide:no; margin:0cm;} @list l0 {mso-list-id:1;} --></style>
</head><body lang=ES-CL style='tab-interval:35.4pt;word-wrap:break-word'><!--StartFragment-->${fragment}<!--EndFragment--></body></html>`;
}

const item = (position: string, level: number, list: number, marker: string, text: string) =>
  `<p class=MsoListParagraphCxSp${position} style='margin-left:${level * 36}pt;text-indent:-18.0pt;mso-list:l${list} level${level} lfo1'><![if !supportLists]><span
style='font-family:Symbol;mso-fareast-font-family:Symbol'><span style='mso-list:Ignore'>${marker}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>${text}<o:p></o:p></p>`;

describe("what is pasted from Word", () => {
  test("comes as its text, without a trace of its styles, smart tags and empty paragraphs", () => {
    const { markdown, lost } = pasted(
      word(`<p class=MsoTitle>Comunicado de prensa<o:p></o:p></p>
<h1><a name="_Toc1"></a><b style='mso-bidi-font-weight:normal'>1. Antecedentes</b><o:p></o:p></h1>
<p class=MsoNormal style='text-align:justify'><span lang=ES-CL style='font-size:12.0pt;font-family:"Arial",sans-serif;mso-ansi-language:ES-CL'>El
<st1:PersonName ProductID="el ministro" w:st="on">ministro</st1:PersonName> llegó a <st1:City w:st="on"><st1:place w:st="on">Valparaíso</st1:place></st1:City>
<b style='mso-bidi-font-weight:normal'>el lunes</b>, con <i style='mso-bidi-font-style:normal'>cien</i><span style='mso-spacerun:yes'>  </span>medidas.<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal>Uno<span style='mso-tab-count:1'>        </span>dos<br style='mso-special-character:line-break'>tres</p>
<p class=MsoQuote>Esto lo dijo ayer.<o:p></o:p></p>
<br clear=all style='page-break-before:always'>
<p class=MsoNormal>Véase <a href="https://www.gob.cl/"><span style='color:blue'>el sitio</span></a>.</p>`),
    );
    expect(markdown).toBe(
      "## Comunicado de prensa\n\n## 1. Antecedentes\n\nEl ministro llegó a Valparaíso **el lunes**, con *cien* medidas.\n\n" +
        "Uno dos\\\ntres\n\n> Esto lo dijo ayer.\n\nVéase [el sitio](https://www.gob.cl/).\n",
    );
    expect(lost).toEqual([]);
  });

  test("has its lists, which Word makes of paragraphs", () => {
    const { markdown, lost } = pasted(
      word(
        `<p class=MsoNormal>Medidas:</p>${item("First", 1, 0, "·", "Salud")}${item("Middle", 2, 0, "o", "Hospitales")}${item("Middle", 2, 0, "o", "Consultorios")}${item("Last", 1, 0, "·", "Vivienda")}
<p class=MsoNormal>Plazos:</p>${item("First", 1, 1, "1.", "Uno<br>y medio")}${item("Middle", 1, 1, "2.", "Dos")}${item("Middle", 2, 1, "a)", "Primero")}${item("Last", 1, 1, "3.", "Tres")}${item("First", 1, 2, "1.", "Otra vez")}
<p class=MsoNormal>Fin</p>`,
      ),
    );
    expect(markdown).toBe(
      "Medidas:\n\n- Salud\n  - Hospitales\n  - Consultorios\n- Vivienda\n\nPlazos:\n\n" +
        "1. Uno\\\n   y medio\n2. Dos\n   1. Primero\n3. Tres\n\n1) Otra vez\n\nFin\n",
    );
    expect(lost).toEqual(["ol × 1, its letters made numbers"]);
  });

  test("has its tables, the first row as the head", () => {
    const cell = (text: string) =>
      `<td width=200 valign=top style='width:149.65pt;border:solid windowtext 1.0pt;mso-border-alt:solid windowtext .5pt'><p class=MsoNormal><b style='mso-bidi-font-weight:normal'>${text}</b><o:p></o:p></p></td>`;
    const { markdown } = pasted(
      word(
        `<table class=MsoTableGrid border=1 cellspacing=0 style='border-collapse:collapse;mso-yfti-tbllook:1184'><tr style='mso-yfti-irow:0;mso-yfti-firstrow:yes'>${cell("Región")}${cell("Monto")}</tr><tr>${cell("Aysén")}${cell("1.234,5")}</tr></table><p class=MsoNormal><o:p>&nbsp;</o:p></p>`,
      ),
    );
    expect(markdown).toBe("| Región | Monto |\n| --- | --- |\n| **Aysén** | **1.234,5** |\n");
  });

  test("leaves out struck passages, comments and hidden text, and names them", () => {
    const { markdown, lost } = pasted(
      word(`<p class=MsoNormal>El plan <span class=msoDel><del cite="mailto:Jefe" datetime="2026-11-01T10:00">no </del></span><span class=msoIns><ins cite="mailto:Jefe" datetime="2026-11-01T10:00">sí </ins></span>va<span
class=MsoCommentReference><a class=msocomanchor id="_anchor_1" href="#_msocom_1" name="_msoanchor_1">[J1]</a></span>.<span style='display:none;mso-hide:all'>secreto</span></p>
<div style='mso-element:comment-list'><div style='mso-element:comment'><p class=MsoCommentText>¿Seguro?</p></div></div>`),
    );
    expect(markdown).toBe("El plan sí va.\n");
    expect(lost.toSorted()).toEqual([
      "comment × 2, left out",
      "hidden text × 1, left out",
      "struck passage × 1, left out",
    ]);
  });

  test("names the pictures that do not come with it", () => {
    const { markdown, lost } = pasted(
      word(
        `<p class=MsoNormal>a<!--[if gte vml 1]><v:shape id="p1"><v:imagedata src="file:///C:/a.png"/></v:shape><![endif]--><![if !vml]><img width=10 src="file:///C:/clip_image002.png" v:shapes="p1"><![endif]>b</p>`,
      ),
    );
    expect(markdown).toBe("ab\n");
    expect(lost).toEqual(["img × 1"]);
  });
});

describe("what is pasted from Google Docs", () => {
  const docs = (inner: string) =>
    `<meta charset='utf-8'><meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-5c1bd2a0-7fff-1c6a-0f4e-7a3d1f6c9c10">${inner}</b>`;
  const span = (style: string, text: string) =>
    `<span style="font-size:11pt;font-family:Arial,sans-serif;color:#000000;background-color:transparent;font-variant:normal;text-decoration:none;vertical-align:baseline;white-space:pre;white-space:pre-wrap;${style}">${text}</span>`;
  const plain = "font-weight:400;font-style:normal";

  test("is bold and italic where its styles say so, and nowhere else", () => {
    const { markdown, lost } = pasted(
      docs(
        `<h1 dir="ltr" style="line-height:1.38">${span("font-weight:400;font-style:normal", "Título")}</h1><p dir="ltr" style="line-height:1.38;margin-top:0pt">${span(plain, "El plan ")}${span("font-weight:700;font-style:normal", "comienza")}${span(plain, " hoy, ")}${span("font-weight:400;font-style:italic", "dicen")}${span("font-weight:700;font-style:italic", " todos")}${span(plain, ".")}</p><br /><p dir="ltr">${span(plain, "Ver ")}<a href="https://www.google.com/url?q=https://www.gob.cl/plan?a%3D1&amp;sa=D&amp;usg=x" style="text-decoration:none;">${span("font-weight:400;text-decoration:underline", "el plan")}</a></p>`,
      ),
    );
    expect(markdown).toBe(
      "## Título\n\nEl plan **comienza** hoy, *dicen* ***todos***.\n\nVer [el plan](https://www.gob.cl/plan?a=1)\n",
    );
    expect(lost).toEqual([]);
  });

  test("has its lists, nested as Google Docs nests them", () => {
    const li = (level: number, text: string) =>
      `<li dir="ltr" style="list-style-type:disc;font-size:11pt" aria-level="${level}"><p dir="ltr" style="line-height:1.38" role="presentation">${span(plain, text)}</p></li>`;
    const { markdown } = pasted(
      docs(
        `<ul style="margin-top:0;padding-inline-start:48px;">${li(1, "a")}<ul style="margin-top:0">${li(2, "b")}${li(2, "c")}</ul>${li(1, "d")}</ul><ol>${li(1, "e")}<ol>${li(2, "f")}</ol></ol>`,
      ),
    );
    expect(markdown).toBe("- a\n  - b\n  - c\n- d\n\n1. e\n   1. f\n");
  });

  test("has its tables", () => {
    const td = (text: string) =>
      `<td style="border:solid #000 1pt;vertical-align:top;padding:5pt"><p dir="ltr">${span(plain, text)}</p></td>`;
    const { markdown } = pasted(
      docs(
        `<div dir="ltr" style="margin-left:0pt;" align="left"><table style="border:none;border-collapse:collapse;"><colgroup><col width="100"/><col width="100"/></colgroup><tbody><tr style="height:0pt">${td("a")}${td("b")}</tr><tr>${td("c")}${td("d")}</tr></tbody></table></div>`,
      ),
    );
    expect(markdown).toBe("| a | b |\n| --- | --- |\n| c | d |\n");
  });
});

describe("what is pasted from a page or a mail", () => {
  test("keeps its words and no script, whatever it is made of", () => {
    const { markdown, lost } = pasted(
      `<div onclick="x()"><div><div>Uno<div>dos</div></div><script>alert(1)</script><img src=x onerror="alert(1)"><a href="javascript:alert(1)">tres</a> <a href="https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.gob.cl%2Fa&amp;data=05">cuatro</a><svg onload=alert(1)></svg><iframe srcdoc="<script>"></iframe></div>`,
    );
    expect(markdown).toBe("Uno\n\ndos\n\ntres [cuatro](https://www.gob.cl/a)\n");
    expect(lost.toSorted()).toEqual(["a × 1, its address not kept", "iframe × 1", "img × 1", "script × 1", "svg × 1"]);
  });

  test("fits although its styles would not: two hundred pages of Word", () => {
    const paragraph = `<p class=MsoNormal style='margin-bottom:8.0pt;text-align:justify;line-height:107%'><span lang=ES-CL style='font-size:12.0pt;line-height:107%;font-family:"Arial",sans-serif;mso-fareast-font-family:"Times New Roman";mso-ansi-language:ES-CL;mso-fareast-language:ES-CL'>${"El gobierno anuncia medidas para todos. ".repeat(12)}<o:p></o:p></span></p>`;
    const html = word(paragraph.repeat(1_600) + `<!-- ${"x".repeat(4 * 1024 * 1024)} -->`);
    expect(html.length).toBeGreaterThan(4 * 1024 * 1024);
    expect(pasted(html).markdown.match(/El gobierno/g)).toHaveLength(19_200);
    expect(() => pasted("a".repeat(4 * 1024 * 1024 + 1))).toThrow("paste it in parts");
  });
});
