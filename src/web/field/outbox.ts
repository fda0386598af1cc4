import type { Instant } from '#domain/calendar.ts'
import { dropFilesExcept } from './files.ts'
import { type Job, type NewJob, newJob } from './jobs.ts'
import { allKept, askToStay, type Change, keepAll, kept } from './keep.ts'
import { watched } from './watched.ts'

/** All jobs on this phone, of whoever uses it; `null` until read from the disk. */
export const jobs = watched<readonly Job[] | null>(null)

/** How long a finished job stays on the list, so that one can see what became of it. */
const rememberMs = 7 * 24 * 3_600_000

export async function readJobs(): Promise<void> {
  jobs.set((await allKept<Job>('jobs')).sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1)))
}

/** Puts the job on the disk and takes its draft away, in one step. From here on nothing is typed twice. */
export async function handIn(job: NewJob, draftId: string | null): Promise<void> {
  const changes: Change[] = [{ store: 'jobs', key: job.id, value: newJob(job) }]
  if (draftId !== null) changes.push({ store: 'drafts', key: draftId })
  await keepAll(changes)
  await readJobs()
  void askToStay()
}

export async function saveJob(job: Job): Promise<void> {
  await keepAll([{ store: 'jobs', key: job.id, value: job }])
  jobs.set((jobs.get() ?? []).map((one) => (one.id === job.id ? job : one)))
}

export function findJob(id: string): Promise<Job | undefined> {
  return kept<Job>('jobs', id)
}

/** Back to the sheet or form, to correct what was refused. It keeps its id, so nothing arrives twice. */
export async function reopen(job: Job & { draft: NonNullable<Job['draft']> }): Promise<void> {
  await keepAll([
    { store: 'drafts', key: job.draft.id, value: job.draft },
    { store: 'jobs', key: job.id },
  ])
  await readJobs()
}

/** Only on the word of the person, and only for what the server has refused or fully answered. */
export async function forget(job: Job): Promise<void> {
  await keepAll([{ store: 'jobs', key: job.id }])
  await readJobs()
}

/** Clears what the server has had for a week, and every file that nothing unsent names any more. */
export async function tidy(now: Instant): Promise<void> {
  const all = await allKept<Job>('jobs')
  const drafts = await allKept<unknown>('drafts')
  const old = all.filter((job) => job.doneAt !== null && Date.parse(now) - Date.parse(job.doneAt) > rememberMs)
  if (old.length > 0) await keepAll(old.map((job) => ({ store: 'jobs', key: job.id })))
  const unsent = all.filter((job) => job.state !== 'done').flatMap((job) => [...job.files, ...hashesIn(job.draft)])
  await dropFilesExcept(new Set([...unsent, ...drafts.flatMap(hashesIn)]))
  await readJobs()
}

/** Every file named anywhere in a draft: better one too many than a photo lost. */
function hashesIn(draft: unknown): string[] {
  return JSON.stringify(draft).match(/[0-9a-f]{64}/g) ?? []
}
