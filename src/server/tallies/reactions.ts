import { noticedEvents } from '#domain/notices.ts'
import type { District, Tx } from '#server/db/transaction.ts'
import type { NumberedEvent } from '#server/events/numbered.ts'
import type { Reaction } from '#server/events/reactions.ts'
import { countHazardsAnew } from './store.ts'

/**
 * Events after which the marks of a hazard are counted again; any event may have changed its row. A message that is
 * queued has no event of its own: it follows from one of these.
 */
const marking = new Set([...noticedEvents, 'hazard.sample_passed', 'hazard.sample_failed'])

/**
 * Keeps the roll-ups. What a hazard counts as is read from its row and the log and compared with what it counted as
 * before, so the same event twice, or an event whose successor is already in the row, changes no figure. It reads behind
 * the notices: by then the messages that an event asks for are there to be counted.
 */
export const tallyReaction = {
  name: 'tallies',
  behind: 'notices',
  batch: 5000,
  async react(tx: Tx, _district: District, events: readonly NumberedEvent[]) {
    const touched = new Set<string>()
    const marked = new Set<string>()
    for (const event of events) {
      const hazard = hazardOf(event)
      if (hazard === null) continue
      touched.add(hazard)
      if (event.subjectKind === 'notice' || marking.has(event.type) || event.data['sampled'] === true)
        marked.add(hazard)
    }
    await countHazardsAnew(tx, [...touched], [...marked])
  },
} satisfies Reaction

function hazardOf({ subjectKind, subject, data }: NumberedEvent): string | null {
  if (subjectKind === 'hazard') return subject
  return subjectKind === 'notice' && typeof data['hazardId'] === 'string' ? data['hazardId'] : null
}
