import { sql, type Transaction } from 'kysely'
import type { Actor } from '#domain/people.ts'
import type { Queries } from './client.ts'
import type { Tables } from './tables.ts'

export type Tx = Transaction<Tables>

/** A district of this installation: its code ("330109") and its schema ("d330109"). */
export type District = { code: string; schema: string; name: string }

/**
 * The only way to the tables. Each call opens one transaction under one database role and one scope;
 * outside of them the connecting login sees no row of anybody.
 */
export type Database = {
  /** As a person, within that person's reach. */
  as<T>(district: District, actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T>
  /** As a person, reading only, everything from one snapshot. */
  read<T>(district: District, actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T>
  /** As the auditor's role, which reads the log only. */
  audit<T>(district: District, actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T>
  /** Numbering, clocks and reactions. */
  worker<T>(district: District, work: (tx: Tx) => Promise<T>): Promise<T>
  /** As the worker, reading only, the whole district from one snapshot. */
  survey<T>(district: District, work: (tx: Tx) => Promise<T>): Promise<T>
  /** Before anybody is known: login, sessions, public links. */
  door<T>(district: District | null, work: (tx: Tx) => Promise<T>): Promise<T>
}

type Role = 'bihuan_app' | 'bihuan_auditor' | 'bihuan_worker' | 'bihuan_door'
type Scope = Pick<Actor, 'accountId' | 'role' | 'ranges' | 'line' | 'grants'>

const nobody: Scope | null = null

export function openTransactions(queries: Queries): Database {
  const run = <T>(role: Role, district: District | null, scope: Scope | null, work: (tx: Tx) => Promise<T>) =>
    queries.transaction().execute(async (tx) => {
      await enter(tx, role, district, scope)
      return work(tx)
    })
  const snapshot = <T>(role: Role, district: District, scope: Scope | null, work: (tx: Tx) => Promise<T>) =>
    queries
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (tx) => {
        await enter(tx, role, district, scope)
        return work(tx)
      })
  return {
    read: (district, actor, work) => snapshot('bihuan_app', district, actor, work),
    survey: (district, work) => snapshot('bihuan_worker', district, nobody, work),
    as: (district, actor, work) => run('bihuan_app', district, actor, work),
    audit: (district, actor, work) => run('bihuan_auditor', district, actor, work),
    worker: (district, work) => run('bihuan_worker', district, nobody, work),
    door: (district, work) => run('bihuan_door', district, nobody, work),
  }
}

async function enter(tx: Tx, role: Role, district: District | null, scope: Scope | null): Promise<void> {
  const ranges = (scope?.ranges ?? []).filter((range) => /^\/([0-9]+\/)+$/.test(range))
  await sql`select set_config('role', ${role}, true),
    set_config('search_path', ${district ? `${district.schema}, shared` : 'shared'}, true),
    set_config('bihuan.district', ${district?.code ?? ''}, true),
    set_config('bihuan.ranges', ${`{${ranges.join(',')}}`}, true),
    set_config('bihuan.line', ${scope?.line ?? ''}, true),
    set_config('bihuan.grants', ${`{${(scope?.grants ?? []).join(',')}}`}, true),
    set_config('bihuan.actor', ${scope?.accountId ?? ''}, true),
    set_config('bihuan.role', ${scope?.role ?? ''}, true)`.execute(tx)
}
