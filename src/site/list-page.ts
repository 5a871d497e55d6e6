import { tongueOf } from "../page/language.ts";
import { Fault } from "../fault.ts";
import { kinds, readKind } from "../newsroom/statement.ts";
import { listStatements, listYears } from "../newsroom/list-statements.ts";
import { listUsedTopics } from "../newsroom/used-topics.ts";
import { type Html, html } from "../page/html.ts";
import { pastForm, stayingThen } from "./as-of.ts";
import { answerPage, type PageRequest, type Tag } from "./context.ts";
import { filterRow, queryOf } from "./filter-row.ts";
import { kindName, statementItem } from "./statement-lines.ts";
import { readVoiceNames } from "./voice.ts";

const perPage = 30;
/** Two ways to the same lines have one address. */
const inOrder = { kind: undefined, topic: undefined, year: undefined };
type Filters = { kind?: string; topic?: string; year?: string };

/** All that was published, newest first, a page at a time by cursor; narrowed by kind, topic or year. */
export async function listPage(asked: PageRequest): Promise<Response> {
  const request = stayingThen(asked);
  const { site, c, t, office, language, horizon, href } = request;
  const { db } = site.installation;
  const filters = readFilters(request);
  const before = c.req.query("before");
  const topics = await listUsedTopics(db, horizon.size);
  if (filters.topic !== undefined && !topics.some((topic) => topic.slug === filters.topic))
    throw new Fault("not-found", t.listEmpty);
  const [{ lines, next, total }, years] = await Promise.all([
    listStatements(db, {
      upTo: horizon.size,
      limit: perPage,
      steady: true,
      ...(before === undefined ? {} : { before }),
      ...(filters.kind === undefined ? {} : { kind: readKind(filters.kind) }),
      ...(filters.topic === undefined ? {} : { topic: filters.topic }),
      ...(filters.year === undefined ? {} : { year: Number(filters.year) }),
    }),
    listYears(db, horizon.size),
  ]);
  const names = await readVoiceNames(db, lines, horizon.size);
  const filtered = Object.keys(filters).length > 0;
  const address = (change: Filters & { before?: string | undefined }) =>
    href(`/statements${queryOf({ ...inOrder, ...filters, ...change })}`);
  const rows: Html[] = [
    filterRow(
      t.filterKind,
      t.filterAll,
      filters.kind,
      kinds.map((kind) => [kind, kindName(t, kind)]),
      (kind) => address({ kind }),
    ),
    filterRow(
      t.filterTopic,
      t.filterAllTopics,
      filters.topic,
      topics.map(({ slug, name }) => [slug, name[tongueOf(language)]]),
      (topic) => address({ topic }),
    ),
    filterRow(
      t.filterYear,
      t.filterAllYears,
      filters.year,
      years.map(({ year }) => [String(year), String(year)]),
      (year) => address({ year }),
    ),
  ];
  const body = html`<h1>${t.listTitle}</h1>
    <nav aria-label="${t.listTitle}">${rows}</nav>
    ${before === undefined && html`<p class="quiet small tabular">${t.listCount(total)}</p>`}
    ${
      lines.length === 0
        ? html`<p class="standfirst">${t.listEmpty}</p>
            ${filtered && html`<p><a href="${href("/statements")}">${t.listEmptyAll}</a></p>`}`
        : html`<ol class="entries">
            ${lines.map((line) => statementItem(request, line, names))}
          </ol>`
    }
    <p class="pages">
      ${before !== undefined && html`<a class="more" href="${address({})}">${t.listNewest}</a>`}
      ${next !== undefined && html`<a class="more" rel="next" href="${address({ before: next })}">${t.listOlder}</a>`}
    </p>
    ${pastForm(asked, "/statements")}`;
  return answerPage(
    request,
    {
      title: t.listTitle,
      description: t.listDescription(office.name[tongueOf(language)]),
      path: `/statements${queryOf(filters)}`,
      body,
      current: "statements",
      indexed: before === undefined,
      feeds: [
        ...(filters.kind === undefined
          ? []
          : [{ path: `/feeds/kinds/${filters.kind}`, name: kindName(t, readKind(filters.kind)) }]),
        ...topics
          .filter(({ slug }) => slug === filters.topic)
          .map(({ slug, name }) => ({ path: `/feeds/topics/${slug}`, name: name[tongueOf(language)] })),
      ],
    },
    before === undefined || filters.topic !== undefined
      ? ["changes"]
      : lines.map(({ number }): Tag => `number:${number}`),
  );
}

function readFilters({ c }: PageRequest): Filters {
  const filters: Filters = {};
  const kind = c.req.query("kind");
  if (kind) filters.kind = readKind(kind);
  const topic = c.req.query("topic");
  if (topic) filters.topic = topic;
  const year = c.req.query("year");
  if (year) {
    if (!/^[1-9]\d{3}$/.test(year))
      throw new Fault("invalid", `year: ${JSON.stringify(year)} is not a year. Write it in four digits.`);
    filters.year = year;
  }
  return filters;
}
