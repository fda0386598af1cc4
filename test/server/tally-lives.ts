import { day, plus } from '#domain/calendar.ts'
import { insertRows } from '#server/db/rows.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import { readOnce } from '#server/events/cursor.ts'
import { newId } from '#server/events/ids.ts'
import { tallyReaction } from '#server/tallies/reactions.ts'
import { rebuildTallies } from '#server/tallies/rebuild.ts'
import { start, type Town } from './people-town.ts'
import { putHazardRows } from './reports-rows.ts'

/** What can happen to a hazard that a figure knows of, as the row has it afterwards, and the event that says so. */
// biome-ignore format: a table reads as a table
export const happenings = {
  submitted: { type: 'hazard.submitted', set: `status = 'submitted'` },
  closed: { type: 'hazard.closed', set: `status = 'closed', closed_at = changed_at + interval '3 days'`, data: { onSite: false, sampled: false } },
  drawn: { type: 'hazard.closed', set: `status = 'closed', closed_at = changed_at + interval '1 day', sample = 'due'`, data: { onSite: true, sampled: true } },
  samplePassed: { type: 'hazard.sample_passed', set: `sample = 'passed'` },
  sampleFailed: { type: 'hazard.sample_failed', set: `status = 'filed', sample = 'failed', closed_at = null, overdue_since = null` },
  closedDown: { type: 'hazard.shut_down', set: `status = 'void', closed_at = changed_at` },
  voided: { type: 'hazard.voided', set: `status = 'void', closed_at = changed_at` },
  lapsed: { type: 'hazard.lapsed', set: `overdue_since = changed_at` },
  stalled: { type: 'hazard.stalled', set: `stalled_since = changed_at` },
  climbed: { type: 'hazard.escalated', set: 'rung = rung + 1', data: { rung: 2, role: 'townDesk' } },
  extended: { type: 'hazard.extension_granted', set: 'extensions = extensions + 1, overdue_since = null' },
  modeChanged: { type: 'hazard.mode_changed', set: `mode = 'immediate'` },
  referred: { type: 'hazard.referred', set: `department = 'emergency'` },
  movedNextDoor: { type: 'hazard.moved', set: `scope_path = '/330109/113/264/'` },
  movedUp: { type: 'hazard.moved', set: `scope_path = '/330109/113/'` },
  movedOut: { type: 'hazard.moved', set: `scope_path = '/330109/013/'` },
} as const
export type Happening = keyof typeof happenings

export const homes = [
  '/330109/113/245/001/',
  '/330109/113/245/001/03/',
  '/330109/113/245/',
  '/330109/113/264/',
  '/330109/013/',
] as const

export type Birth = {
  home: number
  day: number
  department: 'fire' | 'emergency'
  byOfficer: boolean
  relapse: boolean
}
export type Step =
  | { do: 'find'; births: Birth[] }
  | { do: 'change'; which: number; what: Happening }
  | { do: 'notice'; which: number; state: 'queued' | 'sent' | 'dead' }
  | { do: 'number' | 'react' | 'rebuild' }

/** Plays steps on a town; the hazards stand in `ids` in the order in which they were found. */
export async function play(
  town: Town,
  places: readonly string[],
  ids: string[],
  steps: readonly Step[],
): Promise<void> {
  for (const step of steps) {
    if (step.do === 'find') await find(town, places, ids, step.births)
    else if (step.do === 'change') await change(town, ids[step.which % ids.length], step.what)
    else if (step.do === 'notice') await tell(town, ids[step.which % ids.length], step.state)
    else if (step.do === 'number') await numberAll(town)
    else if (step.do === 'react') await react(town, 7)
    else await rebuildTallies(town.database.transactions, town.district)
  }
}

/** Everything numbered and read to the end. */
export async function settleAll(town: Town): Promise<void> {
  await numberAll(town)
  while ((await react(town, 50)) > 0);
}

/** In the place of the sealer, without its proofs. */
async function numberAll(town: Town): Promise<void> {
  await town.database.transactions.worker(town.district, async (tx) => {
    await sql`insert into event_number (seq, event_id, salts, leaf)
      select (select coalesce(max(seq), 0) from event_number) + row_number() over (order by event_id), event_id, '\\x00', '\\x00' from unnumbered`.execute(
      tx,
    )
    await sql`delete from unnumbered`.execute(tx)
  })
}

