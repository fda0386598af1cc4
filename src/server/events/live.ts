import type { OutgoingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { House, Visitor } from '#server/http/house.ts'

type Change = { seq: number; subjectKind: string; subject: string; type: string; at: string }
type Listener = {
  visitor: Visitor
  seq: number
  request: FastifyRequest
  reply: FastifyReply
  busy: boolean
  /** There was more to tell while it was being told. */
  again: boolean
}

const mostAtOnce = 200
const heartbeatMs = 20_000

/**
 * Tells screens what changed within their reach, by subject only; they fetch what they may see. Every listener
 * reads the numbered events under its own scope, so that the feed never knows more than a list would show.
 */
export class LiveFeed {
  readonly #house: House
  readonly #listeners = new Set<Listener>()
  readonly #heartbeat: NodeJS.Timeout

  constructor(house: House) {
    this.#house = house
    this.#heartbeat = setInterval(() => {
      for (const listener of this.#listeners) void this.#renew(listener)
    }, heartbeatMs)
    this.#heartbeat.unref()
  }

  routes(app: FastifyInstance): void {
    app.get(
      '/api/live',
      { schema: { summary: 'Server-sent events: what changed within my reach' } },
      async (request, reply) => {
        const visitor = await this.#house.visitorOf(request)
        const last = Number(request.headers['last-event-id'])
        const seq = Number.isSafeInteger(last) && last > 0 ? last : await this.#newest(visitor)
        reply.hijack()
        reply.raw.writeHead(200, {
          ...(reply.getHeaders() as OutgoingHttpHeaders),
          'content-type': 'text/event-stream',
          'cache-control': 'no-store',
          'x-accel-buffering': 'no',
        })
        reply.raw.write(`event: hello\ndata: ${JSON.stringify({ seq })}\n\n`)
        const listener: Listener = { visitor, seq, request, reply, busy: false, again: false }
        this.#listeners.add(listener)
        request.raw.on('close', () => this.#listeners.delete(listener))
        // Whoever comes back hears at once what was missed, not only when something else happens.
        this.#send(listener).catch((error: unknown) => this.#house.log.error(error))
      },
    )
  }

  /** To be called when new events were numbered. */
  async tell(districtCode: string): Promise<void> {
    const waiting = [...this.#listeners].filter((one) => one.visitor.district.code === districtCode)
    await Promise.all(waiting.map((one) => this.#send(one)))
  }

  close(): void {
    clearInterval(this.#heartbeat)
    for (const { reply } of this.#listeners) reply.raw.end()
    this.#listeners.clear()
  }

  /** A listener whose session ended hears nothing more; one whose post changed hears under the new reach. */
  async #renew(listener: Listener): Promise<void> {
    try {
      listener.visitor = await this.#house.visitorOf(listener.request, 'unattended')
      listener.reply.raw.write(': here\n\n')
    } catch {
      this.#listeners.delete(listener)
      listener.reply.raw.end('event: ended\ndata: {}\n\n')
    }
  }

  async #send(listener: Listener): Promise<void> {
    listener.again = true
    if (listener.busy) return
    listener.busy = true
    try {
      while (listener.again) {
        listener.again = false
        const changes = await this.#changesAfter(listener)
        for (const change of changes) {
          listener.reply.raw.write(`id: ${change.seq}\nevent: change\ndata: ${JSON.stringify(change)}\n\n`)
          listener.seq = change.seq
        }
        if (changes.length === mostAtOnce) listener.again = true
      }
    } finally {
      listener.busy = false
    }
  }

  #changesAfter({ visitor, seq }: Listener): Promise<Change[]> {
    return this.#house.database.as(visitor.district, visitor.actor, async (tx) => {
      const { rows } = await sql<Change>`select n.seq, e.subject_kind, e.subject, e.type, e.received as at
        from event_number n join event e on e.id = n.event_id where n.seq > ${seq} order by n.seq limit ${mostAtOnce}`.execute(
        tx,
      )
      return rows
    })
  }

  #newest(visitor: Visitor): Promise<number> {
    return this.#house.database.worker(visitor.district, async (tx) => {
      const { rows } = await sql<{ seq: number }>`select coalesce(max(seq), 0)::int8 as seq from event_number`.execute(
        tx,
      )
      return rows[0]?.seq ?? 0
    })
  }
}
