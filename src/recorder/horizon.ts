import { sql } from "kysely";
import type { Reader } from "../store/database.ts";
import type { Installation } from "../store/installation.ts";
import { listen } from "../store/listen.ts";

/**
 * What may be shown: entries below `size`. It is `signed`, the newest checkpoint's, except when the signer has failed for
 * over two seconds: then it takes in what is committed, to be shown as awaiting its checkpoint, so that no failure of
 * ours silences an emergency.
 */
export type Horizon = { size: number; signed: number; signedAt?: Date };

/** Milliseconds from which a missing signature is a failure of the signer. */
const patience = 2_000;
const pollEvery = 500;

export async function readHorizon(db: Reader): Promise<Horizon> {
  const { signed, signedAt, committed, waits } = await read(db);
  return horizon(waits >= patience ? committed : signed, signed, signedAt);
}

/** Tells of each move until `close`. The first horizon is read before this returns. */
export async function followHorizon(
  { db, address }: Pick<Installation, "db" | "address">,
  onChange: (from: Horizon, to: Horizon) => void = () => undefined,
): Promise<{ current(): Horizon; close(): Promise<void> }> {
  let current = await readHorizon(db);
  let closed = false;
  let reading: Promise<void> | undefined;
  let again = false;
  /** Since when entry number `signed` has been seen unsigned, on this process's own clock that nobody sets. */
  let unsigned: { signed: number; since: number } | undefined;

  async function look(): Promise<void> {
    const { signed, signedAt, committed } = await read(db);
    if (committed <= signed) unsigned = undefined;
    else if (unsigned?.signed !== signed) unsigned = { signed, since: performance.now() };
    const failing = unsigned !== undefined && performance.now() - unsigned.since >= patience;
    // What was shown stays shown: an entry that is committed cannot vanish.
    const next = horizon(Math.max(failing ? committed : signed, current.size), signed, signedAt);
    if (
      next.size === current.size &&
      next.signed === current.signed &&
      next.signedAt?.getTime() === current.signedAt?.getTime()
    )
      return;
    const from = current;
    current = next;
    if (!closed) onChange(from, next);
  }

  function wake(): void {
    if (closed) return;
    if (reading !== undefined) {
      again = true;
      return;
    }
    // A database that is away for a moment is asked again at the next tick; what is shown stays as it is.
    reading = look()
      .catch(() => undefined)
      .finally(() => {
        reading = undefined;
        if (!again) return;
        again = false;
        wake();
      });
  }

  const listening = await listen(address, "voceria_checkpoint", wake);
  const timer = setInterval(wake, pollEvery);
  wake();
  return {
    current: () => current,
    close: async () => {
      closed = true;
      clearInterval(timer);
      await listening.close();
      await reading;
    },
  };
}

function horizon(size: number, signed: number, signedAt: Date | null): Horizon {
  return signedAt === null ? { size, signed } : { size, signed, signedAt };
}

type Row = { signed: number; signedAt: Date | null; committed: number; waits: number };

/** `waits`: for how many milliseconds, by the database's clock and the entry's own instant, the first unsigned entry has waited. */
async function read(db: Reader): Promise<Row> {
  const { rows } = await sql<Row>`
    select coalesce(k.size, 0) as signed, k.signed_at as "signedAt", c.next_index as committed,
      coalesce(extract(epoch from clock_timestamp() - e.at) * 1000, 0)::float8 as waits
    from record_counter c
    left join lateral (select size, signed_at from record_checkpoint order by id desc limit 1) k on true
    left join record_entry e on e.index = coalesce(k.size, 0)`.execute(db);
  return rows[0] ?? { signed: 0, signedAt: null, committed: 0, waits: 0 };
}
