import { hex, readPolicy, readVerifierKey, utf8 } from "@voceria/record";
import { countOf, longInstant } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { policyText } from "../recorder/served.ts";
import { sha256 } from "../recorder/sha256.ts";
import { answerPage, type PageRequest } from "./context.ts";

/** About the record: its name, its size, its key, its newest signing; and whether it is a trial. */
export async function recordPage(request: PageRequest): Promise<Response> {
  const { site, t, language, office, record, horizon, href } = request;
  const policy = await policyText(site.installation.db);
  const witnesses = policy === undefined ? 0 : readPolicy(policy).witnesses.length;
  const when = (at: Date) =>
    html`<time datetime="${at.toISOString()}">${longInstant(at, language, office.timeZone)}</time>`;
  const body = html`<h1>${t.recordTitle}</h1>
    <p class="standfirst">${t.recordLead}</p>
    ${
      record.kind === "trial" &&
      html`<div class="notice waiting">
        <p><strong>${t.recordTrialTitle}.</strong> ${t.recordTrial}</p>
      </div>`
    }
    <dl class="facts wide">
      <dt>${t.recordOrigin}</dt>
      <dd><code>${record.origin}</code></dd>
      <dt>${t.recordFounded}</dt>
      <dd>${when(record.foundedAt)}</dd>
      <dt>${t.recordSize}</dt>
      <dd>
        ${countOf(horizon.signed, language)}${
          horizon.signed > 0 &&
          html` · <a href="${href(`/record/entries/${horizon.signed - 1}`)}">${t.recordNewestEntry}</a>`
        }
      </dd>
      <dt>${t.recordSigned}</dt>
      <dd>${horizon.signedAt === undefined ? t.recordNever : when(horizon.signedAt)}</dd>
      <dt>${t.recordKey}</dt>
      <dd><code>${record.verifierKey}</code></dd>
      <dt>${t.recordFingerprint}</dt>
      <dd><code>${fingerprint(record.verifierKey)}</code></dd>
    </dl>
    <p class="measure quiet">
      ${t.recordKeyTrust} ${witnesses === 0 ? t.recordNoWitness : t.recordWitnesses(countOf(witnesses, language))}
    </p>
    <h2>${t.recordFiles}</h2>
    <p class="measure">${t.recordFilesText}</p>
    <ul>
      <li><a href="/record/checkpoint">${t.recordCheckpoint}</a> <code class="quiet">/record/checkpoint</code></li>
      <li><a href="/record/key">${t.recordKeyFile}</a> <code class="quiet">/record/key</code></li>
      <li><a href="/record/policy">${t.recordPolicyFile}</a> <code class="quiet">/record/policy</code></li>
      ${horizon.signed > 0 && logFiles(request)}
    </ul>
    <h2>${t.recordFormats}</h2>
    <dl class="facts wide">
      ${formats.map(
        ([name, words]) =>
          html`<dt><a rel="external" href="https://c2sp.org/${name}">${name}</a></dt>
            <dd>${t[`recordFormat_${words}`]}</dd>`,
      )}
    </dl>
    ${
      horizon.signed > 0 &&
      html`<h2>${t.recordVerify}</h2>
        <pre class="bytes" tabindex="0"><code>bin/voceria verify ${site.url}/record/entries/${horizon.signed - 1}.bundle.json --key ${record.verifierKey}</code></pre>
        <p class="measure quiet">${t.verifyCliKey}</p>`
    }`;
  return answerPage(
    request,
    { title: t.recordTitle, description: t.recordLead, path: "/record", body, current: "record" },
    ["changes"],
  );
}

const formats = [
  ["tlog-checkpoint", "checkpoint"],
  ["signed-note", "note"],
  ["tlog-tiles", "tiles"],
  ["tlog-proof", "proof"],
] as const;

/** One address of each kind that is there now; the others follow its pattern (C2SP tlog-tiles). */
function logFiles({ t, horizon }: PageRequest): Html {
  const tile = horizon.signed < 256 ? `000.p/${horizon.signed}` : "000";
  const newest = horizon.signed - 1;
  const files = [
    [t.recordTiles, `/record/tile/0/${tile}`],
    [t.recordEntryTiles, `/record/tile/entries/${tile}`],
    [t.recordEntryData, `/record/entries/${newest}.entry`],
    [t.recordEntryBundle, `/record/entries/${newest}.bundle.json`],
  ] as const;
  return html`${files.map(
    ([name, address]) =>
      html`<li><a href="${address}">${name}</a> <code class="quiet breakable">${address}</code></li>`,
  )}`;
}

/** SHA-256 of what the key ID is the first four bytes of: name, newline, type and public key (C2SP signed-note). */
function fingerprint(verifierKey: string): string {
  const { name, type, publicKey } = readVerifierKey(verifierKey);
  return hex(sha256(Buffer.concat([utf8(name), Buffer.of(0x0a, type), publicKey])));
}
