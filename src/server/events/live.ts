import { once } from 'node:events'
import type { OutgoingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { problem } from '#domain/problems.ts'
import { sql } from '#server/db/sql.ts'
import type { House, Visitor } from '#server/http/house.ts'
import { inTurns, reachKey } from './live-reach.ts'

type Change = { seq: number; subjectKind: string; subject: string; type: string; at: string }
type Listener = {
  visitor: Visitor
  /** The last one that was told. */
  seq: number
  request: FastifyRequest
  reply: FastifyReply
  /** Has heard what was missed, and is told with the others from now on. */
  present: boolean
}

export type LiveLimits = { perSession: number; inTotal: number; unreadBytes: number }

const defaults: LiveLimits = { perSession: 6, inTotal: 2000, unreadBytes: 1024 * 1024 }
const mostAtOnce = 200
const queriesAtOnce = 3
const heartbeatMs = 20_000

/**
 * Tells screens what changed within their reach, by subject only; they fetch what they may see. The numbered events
 * are read under the listeners' own scope, so that the feed never knows more than a list would show.
 */
export class LiveFeed {
  readonly #house: House
  readonly #limits: LiveLimits
  readonly #listeners = new Set<Listener>()
  readonly #heartbeat: NodeJS.Timeout
  /** By district: being told now, and whether more was numbered meanwhile. */
  readonly #telling = new Map<string, { again: boolean; done: Promise<void> }>()
  #renewing = false

  constructor(house: House, limits: Partial<LiveLimits> = {}) {
    this.#house = house
    this.#limits = { ...defaults, ...limits }
    this.#heartbeat = setInterval(() => void this.#renewAll(), heartbeatMs)
    this.#heartbeat.unref()
  }

  routes(app: FastifyInstance): void {
    app.get(
      '/api/live',
      { schema: { summary: 'Server-sent events: what changed within my reach' } },
      async (request, reply) => {
        const visitor = await this.#house.visitorOf(request)
        const last = Number(request.headers['last-event-id'])
        const newest = await this.#newest(visitor)
        const seq = Number.isSafeInteger(last) && last > 0 ? Math.min(last, newest) : newest
        this.#refuseCrowd(visitor)
        // Whoever left meanwhile has said so already, and will not say it again.
        if (reply.raw.destroyed) return reply.hijack()
        const listener: Listener = { visitor, seq, request, reply, present: false }
        this.#listeners.add(listener)
        reply.raw.on('close', () => this.#listeners.delete(listener))
        reply.raw.on('error', () => this.#listeners.delete(listener))
        reply.hijack()
        reply.raw.writeHead(200, {
          ...(reply.getHeaders() as OutgoingHttpHeaders),
          'content-type': 'text/event-stream',
          'cache-control': 'no-store',
          'x-accel-buffering': 'no',
          // A stream that ended leaves nothing to reuse, and no idle connection to wait for when the server stops.
          connection: 'close',
        })
        // A restored log may end before what a screen saw of it: all that is on that screen is in doubt.
        const reset = last > newest
        reply.raw.write(`event: hello\nid: ${seq}\ndata: ${JSON.stringify({ seq, reset })}\n\n`)
        this.#catchUp(listener).catch((error: unknown) => {
          // Not dropped in silence: the screen comes back and asks from where it was.
          this.#house.log.error(error)
          this.#drop(listener)
        })
      },
    )
  }

  /** To be called when new events were numbered. Calls while it is at it are answered by one more round. */
  tell(districtCode: string): Promise<void> {
    const now = this.#telling.get(districtCode)
    if (now !== undefined) {
      now.again = true
      return now.done
    }
    const turn = { again: true, done: Promise.resolve() }
    this.#telling.set(districtCode, turn)
    turn.done = this.#tellRounds(districtCode, turn).finally(() => this.#telling.delete(districtCode))
    return turn.done
  }

  close(): void {
    clearInterval(this.#heartbeat)
    for (const { reply } of this.#listeners) reply.raw.end()
    this.#listeners.clear()
  }

  #refuseCrowd({ tokenHash }: Visitor): void {
    const own = [...this.#listeners].filter((one) => one.visitor.tokenHash.equals(tokenHash)).length
    if (own >= this.#limits.perSession || this.#listeners.size >= this.#limits.inTotal) throw problem('server.busy')
  }

  async #tellRounds(districtCode: string, turn: { again: boolean }): Promise<void> {
    while (turn.again) {
      turn.again = false
      const groups = new Map<string, Listener[]>()
      for (const one of this.#listeners) {
        if (!one.present || one.visitor.district.code !== districtCode) continue
        const key = reachKey(one.visitor)
        groups.set(key, [...(groups.get(key) ?? []), one])
      }
      await inTurns([...groups], queriesAtOnce, ([key, group]) => this.#tellGroup(key, group))
    }
  }

  /**
   * All of a group have the same reach, as long as they stay in it: whoever's reach is another one by now is told apart.
   * Each read begins at the one furthest behind, so nobody misses any.
   */
  async #tellGroup(key: string, group: readonly Listener[]): Promise<void> {
    const belongs = (one: Listener) => this.#listeners.has(one) && reachKey(one.visitor) === key
    for (;;) {
      const listening = group.filter(belongs)
      const [first] = listening
      if (first === undefined) return
      const changes = await this.#changesAfter(first.visitor, Math.min(...listening.map(({ seq }) => seq)))
      for (const one of listening) if (belongs(one)) this.#write(one, changes)
      if (changes.length < mostAtOnce) return
    }
  }

  /** Whoever comes back hears at once what was missed, as fast as it is read, not only when something else happens. */
  async #catchUp(listener: Listener): Promise<void> {
    for (let full = true; full && this.#listeners.has(listener); ) {
      const { visitor } = listener
      const changes = await this.#changesAfter(visitor, listener.seq)
      // Read under a reach that is another one by now: once more.
      if (reachKey(listener.visitor) !== reachKey(visitor)) continue
      full = changes.length === mostAtOnce
      this.#write(listener, changes)
      const { raw } = listener.reply
      if (full && raw.writableNeedDrain) await Promise.race([once(raw, 'drain'), once(raw, 'close')])
    }
    listener.present = true
    await this.#tellAlone(listener)
  }

  #tellAlone(listener: Listener): Promise<void> {
    return this.#tellGroup(reachKey(listener.visitor), [listener])
  }

  /** Two reads may bring the same changes: what was told already is skipped. Whoever does not read is cut off. */
  #write(listener: Listener, changes: readonly Change[]): void {
    const { raw } = listener.reply
    if (raw.destroyed) {
      this.#drop(listener)
      return
    }
    for (const change of changes) {
      if (change.seq <= listener.seq || !this.#listeners.has(listener)) continue
      raw.write(`id: ${change.seq}\nevent: change\ndata: ${JSON.stringify(change)}\n\n`)
      listener.seq = change.seq
    }
    if (raw.writableLength > this.#limits.unreadBytes) this.#drop(listener)
  }

  #drop(listener: Listener): void {
    this.#listeners.delete(listener)
    listener.reply.raw.destroy()
  }

  async #renewAll(): Promise<void> {
    if (this.#renewing) return
    this.#renewing = true
    await inTurns([...this.#listeners], queriesAtOnce, (listener) => this.#renew(listener))
    this.#renewing = false
  }

  /** A listener whose session ended hears nothing more; one whose post changed hears under the new reach. */
  async #renew(listener: Listener): Promise<void> {
    const before = reachKey(listener.visitor)
    try {
      listener.visitor = await this.#house.visitorOf(listener.request, 'unattended')
      if (!this.#listeners.has(listener)) return
      listener.reply.raw.write(': here\n\n')
      this.#write(listener, [])
    } catch {
      this.#listeners.delete(listener)
      listener.reply.raw.end('event: ended\ndata: {}\n\n')
      return
    }
    // Those it was told with until now leave it out.
    if (listener.present && reachKey(listener.visitor) !== before)
      await this.#tellAlone(listener).catch((error: unknown) => this.#house.log.error(error))
  }

  #changesAfter(visitor: Visitor, seq: number): Promise<Change[]> {
    return this.#house.database.read(visitor.district, visitor.actor, async (tx) => {
      const { rows } = await sql<Change>`select n.seq, e.subject_kind, e.subject, e.type, e.received as at
        from event_number n join event e on e.id = n.event_id where n.seq > ${seq} order by n.seq limit ${mostAtOnce}`.execute(
        tx,
      )
      return rows
    })
  }

  #newest(visitor: Visitor): Promise<number> {
    return this.#house.database.look(visitor.district, async (tx) => {
      const { rows } = await sql<{ seq: number }>`select coalesce(max(seq), 0)::int8 as seq from event_number`.execute(
        tx,
      )
      return rows[0]?.seq ?? 0
    })
  }
}
