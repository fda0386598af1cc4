import { useNavigate } from 'react-router'
import { may } from '#domain/people.ts'
import type { Place } from '#domain/places.ts'
import { beginAmend } from './begin-form.ts'
import { fieldPages } from './field-paths.ts'
import { useWorker } from './session.tsx'
import { useFieldText } from './text.ts'

export function AmendButton({ place }: { place: Place }) {
  const t = useFieldText()
  const worker = useWorker()
  const navigate = useNavigate()
  if (!may(worker.post, 'place.amend')) return null
  return (
    <button
      type="button"
      className="plain wide"
      onClick={() => void beginAmend(worker, place).then((id) => navigate(fieldPages.amend(id)))}
    >
      {t('amend.title')}
    </button>
  )
}
