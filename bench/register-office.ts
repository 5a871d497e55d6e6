import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { foundPack } from "../src/register/found-pack.ts";
import type { Installation } from "../src/store/installation.ts";
import { recordOffice } from "./record-office.ts";

export const posts = 12_000;
export const tenuresEach = 84;
export const tenures = posts * tenuresEach;
export const people = 300_000;

/**
 * An office with a register of a million tenures, the same ones each time: 12,000 posts held by 84 people each since 1940,
 * a year or so at a time, with handovers on one day. Written as rows: what is measured is asking, not entering.
 */
export async function registerOffice(): Promise<Installation & { remove(): Promise<void> }> {
  const office = await recordOffice();
  const { db } = office;
  await foundPack(office, fileURLToPath(new URL("../packs/blank", import.meta.url)));
  await sql`insert into register_batch (entry, basis, recorded_at) select null, 'imported', now()`.execute(db);
  await sql.raw(rows).execute(db);
  for (const table of ["register_assertion", "post", "person", "tenure"])
    await sql.raw(`vacuum analyze ${table}`).execute(db);
  return office;
}

const title = `'{"feminine":"ministra","masculine":"ministro","neutral":"titular"}'::jsonb`;
const assertions = `insert into register_assertion (batch, item, kind, slug, change, source, locator, data)`;
const batch = `(select max(id) from register_batch)`;
const source = `'new', 'bench', 'row ' || n`;

const rows = `
${assertions} select ${batch}, 0, 'source', 'bench', 'new', 'bench', 'all',
  '{"name":"Bench","kind":"bench","endConvention":"inclusive","date":"2025-01-01"}'::jsonb;
${assertions} select ${batch}, n, 'institution', 'institution-' || n, ${source},
  jsonb_build_object('kind', 'ministry', 'names', jsonb_build_array(jsonb_build_object('name', jsonb_build_object('es', 'Ministerio ' || n))))
  from generate_series(1, 400) n;
${assertions} select ${batch}, 1000 + n, 'post', 'post-' || n, ${source},
  jsonb_build_object('institution', 'institution-' || (1 + n % 400), 'functions', '[]'::jsonb, 'seats', 1,
    'title', jsonb_build_object('es', ${title}, 'en', ${title}))
  from generate_series(1, ${posts}) n;
insert into post (batch, item, slug, institution, spokesperson)
  select ${batch}, 1000 + n, 'post-' || n, 'institution-' || (1 + n % 400), false from generate_series(1, ${posts}) n;
${assertions} select ${batch}, 20000 + n, 'person', 'person-' || n, ${source},
  jsonb_build_object('gender', 'feminine', 'genderSource', 'reading', 'names',
    jsonb_build_array(jsonb_build_object('full', 'Ana Soto ' || n, 'given', 'Ana', 'surnames', jsonb_build_array('Soto ' || n))))
  from generate_series(1, ${people}) n;
insert into person (batch, item, slug, sort_key)
  select ${batch}, 20000 + n, 'person-' || n, 'soto ' || n from generate_series(1, ${people}) n;
create temp table bench_tenure as
  select n, 'person-' || (1 + (n::bigint * 7919) % ${people}) as person, 'post-' || (1 + n / ${tenuresEach}) as post,
    date '1940-01-01' + (n % ${tenuresEach}) * 370 + (n / ${tenuresEach}) % 360 as first
  from generate_series(0, ${tenures} - 1) n;
${assertions} select ${batch}, 400000 + n, 'tenure', 'tenure-' || n, ${source},
  jsonb_build_object('person', person, 'post', post, 'capacities', '[{"capacity":"titular"}]'::jsonb,
    'start', jsonb_build_object('raw', first, 'edtf', first, 'min', first, 'max', first),
    'end', jsonb_build_object('raw', first + 370, 'edtf', first + 370, 'min', first + 370, 'max', first + 370))
  from bench_tenure;
insert into tenure (batch, item, slug, person, post, start_edtf, start_min, start_max, end_edtf, end_min, end_max)
  select ${batch}, 400000 + n, 'tenure-' || n, person, post, first, first, first, first + 370, first + 370, first + 370
  from bench_tenure;
drop table bench_tenure`;
