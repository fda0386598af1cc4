import { type Stage, untilOf } from '#bench/stage.ts'
import { day, instant, millis } from '#domain/calendar.ts'
import type { Evidence, Hazard } from '#domain/hazards.ts'
import { defaultLadder, nextClock } from '#domain/hazards-clock.ts'
import { evolveHazard } from '#domain/hazards-evolve.ts'
import { openKeys } from '#server/crypto/keys.ts'
import { type Random, seededRandom } from '#server/demo/random.ts'
import { openHouse } from '#server/house.ts'
import { rebuildTallies } from '#server/tallies/rebuild.ts'
import { type Cell, Copy } from './copy.ts'
import { buildIndexes, checkReferences, dropIndexes } from './indexes.ts'
import { type Land, type Places, readLand, sheetOf, spreadPlaces } from './land.ts'
import { type Birth, liveOf, workingMs } from './lives.ts'
import { Log } from './log.ts'
import { contactColumns, fillPlaces, placeColumns } from './places.ts'

/** `beside: false` leaves out what stands beside the log: answers, words, links to files. A third of the room. */
export type FillOptions = {
  hazards: number
  places?: number
  seed?: string
  beside?: boolean
  say?: (line: string) => void
}
export type Filled = { hazards: number; places: number; events: number; seconds: number; astray: number }

/** Over how long the filled past reaches. */
const days = 730
/** Of the hazards that end, so many come back at the same place within the window of a relapse. */
const relapsing = 0.05
const photoCount = 500

const tables = [
  'place',
  'contact',
  'hazard',
  'event',
  'event_number',
  'command',
  'remark',
  'file_link',
  'clock',
  'file',
]

/**
 * Fills a stage with so many hazards and everything that the product would have written with them, by COPY: places,
 * contacts, events in order of time and numbered, answers, words, links to files, clocks. Seeded. Reactions stand at
 * the end of the log, and one seal covers it that proves nothing. Not written are messages and the bytes of photos.
 */
export async function fill(stage: Stage, options: FillOptions): Promise<Filled> {
  const started = performance.now()
  const say = options.say ?? (() => undefined)
  const random = seededRandom(options.seed ?? 'fill')
  const untilMs = millis(untilOf())
  const { raw } = stage
  await openKeysOf(stage)
  const keys = openKeys(stage.config.keysFile, { mayCreate: false })
  const land = await readLand(raw)
  const places = spreadPlaces(land, options.places ?? Math.max(20, Math.ceil(options.hazards / 8)), random)

  await raw.query("alter system set max_wal_size = '16GB'")
  await raw.query('select pg_reload_conf()')
  const indexes = await dropIndexes(raw, tables)
  const photos = await addPhotos(stage, random)
  const { rows } = await raw.query('select coalesce(max(seq), 0) as seq from event_number')
  const log = await Log.open(stage.superuserUrl, Number(rows[0].seq), keys, random, options.beside ?? true)
  const place = await Copy.open(stage.superuserUrl, 'place', placeColumns)
  const contact = await Copy.open(stage.superuserUrl, 'contact', contactColumns)
  const firstMs = untilMs - days * day
  const placeIds = await fillPlaces({ place, contact, log }, places, keys, firstMs, random)
  await Promise.all([place.close(), contact.close()])
  say(`${places.count} places`)

  const hazards = await fillHazards(
    stage,
    { land, places, placeIds, photos, log, random, firstMs, untilMs },
    options.hazards,
    say,
  )
  await log.close()
  say(`${hazards} hazards, ${log.events} events; building indexes`)
  await addSeal(stage, log.seq, random)
  await raw.query(`insert into event_cursor (name, seq) values ('notices', $1) on conflict (name) do nothing`, [
    log.seq,
  ])
  await raw.query('update event_cursor set seq = $1', [log.seq])
  // The roll-ups read whole tables, so that they need no index and can be counted beside.
  await raw.query(`analyze ${tables.join(', ')}`)
  const counted = rebuildTallies(stage.database.transactions, stage.district).then(() => say('roll-ups counted'))
  await Promise.all([buildIndexes(raw, indexes).then(() => say('indexes built')), counted])
  await Promise.all(tables.map((table) => raw.query(`vacuum (analyze) ${table}`)))
  await raw.query('vacuum (analyze) tally, tally_mark, tallied')
  await raw.query('alter system reset max_wal_size')
  await raw.query('select pg_reload_conf()')
  await raw.query('checkpoint')
  const seconds = (performance.now() - started) / 1000
  const astray = hazards <= 100_000 ? await checkReferences(raw, tables) : 0
  return { hazards, places: places.count, events: log.events, seconds, astray }
}

/** The keys are made by the first house that opens. */
async function openKeysOf(stage: Stage): Promise<void> {
  const silent = { error: () => undefined, warn: () => undefined, info: () => undefined } as never
  await openHouse(stage.config, stage.database, silent)
}

/** Without a seal over them the events would be sealed at the next start. This one is no proof: nobody has signed it. */
async function addSeal({ raw }: Stage, last: number, random: Random): Promise<void> {
  const bytes = (count: number) => Buffer.from(random.bytes(count))
  await raw.query(
    `insert into seal (no, first_seq, last_seq, root, previous, at, key_id, algorithm, hash, signature)
      select coalesce(max(no), 0) + 1, coalesce(max(last_seq), 0) + 1, $1, $2, $3, now(), 'filled', 'ed25519', 'sha256', $4 from seal`,
    [last, bytes(32), bytes(32), bytes(64)],
  )
}

