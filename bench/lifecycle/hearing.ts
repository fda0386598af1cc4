import type pg from 'pg'
import type { Sent } from './recording.ts'

export type Heard = { client: unknown; sent: Sent }

/** Hears everything that is sent through the pool's connections, in the order in which it is sent. */
export function listen(pool: pg.Pool) {
  let heard: Heard[] = []
  const hooked = new Map<pg.PoolClient, unknown>()
  const connect = pool.connect.bind(pool)
  const hook = (client: pg.PoolClient) => {
    if (hooked.has(client)) return client
    const query = client.query
    hooked.set(client, query)
    client.query = ((config: string | pg.QueryConfig, ...rest: unknown[]) => {
      const text = typeof config === 'string' ? config : config.text
      const given = typeof config === 'string' ? rest[0] : config.values
      heard.push({ client, sent: { text, values: Array.isArray(given) ? given : null } })
      return (query as (...all: unknown[]) => unknown).call(client, config, ...rest)
    }) as never
    return client
  }
  pool.connect = ((done?: (error: Error | undefined, client: pg.PoolClient | undefined, release: never) => void) => {
    if (done === undefined) return connect().then(hook)
    return connect((error, client, release) => done(error, client && hook(client), release as never))
  }) as never
  return {
    /** Begins anew; what is heard from now on gathers in the list that is given back. */
    take: () => {
      heard = []
      return heard
    },
    stop: () => {
      pool.connect = connect
      for (const [client, query] of hooked) client.query = query as never
    },
  }
}

const begins = /^\s*(begin|start transaction)\b/i
const ends = /^\s*(commit|rollback|end)\b/i
const setsScope = /\bset_config\(|^\s*set\s+(local|transaction)\b/i
const writes = /^\s*(with\b[\s\S]*\b)?(insert into|update|delete from)\s+"?(?!shared\b|session\b)/i

/** What was heard, transaction by transaction, in the order of their beginnings. */
export function transactionsOf(heard: readonly Heard[]): Sent[][] {
  const transactions: Sent[][] = []
  const open = new Map<unknown, Sent[]>()
  for (const { client, sent } of heard) {
    const now = open.get(client) ?? []
    if (now.length === 0) {
      open.set(client, now)
      transactions.push(now)
    }
    now.push(sent)
    if (ends.test(sent.text)) open.delete(client)
  }
  return transactions
}

export const isWriting = (transaction: readonly Sent[]) => transaction.some(({ text }) => writes.test(text))

/** A transaction without the statement that sets its scope. One that begins and sets the scope at once is a plain beginning. */
export function withoutScope(transaction: readonly Sent[]): Sent[] {
  return transaction.flatMap((sent): Sent[] => {
    if (begins.test(sent.text)) return [{ text: 'begin', values: null }]
    return setsScope.test(sent.text) ? [] : [sent]
  })
}
