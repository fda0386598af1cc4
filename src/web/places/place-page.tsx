import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { get } from '#web/api.ts'
import { Bones } from '#web/desk/bones.tsx'
import { Failed } from '#web/desk/failed.tsx'
import { useTitle } from '#web/desk/use-title.ts'
import { api, pages } from '#web/paths.ts'
import { useWords } from '#web/text/words.ts'
import { Plate } from '#web/ui/plate.tsx'
import { AsOf } from '#web/ui/time.tsx'
import type { PlaceFile } from './answers.ts'
import { Contact } from './contact.tsx'
import { Duplicates } from './duplicates.tsx'
import { MergedNote } from './merged-note.tsx'
import { PlaceFacts } from './place-facts.tsx'
import { PlaceHazards } from './place-hazards.tsx'
import { PlaceVisits } from './place-visits.tsx'
import { usePlacesText } from './places-text.ts'
import { Rooms } from './rooms.tsx'
import './place.css'

export function PlacePage() {
  const { id = '' } = useParams()
  const t = usePlacesText()
  const file = useQuery({
    queryKey: ['places', id],
    queryFn: ({ signal }) => get<PlaceFile>(api.place(id), signal),
  })
  useTitle(file.data?.place.name ?? t('title'))
  if (file.data === undefined) {
    return file.error === null ? <Bones /> : <Failed error={file.error} onRetry={() => void file.refetch()} />
  }
  return <Whole file={file.data} />
}

function Whole({ file }: { file: PlaceFile }) {
  const t = usePlacesText()
  const w = useWords()
  return (
    <article className="dossier">
      <nav className="dossier-bar no-print">
        <Link to={pages.places()}>{t('back')}</Link>
        <AsOf at={file.asOf} />
      </nav>
      <header className="panel dossier-head">
        {file.place.status !== 'merged' && (
          <Plate plate={file.plate.class} situation={file.plate.situation} size="large" />
        )}
        <div>
          <h1>{file.place.name}</h1>
          <p className="quiet">
            {w(`placeKind.${file.place.kind}`)} · {file.place.address}
          </p>
        </div>
      </header>
      <MergedNote file={file} />
      <div className="dossier-main">
        <PlaceHazards file={file} />
        <PlaceVisits visits={file.visits} />
      </div>
      <div className="dossier-side">
        <Contact file={file} />
        <PlaceFacts file={file} />
        <Rooms file={file} />
        <Duplicates file={file} />
      </div>
    </article>
  )
}
