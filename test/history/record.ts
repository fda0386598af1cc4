import { isDeepStrictEqual } from 'node:util'
import type { Command } from '#domain/events.ts'
import type { Hazard } from '#domain/hazards.ts'
import type { Actor } from '#domain/people.ts'
import type { Answer } from '#server/commands/answers.ts'
import type { Call, Seen } from './hazard-model.ts'
import type { Client } from './http-client.ts'
import type { Op } from './linearise.ts'

export type HazardOp = Op<Call, Seen>
type Sent = Command<Record<string, unknown>>

/** Someone at a device: whose session it is, and who acts. A relay states that with each command. */
export type Hand = { client: Client; sight: Actor; actorOf(command: Sent): Actor }

/** Everything that was asked and answered, by hazard, on one monotonic clock. */
export type Recording = {
  histories: Map<string, HazardOp[]>
  /** Calls that no answer came to. */
  unanswered: number
}

export function openRecording(): Recording {
  return { histories: new Map(), unanswered: 0 }
}

/** Gives a batch over HTTP and notes each of its commands as an operation of its own on its hazard. */
export async function give(recording: Recording, hand: Hand, commands: readonly Sent[]): Promise<Answer[] | null> {
  const places: { history: HazardOp[]; at: number }[] = []
  const lastOf = new Map<string, number>()
  const ids = Map.groupBy(commands, ({ id }) => id)
  const invoked = performance.now()
  for (const [n, command] of commands.entries()) {
    const same = ids.get(command.id) as Sent[]
    const history = historyOf(recording, command.subject)
    const twin = same.some((other) => !isDeepStrictEqual(other, command))
    // The second copy within a batch is answered with the first one, not in its own turn.
    const copy = commands.indexOf(same[0] as Sent) !== n
    const call: Call = {
      kind: 'command',
      actor: hand.actorOf(command),
      sight: hand.sight,
      command,
      twin,
      outside: { openTwin: null, lastClosed: null },
    }
    const follows = copy ? null : (lastOf.get(command.subject) ?? null)
    const at = history.push({ call, invoked, returned: null, answer: null, follows }) - 1
    if (!copy) lastOf.set(command.subject, at)
    places.push({ history, at })
  }
  const answers = await answersOf(hand.client, commands)
  const returned = performance.now()
  if (answers === null) recording.unanswered += commands.length
  answers?.forEach((answer, n) => {
    const { history, at } = places[n] as (typeof places)[number]
    Object.assign(history[at] as HazardOp, { returned, answer: { kind: 'command', answer } })
  })
  return answers
}

async function answersOf(client: Client, commands: readonly Sent[]): Promise<Answer[] | null> {
  const reply = await client.ask('POST', '/api/sync', { commands }).catch(() => null)
  if (reply === null || reply.status >= 500) return null
  const { answers } = reply.body as { answers?: Answer[] }
  if (reply.status !== 200 || answers?.length !== commands.length)
    throw new Error(`/api/sync answered ${reply.status}: ${JSON.stringify(reply.body)}`)
  return answers
}

/** Opens a hazard's page; null where it is not there for this person. Undefined when no answer came. */
export async function look(recording: Recording, hand: Hand, id: string): Promise<Hazard | null | undefined> {
  const invoked = performance.now()
  const reply = await hand.client.ask('GET', `/api/hazards/${id}`).catch(() => null)
  const returned = performance.now()
  if (reply === null || reply.status >= 500) {
    recording.unanswered += 1
    return undefined
  }
  if (reply.status !== 200 && reply.status !== 404) throw new Error(`a page answered ${reply.status}`)
  const hazard = reply.status === 200 ? (reply.body as { hazard: Hazard }).hazard : null
  const call: Call = { kind: 'look', sight: hand.sight }
  historyOf(recording, id).push({ call, invoked, returned, answer: { kind: 'look', hazard }, follows: null })
  return hazard
}

function historyOf(recording: Recording, id: string): HazardOp[] {
  const known = recording.histories.get(id) ?? []
  recording.histories.set(id, known)
  return known
}
