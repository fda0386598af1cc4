import { setTimeout as sleep } from 'node:timers/promises'
import type { Handler } from '#server/commands/work.ts'
import type { Database, Tx } from '#server/db/transaction.ts'
import type { House } from '#server/http/house.ts'
import type { World } from '#test/world.ts'

// Servers that are wrong on purpose, so that a check can be seen to fail. Each returns how to make it right again.

type Restore = () => Promise<void>

/**
 * Other statements than the product's own reach the database when commands are applied. Behind each of them is a short
 * rest, so that what should not happen in between has the time to happen.
 */
export function withOtherSql(world: World, rewrite: (text: string) => string): Restore {
  const { database } = world.house
  let changed = 0
  const rewriting = (tx: Tx): Tx => ({
    async run<T>(text: string, values: readonly unknown[]) {
      const other = rewrite(text)
      const done = await tx.run<T>(other, values)
      if (other === text) return done
      changed += 1
      await sleep(20)
      return done
    },
  })
  const other: Database = {
    ...database,
    as: (district, actor, work) => database.as(district, actor, (tx) => work(rewriting(tx))),
    worker: (district, work) => database.worker(district, (tx) => work(rewriting(tx))),
  }
  const restore = replace(world, { database: other, path: { ...world.house.path, database: other } })
  return async () => {
    restore()
    if (changed === 0) throw new Error('no statement was changed: this server is as right as ever')
  }
}

/** Something else stands where the hazards' own verbs stood. */
export function withOtherVerbs(world: World, change: (own: Handler) => Partial<Handler>): Restore {
  const { path } = world.house
  const handlers = path.handlers.map((one) => (one.takes('hazard.close') ? { ...one, ...change(one) } : one))
  const restore = replace(world, { path: { ...path, handlers } })
  return async () => restore()
}

/** Whoever opens a page again within `ms` sees it as it was. */
export function withOldPages(world: World, ms: number): Restore {
  const { database } = world.house
  const shown = new Map<string, { at: number; page: unknown }>()
  const read: typeof database.read = async (district, actor, work) => {
    const page = await database.read(district, actor, work)
    const { id } = (page as { hazard?: { id: string } }).hazard ?? {}
    if (id === undefined) return page
    const key = `${actor.accountId} ${id}`
    const before = shown.get(key)
    if (before !== undefined && performance.now() - before.at < ms) return before.page as typeof page
    shown.set(key, { at: performance.now(), page })
    return page
  }
  const restore = replace(world, { database: { ...database, read } })
  return async () => restore()
}

function replace({ house }: World, parts: Partial<House>): () => void {
  const { database, path } = house
  Object.assign(house, parts)
  return () => Object.assign(house, { database, path })
}
