import { createHash } from "node:crypto";
import { hex } from "@voceria/record";
import type pg from "pg";
import { partSize } from "../files/stored-files.ts";
import { eachRow } from "./audit-rows.ts";
import type { Difference } from "./difference.ts";

type Attached = {
  commitment: Buffer;
  salt: Buffer | null;
  file: number | null;
  sha256: Buffer | null;
  bytes: number | null;
  lost: boolean;
};

/**
 * Each attachment that a content lists is there, and each one's bytes against its commitment, against the digest that pages show, and against its own parts. A part is
 * all that is in memory, however large the files are.
 */
export async function auditFiles(
  connection: pg.Client,
  listed: readonly { commitment: string; by: string }[],
): Promise<{ held: number; differences: Difference[] }> {
  const { rows } = await connection.query<Attached>(
    `select a.commitment, a.salt, a.file, f.sha256, f.bytes, c.erased_at is null as lost
     from record_content a left join file f on f.id = a.file left join record_content c on c.commitment = a.part_of
     where a.purpose = 'attachment' order by a.commitment`,
  );
  const differences: Difference[] = [];
  const held = new Set(rows.map(({ commitment }) => hex(commitment)));
  for (const { commitment, by } of listed)
    if (!held.has(commitment))
      differences.push({
        what: "attachment",
        where: `attachment ${commitment}`,
        found: "nothing",
        expected: `the file that content ${by} lists`,
      });
  for (const row of rows) {
    const where = `attachment ${hex(row.commitment)}`;
    if (row.salt === null || row.file === null) {
      if (row.lost)
        differences.push({ what: "attachment", where, found: "erased", expected: "the file, since its text stands" });
      continue;
    }
    const found = await readThrough(connection, row.file, row.salt);
    const compare = (what: string, held: string, expected: string) => {
      if (held !== expected) differences.push({ what, where, found: held, expected });
    };
    if (!found.commitment.equals(row.commitment))
      differences.push({
        what: "attachment or salt",
        where,
        found: "bytes that do not open the commitment",
        expected: hex(row.commitment),
      });
    compare("digest of an attachment", row.sha256 === null ? "none" : hex(row.sha256), hex(found.digest));
    compare("size of an attachment", String(row.bytes), String(found.length));
    compare("parts of an attachment in a row", String(found.parts), String(Math.ceil(found.length / partSize)));
  }
  return { held: rows.length, differences };
}

async function readThrough(connection: pg.Client, file: number, salt: Buffer) {
  const committed = createHash("sha256").update("voceria/attachment/v1\n").update(salt);
  const plain = createHash("sha256");
  let [length, parts] = [0, 0];
  await eachRow(connection, `select part, bytes from file_part where file = ${file} order by part`, (row) => {
    if (row.int4(0) === parts) parts += 1;
    const bytes = row.view(1)!;
    committed.update(bytes);
    plain.update(bytes);
    length += bytes.length;
  });
  return { commitment: committed.digest(), digest: plain.digest(), length, parts };
}