const react = (town: Town, most: number) =>
  readOnce(town.database.transactions, town.district, tallyReaction.name, most, (tx, events) =>
    tallyReaction.react(tx, town.district, events),
  )

async function find(town: Town, places: readonly string[], ids: string[], births: readonly Birth[]): Promise<void> {
  for (const birth of births) {
    const home = birth.home % homes.length
    const before = birth.relapse ? ids.at(-1) : undefined
    const [place, item] = await pairOf(town, before, places[home] as string)
    const [id] = await putHazardRows(town, [
      {
        placeId: place,
        itemCode: item,
        scopePath: homes[home] as string,
        department: birth.department,
        foundAt: plus(start, birth.day * day),
        foundBy: town.account(birth.byOfficer ? 'officer' : 'worker'),
        relapseOf: before ?? null,
        ...(before === undefined ? {} : { status: 'submitted' }),
      },
    ])
    ids.push(id as string)
    await record(town, id as string, 'hazard.reported', {})
  }
}

let items = 0

/** A relapse is of the same item at the same place, and the one before it is not open any more. */
async function pairOf(town: Town, before: string | undefined, place: string): Promise<[place: string, item: string]> {
  if (before === undefined) return [place, `T-${++items}`]
  await change(town, before, 'closed')
  const { placeId, itemCode } = await town.database.transactions.worker(town.district, async (tx) => {
    const { rows } = await sql<{
      placeId: string
      itemCode: string
    }>`select place_id, item_code from hazard where id = ${before}`.execute(tx)
    return rows[0]!
  })
  return [placeId, itemCode]
}

async function change(town: Town, id: string | undefined, what: Happening): Promise<void> {
  if (id === undefined) return
  const { type, set, ...more } = happenings[what]
  const changed = await town.database.transactions.worker(town.district, async (tx) => {
    // What reopens one of two of the same kind at a place is refused by the database, as it is at work.
    await sql`savepoint before_change`.execute(tx)
    return sql`update hazard set ${sql.raw(set)} where id = ${id}`.execute(tx).then(
      () => true,
      async () => {
        await sql`rollback to savepoint before_change`.execute(tx)
        return false
      },
    )
  })
  if (changed) await record(town, id, type, 'data' in more ? more.data : {})
}

async function tell(town: Town, id: string | undefined, state: string): Promise<void> {
  if (id === undefined) return
  const eventId = await record(town, id, 'hazard.supervised', {})
  const notice = newId(start)
  await town.database.transactions.worker(town.district, async (tx) => {
    const standing = await standingOf(tx, id)
    await insertRows(tx, 'notice', [
      {
        id: notice,
        hazardId: id,
        eventId,
        recipient: 'party',
        channel: 'sms',
        template: 'advice',
        state,
        bodySealed: Buffer.from('x'),
        attempts: 0,
        createdAt: start,
        changedAt: start,
        ...standing,
      },
    ])
  })
  await record(town, notice, `notice.${state}`, { hazardId: id }, 'notice')
}

async function record(
  town: Town,
  subject: string,
  type: string,
  data: unknown,
  subjectKind = 'hazard',
): Promise<string> {
  const id = newId(start)
  await town.database.transactions.worker(town.district, async (tx) => {
    const about = subjectKind === 'notice' ? (data as { hazardId: string }).hazardId : subject
    const row = {
      id,
      commandId: newId(start),
      subjectKind,
      subject,
      type,
      data,
      occurred: start,
      received: start,
      late: false,
    }
    const by = { accountId: town.account('worker'), unitPath: '/330109/113/' }
    await insertRows(tx, 'event', [{ ...row, ...by, ...(await standingOf(tx, about)) }])
    await insertRows(tx, 'unnumbered', [{ eventId: id }])
  })
  return id
}

async function standingOf(tx: Tx, id: string): Promise<{ scopePath: string; department: string }> {
  const { rows } = await sql<{
    scopePath: string
    department: string
  }>`select scope_path, department from hazard where id = ${id}`.execute(tx)
  return rows[0]!
}
