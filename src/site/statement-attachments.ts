import { type Attachment, hex, readBase64 } from "@voceria/record";
import { isPicture } from "../files/kinds-of-file.ts";
import type { FileFacts } from "../newsroom/attachments.ts";
import type { StatementView } from "../newsroom/statements.ts";
import { type Html, html } from "../page/html.ts";
import type { PageRequest } from "./context.ts";
import { sizeInWords } from "../page/sizes.ts";

type Facts = ReadonlyMap<string, FileFacts>;

export function attachmentAddress({ commitment }: Pick<Attachment, "commitment">): string {
  return `/record/attachments/${hex(readBase64(commitment, "attachment"))}`;
}

/** What the reader sees and hears of a text's files under its words. The picture of a claim denied is not among them. */
export function picturesAndSound({ t }: PageRequest, view: StatementView, facts: Facts): Html {
  const shown = view.attachments.filter(({ commitment }) => facts.has(commitment) && commitment !== view.claim?.image);
  const pictures = shown.filter(({ media }) => isPicture(media));
  const sounds = shown.filter(({ media }) => media.startsWith("audio/"));
  return html`${
    pictures.length > 0 &&
    html`<div class="pictures">
      ${pictures.map((picture) => {
        const { width, height } = facts.get(picture.commitment) ?? {};
        const address = attachmentAddress(picture);
        return html`<figure>
          <a href="${address}" aria-label="${t.fileWhole}: ${picture.alt ?? picture.name}"
            ><img
              src="${address}"
              alt="${picture.alt ?? ""}"
              data-commitment="${picture.commitment}"
              loading="lazy"
              decoding="async"
              ${width !== undefined && height !== undefined && html` width="${width}" height="${height}"`}
          /></a>
        </figure>`;
      })}
    </div>`
  }${sounds.map(
    (sound) =>
      html`<figure class="sound">
        <figcaption>${sound.name}</figcaption>
        <audio controls preload="none" src="${attachmentAddress(sound)}"></audio>
      </figure>`,
  )}`;
}

/** Every file with its size and digest: what somebody who was sent a copy compares. */
export function attachmentsCard({ t, language }: PageRequest, view: StatementView, facts: Facts): Html | false {
  return (
    view.attachments.length > 0 &&
    html`<section class="card">
      <h2>${t.attachments}</h2>
      <ul>
        ${view.attachments.map((attachment) => {
          const { sha256 } = facts.get(attachment.commitment) ?? {};
          return html`<li>
            <a href="${attachmentAddress(attachment)}">${attachment.name}</a>,
            ${t.attachmentFacts(attachment.media, sizeInWords(attachment.bytes, language))}${
              attachment.commitment === view.claim?.image && html` (${t.fileClaimed})`
            }${
              sha256 !== undefined &&
              html`<details>
                <summary>${t.fileDigest}</summary>
                <code class="breakable">${sha256}</code>
              </details>`
            }
          </li>`;
        })}
      </ul>
    </section>`
  );
}
