import { tongueOf } from "../page/language.ts";
import { html } from "../page/html.ts";
import { capitalized } from "../register/display.ts";
import { readPost } from "../register/read-post.ts";
import { answerPage } from "./context.ts";
import { institutionOf } from "./register-institution.ts";
import {
  answerFor,
  askedAddress,
  askedInWords,
  holdingsOf,
  nowAnswers,
  question,
  sentenceOf,
} from "./register-question.ts";
import { recordedForm } from "./register-recorded.ts";
import { recordedNotice, type RegisterRequest } from "./register-request.ts";
import { drawTimeline } from "./timeline-drawing.ts";
import { rowsOfPosts } from "./timeline-rows.ts";

/** Who held one post, which need not be one that speaks, on a day or in a span. Fault("not-found") for an unknown post. */
export async function postOnDayPage(request: RegisterRequest, id: string, date: string): Promise<Response> {
  const { t, language, href, db, asOf, today, recorded } = request;
  const { post, tenures, gaps } = await readPost(db, id, asOf);
  const asked = await answerFor(request, date, id);
  const institution = await institutionOf(request, post.data.institution);
  const name = capitalized(post.data.title[tongueOf(language)].neutral);
  const title = asked.date === undefined ? name : t.postOnDayTitle(name, askedInWords(asked, language));
  const path = askedAddress(asked.date?.edtf ?? date, id);
  const timeline = {
    rows: rowsOfPosts([post], tenures, gaps, {
      language,
      t,
      href,
      asked: new Set(holdingsOf(asked).map(({ tenure }) => tenure)),
    }),
    instruments: [],
    governments: [],
    ...(asked.date === undefined
      ? {}
      : { asked: { min: asked.date.min, max: asked.date.max, label: askedInWords(asked, language) } }),
    today,
  };
  const body = html`<p class="kicker">
      <b>${t.registerTitle}</b> <a href="${href(`/register/institutions/${institution.id}`)}">${institution.name}</a>
      <a href="${href(`/register/posts/${id}`)}">${name}</a>
    </p>
    <h1>${title}</h1>
    ${recordedNotice(request, href(path))} ${await question(request, asked)}
    ${recorded !== undefined && asked.date !== undefined && (await nowAnswers(request, asked))}
    ${drawTimeline(timeline, { t, language, title: name })}
    ${asked.date !== undefined && recordedForm(request, askedAddress(asked.date.edtf), id)}`;
  return answerPage(
    request,
    {
      title,
      description: asked.date === undefined ? t.askBad(asked.text) : sentenceOf(request, asked),
      path: recorded === undefined ? path : `${path}&recorded=${recorded}`,
      canonicalPath: path,
      body,
      current: "register",
      scripts: ["timeline.js"],
      indexed: asked.date !== undefined && recorded === undefined,
    },
    undefined,
    asked.date === undefined ? 400 : 200,
  );
}
