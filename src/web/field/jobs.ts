import type { Instant } from '#domain/calendar.ts'
import type { CommandType } from '#domain/commands.ts'
import type { Attempt } from './attempts.ts'
import type { Draft } from './drafts.ts'
import type { FormDraft } from './form-drafts.ts'

/** What is sent to /api/sync; the same object, with the same id, as often as it takes. */
export type Envelope = {
  id: string
  type: CommandType
  subject: string
  at: Instant
  data: Record<string, unknown>
}

/** Why something has not arrived or was not accepted; `facts` fill the sentence. */
export type Trouble = { code: string; facts: Record<string, unknown>; requestId: string | null }

/** Commands that go out together. After a refusal in a `needed` stage the rest waits for a correction. */
export type Stage = { commands: readonly Envelope[]; needed: boolean }

export type JobAnswer = { outcome: 'accepted' } | { outcome: 'refused'; trouble: Trouble }

/** One piece of work on its way to the server: a signed visit, a report, a re-inspection, the file of a place. */
export type Job = {
  id: string
  kind: 'visit' | 'report' | 'reinspect' | 'place' | 'amend'
  accountId: string
  /** The post under which it was done, and under which it must be sent. */
  postId: string
  /** Name of the place. */
  title: string
  createdAt: Instant
  stages: readonly Stage[]
  /** Hashes of the files it names, sent before its commands. */
  files: readonly string[]
  /** Item texts by hazard id, to say of which finding an answer speaks. */
  findings: Record<string, string>
  answers: Record<string, JobAnswer>
  state: 'waiting' | 'refused' | 'done'
  attempts: number
  /** The last tries, oldest first; jobs of an older app have none. */
  log?: readonly Attempt[]
  triedAt: Instant | null
  trouble: Trouble | null
  doneAt: Instant | null
  /** The visit or form as it was filled in, to correct it after a refusal; null for other kinds. */
  draft: Draft | FormDraft | null
}

export type NewJob = Omit<Job, 'answers' | 'state' | 'attempts' | 'log' | 'triedAt' | 'trouble' | 'doneAt'>

export function newJob(job: NewJob): Job {
  return { ...job, answers: {}, state: 'waiting', attempts: 0, triedAt: null, trouble: null, doneAt: null }
}

/** The commands to send next: of the first stage that is not fully answered, or null when all are. */
export function nextCommands(job: Job): readonly Envelope[] | null {
  for (const stage of job.stages) {
    const open = stage.commands.filter((command) => job.answers[command.id]?.outcome !== 'accepted')
    const unasked = open.filter((command) => job.answers[command.id] === undefined)
    if (stage.needed ? open.length > 0 : unasked.length > 0) return stage.needed ? open : unasked
  }
  return null
}

/**
 * May its first stage go out ahead of the files? Findings may; whatever says that something was put right, or stands in
 * for a signature, is refused without them.
 */
export function mayComeAhead(job: Job): boolean {
  const first = job.stages[0]
  if (first === undefined || !first.needed || job.files.length === 0) return false
  return first.commands.every(({ type, data }) => {
    const entries = (data['entries'] as { fixed?: unknown[] }[] | undefined) ?? []
    const ends = data['after'] !== undefined || data['video'] !== undefined || type === 'hazard.reinspect'
    return !ends && entries.every((entry) => (entry.fixed ?? []).length === 0)
  })
}

/** The first command of a needed stage that was refused. */
export function refusedCommand(job: Job): { command: Envelope; trouble: Trouble } | null {
  return refusals(job).find(({ needed }) => needed) ?? null
}

/** What the server did not accept after the visit itself stood, one per finding: it is kept there and told here. */
export function remarksOf(job: Job): { command: Envelope; trouble: Trouble }[] {
  const seen = new Set<string>()
  return refusals(job).filter(({ needed, command }) => {
    if (needed || seen.has(command.subject)) return false
    seen.add(command.subject)
    return true
  })
}

function refusals(job: Job): { command: Envelope; trouble: Trouble; needed: boolean }[] {
  return job.stages.flatMap((stage) =>
    stage.commands.flatMap((command) => {
      const answer = job.answers[command.id]
      return answer?.outcome === 'refused' ? [{ command, trouble: answer.trouble, needed: stage.needed }] : []
    }),
  )
}

/** The same job to be asked again from the start; what was accepted stays accepted. */
export function askedAgain(job: Job): Job {
  const answers = Object.fromEntries(Object.entries(job.answers).filter(([, one]) => one.outcome === 'accepted'))
  return { ...job, answers, state: 'waiting', trouble: null }
}