/** Photos by name only: 64 hex digits that a link can point at. */
async function addPhotos(stage: Stage, random: Random): Promise<Evidence[]> {
  const hashes = Array.from({ length: photoCount }, () => Buffer.from(random.bytes(32)).toString('hex'))
  await stage.raw.query(
    `insert into file (hash, kind, media_type, size, stored_at, stored_by)
      select hash, 'photo', 'image/jpeg', 180000, now(), '00000000-0000-7000-8000-000000000000' from unnest($1::text[]) hash
      on conflict do nothing`,
    [hashes],
  )
  return hashes.map((hash) => ({ hash, kind: 'photo' }))
}

type Ground = {
  land: Land
  places: Places
  placeIds: readonly string[]
  photos: readonly Evidence[]
  log: Log
  random: Random
  firstMs: number
  untilMs: number
}
type Again = { n: number; code: string; of: string }

async function fillHazards(stage: Stage, ground: Ground, wanted: number, say: (line: string) => void): Promise<number> {
  const { land, places, placeIds, photos, log, random, firstMs, untilMs } = ground
  const columns = await columnsOf(stage)
  const into = await Copy.open(
    stage.superuserUrl,
    'hazard',
    columns.map(({ column }) => column),
  )
  const clocks = await Copy.open(stage.superuserUrl, 'clock', ['subject', 'kind', 'due_at', 'scope_path'], true)
  /** Which item of its sheet each place is found with next: no two hazards of one item are open at a place. */
  const nextItem = new Uint8Array(places.count)
  const coming = new Map<number, Again[]>()
  const kept = photos.length / 5
  const photo: Birth['photo'] = (n, drawn) => photos[(n % 5) * kept + drawn.between(0, kept - 1)] as Evidence
  let made = 0

  const live = (n: number, code: string | null, relapseOf: string | null, onDay: number): boolean => {
    const sheet = sheetOf(land, places.kindOf(n))
    const item = code === null ? sheet[nextItem[n] as number] : sheet.find((one) => one.code === code)
    if (item === undefined) return false
    if (code === null) nextItem[n]!++
    const spot = places.spotOf(n)
    const at = { id: placeIds[n] as string, path: spot.path }
    const foundMs = workingMs(firstMs + onDay * day, random)
    const birth = {
      place: at,
      item,
      team: spot.team,
      parties: spot.partiesOf(item.line),
      foundMs,
      untilMs,
      relapseOf,
      photo,
    }
    const { hazard, done } = liveOf(birth, random)
    into.add(columns.map(({ key }) => hazard[key] as Cell))
    for (const one of done) log.write('hazard', hazard.id, spot.path, one)
    const clock = nextClock(hazard, defaultLadder)
    if (clock !== null) clocks.add([hazard.id, clock.kind, clock.dueAt, spot.path])
    if (hazard.status === 'closed' && hazard.closedAt !== null && random.chance(relapsing)) {
      const on = Math.floor((millis(hazard.closedAt) - firstMs) / day) + random.between(2, 80)
      coming.set(on, [...(coming.get(on) ?? []), { n, code: item.code, of: hazard.id }])
    }
    made++
    return true
  }

  for (let onDay = 0; onDay < days; onDay++) {
    const until = Math.round(((onDay + 1) * wanted) / days)
    for (const { n, code, of } of coming.get(onDay) ?? []) if (made < until) live(n, code, of, onDay)
    coming.delete(onDay)
    for (let tries = 0; made < until; tries++) {
      if (tries > 50 * (until + 1)) throw new RangeError(`${places.count} places are too few for ${wanted} hazards`)
      live(random.between(0, places.count - 1), null, null, onDay)
      if (made % 100 === 0) await Promise.all([into.flow(), clocks.flow(), log.flow()])
    }
    log.flush(firstMs + (onDay + 1) * day)
    if (onDay % 73 === 72) say(`${made} hazards, ${instant(firstMs + onDay * day).slice(0, 10)}`)
  }
  await Promise.all([into.close(), clocks.close()])
  return made
}

/** The columns of the table that a hazard has a value for; others have one of their own. */
async function columnsOf(stage: Stage): Promise<{ column: string; key: keyof Hazard }[]> {
  const { rows } = await stage.raw.query<{ column: string }>(
    `select attname as column from pg_attribute
      where attrelid = 'hazard'::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
  )
  const keyOf = (column: string) => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
  const known = Object.keys(newborn())
  return rows
    .map(({ column }) => ({ column, key: keyOf(column) as keyof Hazard }))
    .filter(({ key }) => known.includes(key))
}

function newborn(): Hazard {
  const place = { placeId: '', originPath: '', scopePath: '', department: '' }
  const item = { itemCode: '', itemVersion: 1, severity: 'general', mode: 'deadline' } as const
  const data = { ...place, ...item, before: [], act: 'report', foundIn: null, relapseOf: null } as const
  return evolveHazard(null, { type: 'hazard.reported', data }, { hazardId: '', by: '', at: '', commandId: '' })
}
