import { instant } from '#domain/calendar.ts'
import { ApiProblem, serverNow, sync } from '#web/api.ts'
import { logged } from './attempts.ts'
import {
  askedAgain,
  type Envelope,
  type Job,
  type JobAnswer,
  mayComeAhead,
  nextCommands,
  refusedCommand,
  type Trouble,
} from './jobs.ts'
import { hear, inOneTab, tell } from './one-tab.ts'
import { isUnreachable } from './online.ts'
import { findJob, jobs, readJobs, saveJob } from './outbox.ts'
import { send, unsend } from './uploads.ts'
import { watched } from './watched.ts'

/** Under whose session the outbox may send: others' work waits for its own person and post. */
export type Sender = { accountId: string; postId: string }

export const sender = watched<Sender | null>(null)
export const isSending = watched(false)

/** Refusals that only mean "not yet": the same commands go out again later. */
const passing = [
  'file.awaited',
  'command.in_progress',
  'server.busy',
  'server.disk_full',
  'server.failed',
  'request.rate_limited',
]

let running = false
let again = false

/** Sends everything that waits for this sender, in the order in which it was done. One run at a time, in one tab. */
export async function sendAll(): Promise<void> {
  if (running) {
    again = true
    return
  }
  running = true
  try {
    if (await inOneTab(sendWaiting)) return
    if (jobs.get() === null) await readJobs()
    tell('work')
  } finally {
    running = false
  }
}

async function sendWaiting(): Promise<void> {
  isSending.set(true)
  tell('sending')
  try {
    do {
      again = false
      await readJobs()
      for (const job of jobs.get() ?? []) if (mayGoOut(job) && !(await sendJob(job))) break
    } while (again)
  } finally {
    isSending.set(false)
    tell('rest')
  }
}

/** What another tab says: its progress is shown here too, and its work is done by whoever sends. */
export function followTabs(): () => void {
  return hear((what) => {
    if (what === 'changed') void readJobs()
    else if (what !== 'work') isSending.set(running || what === 'sending')
    else if (running) again = true
  })
}

export function mayGoOut(job: Job): boolean {
  const by = sender.get()
  return job.state === 'waiting' && job.accountId === by?.accountId && job.postId === by.postId
}

/** Tries a refused job once more as it is. */
export async function sendAgain(job: Job): Promise<void> {
  await unsend(job.files)
  await saveJob(askedAgain(job))
  await sendAll()
}

/** True when the server answered, whatever it said; false when there is no use in trying the next one. */
async function sendJob(job: Job): Promise<boolean> {
  const at = instant(serverNow())
  let now: Job = { ...job, attempts: job.attempts + 1, triedAt: at, trouble: null }
  const note = (code: string | null): Job => ({ ...now, log: logged(job.log, { at, code }) })
  try {
    // A finding is a few kilobytes: it gets through where its photos do not yet.
    if (mayComeAhead(now)) {
      const first = nextCommands(now)
      if (first !== null && job.stages[0]?.commands.includes(first[0] as Envelope)) {
        now = await ask(now, first)
        await saveJob(now)
      }
      if (now.state !== 'waiting') return true
    }
    for (const hash of now.files) await send(hash)
    for (let commands = nextCommands(now); commands !== null; commands = nextCommands(now)) {
      now = await ask({ ...now, trouble: null }, commands)
      if (now.state !== 'waiting' || now.trouble !== null) {
        await saveJob(note(now.trouble?.code ?? null))
        return true
      }
      await saveJob(now)
    }
    await saveJob({ ...note(null), trouble: null, state: 'done', doneAt: instant(serverNow()) })
    return true
  } catch (error) {
    const trouble = troubleOf(error)
    if (await findJob(job.id)) await saveJob({ ...note(trouble.code), trouble })
    return !isUnreachable(error) && trouble.code !== 'session.required'
  }
}

async function ask(job: Job, commands: readonly Envelope[]): Promise<Job> {
  const reply = await sync(commands)
  const answers: Record<string, JobAnswer> = { ...job.answers }
  let waits: Trouble | null = null
  for (const answer of reply.answers) {
    if (answer.outcome === 'accepted') answers[answer.id] = { outcome: 'accepted' }
    else {
      const trouble = { code: answer.problem.code, facts: answer.problem.facts ?? {}, requestId: null }
      // The server has lost what we believed to be there.
      if (trouble.code === 'file.awaited') await unsend(job.files)
      if (passing.includes(trouble.code)) waits ??= trouble
      else answers[answer.id] = { outcome: 'refused', trouble }
    }
  }
  const unanswered = commands.some((one) => !reply.answers.some((answer) => answer.id === one.id))
  if (unanswered) waits ??= { code: 'server.failed', facts: {}, requestId: null }
  const answered = { ...job, answers, trouble: waits }
  const refused = waits === null && refusedCommand(answered) !== null
  return { ...answered, state: refused ? 'refused' : answered.state }
}

/** A fault of our own is thrown on: it must be seen, not retried for ever. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof ApiProblem) {
    return { code: error.code, facts: error.facts, requestId: error.requestId ?? null }
  }
  throw error
}
