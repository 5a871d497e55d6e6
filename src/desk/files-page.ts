import { isPicture } from "../files/kinds-of-file.ts";
import { findFiles, type StoredFile } from "../files/stored-files.ts";
import type { AttachmentDraft } from "../newsroom/attachments.ts";
import type { DraftContent } from "../newsroom/draft.ts";
import { limits } from "../newsroom/statement.ts";
import { type Html, html } from "../page/html.ts";
import { sizeInWords } from "../page/sizes.ts";
import { answerDesk } from "./answer.ts";
import type { DeskRequest, VisitorRequest } from "./context.ts";
import { draftHead, draftPath, type DraftRequest, ofDraft } from "./newsroom-draft.ts";

/** A draft's files: each with its words and its place, and where more are brought in. */
export async function filesPage(visitor: DeskRequest): Promise<Response> {
  const request = await ofDraft(visitor);
  const { t, draft, writable } = request;
  const files = await readFiles(request);
  return answerDesk(request, {
    title: t.filesTitle,
    ...(writable ? { scripts: ["files.js"] } : {}),
    body: html`${draftHead(request)}
      <h2>${t.filesTitle}</h2>
      ${files.length === 0 && html`<p class="standfirst">${t.filesEmpty}</p>`}
      ${writable ? arrangeForm(request, files) : readList(request, files)} ${writable && uploadArea(request)}
      <p><a href="${draftPath(draft)}">${t.filesBack}</a></p>`,
  });
}

/** Beside the text: how many there are, and what is still missing of them. */
export async function filesCard(request: DraftRequest): Promise<Html> {
  const { t, draft, writable, language } = request;
  const files = await readFiles(request);
  return html`<section class="card" aria-labelledby="files">
    <h2 id="files">${t.filesTitle}</h2>
    ${
      files.length === 0
        ? html`<p class="quiet">${t.filesNone}</p>`
        : html`<ul>
            ${files.map(
              ({ file, attachment }) =>
                html`<li>
                  <a href="${draftPath(draft, `/files/${file.id}`)}">${file.name}</a>,
                  ${sizeInWords(file.bytes, language)}${
                    lacksWords(file, attachment) && html`. <strong class="tag alarm">${t.filesAltMissing}</strong>`
                  }
                </li>`,
            )}
          </ul>`
    }
    ${writable && html`<p><a href="${draftPath(draft, "/files")}">${files.length === 0 ? t.filesAdd : t.filesArrange}</a></p>`}
  </section>`;
}

type Held = { file: StoredFile; attachment: AttachmentDraft };

async function readFiles({ desk, draft }: DraftRequest): Promise<Held[]> {
  const found = await findFiles(
    desk.installation.db,
    draft.attachments.map(({ file }) => file),
  );
  return draft.attachments.flatMap((attachment) => {
    const file = found.find(({ id }) => id === attachment.file);
    return file === undefined ? [] : [{ file, attachment }];
  });
}

function lacksWords({ media }: StoredFile, { alt }: AttachmentDraft): boolean {
  return isPicture(media) && (alt ?? "").trim() === "";
}

/** The first button is the one that Enter in a line of words presses: it saves, and takes nothing out. */
function arrangeForm(request: DraftRequest, files: readonly Held[]): Html {
  const { t, draft, formToken } = request;
  const pictures = files.filter(({ file }) => isPicture(file.media));
  const marked = pictures.some(({ attachment }) => attachment.claim === true);
  return html`<form method="post" action="${draftPath(draft, "/files/arrange")}" class="files-form">
    ${formToken()}
    <button class="visually-hidden" name="do" value="save" tabindex="-1" aria-hidden="true">${t.filesSave}</button>
    <ol class="files" id="files-list">
      ${files.map((held, at) => arrangedFile(request, held, at))}
    </ol>
    ${
      draft.kind === "desmentido" &&
      pictures.length > 0 &&
      html`<label class="choice"
        ><input type="radio" name="claim" value="" ${!marked && html` checked`} /> <span>${t.filesClaimNone}</span></label
      >`
    }
    ${files.length > 0 && html`<p><button class="button" name="do" value="save">${t.filesSave}</button></p>`}
  </form>`;
}

