import { may } from '#domain/people.ts'
import { problem } from '#domain/problems.ts'
import { seal, unseal } from '#server/crypto/seal.ts'
import { insertRows } from '#server/db/rows.ts'
import { newId } from '#server/events/ids.ts'
import type { House, Visitor } from '#server/http/house.ts'
import { findContact, findPlaces } from './store.ts'

/** Unmasks the responsible person for somebody who may and says why; each look is logged. */
export async function revealContact(
  house: House,
  { district, actor }: Visitor,
  placeId: string,
  reason: string,
): Promise<{ name: string; phone: string }> {
  if (!may(actor, 'place.reveal_contact')) throw problem('actor.not_allowed', { action: 'place.reveal_contact' })
  return house.database.as(district, actor, async (tx) => {
    const [place] = await findPlaces(tx, [placeId])
    if (place === undefined) throw problem('place.not_found')
    const contact = await findContact(tx, placeId)
    if (contact === undefined) throw problem('place.contact_missing')
    const now = house.time.now()
    await insertRows(tx, 'reveal', [
      {
        id: newId(now),
        placeId,
        accountId: actor.accountId,
        postId: actor.postId,
        reasonSealed: seal(house.keys, reason),
        at: now,
        scopePath: place.scopePath,
      },
    ])
    return {
      name: unseal(house.keys, contact.nameSealed).toString(),
      phone: unseal(house.keys, contact.phoneSealed).toString(),
    }
  })
}
