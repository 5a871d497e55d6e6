import { type Xml, xml, xmlDocument } from "../text/xml.ts";

/** A feed before it is written in one of its formats. Addresses are whole; instants are to the millisecond. */
export type Feed = {
  id: string;
  title: string;
  subtitle: string;
  language: string;
  author: string;
  /** The page that shows the same to people. */
  home: string;
  self: string;
  updated: Date;
  /** Other documents of the same feed, by their relation (RFC 5005). */
  links: readonly { rel: string; href: string }[];
  /** An archive document: the texts in it are the same for ever. */
  archive: boolean;
  entries: readonly FeedEntry[];
};

export type FeedEntry = {
  id: string;
  url: string;
  title: string;
  language: string;
  published: Date;
  updated: Date;
  /** Empty: the office itself. */
  authors: readonly string[];
  categories: readonly { term: string; label: string }[];
  summary?: string;
  html: string;
  enclosures: readonly { url: string; media: string; bytes: number; name: string }[];
};

export const feedFormats = {
  atom: { type: "application/atom+xml", media: "application/atom+xml; charset=utf-8", write: writeAtom },
  rss: { type: "application/rss+xml", media: "application/rss+xml; charset=utf-8", write: writeRss },
  json: { type: "application/feed+json", media: "application/feed+json; charset=utf-8", write: writeJsonFeed },
} as const;
export type FeedFormat = keyof typeof feedFormats;

/** RFC 4287, with the archive's elements of RFC 5005. */
function writeAtom(feed: Feed): string {
  return xmlDocument(xml`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0" xml:lang="${feed.language}">
<id>${feed.id}</id>
<title>${feed.title}</title>
<subtitle>${feed.subtitle}</subtitle>
<updated>${feed.updated.toISOString()}</updated>
<author><name>${feed.author}</name></author>
<generator>Vocería</generator>
<link rel="alternate" type="text/html" href="${feed.home}"/>
<link rel="self" type="${feedFormats.atom.type}" href="${feed.self}"/>
${feed.links.map(({ rel, href }) => xml`<link rel="${rel}" type="${feedFormats.atom.type}" href="${href}"/>\n`)}${feed.archive && xml`<fh:archive/>\n`}${feed.entries.map(atomEntry)}</feed>`);
}

function atomEntry(entry: FeedEntry): Xml {
  return xml`<entry xml:lang="${entry.language}">
<id>${entry.id}</id>
<title>${entry.title}</title>
<published>${entry.published.toISOString()}</published>
<updated>${entry.updated.toISOString()}</updated>
<link rel="alternate" type="text/html" hreflang="${entry.language}" href="${entry.url}"/>
${entry.enclosures.map(({ url, media, bytes, name }) => xml`<link rel="enclosure" type="${media}" length="${bytes}" title="${name}" href="${url}"/>\n`)}${entry.authors.map((name) => xml`<author><name>${name}</name></author>\n`)}${entry.categories.map(({ term, label }) => xml`<category term="${term}" label="${label}"/>\n`)}${entry.summary !== undefined && xml`<summary>${entry.summary}</summary>\n`}<content type="html">${entry.html}</content>
</entry>
`;
}

/** RSS 2.0, with what it lacks from Atom, Dublin Core and the content module. */
function writeRss(feed: Feed): string {
  return xmlDocument(xml`<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:fh="http://purl.org/syndication/history/1.0">
<channel>
<title>${feed.title}</title>
<link>${feed.home}</link>
<description>${feed.subtitle}</description>
<language>${feed.language}</language>
<lastBuildDate>${feed.updated.toUTCString()}</lastBuildDate>
<generator>Vocería</generator>
<docs>https://www.rssboard.org/rss-specification</docs>
<atom:link rel="self" type="${feedFormats.rss.type}" href="${feed.self}"/>
${feed.links.map(({ rel, href }) => xml`<atom:link rel="${rel}" type="${feedFormats.rss.type}" href="${href}"/>\n`)}${feed.archive && xml`<fh:archive/>\n`}${feed.entries.map(rssItem)}</channel>
</rss>`);
}

/** One enclosure at most, as readers expect: the first sound. */
function rssItem(entry: FeedEntry): Xml {
  const sound = entry.enclosures.find(({ media }) => media.startsWith("audio/"));
  return xml`<item>
<title>${entry.title}</title>
<link>${entry.url}</link>
<guid isPermaLink="false">${entry.id}</guid>
<pubDate>${entry.published.toUTCString()}</pubDate>
<atom:updated>${entry.updated.toISOString()}</atom:updated>
<dc:language>${entry.language}</dc:language>
${entry.authors.map((name) => xml`<dc:creator>${name}</dc:creator>\n`)}${entry.categories.map(({ label }) => xml`<category>${label}</category>\n`)}${sound && xml`<enclosure url="${sound.url}" length="${sound.bytes}" type="${sound.media}"/>\n`}${entry.summary !== undefined && xml`<description>${entry.summary}</description>\n`}<content:encoded>${entry.html}</content:encoded>
</item>
`;
}

/** JSON Feed 1.1. */
function writeJsonFeed(feed: Feed): string {
  const older = feed.links.find(({ rel }) => rel === "prev-archive");
  const document = {
    version: "https://jsonfeed.org/version/1.1",
    title: feed.title,
    home_page_url: feed.home,
    feed_url: feed.self,
    description: feed.subtitle,
    ...(older === undefined ? {} : { next_url: older.href }),
    authors: [{ name: feed.author }],
    language: feed.language,
    items: feed.entries.map((entry) => ({
      id: entry.id,
      url: entry.url,
      title: entry.title,
      ...(entry.summary === undefined ? {} : { summary: entry.summary }),
      content_html: entry.html,
      date_published: entry.published.toISOString(),
      date_modified: entry.updated.toISOString(),
      ...(entry.authors.length === 0 ? {} : { authors: entry.authors.map((name) => ({ name })) }),
      ...(entry.categories.length === 0 ? {} : { tags: entry.categories.map(({ label }) => label) }),
      language: entry.language,
      ...(entry.enclosures.length === 0
        ? {}
        : {
            attachments: entry.enclosures.map(({ url, media, bytes, name }) => ({
              url,
              mime_type: media,
              title: name,
              size_in_bytes: bytes,
            })),
          }),
    })),
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}
