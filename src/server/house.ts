import type { FastifyBaseLogger, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { defaultLadder, type Rung } from '#domain/hazards-clock.ts'
import { problem } from '#domain/problems.ts'
import { realTime, virtualTime } from '#server/clocks/time.ts'
import type { WritePath } from '#server/commands/apply.ts'
import type { Config } from '#server/config.ts'
import { type Keys, keyCheck, openKeys } from '#server/crypto/keys.ts'
import { rememberKeyCheck } from '#server/db/migrate.ts'
import type { OpenDatabase } from '#server/db/open.ts'
import type { District } from '#server/db/transaction.ts'
import { hazardHandler } from '#server/hazards/hazards.ts'
import type { House } from '#server/http/house.ts'
import { visitHandler } from '#server/inspections/visits.ts'
import { linkHandler, noticeHandler } from '#server/notices/notices.ts'
import { sessionOf } from '#server/people/session-routes.ts'
import { placeHandler } from '#server/places/places.ts'

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

/** Puts together what the routes, the sweep and the reactions lean on. The installation must have been made. */
export async function openHouse(config: Config, database: OpenDatabase, log: FastifyBaseLogger): Promise<House> {
  const installation = await findInstallation(database)
  if (installation === undefined) throw new Error('This database has no installation yet.')
  const time = installation.demo ? virtualTime(installation.clockOffsetMs) : realTime()
  const keys = await keysOf(installation, config, database)
  const ladders = new Map<string, readonly Rung[]>()
  const path: WritePath = {
    database: database.transactions,
    keys,
    now: time.now,
    settings: async (district) => {
      const ladder = ladders.get(district.code) ?? (await findLadder(database, district))
      ladders.set(district.code, ladder)
      return { sampleSeed: installation.sampleSeed, ladder }
    },
    handlers: [placeHandler, hazardHandler, visitHandler, noticeHandler, linkHandler],
  }
  const house: House = {
    config,
    database: database.transactions,
    keys,
    time,
    path,
    demo: installation.demo,
    sample: installation.isSample,
    log,
    visitorOf: async (request: FastifyRequest, unattended) => {
      const { visitor } = await sessionOf(house, request, unattended === undefined)
      if (visitor === null) throw problem('session.no_post')
      return visitor
    },
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

async function findLadder(database: OpenDatabase, district: District): Promise<readonly Rung[]> {
  return database.transactions.worker(district, async (tx) => {
    const { rows } = await sql<Rung>`select rung, after_hours, role from escalation_rung order by rung`.execute(tx)
    return rows.length > 0 ? rows : defaultLadder
  })
}
