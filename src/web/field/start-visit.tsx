import { useEffect, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { may } from '#domain/people.ts'
import type { Place } from '#domain/places.ts'
import { useWords } from '#web/text/words.ts'
import { alone, beginWalk, firstPage } from './begin-walk.ts'
import { type Draft, walksOf } from './drafts.ts'
import { fieldPages } from './field-paths.ts'
import { useWorker, type Worker } from './session.tsx'
import { type FieldWord, useFieldText } from './text.ts'
import { useSheet } from './use-sheet.ts'

/** The two acts that the law keeps apart, each with the reason why it is not open to this person. */
export function StartVisit({ place }: { place: Place }) {
  const t = useFieldText()
  const w = useWords()
  const worker = useWorker()
  const navigate = useNavigate()
  const sheet = useSheet(place.id)
  const begun = useBegunWalk(worker.account.id, place.id)
  if (place.status === 'merged' && place.mergedInto !== null)
    return (
      <>
        <p className="reason">{t('place.merged')}</p>
        <Link className="go" to={fieldPages.place(place.mergedInto)}>
          {t('place.openKept')}
        </Link>
      </>
    )
  if (place.status !== 'active') return <p className="reason">{w('problem.place.closed')}</p>
  if (begun !== undefined) {
    return (
      <Link className="go" to={fieldPages.walk(begun.id)}>
        {t('walk.goOn', { act: w(`act.${begun.act}`) })}
      </Link>
    )
  }
  const mayVisit = may(worker.post, 'safetyVisit.start')
  const noInspection = whyNoInspection(worker)
  const items = sheet.data?.value
  const begin = async () => {
    if (items === undefined) return
    const draft = await beginWalk(worker, 'safetyVisit', items, alone)
    navigate(firstPage(draft))
  }
  return (
    <>
      {!mayVisit && <p className="reason">{t('place.noVisit', { role: w(`role.${worker.post.role}`) })}</p>}
      {sheet.error !== null && items === undefined && <p className="reason">{t('place.noSheet')}</p>}
      {noInspection !== null && (
        <p className="reason" id="why-no-inspection">
          {t(noInspection)}
        </p>
      )}
      <div className="two">
        <button type="button" className="go" disabled={!mayVisit || items === undefined} onClick={() => void begin()}>
          {t('place.startVisit')}
        </button>
        {noInspection === null ? (
          <Link className="plain" to={fieldPages.inspect(place.id)}>
            {w('act.administrativeInspection')}
          </Link>
        ) : (
          <button type="button" className="plain" disabled aria-describedby="why-no-inspection">
            {w('act.administrativeInspection')}
          </button>
        )}
      </div>
    </>
  )
}

/** Only holders of a certificate inspect (国办发〔2024〕54号); the server asks the same. */
export function whyNoInspection(worker: Worker): FieldWord | null {
  if (!may(worker.post, 'administrativeInspection.start')) return 'place.noInspectionRole'
  if (worker.post.certificateNo === null) return 'place.noInspectionCertificate'
  return null
}

function useBegunWalk(accountId: string, placeId: string): Draft | undefined {
  const [begun, setBegun] = useState<Draft>()
  useEffect(() => {
    void walksOf(accountId).then((walks) => setBegun(walks.find((draft) => draft.place.id === placeId)))
  }, [accountId, placeId])
  return begun
}
