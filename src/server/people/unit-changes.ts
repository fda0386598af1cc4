import type { Instant } from '#domain/calendar.ts'
import type { Unit } from '#domain/people.ts'
import { problem } from '#domain/problems.ts'
import { checkUnitName, type NewUnit, planUnit, unitMayEnd } from '#domain/units.ts'
import type { Keys } from '#server/crypto/keys.ts'
import { seal } from '#server/crypto/seal.ts'
import { insertRows } from '#server/db/rows.ts'
import { type RawBuilder, sql } from '#server/db/sql.ts'
import type { Database, Tx } from '#server/db/transaction.ts'
import { newId } from '#server/events/ids.ts'
import type { Steward } from './accounts.ts'
import { recordUnitEvents } from './unit-events.ts'
import { useOfUnit } from './unit-use.ts'

type Standing = Pick<Unit, 'id' | 'kind' | 'code' | 'name' | 'path' | 'line'>

/** Adds a unit below another of the own reach, in force from now on. Throws `unit.not_found` and what `planUnit` throws. */
export async function addUnit(
  database: Database,
  { district, actor }: Steward,
  parentId: string,
  given: NewUnit,
  now: Instant,
): Promise<string> {
  const id = newId(now)
  try {
    await database.as(district, actor, async (tx) => {
      await holdTree(tx)
      const parent = await unitInForce(tx, parentId, now, '/parentId')
      const unit = planUnit(parent, given)
      await insertRows(tx, 'unit', [{ ...unit, id, parentId, validFrom: now, validTo: null }])
      const data = { code: unit.code, kind: unit.kind, parent: parentId }
      await recordUnitEvents(tx, actor, now, [{ type: 'unit.added', unitId: id, path: unit.path, data }])
    })
  } catch (error) {
    throw isCodeTaken(error) ? problem('unit.code_taken', { code: given.code ?? null }, '/code') : error
  }
  return id
}

/** Gives a unit another name. Nothing happens when it has that name already. Throws `unit.not_found`. */
export async function renameUnit(
  database: Database,
  { district, actor }: Steward,
  unitId: string,
  name: string,
  now: Instant,
): Promise<void> {
  checkUnitName(name)
  await database.as(district, actor, async (tx) => {
    const unit = await unitInForce(tx, unitId, now, undefined, sql`for update`)
    if (unit.name === name) return
    await sql`update unit set name = ${name} where id = ${unitId}`.execute(tx)
    await recordUnitEvents(tx, actor, now, [{ type: 'unit.renamed', unitId, path: unit.path, data: {} }])
  })
}

/**
 * Ends a unit now; what was done in it keeps it, and its code is not given again. Throws `unit.not_found`, also for one
 * that has ended, and `unit.in_use` with what still hangs on it.
 */
export async function endUnit(
  database: Database,
  { district, actor }: Steward,
  keys: Keys,
  unitId: string,
  reason: string,
  now: Instant,
): Promise<void> {
  await database.as(district, actor, async (tx) => {
    await holdTree(tx)
    // Whoever gives a post here at this moment locks the same row: one of the two sees the other.
    const unit = await unitInForce(tx, unitId, now, undefined, sql`for update`)
    const refusal = unitMayEnd(await useOfUnit(tx, unit, now))
    if (refusal !== null) throw refusal
    await sql`update unit set valid_to = ${now} where id = ${unitId}`.execute(tx)
    const commandId = await recordUnitEvents(tx, actor, now, [
      { type: 'unit.ended', unitId, path: unit.path, data: {} },
    ])
    const wordsSealed = seal(keys, reason)
    const remark = { commandId, subject: unitId, wordsSealed, scopePath: unit.path, department: '' }
    await insertRows(tx, 'remark', [{ ...remark, accountId: actor.accountId }])
  })
}

const tree = sql`hashtext('units ' || current_schema())`

/** One change of a district's tree at a time, until the end of the transaction: no child under a parent that ends. */
export async function holdTree(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${tree})`.execute(tx)
}

/**
 * The tree stays as it is until the end of the transaction; many may lean on it at once. To be asked before any row is
 * locked, and in a statement of its own: one that waited here would read the units as they were before.
 */
export async function leanOnTree(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${tree})`.execute(tx)
}

export function isCodeTaken(error: unknown): boolean {
  return ['unit_code_key', 'unit_path_key'].includes((error as { constraint?: string }).constraint ?? '')
}

/** Who ends a unit may have looked at the clock a moment later than who waited for it: an end of any time is an end. */
async function unitInForce(
  tx: Tx,
  id: string,
  at: Instant,
  path?: string,
  lock: RawBuilder<unknown> = sql``,
): Promise<Standing> {
  const { rows } = await sql<Standing>`select id, kind, code, name, path, line from unit
    where id = ${id} and shared.in_range(path) and valid_from <= ${at} and valid_to is null ${lock}`.execute(tx)
  if (rows[0] === undefined) throw problem('unit.not_found', {}, path)
  return rows[0]
}
