import type { FastifyRequest } from 'fastify'
import { type Action, type Actor, may } from '#domain/people.ts'
import { problem } from '#domain/problems.ts'
import type { House, Visitor } from '#server/http/house.ts'

/**
 * May this be done from this post? Accounts, the org tree and the papers are not one department's: whoever sees one line
 * only shapes none of them, nor hands out posts.
 */
export function mayHere(actor: Pick<Actor, 'role' | 'line'>, action: Action): boolean {
  return may(actor, action) && (!wholeArea.includes(action) || actor.line === '*')
}
const wholeArea: readonly Action[] = ['people.manage', 'paper.manage']

/** Whoever asks, if that is an administrator of an area. Throws `actor.not_allowed`. */
export async function administratorOf(house: Pick<House, 'visitorOf'>, request: FastifyRequest): Promise<Visitor> {
  const visitor = await house.visitorOf(request)
  if (!mayHere(visitor.actor, 'people.manage'))
    throw problem('actor.not_allowed', { action: 'people.manage', role: visitor.actor.role })
  return visitor
}
