import { tongueOf } from "../page/language.ts";
import { html } from "../page/html.ts";
import { agree } from "../register/display.ts";
import { listPeople } from "../register/list-people.ts";
import { initials, inverted } from "../register/name.ts";
import { readTenures } from "../register/tenures.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { initial } from "./holders-table.ts";
import { registerRequest, registerTags } from "./register-request.ts";
import { datesInWords } from "./timeline-rows.ts";

const perPage = 100;

/** Everyone of the register in Spanish order, or those whose names hold the words; of one name, told apart by their posts. */
export async function peoplePage(page: PageRequest): Promise<Response> {
  const request = await registerRequest(page);
  const { db, asOf, t, language, href, c } = request;
  const text = (c.req.query("q") ?? "").trim().slice(0, 200);
  const after = c.req.query("after");
  const { people, next, total } = await listPeople(db, {
    ...(text === "" ? {} : { search: text }),
    ...(after === undefined ? {} : { after }),
    limit: perPage,
    asOf,
  });
  const held = Map.groupBy(
    people.length === 0 ? [] : await readTenures(db, { people: people.map(({ id }) => id) }, { asOf }),
    ({ data }) => data.person,
  );
  const address = (more: Record<string, string>) => {
    const query = new URLSearchParams({ ...(text === "" ? {} : { q: text }), ...more }).toString();
    return href(`/register/people${query === "" ? "" : `?${query}`}`);
  };
  const body = html`<p class="kicker"><b>${t.registerTitle}</b></p>
    <h1>${t.peopleTitle}</h1>
    <form class="ask" action="${href("/register/people")}" method="get" role="search">
      <label for="q"
        >${t.peopleSearch}<input
          id="q"
          name="q"
          type="search"
          maxlength="200"
          autocomplete="off"
          aria-describedby="q-hint"
          value="${text}" /></label
      ><button>${t.peopleSearchButton}</button>
      <p id="q-hint" class="hint small quiet">${t.peopleSearchHint}</p>
    </form>
    <p class="quiet small tabular" role="status">
      ${total === 0 ? t.peopleNone(text) : t.peopleCount(total)}
    </p>
    <ol class="people">
      ${people.map(({ id, data }) => {
        const name = data.names.at(-1);
        const posts = (held.get(id) ?? []).map(
          ({ post_data: post, data: tenure }) =>
            `${agree(post.title[tongueOf(language)], data.gender)}, ${datesInWords(tenure.start, tenure.end, language)}`,
        );
        return html`<li>
          ${name && initial(initials(name))}
          <span
            ><a href="${href(`/register/people/${id}`)}">${name === undefined ? id : inverted(name)}</a
            ><small class="cited">${posts.slice(0, 4).join("; ")}${posts.length > 4 && "; …"}</small></span
          >
        </li>`;
      })}
    </ol>
    <p class="pages">
      ${after !== undefined && html`<a class="more" href="${address({})}">${t.peopleFirst}</a>`}
      ${next !== undefined && html`<a class="more" rel="next" href="${address({ after: next })}">${t.peopleNext}</a>`}
    </p>`;
  return answerPage(
    request,
    {
      title: t.peopleTitle,
      description: t.registerDescription(request.office.name[tongueOf(language)]),
      path: text === "" ? "/register/people" : `/register/people?${new URLSearchParams({ q: text }).toString()}`,
      canonicalPath: "/register/people",
      body,
      current: "register",
      indexed: text === "" && after === undefined,
    },
    text === "" && after === undefined ? registerTags(request) : undefined,
  );
}
