import { Link } from 'react-router'
import type { Draft } from './drafts.ts'
import { fieldPages } from './field-paths.ts'
import { useFieldText } from './text.ts'

/** How many rooms of the house this walk counts, and the way to change it. */
export function WalkedRooms({ draft: { id, rooms } }: { draft: Pick<Draft, 'id' | 'rooms'> }) {
  const t = useFieldText()
  if (rooms === undefined) return null
  const n = rooms.filter((room) => room.walked).length
  return (
    <Link className="walked-rooms" to={fieldPages.rooms(id)}>
      <span>{t('rooms.count', { n, of: rooms.length })}</span>
      <span>{t('rooms.change')}</span>
    </Link>
  )
}
