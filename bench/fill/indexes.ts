import type pg from 'pg'

export type Index = { name: string; definition: string }

/** Takes away the indexes that are no constraint, which are quicker built at once. What is given back builds them again. */
export async function dropIndexes(raw: pg.Pool, tables: readonly string[]): Promise<Index[]> {
  const { rows } = await raw.query<Index>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
      from pg_index i where i.indrelid = any($1::regclass[])
        and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    [tables],
  )
  for (const { name } of rows) await raw.query(`drop index ${name}`)
  return rows
}

export async function buildIndexes(raw: pg.Pool, indexes: readonly Index[]): Promise<void> {
  const client = await raw.connect()
  try {
    await client.query("set maintenance_work_mem = '512MB'")
    for (const { definition } of indexes) await client.query(definition)
    await client.query('reset maintenance_work_mem')
  } finally {
    client.release()
  }
}

type Reference = { table: string; constraint: string; columns: string[]; target: string; targets: string[] }

/** How many rows point at nothing, over every foreign key of these tables: what the triggers left out would have refused. */
export async function checkReferences(raw: pg.Pool, tables: readonly string[]): Promise<number> {
  const { rows } = await raw.query<Reference>(
    `select c.conrelid::regclass::text as "table", c.conname as "constraint", c.confrelid::regclass::text as target,
        (select array_agg(a.attname::text order by k.n) from unnest(c.conkey) with ordinality k(at, n)
          join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.at) as columns,
        (select array_agg(a.attname::text order by k.n) from unnest(c.confkey) with ordinality k(at, n)
          join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.at) as targets
      from pg_constraint c where c.contype = 'f' and c.conrelid = any($1::regclass[])`,
    [tables],
  )
  let astray = 0
  for (const { table, columns, target, targets } of rows) {
    const same = columns.map((column, n) => `one.${column} = other.${targets[n]}`).join(' and ')
    const given = columns.map((column) => `one.${column} is not null`).join(' and ')
    const { rows: found } = await raw.query<{ n: number }>(
      `select count(*)::int as n from ${table} one where ${given} and not exists (select from ${target} other where ${same})`,
    )
    astray += found[0]?.n ?? 0
  }
  return astray
}
