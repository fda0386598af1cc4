import type pg from 'pg'
import type { Actor } from '#domain/people.ts'
import { Line } from './client.ts'
import { Plans } from './plans.ts'
import { sql } from './sql.ts'

/** A transaction under way. Statements may be asked without waiting for each other: they run in the order asked. */
export type Tx = Pick<Line, 'run'>

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
  /** The same role, reading only. */
  look<T>(district: District, work: (tx: Tx) => Promise<T>): Promise<T>
  /** Throws where nothing may be written now; for what is written beside the database. */
  mayWrite(): Promise<void>
  /**
   * Says how many events a district has by now. Plans are kept, and those made while its tables were nearly empty read
   * them whole: when there are twice as many as before, every connection makes its plans anew when it is next used.
   */
  grown(district: District, events: number): void
  /** Before anybody is known: login, sessions, public links. */
  door<T>(district: District | null, work: (tx: Tx) => Promise<T>): Promise<T>
}

type Role = 'bihuan_app' | 'bihuan_auditor' | 'bihuan_worker' | 'bihuan_door'
type Scope = Pick<Actor, 'accountId' | 'role' | 'ranges' | 'line' | 'grants'>

const nobody: Scope | null = null
const snapshot = 'begin isolation level repeatable read read only'

/** `mayWrite` is asked before each transaction that is there to write, and throws where none may begin. */
export function openTransactions(pool: pg.Pool, mayWrite: () => Promise<void> = async () => {}): Database {
  const plans = new Plans()
  const run = async <T>(
    role: Role,
    district: District | null,
    scope: Scope | null,
    work: (tx: Tx) => Promise<T>,
    reading = false,
  ): Promise<T> => {
    const client = await pool.connect()
    const line = new Line(client, `${role} ${district?.schema ?? ''}`)
    try {
      const enters = (tx: Tx) => enter(tx, role, district, scope, reading)
      plans.renewOn(client, line)
      const done = await inTransaction(line, reading ? snapshot : 'begin', enters, work)
      client.release()
      return done
    } catch (error) {
      // Whatever happened, the connection is given back outside of any transaction or not at all.
      const broken = await line.end('rollback').then(
        () => undefined,
        (failure: Error) => failure,
      )
      client.release(broken)
      throw error
    }
  }
  return {
    mayWrite,
    grown: (district, events) => plans.grown(district, events),
    read: (district, actor, work) => run('bihuan_app', district, actor, work, true),
    look: (district, work) => run('bihuan_worker', district, nobody, work, true),
    as: async (district, actor, work) => {
      await mayWrite()
      return run('bihuan_app', district, actor, work)
    },
    audit: (district, actor, work) => run('bihuan_auditor', district, actor, work),
    worker: async (district, work) => {
      await mayWrite()
      return run('bihuan_worker', district, nobody, work)
    },
    door: (district, work) => run('bihuan_door', district, nobody, work),
  }
}

/**
 * Nothing waits for the opening: it travels with the first statement, which fails if the opening did. A transaction in
 * which a statement failed answers its commit with "ROLLBACK".
 */
async function inTransaction<T>(
  line: Line,
  begin: string,
  enter: (tx: Tx) => Promise<void>,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const opened = Promise.all([line.control(begin), enter(line)])
  opened.catch(() => undefined)
  const [result] = await Promise.all([work(line), opened])
  const answer = await line.end('commit')
  if (answer !== 'COMMIT') throw new Error(`the transaction was not committed but answered ${answer}`)
  return result
}

/**
 * Statements that find rows by id are planned once: under row-level security planning costs more than running. Such a plan
 * may think that a batch is much, and helpers are processes that cost more than all of it. Lists and reports (`reading`)
 * are planned for what they are asked.
 */
async function enter(
  tx: Tx,
  role: Role,
  district: District | null,
  scope: Scope | null,
  reading: boolean,
): Promise<void> {
  const ranges = (scope?.ranges ?? []).filter((range) => /^\/([0-9]+\/)+$/.test(range))
  await sql`select set_config('role', ${role}, true),
    set_config('search_path', ${district ? `${district.schema}, shared` : 'shared'}, true),
    set_config('bihuan.district', ${district?.code ?? ''}, true),
    set_config('bihuan.ranges', ${`{${ranges.join(',')}}`}, true),
    set_config('bihuan.line', ${scope?.line ?? ''}, true),
    set_config('bihuan.grants', ${`{${(scope?.grants ?? []).join(',')}}`}, true),
    set_config('bihuan.actor', ${scope?.accountId ?? ''}, true),
    set_config('bihuan.role', ${scope?.role ?? ''}, true),
    set_config('plan_cache_mode', ${reading ? 'auto' : 'force_generic_plan'}, true),
    set_config('max_parallel_workers_per_gather',
      case when ${reading} then current_setting('max_parallel_workers_per_gather') else '0' end, true)`.execute(tx)
}
