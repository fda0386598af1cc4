import pg from 'pg'

const types: Record<string, string> = {
  uuid: 'string',
  text: 'string',
  timestamptz: 'string',
  int4: 'number',
  int8: 'number',
  bool: 'boolean',
  jsonb: 'unknown',
  bytea: 'Buffer',
  _uuid: 'string[]',
  _text: 'string[]',
}

const camel = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** The row types of a migrated database as TypeScript, for `tables.ts`. `schema` is any district's. */
export async function describeTables(url: string, schema: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query(
      `select n.nspname as schema, c.relname as table, a.attname as column, t.typname as type, not a.attnotnull as nullable,
         d.oid is not null as has_default
       from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
       join pg_type t on t.oid = a.atttypid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
       where n.nspname in ($1, 'shared') and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and c.relname <> 'migration'
       order by n.nspname = 'shared', c.relname, a.attnum`,
      [schema],
    )
    const tables = new Map<string, string[]>()
    for (const row of rows) {
      const key = row.schema === 'shared' ? `'shared.${camel(row.table)}'` : camel(row.table)
      const type = `${types[row.type] ?? 'unknown'}${row.nullable && row.type !== 'jsonb' ? ' | null' : ''}`
      const column = `    ${camel(row.column)}: ${row.has_default ? `Generated<${type}>` : type}`
      tables.set(key, [...(tables.get(key) ?? []), column])
    }
    const body = [...tables].map(([table, columns]) => `  ${table}: {\n${columns.join('\n')}\n  }`).join('\n')
    return `// Generated from the migrations by \`npm run generate\`. Do not edit.\nimport type { Generated } from 'kysely'\n\nexport type Tables = {\n${body}\n}\n`
  } finally {
    await client.end()
  }
}
