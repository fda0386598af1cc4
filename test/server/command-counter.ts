import assert from 'node:assert/strict'
import { newId } from '#server/events/ids.ts'
import type { superuser } from '#test/server/attack/oracle.ts'
import type { RawSession } from '#test/server/raw-session.ts'
import type { World } from '#test/world.ts'

export type Sent = {
  id: string
  type: string
  subject: string
  at: string
  data: unknown
  seen?: number
  by?: string
}
export type Answer = {
  outcome: string
  version?: number
  events?: string[]
  problem?: { code: string; status: number; path?: string; facts: Record<string, unknown> }
}

/** Gives commands as a client would, over HTTP, and returns their answers. */
export async function sync(session: RawSession, ...commands: unknown[]): Promise<Answer[]> {
  const answer = await session.ask({ method: 'POST', url: '/api/sync', payload: { commands } })
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json().answers
}

export type Counter = ReturnType<typeof openCounter>

/** Commands to give, places and hazards to give them on, and what the log says of them afterwards. */
export function openCounter(world: World, root: Awaited<ReturnType<typeof superuser>>) {
  const fresh = () => newId(world.house.time.now())

  const register = async (login: string, unitPath: string, name: string): Promise<string> => {
    const id = fresh()
    const place = {
      kind: 'enterprise',
      name,
      uscc: null,
      parentId: null,
      unitPath,
      address: '民丰路8号',
      position: null,
    }
    await world.as(login).must('place.register', id, { ...place, contact: null })
    return id
  }

  const reported = async (login: string, placeId: string, itemCode = 'ENT-EL-01'): Promise<string> => {
    const id = fresh()
    const by = world.as(login)
    await by.must('hazard.report', id, { placeId, itemCode, before: await by.photo() })
    return id
  }

  const command = (type: string, subject: string, data: unknown = {}, more: Partial<Sent> = {}): Sent => {
    return { id: fresh(), type, subject, at: world.house.time.now(), data, ...more }
  }

  const eventsOf = async (subject: string): Promise<string[]> => {
    const { rows } = await root.query('select type from d330109.event where subject = $1 order by received, id', [
      subject,
    ])
    return rows.map((row) => row.type)
  }
  return { fresh, register, reported, command, eventsOf }
}
