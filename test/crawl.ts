/**
 * Asks for these addresses and for all that their answers link to within the site. The register has a page for every name and day,
 * each with a link to the next: of these, some of every shape.
 */
export async function crawl<Answer extends { body: string }>(
  url: string,
  addresses: readonly string[],
  read: (path: string, response: Response) => Promise<Answer>,
  ofEveryShape = 12,
): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>();
  const shapes = new Map<string, number>();
  const waiting = [...addresses];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (answers.has(path)) continue;
    const shape = path.replaceAll(/\d+/g, "0").replace(/^((?:\/en)?\/register\/[a-z]+)\/[^.?]*/, "$1/*");
    const seen = shapes.get(shape) ?? 0;
    if (path.includes("/register") && seen >= ofEveryShape) continue;
    shapes.set(shape, seen + 1);
    const answer = await read(path, await fetch(url + path, { redirect: "manual" }));
    answers.set(path, answer);
    waiting.push(...linksIn(answer.body, url));
  }
  return answers;
}

function linksIn(body: string, url: string): string[] {
  return [...body.matchAll(/(?:href|src|action)="([^"#]*)|<loc>([^<]*)/g)]
    .map(([, href, loc]) => new URL((href ?? loc ?? "").replaceAll("&amp;", "&"), url))
    .filter(({ origin }) => origin === url)
    .map(({ pathname, search }) => `${pathname}${search}`);
}
