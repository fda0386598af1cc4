import type { Part } from '#bench/crews.ts'
import { lifeOf, type Photos, recordingKey, type StepName, stepNames, stepOf } from '#bench/lifecycle/steps.ts'
import { answer } from './child.ts'
import { Connection } from './http.ts'

/** Lives that so many crews lead at once, each over a connection of its own, one request at a time. */
export type Task = {
  port: number
  /** By crew: the cookies of its three people. The bare server asks for none. */
  cookies: readonly Record<Part, string>[]
  photos: Photos
  bare: boolean
  /** Each crew begins with this life. */
  first: number
  /** Either for so long, after warming up, or so many lives of each crew. */
  warmMs: number
  measuredMs: number
  lives?: number
  /** After each n-th answer the hazard is read, which must show what was answered. 0: never. */
  readEvery: number
  /** Keep when each request was answered. */
  keep?: boolean
}

/** The crew, the hazard, the last event that its answer names, and when the answer came, in milliseconds since 1970. */
export type Answered = [crew: number, hazard: string, type: string, at: number]

export type Worked = {
  /** Requests answered within the measured time. */
  requests: number
  lives: number
  seconds: number
  /** Milliseconds of each request, by step. */
  took: Record<StepName, number[]>
  errors: string[]
  reads: number
  unread: number
  /** The number of the first life that no crew has begun. */
  next: number
  cpuMs: number
  answered: Answered[]
}

answer({ work }, async () => undefined)

async function work(task: Task): Promise<Worked> {
  const started = performance.now()
  const from = started + task.warmMs
  const until = task.lives === undefined ? from + task.measuredMs : Number.POSITIVE_INFINITY
  const worked: Worked = {
    requests: 0,
    lives: 0,
    seconds: 0,
    took: { report: [], dispatch: [], submit: [], reinspect: [], close: [] },
    errors: [],
    reads: 0,
    unread: 0,
    next: task.first,
    cpuMs: 0,
    answered: [],
  }
  const begin = setTimeout(() => process.send?.({ what: 'begin' }), Math.max(0, task.warmMs))
  let cpu = process.cpuUsage()
  const measuring = setTimeout(
    () => {
      cpu = process.cpuUsage()
    },
    Math.max(0, task.warmMs),
  )
  await Promise.all(task.cookies.map((_, crew) => lead(crew, task, worked, from, until)))
  process.send?.({ what: 'end' })
  clearTimeout(begin)
  clearTimeout(measuring)
  const used = process.cpuUsage(cpu)
  worked.cpuMs = (used.user + used.system) / 1000
  worked.seconds = (Math.min(performance.now(), until) - from) / 1000
  return worked
}

async function lead(crew: number, task: Task, worked: Worked, from: number, until: number): Promise<void> {
  const connection = await Connection.open(task.port)
  let sent = 0
  try {
    for (
      let n = task.first;
      performance.now() < until && n < task.first + (task.lives ?? Number.POSITIVE_INFINITY);
      n++
    ) {
      const life = lifeOf(crew, n)
      worked.next = Math.max(worked.next, n + 1)
      for (const name of stepNames) {
        const { part, commands } = stepOf(name, life, task.photos)
        const cookie = task.cookies[crew]?.[part] ?? ''
        const body = task.bare
          ? { key: recordingKey(life, name), slots: slotsOf(life, commands), commands }
          : { commands }
        const before = performance.now()
        const { status, body: text } = await connection.send('POST', '/api/sync', cookie, body)
        const after = performance.now()
        if (status !== 200 || text.includes('"refused"')) worked.errors.push(`${name} ${status} ${text.slice(0, 300)}`)
        if (after >= from && after < until) {
          worked.requests++
          worked.took[name].push(after - before)
          if (name === 'close') worked.lives++
        }
        if (task.keep && status === 200) {
          worked.answered.push([crew, life.hazard, lastEvent(text), performance.timeOrigin + after])
        }
        sent++
        if (task.readEvery > 0 && sent % task.readEvery === 0) await read(connection, cookie, life.hazard, text, worked)
      }
      if (worked.errors.length > 20) return
    }
  } catch (error) {
    worked.errors.push(String(error))
  } finally {
    connection.close()
  }
}

const slotsOf = (life: { place: string; hazard: string }, commands: readonly { id: string }[]) => ({
  place: life.place,
  hazard: life.hazard,
  ...Object.fromEntries(commands.map(({ id }, n) => [`command${n}`, id])),
})

const lastEvent = (text: string) => /"(hazard\.[a-z_]+)"\]\}\],"serverTime"/.exec(text)?.[1] ?? ''

/** What was answered must be seen by the very next read. */
async function read(
  connection: Connection,
  cookie: string,
  hazard: string,
  text: string,
  worked: Worked,
): Promise<void> {
  const { answers } = JSON.parse(text) as { answers: { version?: number }[] }
  const { status, body } = await connection.send('GET', `/api/hazards/${hazard}`, cookie)
  const seen = status === 200 ? (JSON.parse(body) as { hazard: { version: number } }).hazard.version : 0
  worked.reads++
  if (seen !== (answers.at(-1)?.version ?? -1)) worked.unread++
}
