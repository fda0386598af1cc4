import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import type pg from 'pg'
import { crewCount, crewPassword, groundItems, groundsPerCrew, idOf, loginOf, type Part, parts } from '#bench/crews.ts'
import type { Stage } from '#bench/stage.ts'
import { storeFile } from '#server/files/files.ts'
import { type Running, run } from '#server/main.ts'
import { type Heard, isWriting, listen, transactionsOf, withoutScope } from './hearing.ts'
import { type Recording, record, type Sent } from './recording.ts'
import { lifeOf, type Photos, recordingKey, stepNames, stepOf } from './steps.ts'

export type Prepared = {
  cookies: Record<Part, string>[]
  photos: Photos
  /** A file with the statements of each request, by key. */
  recordings: string
  /** What a request sends beside the recorded transaction: sessions and scope. */
  leftOut: { statements: number; transactions: number }
  statements: Record<string, number>
}

/** Logs the crews in, stores two photos, and records what the product sends for each step of a life. Nothing ticks. */
export async function prepare(stage: Stage): Promise<Prepared> {
  const running = await run(stage.config, { database: stage.database, ticking: false })
  try {
    const cookies = await logIn(running)
    const photos = await storePhotos(running, stage)
    const { recordings, leftOut, statements } = await recordLives(running, stage.database.pool, cookies, photos)
    const file = path.join(stage.folder, 'recordings.json')
    await writeFile(file, JSON.stringify(recordings))
    return { cookies, photos, recordings: file, leftOut, statements }
  } finally {
    await running.close()
  }
}

async function logIn({ app }: Running): Promise<Prepared['cookies']> {
  const cookies: Prepared['cookies'] = []
  for (let crew = 0; crew < crewCount; crew++) {
    const own: [Part, string][] = []
    for (const part of parts) {
      const payload = { login: loginOf(part, crew), password: crewPassword }
      const answer = await app.inject({ method: 'POST', url: '/api/session', payload, headers: { 'x-bihuan': '1' } })
      if (answer.statusCode !== 200) throw new Error(`${payload.login} cannot log in: ${answer.body}`)
      own.push([part, answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')])
    }
    cookies.push(Object.fromEntries(own) as Record<Part, string>)
  }
  return cookies
}

async function storePhotos({ house }: Running, stage: Stage): Promise<Photos> {
  const accountId = idOf('account worker 0')
  const actor = {
    accountId,
    postId: null,
    role: 'gridWorker',
    ranges: [],
    line: '*',
    certificateNo: null,
    grants: [],
    via: null,
  } as const
  const store = async (last: number) => {
    const bytes = Readable.from([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, last])])
    const { hash } = await storeFile(house, { district: stage.district, actor }, 'photo', bytes, house.time.now())
    return { hash, kind: 'photo' } as const
  }
  return { before: await store(1), after: await store(2) }
}

/** A number of lives that no measurement reaches. */
const recordedLife = (item: number) => (item + 1) * groundsPerCrew - 1

async function recordLives({ app }: Running, pool: pg.Pool, cookies: Prepared['cookies'], photos: Photos) {
  const recordings: Record<string, Recording> = {}
  const leftOut = { statements: 0, transactions: 0 }
  const statements: Record<string, number> = {}
  const listener = listen(pool)
  try {
    for (let crew = 0; crew < crewCount; crew++) {
      for (let item = 0; item < groundItems.length; item++) {
        const life = lifeOf(crew, recordedLife(item))
        for (const name of stepNames) {
          const since = Date.now()
          const { part, commands } = stepOf(name, life, photos)
          const headers = { 'x-bihuan': '1', cookie: cookies[crew]?.[part] ?? '' }
          const heard = listener.take()
          const answer = await app.inject({ method: 'POST', url: '/api/sync', payload: { commands }, headers })
          if (answer.statusCode !== 200 || answer.body.includes('"refused"')) throw new Error(`${name}: ${answer.body}`)
          const slots = new Map([
            [life.place, 'place'],
            [life.hazard, 'hazard'],
          ])
          commands.forEach(({ id }, n) => slots.set(id, `command${n}`))
          const { written, other } = separate(heard)
          recordings[recordingKey(life, name)] = record(written, slots, since)
          leftOut.statements = Math.max(leftOut.statements, other.statements)
          leftOut.transactions = Math.max(leftOut.transactions, other.transactions)
          statements[name] = written.length
        }
      }
    }
  } finally {
    listener.stop()
  }
  return { recordings, leftOut, statements }
}

/** The one transaction that wrote, without its scope, and how much else the request sent. */
function separate(heard: readonly Heard[]): { written: Sent[]; other: { statements: number; transactions: number } } {
  const transactions = transactionsOf(heard)
  const writing = transactions.filter(isWriting)
  const [only] = writing
  if (only === undefined || writing.length > 1) throw new Error(`${writing.length} transactions wrote, not one`)
  const written = withoutScope(only)
  return { written, other: { statements: heard.length - written.length, transactions: transactions.length - 1 } }
}
