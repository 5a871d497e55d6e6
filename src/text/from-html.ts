import TurndownService from "turndown";

/** HTML as Markdown, to be normalised. `lost` names each kind of element whose content Markdown cannot hold, with its count. */
export function markdownFromHtml(html: string): { markdown: string; lost: string[] } {
  const lost = new Map<string, number>();
  const service = new TurndownService({ headingStyle: "atx", hr: "***", bulletListMarker: "-", codeBlockStyle: "fenced", emDelimiter: "*", br: "\\" });
  service.addRule("unrepresentable", {
    filter: ["img", "iframe", "script", "style", "object", "embed", "video", "audio", "canvas"],
    replacement: (_, node) => {
      const name = node.nodeName.toLowerCase();
      lost.set(name, (lost.get(name) ?? 0) + 1);
      return "";
    },
  });
  return { markdown: service.turndown(html), lost: [...lost].map(([name, count]) => `${name} × ${count}`) };
}
