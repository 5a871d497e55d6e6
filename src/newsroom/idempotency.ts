import { createHash } from "node:crypto";
import { canonicalize, type Json } from "@voceria/record";
import { sql } from "kysely";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import type { Transaction } from "../store/database.ts";

export type Act = "publish" | "correct" | "withdraw";
/** An act of the newsroom as it was asked for; two requests are the same when act and body are. */
export type Request = { key?: string; act: Act; body: Json };
/** What the act has come to. `repeated` says that it stood already, under the same key. */
export type Published = {
  number: string;
  edition: number;
  entry: number;
  subject: number;
  at: Date;
  repeated: boolean;
};
/** An act as it stands in its transaction. */
export type Done = Omit<Published, "repeated"> & { statement: number };

/** Any number, the same in every version: the class of the locks on keys. */
const keyLock = 0x6b6579;

/**
 * Runs `work` once for a key. A second call with the same request gives the first one's answer, also when both
 * come at once: the later waits until the earlier commits or vanishes. Another request under the key is refused.
 */
export async function actOnce(
  tx: Transaction,
  request: Request,
  means: Means,
  work: () => Promise<Done>,
): Promise<Published> {
  if (request.key === undefined) return publishedOf(await work());
  checkKey(request.key);
  await sql`select pg_advisory_xact_lock(${keyLock}::int, hashtext(${request.key}))`.execute(tx);
  const sha256 = createHash("sha256")
    .update(canonicalize({ act: request.act, body: request.body }))
    .digest();
  const before = await tx
    .selectFrom("idempotency_key")
    .innerJoin("statement", "statement.id", "idempotency_key.statement_id")
    .leftJoin("edition", (join) =>
      join
        .onRef("edition.statement_id", "=", "idempotency_key.statement_id")
        .onRef("edition.edition", "=", "idempotency_key.edition"),
    )
    .leftJoin("withdrawal", "withdrawal.statement_id", "idempotency_key.statement_id")
    .select([
      "idempotency_key.act",
      "request_sha256",
      "number",
      "subject",
      "editions",
      "edition.edition",
      "edition.entry",
      "edition.published_at",
      "withdrawal.entry as withdrawn_entry",
      "withdrawn_at",
    ])
    .where("key", "=", request.key)
    .executeTakeFirst();
  if (before === undefined) {
    const done = await work();
    await tx
      .insertInto("idempotency_key")
      .values({
        key: request.key,
        act: request.act,
        request_sha256: sha256,
        statement_id: done.statement,
        edition: request.act === "withdraw" ? null : done.edition,
        created_at: means.clock.now(),
      })
      .execute();
    return publishedOf(done);
  }
  if (!before.request_sha256.equals(sha256))
    throw new Fault(
      "conflict",
      `The key "${request.key}" already stands for another request, which became ${before.number}. Use a new key for a new act.`,
      [],
      `La clave «${request.key}» ya es de otra petición, que llegó a ser ${before.number}. Use otra clave para otro acto.`,
    );
  const withdrawn = before.act === "withdraw";
  const entry = withdrawn ? before.withdrawn_entry : before.entry;
  const at = withdrawn ? before.withdrawn_at : before.published_at;
  if (entry === null || at === null || before.subject === null)
    throw new Error(`key ${request.key} stands for an act without an entry`);
  return {
    number: before.number,
    edition: before.edition ?? before.editions,
    entry,
    subject: before.subject,
    at,
    repeated: true,
  };
}

function publishedOf({ number, edition, entry, subject, at }: Done): Published {
  return { number, edition, entry, subject, at, repeated: false };
}

function checkKey(key: string): void {
  if (!/^[\u0021-\u007e]{1,200}$/.test(key))
    throw new Fault(
      "invalid",
      "key: it must have 1 to 200 visible ASCII characters without spaces, for example a UUID.",
      [],
      "clave: debe tener de 1 a 200 caracteres ASCII visibles, sin espacios; por ejemplo, un UUID.",
    );
}
