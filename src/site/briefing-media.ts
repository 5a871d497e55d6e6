import type { PublicBriefing } from "../briefings/public-briefing.ts";
import { type Html, html } from "../page/html.ts";
import type { PageRequest } from "./context.ts";

type Media = Pick<PublicBriefing, "mediaUrl" | "mediaStartedAt" | "openedAt">;

/** The sound or picture of a briefing, above its turns; the script plays it from a turn's minute. Nothing where there is none. */
export function player({ t }: Pick<PageRequest, "t">, { mediaUrl, mediaStartedAt, openedAt }: Media): Html | undefined {
  if (mediaUrl === undefined) return undefined;
  const offset =
    mediaStartedAt === undefined || openedAt === undefined
      ? undefined
      : (mediaStartedAt.getTime() - openedAt.getTime()) / 1000;
  const offsetIn = offset !== undefined && html`data-offset="${offset}"`;
  const sound = /\.(?:mp3|m4a|aac|ogg|oga|opus|wav|flac)(?:[?#]|$)/i.test(mediaUrl);
  return html`<div class="player">
    ${
      sound
        ? html`<audio id="media" controls preload="none" src="${mediaUrl}" aria-label="${t.briefingMedia}" ${offsetIn}></audio>`
        : html`<video id="media" controls preload="none" src="${mediaUrl}" aria-label="${t.briefingMedia}" ${offsetIn}></video>`
    }
    <p class="small quiet">${t.mediaPlayHint}</p>
  </div>`;
}

/** Its address is the only one elsewhere from which this page plays anything. */
export function allowPlayer(response: Response, { mediaUrl }: Media): Response {
  if (mediaUrl === undefined) return response;
  const policy = response.headers.get("content-security-policy") ?? "";
  const { origin } = new URL(mediaUrl);
  response.headers.set("content-security-policy", policy.replace("media-src 'self'", `media-src 'self' ${origin}`));
  return response;
}
