import type pg from 'pg'
import type { Statement } from './stage.ts'

type Node = {
  'Node Type': string
  'Relation Name'?: string
  'Shared Hit Blocks'?: number
  'Shared Read Blocks'?: number
  Plans?: Node[]
}

/** What the statements of one read did, policies and all. */
export type Cost = {
  statements: number
  /** Pages of 8 kB looked at, in memory or not. */
  pages: number
  ms: number
  /** Tables that were read from end to end, with how many rows. */
  scanned: { table: string; rows: number }[]
}

/** Tables that grow with the town. One of these read from end to end is a fault. */
export const growing = [
  'hazard',
  'event',
  'event_number',
  'place',
  'place_words',
  'notice',
  'safety_visit',
  'clock',
  'contact',
  'command',
  'file_link',
  'remark',
  'link',
  'tallied',
  'tally',
  'tally_mark',
]

/**
 * Does the statements over, each transaction under the same role and scope, with EXPLAIN (ANALYZE, BUFFERS), and takes
 * everything back. Whole scans are counted by the server's own statistics, which see into functions as well.
 */
export async function costOf(
  client: pg.PoolClient,
  statements: readonly Statement[],
  keepPlan: (plan: string) => void,
  isSmall = false,
): Promise<Cost> {
  const cost: Cost = { statements: 0, pages: 0, ms: 0, scanned: [] }
  for (const part of transactions(statements)) {
    await client.query('begin')
    // A small table is rightly read from end to end: then the question is whether there is another way at all.
    if (isSmall) await client.query('set local enable_seqscan = off')
    const before = await scans(client)
    try {
      for (const { text, values } of part) {
        if (isSetting(text)) {
          await client.query({ text, values: [...values] })
          continue
        }
        const done = await doneOver(client, { text, values })
        if (done === null) continue
        const { plan, ms } = done
        cost.statements++
        cost.pages += (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0)
        cost.ms += ms
        keepPlan(`${text}\n${drawn(plan)}`)
      }
      for (const [table, rows] of await scans(client)) {
        const more = rows - (before.get(table) ?? 0)
        if (more > 0) cost.scanned.push({ table, rows: more })
      }
    } finally {
      await client.query('rollback')
    }
  }
  return cost
}

/** Rows read in whole scans of the tables that grow, so far; the server sees into functions as well. */
async function scans(client: pg.PoolClient): Promise<Map<string, number>> {
  const { rows } = await client.query<{ table: string; rows: string }>(
    'select relname as table, seq_tup_read as rows from pg_stat_xact_user_tables where seq_scan > 0 and relname = any($1)',
    [growing],
  )
  return new Map(rows.map(({ table, rows: read }) => [table, Number(read)]))
}

/** Null for a row that stands there since the product wrote it. */
async function doneOver(
  client: pg.PoolClient,
  { text, values }: Statement,
): Promise<{ plan: Node; ms: number } | null> {
  await client.query('savepoint before')
  try {
    // Prepared, as the product has it, so that the plan is made for these values or for any, as the transaction says.
    await client.query(`prepare again as ${text}`)
    const given = values.length === 0 ? '' : `(${values.map((value) => literal(value)).join(', ')})`
    const { rows } = await client.query(`explain (analyze, buffers, format json) execute again${given}`)
    await client.query('deallocate again')
    const [{ Plan: plan, 'Execution Time': ms }] = rows[0]['QUERY PLAN']
    return { plan, ms }
  } catch (error) {
    if ((error as { code?: string }).code !== '23505') throw error
    await client.query('rollback to savepoint before')
    await client.query('deallocate again')
    return null
  }
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  return `'${textOf(value).replaceAll("'", "''")}'`
}

function textOf(value: unknown): string {
  if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`
  if (Array.isArray(value)) {
    return `{${value.map((one) => (one === null ? 'null' : `"${textOf(one).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`)).join(',')}}`
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Each transaction of the product begins with the statement that sets role and scope. */
function transactions(statements: readonly Statement[]): Statement[][] {
  const parts: Statement[][] = []
  for (const statement of statements) {
    if (isEntering(statement.text)) parts.push([])
    if (!/^\s*(begin|start|commit|rollback|savepoint|release|set transaction)/i.test(statement.text))
      parts.at(-1)?.push(statement)
  }
  return parts
}

const isEntering = (text: string) => text.includes("set_config('bihuan.district'")
const isSetting = (text: string) => text.includes('select set_config(') || /^\s*set local/i.test(text)

/** The plan as lines: node, table, rows, pages. */
function drawn(node: Node, depth = 0): string {
  const facts = node as unknown as Record<string, unknown>
  const about = [
    facts['Relation Name'] ?? facts['Function Name'] ?? facts['CTE Name'],
    facts['Index Name'],
    facts['Index Cond'] && `cond ${facts['Index Cond']}`,
    facts['Filter'] && `filter ${String(facts['Filter']).slice(0, 160)}`,
    facts['Rows Removed by Filter'] && `removed ${facts['Rows Removed by Filter']}`,
    `rows ${facts['Actual Rows']} × ${facts['Actual Loops']}`,
    `pages ${Number(facts['Shared Hit Blocks'] ?? 0) + Number(facts['Shared Read Blocks'] ?? 0)}`,
    `${facts['Actual Total Time']} ms`,
  ]
  const line = `${'  '.repeat(depth)}${node['Node Type']} ${about.filter(Boolean).join(' · ')}`
  return [line, ...(node.Plans ?? []).map((child) => drawn(child, depth + 1))].join('\n')
}
