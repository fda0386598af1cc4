import { type Instant, instant } from '#domain/calendar.ts'
import type { Answer } from '#server/commands/answers.ts'
import { applyBatch, type Sender } from '#server/commands/apply.ts'
import type { House } from '#server/http/house.ts'
import { actorOfPost, actorsOfPosts } from '#server/people/actors.ts'
import type { Step } from './pilot-commands.ts'
import type { Steps } from './pilot-stream.ts'
import { storeProofs } from './proofs.ts'
import { countGiven, ownerOf } from './replay-position.ts'
import { type Lapses, lapsesWithin, letTimePass } from './replay-time.ts'
import { lanesOf, type Window, windowsOf } from './replay-windows.ts'
import type { Settled } from './settle.ts'

/** As many as a phone sends at once. */
const batchSize = 200
const mostLanes = 4

export type Replayed = { commands: number; refused: number; firstRefusal: Answer | undefined }

/** What goes on beside the steps. */
export type Around = {
  /** Numbers what was written and lets the reactions follow it. */
  follow(): Promise<void>
  progress?(done: number, total: number): void
  /** Asks to stop where the replay can go on later: it throws what the signal was given. */
  stopping?: AbortSignal | undefined
}

type Stage = {
  house: House
  sender: Sender
  steps: Steps
  /** As `Around.follow`; calls wait for each other. */
  follow: () => Promise<void>
  result: Replayed
}

/**
 * Gives the steps in order of time, on the virtual clock, through the write path that phones use: in batches, each one
 * transaction. Villages are independent of each other, so that several batches are under way at once. What runs out
 * lapses at its own moment. Events are numbered and reacted to beside it, at most one window behind. A replay that was
 * interrupted goes on where it was.
 */
export async function replay(house: House, town: Settled, steps: Steps, around: Around): Promise<Replayed> {
  const sender = relayOf(town)
  const stage: Stage = {
    house,
    sender,
    steps,
    follow: oneAfterTheOther(around.follow),
    result: { commands: steps.total, refused: 0, firstRefusal: undefined },
  }
  const windows = windowsOf(steps)
  const given = await countGiven(house, town.district)
  const left = windows.filter(({ to }) => to > given)
  if (left.length > 0) await storeProofs(house, sender)

  let behind = Promise.resolve()
  for (const window of left) {
    if (around.stopping?.aborted) await behind
    around.stopping?.throwIfAborted()
    // Nothing is done before its time: the clock comes first, and what fell due overnight before the morning's steps.
    setClock(house, instant(window.start))
    await letTimePass(house, town.district, instant(window.start))
    setClock(house, instant(window.end))
    await giveWindow(stage, window)
    await behind
    if (stage.result.refused > 0) return stage.result
    behind = stage.follow()
    behind.catch(() => undefined)
    around.progress?.(window.to, steps.total)
  }
  await behind
  const end = instant(windows.at(-1)?.end ?? Date.now())
  setClock(house, end)
  await letTimePass(house, town.district, end)
  await stage.follow()
  return stage.result
}

/** The account of kind `relay`, in reach of the whole district; it states for each command by which post it was given. */
export function relayOf({ relay, district }: Pick<Settled, 'relay' | 'district'>): Sender {
  const unit = { id: '', name: '', kind: 'district' as const, path: relay.path, line: null }
  const post = { id: relay.id, accountId: relay.accountId, role: relay.role, certificateNo: null, unit }
  return { district, actor: actorOfPost(post, []), actorsOf: actorsOfPosts }
}

/** Time goes forward only: what was received before an interruption stays earlier than what comes after it. */
function setClock(house: House, at: Instant): void {
  if (at > house.time.now()) house.time.setTo(at)
}

async function giveWindow(stage: Stage, window: Window): Promise<void> {
  const lapses = await lapsesWithin(stage.house, stage.sender.district, instant(window.start), instant(window.end))
  // Half-empty batches cost as much as full ones.
  const lanes = Math.min(mostLanes, Math.ceil((window.to - window.from) / batchSize))
  const byLane = lanesOf(window, stage.steps, lanes)
  await Promise.all(byLane.map((rows) => giveLane(stage, rows, lapses)))
}

/** One lane of a window, batch by batch. A batch ends before a step that meets a hazard whose time ran out meanwhile. */
async function giveLane(stage: Stage, rows: readonly number[], lapses: Lapses): Promise<void> {
  let batch: Step[] = []
  const flush = async () => {
    const now = batch
    batch = []
    if (now.length > 0) note(stage.result, await applyBatch(stage.house.path, stage.sender, withPosts(now)))
  }
  for (const n of rows) {
    const step = stage.steps.step(n)
    const due = lapses.dueOf(step.subject)
    if (due !== null && due < step.at) {
      await flush()
      await lapses.lapse(step.subject, step.at)
    }
    if (step.by === null) {
      await flush()
      await giveAsOwner(stage, step)
      continue
    }
    batch.push(step)
    if (batch.length === batchSize) await flush()
  }
  await flush()
}

const withPosts = (steps: readonly Step[]) => steps.map((step) => ({ ...step, by: step.by as string }))

/** The owner acts on the page behind the link of the message, so the message has to be written first. */
async function giveAsOwner(stage: Stage, { by: _, ...command }: Step): Promise<void> {
  await stage.follow()
  const owner = await ownerOf(stage.house, stage.sender.district, command.subject)
  note(stage.result, await applyBatch(stage.house.path, owner, [command]))
}

function note(result: Replayed, answers: readonly Answer[]): void {
  for (const answer of answers) {
    if (answer.outcome === 'accepted') continue
    result.refused += 1
    result.firstRefusal ??= answer
  }
}

function oneAfterTheOther(work: () => Promise<void>): () => Promise<void> {
  let last = Promise.resolve()
  return () => {
    last = last.then(work)
    return last
  }
}
