import { useNavigate } from 'react-router'
import { may } from '#domain/people.ts'
import { beginPlace } from './begin-form.ts'
import { fieldPages } from './field-paths.ts'
import { useWorker } from './session.tsx'
import { useFieldText } from './text.ts'

/** Opens the form for a place nobody registered, with the name that was looked for. Not shown to posts that may not. */
export function NewPlaceButton({ name = '' }: { name?: string }) {
  const t = useFieldText()
  const worker = useWorker()
  const navigate = useNavigate()
  if (!may(worker.post, 'place.register')) return null
  return (
    <button type="button" className="plain" onClick={() => navigate(fieldPages.newPlace(beginPlace(worker, name)))}>
      {name === '' ? t('newPlace.title') : t('newPlace.offer', { name })}
    </button>
  )
}