/** What is put to an official besides the words: the claim that the text denies, and its files, by their own link. */
export async function clearedFiles(
  { desk, t, language }: VisitorRequest,
  { attachments, details, language: own }: Pick<DraftContent, "attachments" | "details" | "language">,
  path: string,
): Promise<Html> {
  const found = await findFiles(
    desk.installation.db,
    attachments.map(({ file }) => file),
  );
  const address = (file: StoredFile) => `${path}/files/${file.id}`;
  return html`${
    details.claim !== undefined &&
    html`<p class="small">
      <strong>${t.claimLabel}:</strong> <q lang="${own}">${details.claim.text}</q>
    </p>`
  }${
    found.length > 0 &&
    html`<ul class="files">
      ${found.map((file) => {
        const { alt = "", claim } = attachments.find((one) => one.file === file.id) ?? {};
        return html`<li>
          ${isPicture(file.media) && html`<img src="${address(file)}" alt="${alt === "" ? file.name : alt}" width="${file.width ?? 0}" height="${file.height ?? 0}" />`}
          ${file.media.startsWith("audio/") && html`<audio controls preload="none" src="${address(file)}"></audio>`}
          <div>
            <p class="file-name">
              <a href="${address(file)}">${file.name}</a>
              <span class="quiet">${t.attachmentFacts(file.media, sizeInWords(file.bytes, language))}</span>
            </p>
            ${alt !== "" && html`<p lang="${own}">${alt}</p>`} ${claim === true && html`<p class="quiet">${t.filesClaim}</p>`}
          </div>
        </li>`;
      })}
    </ul>`
  }`;
}

function arrangedFile(request: DraftRequest, { file, attachment }: Held, at: number): Html {
  const { t, draft } = request;
  const field = `alt-${file.id}`;
  return html`<li data-file="${file.id}">
    ${preview(request, { file, attachment })}
    <div>
      ${facts(request, file)}
      ${
        isPicture(file.media) &&
        html`<label for="${field}"
            >${t.filesAlt}
            ${lacksWords(file, attachment) && html`<strong class="tag alarm">${t.filesAltMissing}</strong>`}<small
              >${t.filesAltHint}</small
            ></label
          >
          <input
            id="${field}"
            name="${field}"
            value="${attachment.alt ?? ""}"
            maxlength="${limits.alt}"
            lang="${draft.language}"
          />`
      }
      ${
        draft.kind === "desmentido" &&
        isPicture(file.media) &&
        html`<label class="choice"
          ><input type="radio" name="claim" value="${file.id}" ${attachment.claim === true && html` checked`} />
          <span>${t.filesClaim}</span></label
        >`
      }
      <p class="actions">
        ${at > 0 && html`<button class="plain" name="do" value="up ${file.id}">${t.filesUp(file.name)}</button>`}
        <button class="plain" name="do" value="remove ${file.id}">${t.filesRemove(file.name)}</button>
      </p>
    </div>
  </li>`;
}

/** The files as they will go out with the text. */
export async function filesAsRead(request: DraftRequest): Promise<Html | false> {
  const files = await readFiles(request);
  return files.length > 0 && readList(request, files);
}

function readList(request: DraftRequest, files: readonly Held[]): Html {
  return html`<ol class="files">
    ${files.map(
      (held) =>
        html`<li>
          ${preview(request, held)}
          <div>
            ${facts(request, held.file)} ${held.attachment.alt !== undefined && html`<p>${held.attachment.alt}</p>`}
          </div>
        </li>`,
    )}
  </ol>`;
}

function preview({ draft }: DraftRequest, { file, attachment }: Held): Html | false {
  const address = draftPath(draft, `/files/${file.id}`);
  if (isPicture(file.media))
    return html`<img src="${address}" alt="${attachment.alt ?? file.name}" loading="lazy" width="${file.width ?? 0}" height="${file.height ?? 0}" />`;
  return file.media.startsWith("audio/") && html`<audio controls preload="none" src="${address}"></audio>`;
}

function facts({ t, draft, language }: DraftRequest, file: StoredFile): Html {
  return html`<p class="file-name">
    <a href="${draftPath(draft, `/files/${file.id}`)}">${file.name}</a>
    <span class="quiet">${t.attachmentFacts(file.media, sizeInWords(file.bytes, language))}</span>
  </p>`;
}

/** The island brings files in from here; its words are handed to it, since only the page knows the officer's language. */
function uploadArea({ t, draft, desk, language }: DraftRequest): Html {
  const words = {
    waiting: t.filesWaiting,
    sending: t.filesSending,
    examined: t.filesExamined,
    done: t.filesDone,
    lost: t.filesLost,
    again: t.filesAgain,
    signedOut: t.filesSignedOut,
    enter: t.deskExpiredEnter,
    drop: t.filesCancel,
  };
  return html`<noscript><p class="notice waiting">${t.filesNoProgram}</p></noscript>
    <section
      class="drop"
      id="upload"
      hidden
      data-address="${draftPath(draft, "/files")}"
      data-words="${JSON.stringify(words)}"
    >
      <label for="upload-files">${t.filesChoose}<small>${t.filesChooseHint(sizeInWords(desk.largestFile ?? 200_000_000, language))}</small></label>
      <input type="file" id="upload-files" multiple accept="${accepted}" />
      <ol class="uploads" id="uploads" aria-live="polite"></ol>
    </section>`;
}

const accepted = ".jpg,.jpeg,.png,.webp,.avif,.pdf,.mp3,.m4a,.ogg,.oga,.opus,.wav,.flac,.docx,.xlsx,.odt,.ods";
