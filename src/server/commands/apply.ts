import { type Instant, minute, plus } from '#domain/calendar.ts'
import type { Command } from '#domain/events.ts'
import type { Actor } from '#domain/people.ts'
import { Problem, problem } from '#domain/problems.ts'
import type { Keys } from '#server/crypto/keys.ts'
import { sameRevision } from '#server/db/revisions.ts'
import type { Database, District, Tx } from '#server/db/transaction.ts'
import { recordEvents } from '#server/events/record.ts'
import { type Answer, claim, digestOf, refused, remember, repeated } from './answers.ts'
import { isolate, problemOfDatabase, shouldRetry } from './conflicts.ts'
import { lateAfter } from './moment.ts'
import { validateCommand } from './validate.ts'
import type { Handler, Settings, Signed, Work } from './work.ts'

/** Who sends the batch, and how the actors named in `by` are found. */
export type Sender = {
  district: District
  actor: Actor
  /** Only a relay may speak for others; by post id. */
  actorsOf: ((tx: Tx, postIds: readonly string[], at: Instant) => Promise<Map<string, Actor>>) | null
}

export type WritePath = {
  database: Database
  keys: Keys
  settings: (district: District) => Promise<Settings>
  /** The settings changed: the next who asks reads them anew. */
  forget: (district: District) => void
  now: () => Instant
  /** In the order in which they prepare and save: what is pointed at comes before what points. */
  handlers: readonly Handler[]
}

/** The org tree or the catalogue has changed since the settings were read. */
class Outdated extends Error {}

/** A device's clock may be ahead by this much. */
const tolerance = 5 * minute

/**
 * The one way to change a subject: a batch, decided one by one in order and written set-wise in one transaction.
 * A refused command writes nothing and does not fail its neighbours. Answers stand in the order of the commands.
 * Where one of them looks at all that is saved, each has a transaction of its own.
 */
export async function applyBatch(path: WritePath, sender: Sender, commands: readonly Command[]): Promise<Answer[]> {
  const oneByOne = () => isolate(commands, (one) => applyBatch(path, sender, [one]))
  if (commands.length > 1 && commands.some(({ type }) => path.handlers.some((one) => one.standsAlone?.(type))))
    return oneByOne()
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptBatch(path, sender, commands)
    } catch (error) {
      if (error instanceof Outdated) {
        path.forget(sender.district)
        continue
      }
      if (shouldRetry(error) && attempt < 3) continue
      if (commands.length > 1) return oneByOne()
      const no = problemOfDatabase(error)
      const only = commands[0]
      if (no === null || only === undefined) throw error
      return [refused(only.id, no)]
    }
  }
}

async function attemptBatch(path: WritePath, sender: Sender, commands: readonly Command[]): Promise<Answer[]> {
  const settings = await path.settings(sender.district)
  const work = async (tx: Tx) => {
    const now = path.now()
    const ids = [...new Set(commands.map((command) => command.id))]
    const { earlier, revision } = await claim(tx, sender.actor.accountId, ids)
    if (revision !== undefined && !sameRevision(revision, settings.revision)) throw new Outdated()
    const posts = [...new Set(commands.flatMap((command) => command.by ?? []))]
    const actors =
      sender.actorsOf && posts.length > 0 ? await sender.actorsOf(tx, posts, now) : new Map<string, Actor>()
    const batch: Work = {
      tx,
      district: sender.district,
      now,
      keys: path.keys,
      settings,
      shelves: new Map(),
      events: [],
      remarks: [],
      fileLinks: [],
      undo: [],
    }

    const answers = new Map<number, Answer>()
    const digests = commands.map((command) => digestOf(path.keys, command))
    const fresh: { index: number; signed: Signed; handler: Handler }[] = []
    const firstOf = new Map<string, number>()
    commands.forEach((command, index) => {
      const before = repeated(
        earlier.get(command.id) ?? { mine: true, digest: null, answer: null },
        digests[index] as Buffer,
        command.id,
      )
      if (before !== null) answers.set(index, before)
      if (before !== null || firstOf.has(command.id)) return
      firstOf.set(command.id, index)
      try {
        fresh.push({ index, ...sign(path, sender, actors, command, now) })
      } catch (error) {
        answers.set(index, refused(command.id, orThrow(error)))
      }
    })

    const signed = fresh.map((one) => one.signed)
    if (signed.length > 0) for (const handler of path.handlers) await handler.prepare(batch, signed)
    // Locks are held now: what is received from here on comes after whatever others did to the same subjects.
    batch.now = path.now()
    for (const { index, signed, handler } of fresh) answers.set(index, decideOne(batch, signed, handler))
    // Asked one after the other and awaited together: the database writes them in this order.
    await Promise.all([
      ...path.handlers.map((handler) => handler.save(batch)),
      recordEvents(batch),
      remember(
        tx,
        sender.actor.accountId,
        now,
        fresh.map(({ index }) => ({ answer: answers.get(index) as Answer, digest: digests[index] as Buffer })),
      ),
    ])
    return commands.map((command, index) => answers.get(index) ?? twin(answers, digests, firstOf, command, index))
  }
  return sender.actor.role === 'system'
    ? path.database.worker(sender.district, work)
    : path.database.as(sender.district, sender.actor, work)
}

/** The same id twice in one batch: the first answer again, or a refusal if the two differ. */
function twin(
  answers: Map<number, Answer>,
  digests: readonly Buffer[],
  firstOf: Map<string, number>,
  command: Command,
  index: number,
): Answer {
  const first = firstOf.get(command.id) as number
  const same = (digests[first] as Buffer).equals(digests[index] as Buffer)
  return same ? (answers.get(first) as Answer) : refused(command.id, problem('command.altered'))
}

function sign(
  path: WritePath,
  sender: Sender,
  actors: Map<string, Actor>,
  command: Command,
  now: Instant,
): { signed: Signed; handler: Handler } {
  validateCommand(command, sender.actor.role === 'system')
  const handler = path.handlers.find((one) => one.takes(command.type))
  if (handler === undefined) throw problem('command.unknown', { type: command.type }, '/type')
  if (command.at > plus(now, tolerance)) throw problem('command.from_future', { serverTime: now }, '/at')
  const actor = actorOf(sender, actors, command)
  const at = command.at > now ? now : command.at
  return {
    handler,
    signed: { command: command as Command<Record<string, unknown>>, actor, at, late: plus(at, lateAfter) < now },
  }
}

function actorOf(sender: Sender, actors: Map<string, Actor>, command: Command): Actor {
  if (command.by === undefined) return sender.actor
  if (sender.actorsOf === null) throw problem('command.by_not_allowed', {}, '/by')
  const actor = actors.get(command.by)
  if (actor === undefined) throw problem('post.not_found', {}, '/by')
  return { ...actor, via: sender.actor.accountId }
}

/** Decides one command; a refusal leaves the batch as it was before. */
function decideOne(work: Work, signed: Signed, handler: Handler): Answer {
  const before = { events: work.events.length, remarks: work.remarks.length, fileLinks: work.fileLinks.length }
  work.undo.length = 0
  try {
    const { version } = handler.decide(work, signed)
    const events = work.events.slice(before.events).map((event) => event.type)
    return { id: signed.command.id, outcome: 'accepted', subject: signed.command.subject, version, events }
  } catch (error) {
    for (const takeBack of work.undo.reverse()) takeBack()
    work.events.length = before.events
    work.remarks.length = before.remarks
    work.fileLinks.length = before.fileLinks
    return refused(signed.command.id, orThrow(error))
  }
}

function orThrow(error: unknown): Problem {
  if (error instanceof Problem) return error
  throw error
}
