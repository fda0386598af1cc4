import { useEffect } from 'react'
import { useParams } from 'react-router'
import { isFinal } from '#domain/hazards.ts'
import { api } from '#web/paths.ts'
import { useWords } from '#web/text/words.ts'
import { Plate } from '#web/ui/plate.tsx'
import { Time } from '#web/ui/time.tsx'
import { AmendButton } from './amend-button.tsx'
import { fieldPages } from './field-paths.ts'
import { Frame } from './frame.tsx'
import { KeptView, useKept } from './kept-query.tsx'
import { placeFrom } from './pack/answers.ts'
import { useFromPack } from './pack/use-from-pack.ts'
import { PlaceHazard } from './place-hazard.tsx'
import { noteRecent } from './recent-places.ts'
import { useWorker } from './session.tsx'
import type { PlaceDetail } from './shapes.ts'
import { StartVisit } from './start-visit.tsx'
import { Empty } from './states.tsx'
import { useFieldText } from './text.ts'

/** At the door: what is known about this place, and the two ways to go in. */
export function PlacePage() {
  const { id = '' } = useParams()
  const t = useFieldText()
  const fromPack = useFromPack()
  const place = useKept<PlaceDetail>(['places', id], api.place(id), {
    otherwise: fromPack((pack, told) => placeFrom(pack, id, told)),
  })
  const detail = place.data?.value
  const { account } = useWorker()
  useEffect(() => {
    if (detail !== undefined) void noteRecent(account.id, detail.place)
  }, [account.id, detail])
  return (
    <Frame
      title={detail?.place.name ?? t('place.title')}
      back={fieldPages.today}
      bottom={detail === undefined ? undefined : <StartVisit place={detail.place} />}
    >
      <KeptView of={place}>{(value) => <PlaceBody detail={value} />}</KeptView>
    </Frame>
  )
}

function PlaceBody({ detail }: { detail: PlaceDetail }) {
  const t = useFieldText()
  const w = useWords()
  const { place, plate, contact, unitNames, hazards } = detail
  const open = hazards.filter((hazard) => !isFinal(hazard.status))
  return (
    <>
      <section className="card card-still">
        <Plate plate={plate.class} situation={plate.situation} size="large" />
        <strong className="card-name">{place.name}</strong>
        <span>
          {w(`placeKind.${place.kind}`)} · {place.address}
        </span>
        <span className="small quiet">{unitNames.join(' › ')}</span>
        <span className="small quiet">
          {contact
            ? t('place.contact', { name: contact.nameMasked, phone: contact.phoneMasked })
            : t(contact === null ? 'place.noContact' : 'place.contactOnline')}
        </span>
      </section>
      <h2>{t('place.openHazards', { n: open.length })}</h2>
      {open.length === 0 && <Empty title={t('place.noHazards')} />}
      <ul className="stack plainlist">
        {open.map((hazard) => (
          <PlaceHazard key={hazard.id} hazard={hazard} />
        ))}
      </ul>
      <h2>{t('place.visits')}</h2>
      <Visits detail={detail} />
      <p className="apart">
        <AmendButton place={place} />
      </p>
    </>
  )
}

function Visits({ detail: { visits, lastVisit = null } }: { detail: PlaceDetail }) {
  const t = useFieldText()
  const w = useWords()
  if (visits === undefined && lastVisit !== null) {
    return (
      <p>
        {t('place.lastVisit')} <Time at={lastVisit} dayOnly />
      </p>
    )
  }
  if (visits === undefined || visits.length === 0) return <p className="quiet">{t('place.neverVisited')}</p>
  return (
    <ul className="plainlist">
      {visits.slice(0, 5).map((visit) => (
        <li key={visit.id} className="row">
          <span>
            <Time at={visit.startedAt} dayOnly /> {w(`act.${visit.act}`)} · {visit.by.join('、')}
          </span>
          <span className="small">{t('place.visitFailed', { n: visit.failed })}</span>
        </li>
      ))}
    </ul>
  )
}
