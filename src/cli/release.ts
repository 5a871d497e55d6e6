import type { Published } from "../newsroom/idempotency.ts";
import { signNow } from "../recorder/sequence.ts";
import type { Installation } from "../store/installation.ts";
import { readOwner } from "../store/owner.ts";
import type { Call } from "./command.ts";

/**
 * After an act is committed: waits until it is under a signed checkpoint, and tells where it stands. The act stands
 * even where nobody can sign at the moment; that is said beside it.
 */
export async function tellRelease(
  { out, config }: Pick<Call, "out" | "config">,
  installation: Installation,
  act: string,
  done: Published,
): Promise<number> {
  const unsigned = await whyUnsigned(installation, config);
  const owner = await readOwner(installation.data);
  const site = config.url ?? owner?.url ?? `http://${config.host}:${config.port}`;
  const url = `${site}/statements/${done.number}`;
  out.print(`${done.number} ${act}${done.repeated ? " already, under this key" : ""}: ${url}`);
  out.print(`edition ${done.edition}, entry ${done.entry} of the record, ${done.at.toISOString()}`);
  noteUnsigned(out, unsigned);
  if (owner === undefined && config.databaseUrl === undefined)
    out.note('No server runs on this data now; the site shows it after "voceria start".');
  out.json({
    number: done.number,
    edition: done.edition,
    url,
    entry: done.entry,
    subject: done.subject,
    at: done.at.toISOString(),
    repeated: done.repeated,
    signed: unsigned === undefined,
  });
  return 0;
}

/**
 * The same for what is told in words of its own, before this or after: when it returns, what was entered is under a signed
 * checkpoint, or that it awaits one is noted.
 */
export async function awaitCheckpoint(
  { out, config }: Pick<Call, "out" | "config">,
  installation: Installation,
): Promise<void> {
  noteUnsigned(out, await whyUnsigned(installation, config));
}

/** Whatever it is that failed, the act is committed: whoever is not told so would enter it a second time. */
function whyUnsigned(installation: Installation, { lock }: Call["config"]): Promise<string | undefined> {
  return signNow(installation, { lock }).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

function noteUnsigned(out: Call["out"], why: string | undefined): void {
  if (why !== undefined) out.note(`It is entered and awaits its checkpoint: ${why}`);
}

/** Why the command line's publications are urgent ones, as the desk shows it to whoever reviews them. */
export const fromHere = "Publicado desde la línea de comandos (voceria), sin pasar por revisión.";

export const officerFlags = {
  as: {
    kind: "text",
    value: "OFFICER",
    says: "by whose hand, kept and not shown (default: the account that runs this)",
  },
  key: {
    kind: "text",
    value: "KEY",
    says: "an idempotency key of your own: asking again under it gives the first answer, and does nothing twice",
  },
} as const;
