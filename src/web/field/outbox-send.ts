import { instant } from '#domain/calendar.ts'
import { ApiProblem, serverNow, sync } from '#web/api.ts'
import {
  askedAgain,
  type Envelope,
  type Job,
  type JobAnswer,
  nextCommands,
  refusedCommand,
  type Trouble,
} from './jobs.ts'
import { isUnreachable } from './online.ts'
import { findJob, jobs, readJobs, saveJob } from './outbox.ts'
import { send, unsend } from './uploads.ts'
import { watched } from './watched.ts'

/** Under whose session the outbox may send: others' work waits for its own person and post. */
export type Sender = { accountId: string; postId: string }

export const sender = watched<Sender | null>(null)
export const isSending = watched(false)

/** Refusals that only mean "not yet": the same commands go out again later. */
const passing = ['command.in_progress', 'server.busy', 'server.disk_full', 'server.failed', 'request.rate_limited']

let again = false

/** Sends everything that waits for this sender, in the order in which it was done. One run at a time. */
export async function sendAll(): Promise<void> {
  if (isSending.get()) {
    again = true
    return
  }
  isSending.set(true)
  try {
    do {
      again = false
      if (jobs.get() === null) await readJobs()
      for (const job of jobs.get() ?? []) if (mayGoOut(job) && !(await sendJob(job))) break
    } while (again)
  } finally {
    isSending.set(false)
  }
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
  let now: Job = { ...job, attempts: job.attempts + 1, triedAt: instant(serverNow()), trouble: null }
  try {
    const sentAs = new Map<string, string>()
    for (const hash of now.files) sentAs.set(hash, await send(hash))
    for (let commands = nextCommands(now); commands !== null; commands = nextCommands(now)) {
      now = await ask(now, commands, sentAs)
      await saveJob(now)
      if (now.state !== 'waiting' || now.trouble !== null) return true
    }
    await saveJob({ ...now, state: 'done', doneAt: instant(serverNow()) })
    return true
  } catch (error) {
    const trouble = troubleOf(error)
    if (await findJob(job.id)) await saveJob({ ...now, trouble })
    return !isUnreachable(error) && trouble.code !== 'session.required'
  }
}

async function ask(job: Job, commands: readonly Envelope[], sentAs: ReadonlyMap<string, string>): Promise<Job> {
  const reply = await sync(commands.map((command) => withHashes(command, sentAs)))
  const answers: Record<string, JobAnswer> = { ...job.answers }
  let waits: Trouble | null = null
  for (const answer of reply.answers) {
    if (answer.outcome === 'accepted') answers[answer.id] = { outcome: 'accepted' }
    else {
      const trouble = { code: answer.problem.code, facts: answer.problem.facts ?? {}, requestId: null }
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

/** The server may file a picture under another name than ours; its name is the one that counts. */
function withHashes(command: Envelope, sentAs: ReadonlyMap<string, string>): Envelope {
  let data = JSON.stringify(command.data)
  for (const [ours, theirs] of sentAs) if (ours !== theirs) data = data.replaceAll(ours, theirs)
  return { ...command, data: JSON.parse(data) as Envelope['data'] }
}

/** A fault of our own is thrown on: it must be seen, not retried for ever. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof ApiProblem) {
    return { code: error.code, facts: error.facts, requestId: error.requestId ?? null }
  }
  throw error
}
