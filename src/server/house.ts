import { existsSync } from 'node:fs'
import type { FastifyBaseLogger, FastifyRequest } from 'fastify'
import type { Instant } from '#domain/calendar.ts'
import { defaultLadder, type Rung } from '#domain/hazards-clock.ts'
import { problem } from '#domain/problems.ts'
import { realTime, type Time, virtualTime } from '#server/clocks/time.ts'
import type { WritePath } from '#server/commands/apply.ts'
import type { Settings } from '#server/commands/work.ts'
import type { Config } from '#server/config.ts'
import { type Keys, keyCheck, openKeys } from '#server/crypto/keys.ts'
import { openSigning, type Signing } from '#server/crypto/signing.ts'
import { rememberKeyCheck } from '#server/db/migrate.ts'
import type { OpenDatabase } from '#server/db/open.ts'
import { readRevision } from '#server/db/revisions.ts'
import { sql } from '#server/db/sql.ts'
import type { District } from '#server/db/transaction.ts'
import { findNewest } from '#server/events/newest.ts'
import { RecentEvents } from '#server/events/recent.ts'
import { mostUnderSeal } from '#server/events/seal.ts'
import { openSealHeads } from '#server/events/seal-heads.ts'
import { hazardHandler } from '#server/hazards/hazards.ts'
import type { House } from '#server/http/house.ts'
import { cookieName } from '#server/http/session-cookie.ts'
import { visitHandler } from '#server/inspections/visits.ts'
import { linkHandler, noticeHandler } from '#server/notices/notices.ts'
import { KnownVisitors } from '#server/people/known-visitors.ts'
import { loadOrg, partiesIn } from '#server/people/org.ts'
import { sessionOf } from '#server/people/session-routes.ts'
import { phaseHandler } from '#server/phases/phases.ts'
import { placeHandler } from '#server/places/places.ts'
import { findCatalogue } from '#server/standards/store.ts'

type Installation = {
  demo: boolean
  isSample: boolean
  clockOffsetMs: number
  sampleSeed: string
  keyCheck: string | null
}

/** What was decided when this installation was made. Undefined before that. */
export async function findInstallation(database: OpenDatabase): Promise<Installation | undefined> {
  return database.transactions.door(null, async (tx) => {
    const { rows } =
      await sql<Installation>`select demo, is_sample, clock_offset_ms, sample_seed, key_check from shared.installation`.execute(
        tx,
      )
    return rows[0]
  })
}

export async function findDistricts(database: OpenDatabase): Promise<District[]> {
  return database.transactions.door(null, async (tx) => {
    const { rows } =
      await sql<District>`select code, schema_name as schema, name from shared.district order by code`.execute(tx)
    return rows
  })
}

/** The clock of this installation, which is never behind what it has written itself. */
export async function openTime(installation: Installation, database: OpenDatabase): Promise<Time> {
  const newest = await findNewest(database.transactions, await findDistricts(database))
  return installation.demo ? virtualTime(installation.clockOffsetMs, newest) : realTime(newest)
}

/** Puts together what the routes, the sweep and the reactions lean on. The installation must have been made. */
export async function openHouse(config: Config, database: OpenDatabase, log: FastifyBaseLogger): Promise<House> {
  const installation = await findInstallation(database)
  if (installation === undefined) throw new Error('This database has no installation yet.')
  const time = await openTime(installation, database)
  const keys = await keysOf(installation, config, database)
  const signing = await signingOf(config, database, time.now(), log)
  const known = new Map<string, Promise<Settings>>()
  const visitors = new KnownVisitors()
  const path: WritePath = {
    database: database.transactions,
    keys,
    now: time.now,
    settings: (district) => {
      const settings = known.get(district.code) ?? readSettings(database, district, installation.sampleSeed)
      known.set(district.code, settings)
      settings.catch(() => known.delete(district.code))
      return settings
    },
    forget: (district) => known.delete(district.code),
    handlers: [placeHandler, hazardHandler, visitHandler, noticeHandler, linkHandler, phaseHandler],
  }
  const house: House = {
    config,
    database: database.transactions,
    keys,
    signing,
    heads: openSealHeads(config.sealHeadsFile, (error) => log.error(error)),
    recent: new RecentEvents(mostUnderSeal),
    time,
    path,
    demo: installation.demo,
    sample: installation.isSample,
    log,
    visitorOf: (request: FastifyRequest, unattended) => {
      const find = async () => {
        const { visitor } = await sessionOf(house, request, unattended === undefined)
        if (visitor === null) throw problem('session.no_post')
        return visitor
      }
      return unattended === undefined ? visitors.visitorOf(request.cookies[cookieName], time.now(), find) : find()
    },
    forgetVisitors: () => visitors.forgetAll(),
  }
  return house
}

/** The keys that this installation has always had; made at its very first start. Throws when they are gone or others. */
async function keysOf(installation: Installation, config: Config, database: OpenDatabase): Promise<Keys> {
  const keys = openKeys(config.keysFile, { mayCreate: installation.keyCheck === null })
  const known = installation.keyCheck ?? (await rememberKeyCheck(database.url, keyCheck(keys)))
  if (known !== keyCheck(keys))
    throw new Error(
      `The key file ${config.keysFile} is not the one of this installation. What it has encrypted cannot be read with these keys. Restore the right file, or name its place in BIHUAN_KEYS. Nothing was changed.`,
    )
  return keys
}

/** Once something is sealed a missing key is a lost one, and no other is made in its place by itself. */
async function signingOf(
  config: Config,
  database: OpenDatabase,
  now: Instant,
  log: FastifyBaseLogger,
): Promise<Signing> {
  let mayCreate = !existsSync(config.sealHeadsFile)
  for (const district of await findDistricts(database)) {
    const { rows } = await database.transactions.look(district, (tx) => sql`select from seal limit 1`.execute(tx))
    if (rows.length > 0) mayCreate = false
  }
  return openSigning(config, { mayCreate, now }, (message) => log.error(message))
}

/** The revision is read first: whatever changes meanwhile makes the rest newer than it says, never older. */
function readSettings(database: OpenDatabase, district: District, sampleSeed: string): Promise<Settings> {
  return database.transactions.look(district, async (tx) => {
    const [revision, ladder, org, catalogue] = await Promise.all([
      readRevision(tx),
      sql<Rung>`select rung, after_hours, role from escalation_rung order by rung`.execute(tx),
      loadOrg(tx),
      findCatalogue(tx),
    ])
    return {
      sampleSeed,
      ladder: ladder.rows.length > 0 ? ladder.rows : defaultLadder,
      revision,
      partiesOf: (question, at) => partiesIn(org, question, at),
      items: Map.groupBy(catalogue, ({ code }) => code),
    }
  })
}
