import { randomBytes } from 'node:crypto'
import { day, plus } from '#domain/calendar.ts'
import type { NoticeState } from '#domain/notices.ts'
import { seal } from '#server/crypto/seal.ts'
import { insertRows } from '#server/db/rows.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import { readOnce } from '#server/events/cursor.ts'
import { newId } from '#server/events/ids.ts'
import type { Reaction } from '#server/events/reactions.ts'
import type { House } from '#server/http/house.ts'
import { noticesReaction } from '#server/notices/reactions.ts'
import { move } from '#server/notices/send.ts'
import { type Notice, requeue } from '#server/notices/store.ts'
import { prepareJobs } from '#server/notices/worker.ts'
import { putContacts } from '#server/places/store.ts'
import { tallyReaction } from '#server/tallies/reactions.ts'
import { rebuildTallies } from '#server/tallies/rebuild.ts'
import { start, type Town } from './people-town.ts'
import { putHazardRows, putPlaces } from './reports-rows.ts'

/** What can happen to a hazard that a figure knows of, as the row has it afterwards, and the event that says so. */
// biome-ignore format: a table reads as a table
export const happenings = {
  dispatched: { type: 'hazard.dispatched', set: `rung = rung` },
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
  | { do: 'number' | 'notify' | 'react' | 'rebuild' }

/** A town with its places, the hazards in the order in which they were found, and who writes messages about them. */
export type Lives = { town: Town; places: string[]; ids: string[]; house: Surroundings; notices: Reaction }
type Surroundings = Pick<House, 'keys' | 'time' | 'config'>

export async function openLives(town: Town): Promise<Lives> {
  const keys = { current: 'k', sealing: { k: randomBytes(32) }, index: randomBytes(32) }
  const house = {
    keys,
    time: { now: town.now },
    config: { publicUrl: 'https://bihuan.example' },
  } as unknown as Surroundings
  const silent = { error() {}, warn() {}, trace() {} } as unknown as House['log']
  await prepareJobs({ log: silent }, town.database.pool)
  const places = await putPlaces(
    town,
    homes.map((scopePath) => ({ scopePath })),
  )
  // Nobody is reached at the last one.
  const contacts = places.slice(0, -1).map((placeId, n) => ({
    placeId,
    nameSealed: seal(keys, '某某'),
    phoneSealed: seal(keys, '19400005678'),
    phoneIndex: Buffer.from([n]),
    nameMasked: '某*',
    phoneMasked: '194****5678',
    scopePath: homes[n] as string,
  }))
  const { transactions } = town.database
  await transactions.as(town.district, await town.actor('district'), (tx) => putContacts(tx, contacts))
  return { town, places, ids: [], house, notices: noticesReaction(house) }
}

export async function play(lives: Lives, steps: readonly Step[]): Promise<void> {
  const { town, ids } = lives
  for (const step of steps) {
    if (step.do === 'find') await find(lives, step.births)
    else if (step.do === 'change') await change(town, ids[step.which % ids.length], step.what)
    else if (step.do === 'notice') await arrive(lives, ids[step.which % ids.length], step.state)
    else if (step.do === 'number') await numberAll(town)
    else if (step.do === 'notify') await read(town, lives.notices, 7)
    else if (step.do === 'react') await read(town, tallyReaction, 7)
    else await rebuildTallies(town.database.transactions, town.district)
  }
}

/** Everything numbered and read to the end. */
export async function settleAll({ town, notices }: Lives): Promise<void> {
  for (let left = 1; left > 0; ) {
    await numberAll(town)
    left = (await read(town, notices, 50)) + (await read(town, tallyReaction, 50))
  }
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

const read = (town: Town, reaction: Reaction, most: number) =>
  readOnce(town.database.transactions, town.district, reaction, most, (tx, events) =>
    reaction.react(tx, town.district, events),
  )

async function find({ town, places, ids }: Lives, births: readonly Birth[]): Promise<void> {
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

/** The newest message about a hazard comes to this state; `queued`: a desk sends it once more. */
async function arrive({ town, house }: Lives, id: string | undefined, state: NoticeState): Promise<void> {
  if (id === undefined) return
  const told = await town.database.transactions.worker(town.district, async (tx) => {
    const { rows } = await sql<Notice>`select * from notice where hazard_id = ${id} order by id desc limit 1`.execute(
      tx,
    )
    const [notice] = rows
    if (notice === undefined) return undefined
    if (state === 'queued') await requeue(tx, [notice.id], house.time.now())
    else await move(tx, house, town.district, { ...notice, state })
    return notice.id
  })
  if (told !== undefined && state === 'queued') await record(town, told, 'notice.retried', { hazardId: id }, 'notice')
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
