import type { Instant } from '#domain/calendar.ts'
import { dropFilesExcept, findFile } from './files.ts'
import { askedAgain, type Job, type NewJob, newJob } from './jobs.ts'
import { allKept, askToStay, type Change, keepAll, kept } from './keep.ts'
import { tell } from './one-tab.ts'
import { unsend } from './uploads.ts'
import { watched } from './watched.ts'

/** All jobs on this phone, of whoever uses it; `null` until read from the disk. */
export const jobs = watched<readonly Job[] | null>(null)

/** How long a finished job stays on the list, so that one can see what became of it. */
const rememberMs = 7 * 24 * 3_600_000
const mostAsked = 500

export async function readJobs(): Promise<void> {
  jobs.set((await allKept<Job>('jobs')).sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1)))
}

/** Puts the job on the disk and takes its draft away, in one step. From here on nothing is typed twice. */
export async function handIn(job: NewJob, draftId: string | null): Promise<void> {
  const changes: Change[] = [{ store: 'jobs', key: job.id, value: newJob(job) }]
  if (draftId !== null) changes.push({ store: 'drafts', key: draftId })
  await keepAll(changes)
  await readJobs()
  tell('changed')
  void askToStay()
}

export async function saveJob(job: Job): Promise<void> {
  await keepAll([{ store: 'jobs', key: job.id, value: job }])
  jobs.set((jobs.get() ?? []).map((one) => (one.id === job.id ? job : one)))
  tell('changed')
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

/**
 * Clears what the server has had for a week, and every file that nothing needs any more: of what was sent only what the
 * server, asked once more, says it holds. What it has lost goes out again.
 */
export async function tidy(
  now: Instant,
  accountId: string,
  held: (hashes: string[]) => Promise<string[]>,
): Promise<void> {
  const all = await allKept<Job>('jobs')
  const drafts = await allKept<unknown>('drafts')
  const unsent = all.filter((job) => job.state !== 'done').flatMap((job) => [...job.files, ...hashesIn(job.draft)])
  const done = all.filter((job) => job.state === 'done')
  const asked = await keptOf(done.filter((job) => job.accountId === accountId).flatMap((job) => job.files))
  const safe = new Set(asked.length === 0 ? [] : await held(asked))
  const lost = asked.filter((hash) => !safe.has(hash))
  await unsend(lost)
  const again = done.filter((job) => job.files.some((hash) => lost.includes(hash)))
  for (const job of again) await keepAll([{ store: 'jobs', key: job.id, value: askedAgain({ ...job, doneAt: null }) }])
  const old = done.filter(
    (job) => job.doneAt !== null && !again.includes(job) && Date.parse(now) - Date.parse(job.doneAt) > rememberMs,
  )
  if (old.length > 0) await keepAll(old.map((job) => ({ store: 'jobs', key: job.id })))
  const unsure = done.flatMap((job) => job.files).filter((hash) => !safe.has(hash))
  await dropFilesExcept(new Set([...unsent, ...unsure, ...drafts.flatMap(hashesIn)]))
  await readJobs()
}

/** Those of these files that are still on the phone; as many as may be asked about at once. */
async function keptOf(hashes: readonly string[]): Promise<string[]> {
  const found = await Promise.all([...new Set(hashes)].map((hash) => findFile(hash)))
  return found.flatMap((file) => (file === undefined ? [] : [file.hash])).slice(0, mostAsked)
}

/** Every file named anywhere in a draft: better one too many than a photo lost. */
function hashesIn(draft: unknown): string[] {
  return JSON.stringify(draft).match(/[0-9a-f]{64}/g) ?? []
}
