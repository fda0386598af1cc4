import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { plateOf } from '#domain/colours.ts'
import { type Action, may } from '#domain/people.ts'
import { sheetKind } from '#domain/places.ts'
import { problem } from '#domain/problems.ts'
import { exact, Id, Reason } from '#domain/shapes.ts'
import { unseal } from '#server/crypto/seal.ts'
import { hazardsOfPlaces } from '#server/hazards/list.ts'
import type { House, Visitor } from '#server/http/house.ts'
import { unitNamesOf } from '#server/people/names.ts'
import { revealContact } from '#server/places/contact.ts'
import { listPlaces, PlaceQuery, placeRows } from '#server/places/list.ts'
import { findContact, findPlaces, findRooms } from '#server/places/store.ts'
import { findItemsFor } from '#server/standards/store.ts'
import { visitPage, visitsOf } from './reads.ts'
import { findSignature } from './store.ts'
import { todaysPlaces } from './today.ts'

const ById = Type.Object({ id: Id }, exact)
const Why = Type.Object({ reason: Reason }, exact)
type Request = Parameters<House['visitorOf']>[0]

/** Places as the one who goes there sees them: with what is open, who visited, and the sheet to walk. */
export function visitRoutes(app: FastifyInstance, house: House): void {
  const allowed = async (request: Request, action: Action): Promise<Visitor> => {
    const visitor = await house.visitorOf(request)
    if (!may(visitor.actor, action)) throw problem('actor.not_allowed', { action })
    return visitor
  }

  app.get<{ Querystring: Static<typeof PlaceQuery> }>(
    '/api/places',
    { schema: { summary: 'Places within my reach', querystring: PlaceQuery } },
    async (request) => {
      const { district, actor } = await allowed(request, 'place.read')
      return house.database.read(district, actor, async (tx) => ({
        ...(await listPlaces(tx, request.query)),
        asOf: house.time.now(),
      }))
    },
  )

  app.get<{ Params: Static<typeof ById> }>(
    '/api/places/:id',
    { schema: { summary: 'One place', params: ById } },
    async (request) => {
      const { district, actor } = await allowed(request, 'place.read')
      const { id } = request.params
      return house.database.read(district, actor, async (tx) => {
        const [place] = await findPlaces(tx, [id])
        if (place === undefined) throw problem('place.not_found')
        const [row] = await placeRows(tx, [id])
        const contact = await findContact(tx, id)
        const around = await findPlaces(
          tx,
          [place.parentId, place.mergedInto].filter((one) => one !== null),
        )
        const named = (one: string | null) => nameOf(around.find((found) => found.id === one))
        const duplicates = await listPlaces(tx, { kind: place.kind, into: id, limit: 200 })
        return {
          place,
          plate:
            row?.plate ??
            plateOf(place.status, { critical: 0, serious: 0, general: 0, relapsed: 0, overdue: 0, inWork: 0 }),
          contact: contact === undefined ? null : { nameMasked: contact.nameMasked, phoneMasked: contact.phoneMasked },
          unitNames: await unitNamesOf(tx, place.scopePath),
          hazards: await hazardsOfPlaces(tx, [id], false),
          visits: await visitsOf(tx, id),
          parent: named(place.parentId),
          /** Null also where that place is out of the reader's reach. */
          mergedInto: named(place.mergedInto),
          duplicates: duplicates.rows.map(nameOf),
          rooms: await findRooms(tx, id),
          asOf: house.time.now(),
        }
      })
    },
  )

  app.post<{ Params: Static<typeof ById>; Body: Static<typeof Why> }>(
    '/api/places/:id/contact',
    { schema: { summary: 'Unmask the responsible person; asks for a reason and is logged', params: ById, body: Why } },
    async (request) => revealContact(house, await house.visitorOf(request), request.params.id, request.body.reason),
  )

  app.get<{ Params: Static<typeof ById> }>(
    '/api/places/:id/sheet',
    { schema: { summary: 'The sheet to walk now, pinned versions, and what is still open', params: ById } },
    async (request) => {
      const { district, actor } = await allowed(request, 'place.read')
      return house.database.read(district, actor, async (tx) => {
        const [place] = await findPlaces(tx, [request.params.id])
        if (place === undefined) throw problem('place.not_found')
        const now = house.time.now()
        const items = await findItemsFor(tx, [sheetKind(place.kind)], now)
        return {
          place,
          unitNames: await unitNamesOf(tx, place.scopePath),
          items,
          open: await hazardsOfPlaces(tx, [place.id], true),
          rooms: await findRooms(tx, place.id),
          asOf: now,
        }
      })
    },
  )

  app.get('/api/today', { schema: { summary: 'Where to go today, the most urgent first' } }, async (request) => {
    const { district, actor } = await allowed(request, 'place.read')
    const now = house.time.now()
    return house.database.read(district, actor, async (tx) => ({ rows: await todaysPlaces(tx, now), asOf: now }))
  })

  app.get<{ Params: Static<typeof ById> }>(
    '/api/visits/:id',
    { schema: { summary: 'One visit or inspection and its text', params: ById } },
    async (request) => {
      const { district, actor } = await allowed(request, 'visit.read')
      return house.database.read(district, actor, (tx) => visitPage(tx, house.keys, request.params.id))
    },
  )

  app.get<{ Params: Static<typeof ById> }>(
    '/api/visits/:id/signature',
    { schema: { summary: 'The drawn signature', params: ById } },
    async (request, reply) => {
      const { district, actor } = await allowed(request, 'visit.read')
      const signature = await house.database.read(district, actor, (tx) => findSignature(tx, request.params.id))
      const image = signature === undefined ? null : unseal(house.keys, signature.imageSealed)
      if (image === null || image.length === 0) throw problem('visit.not_found')
      return reply.type('image/png').header('cache-control', 'no-store').send(image)
    },
  )
}

type Named = { id: string; name: string }

function nameOf(place: Named): Named
function nameOf(place: Named | undefined): Named | null
function nameOf(place: Named | undefined): Named | null {
  return place === undefined ? null : { id: place.id, name: place.name }
}
