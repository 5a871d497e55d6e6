import { hash } from "node:crypto";
import { hex, readBase64, readContent } from "@voceria/record";
import type pg from "pg";
import { auditFiles } from "./audit-files.ts";
import { eachRow, type Row } from "./audit-rows.ts";
import type { Difference } from "./difference.ts";

export type AuditedContents = {
  differences: Difference[];
  /** How many contents and attachments stand there, and how many of them are attachments. */
  held: number;
  attachments: number;
  /** Entries and items that commit to something that is not there; entries whose content is erased. */
  missing: number;
  erased: number[];
};

/**
 * Every content and attachment against its own commitment, in the order in which they lie on the disk; then every
 * commitment of an entry and of an item against those that are there. Beside the audit of the entries, over a connection
 * of its own: what takes time there is hashing, and here reading.
 */
export async function auditContents(connection: pg.Client): Promise<AuditedContents> {
  const { held, listed, differences } = await auditOpening(connection);
  const files = await auditFiles(connection, listed);
  differences.push(...files.differences);

  const entries = await lackingContent(connection, "select index, 0, commitment from record_entry");
  for (const { entry, commitment } of entries.filter((one) => one.missing))
    differences.push({
      what: "content",
      where: `entry ${entry}`,
      found: "nothing",
      expected: `the content of commitment ${commitment}`,
    });

  const items = await lackingContent(connection, "select entry, item, commitment from record_batch_item");
  for (const { entry, item, commitment, missing } of items) {
    const place = { what: "content of an item", where: `entry ${entry}, item ${item}` };
    if (missing) differences.push({ ...place, found: "nothing", expected: `the content of commitment ${commitment}` });
    else
      differences.push({
        ...place,
        found: "erased",
        expected: "the content, since no entry says that it was erased",
      });
  }
  return {
    differences,
    held: held + files.held,
    attachments: files.held,
    missing: [...entries, ...items].filter((one) => one.missing).length,
    erased: entries.filter((one) => !one.missing).map(({ entry }) => entry),
  };
}

type Lacking = { entry: number; item: number; commitment: string; missing: boolean };

/** Which of these commitments have no content at all, or one that was erased. By "offset 0" the texts stay out of the join. */
async function lackingContent(connection: pg.Client, commitments: string): Promise<Lacking[]> {
  const lacking: Lacking[] = [];
  await eachRow(
    connection,
    `select o.entry, o.item::int, o.commitment, c.commitment is null
     from (${commitments}) as o(entry, item, commitment)
       left join (
         select commitment, salt is null or bytes is null from record_content where purpose = 'content' offset 0
       ) as c(commitment, gone) on c.commitment = o.commitment
     where o.commitment is not null and c.gone is not false order by 1, 2`,
    (row) =>
      lacking.push({
        entry: row.int8(0)!,
        item: row.int4(1)!,
        commitment: hex(row.view(2)!),
        missing: row.boolean(3),
      }),
  );
  return lacking;
}

async function auditOpening(connection: pg.Client) {
  const closed: Buffer[] = [];
  const listed: { commitment: string; by: string }[] = [];
  let held = 0;
  await eachRow(connection, "select commitment, salt, bytes from record_content where purpose = 'content'", (row) => {
    held += 1;
    if (row.isNull(1) || row.isNull(2)) return;
    if (!opens(row)) closed.push(Buffer.from(row.view(0)!));
    else if (listsFiles(row))
      for (const commitment of listedIn(row)) listed.push({ commitment, by: hex(row.view(0)!) });
  });
  const differences: Difference[] = [];
  for (const commitment of closed)
    for (const where of await committedBy(connection, commitment))
      differences.push({
        what: "content or salt",
        where,
        found: "bytes that do not open the commitment",
        expected: hex(commitment),
      });
  return { held, listed, differences };
}

const someFiles = '{"attachments":[{';

/** A content's first field, in its canonical order, is the list of its files: most have none and are not read further. */
function listsFiles({ bytes, start, size }: Row): boolean {
  const from = start[2]!;
  return size[2]! > someFiles.length && bytes.toString("latin1", from, from + someFiles.length) === someFiles;
}

function listedIn(row: Row): string[] {
  const content = readContent(Uint8Array.from(row.view(2)!));
  if (content.format !== "voceria/statement/v1") return [];
  return content.attachments.map(({ commitment }) => hex(readBase64(commitment, "attachment")));
}

const contentDomain = "voceria/content/v1\n";

let scratch = Buffer.alloc(65_536);

/** Without an object for each value: at this pace they would cost more than the hashing. */
function opens({ bytes, start, size }: Row): boolean {
  const domain = contentDomain;
  const from = domain.length + size[1]!;
  const length = from + size[2]!;
  if (length > scratch.length) scratch = Buffer.alloc(length * 2);
  scratch.write(domain, 0, "latin1");
  bytes.copy(scratch, domain.length, start[1], start[1]! + size[1]!);
  bytes.copy(scratch, from, start[2], start[2]! + size[2]!);
  return (
    hash("sha256", scratch.subarray(0, length), "latin1") === bytes.toString("latin1", start[0], start[0]! + size[0]!)
  );
}

/** The entries and items that commit to a content, or the content itself where none does. */
async function committedBy(connection: pg.Client, commitment: Buffer): Promise<string[]> {
  const { rows } = await connection.query<{ entry: number; item: number | null }>(
    `select index as entry, null as item from record_entry where commitment = $1
     union all select entry, item from record_batch_item where commitment = $1 order by 1, 2 limit 100`,
    [commitment],
  );
  return rows.length === 0
    ? [`content ${hex(commitment)}`]
    : rows.map(({ entry, item }) => (item === null ? `entry ${entry}` : `entry ${entry}, item ${item}`));
}
