import type { FastifyRequest } from 'fastify'
import type { Actor } from '#domain/people.ts'
import { may } from '#domain/people.ts'
import { problem } from '#domain/problems.ts'
import type { House, Visitor } from '#server/http/house.ts'

/** Accounts and the org tree are not one department's: whoever sees one line only shapes neither, nor hands out posts. */
export function managesPeople(actor: Pick<Actor, 'role' | 'line'>): boolean {
  return may(actor, 'people.manage') && actor.line === '*'
}

/** Whoever asks, if that is an administrator of an area. Throws `actor.not_allowed`. */
export async function administratorOf(house: Pick<House, 'visitorOf'>, request: FastifyRequest): Promise<Visitor> {
  const visitor = await house.visitorOf(request)
  if (!managesPeople(visitor.actor))
    throw problem('actor.not_allowed', { action: 'people.manage', role: visitor.actor.role })
  return visitor
}
