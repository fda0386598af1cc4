import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useMay } from '#web/desk/session.ts'
import { pages } from '#web/paths.ts'
import { useWords } from '#web/text/words.ts'
import { Time } from '#web/ui/time.tsx'
import { AmendPlace } from './amend-form.tsx'
import type { PlaceFile } from './answers.ts'
import { MergePlace } from './merge-form.tsx'
import { usePlacesText } from './places-text.ts'

export function PlaceFacts({ file }: { file: PlaceFile }) {
  const t = usePlacesText()
  const w = useWords()
  const mayAmend = useMay('place.amend')
  const mayMerge = useMay('place.merge')
  const [open, setOpen] = useState<'amend' | 'merge' | null>(null)
  const { place } = file
  return (
    <section className="panel">
      <h2>{t('file')}</h2>
      <dl className="pairs">
        <dt>{t('kind')}</dt>
        <dd>
          {w(`placeKind.${place.kind}`)} · {w(`placeStatus.${place.status}`)}
        </dd>
        <dt>{t('uscc')}</dt>
        <dd>{place.uscc ?? <span className="quiet">{t('usccNone')}</span>}</dd>
        {file.parent !== null && (
          <>
            <dt>{t('parent')}</dt>
            <dd>
              <Link to={pages.place(file.parent.id)}>{file.parent.name}</Link>
            </dd>
          </>
        )}
        <dt>{t('address')}</dt>
        <dd>{place.address}</dd>
        <dt>{t('unit')}</dt>
        <dd>{file.unitNames.join(' / ')}</dd>
        <dt>{t('position')}</dt>
        <dd>
          <Position file={file} />
        </dd>
        <dt>{t('registered')}</dt>
        <dd>
          <Time at={place.registeredAt} />
        </dd>
      </dl>
      {place.status !== 'merged' && (mayAmend || mayMerge) && (
        <p className="after-pairs no-print">
          {mayAmend && <Button onClick={() => setOpen('amend')}>{t('amend')}</Button>}{' '}
          {mayMerge && place.status === 'active' && <Button onClick={() => setOpen('merge')}>{t('merge')}</Button>}
        </p>
      )}
      {open === 'amend' && <AmendPlace file={file} onClose={() => setOpen(null)} />}
      {open === 'merge' && <MergePlace file={file} onClose={() => setOpen(null)} />}
    </section>
  )
}

function Position({ file: { place } }: { file: PlaceFile }) {
  const t = usePlacesText()
  if (place.position === null) return <span className="quiet">{t('positionNone')}</span>
  const { lng, lat, datum, accuracy } = place.position
  const said = { lng: lng.toFixed(6), lat: lat.toFixed(6), datum: datum.toUpperCase() }
  return accuracy === null ? t('positionPlain', said) : t('positionSaid', { ...said, accuracy: Math.round(accuracy) })
}
