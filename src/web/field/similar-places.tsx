import { Link } from 'react-router'
import { isUscc } from '#domain/identifiers.ts'
import { api } from '#web/paths.ts'
import { fieldPages } from './field-paths.ts'
import type { PlaceDraft } from './form-drafts.ts'
import { useKept } from './kept-query.tsx'
import { useHeldPlaces } from './pack/use-held-places.ts'
import { tidyCode } from './place-commands.ts'
import { useSettled } from './settled.ts'
import type { Places } from './shapes.ts'
import { useFieldText } from './text.ts'

/** Before a place gets a second file: what stands under this code, or under a name like it. */
export function SimilarPlaces({ draft }: { draft: Pick<PlaceDraft, 'name' | 'uscc'> }) {
  const code = tidyCode(draft.uscc)
  const q = useSettled(isUscc(code) ? code : draft.name.trim())
  return q.length < 2 ? null : <Similar q={q} />
}

function Similar({ q }: { q: string }) {
  const t = useFieldText()
  const heldPlaces = useHeldPlaces()
  const { data } = useKept<Places>(['places', q, 'similar'], api.places({ q, limit: 3 }), {
    steady: true,
    fleeting: true,
    otherwise: () => heldPlaces(q, '', 3),
  })
  const rows = data?.value.rows.slice(0, 3) ?? []
  if (rows.length === 0) return null
  return (
    <div className="say say-soon" role="status">
      <p>{t('newPlace.similar')}</p>
      {rows.map((row) => (
        <Link key={row.id} to={fieldPages.place(row.id)} className="similar">
          {row.name} · {row.address}
        </Link>
      ))}
    </div>
  )
}
