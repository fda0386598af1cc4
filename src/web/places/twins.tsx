import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { finalStatuses } from '#domain/hazards.ts'
import { get } from '#web/api.ts'
import { Bones } from '#web/desk/bones.tsx'
import { Failed } from '#web/desk/failed.tsx'
import { api } from '#web/paths.ts'
import { Time } from '#web/ui/time.tsx'
import type { PlaceFile } from './answers.ts'
import { usePlacesText } from './places-text.ts'

/** What speaks for the two being one: everything that both entries say, line by line. */
export function Twins({ file, kept }: { file: PlaceFile; kept: string }) {
  const t = usePlacesText()
  const other = useQuery({
    queryKey: ['places', kept],
    queryFn: ({ signal }) => get<PlaceFile>(api.place(kept), signal),
  })
  if (other.data === undefined) {
    return other.error === null ? <Bones /> : <Failed error={other.error} onRetry={() => void other.refetch()} />
  }
  const sides = [linesOf(file, t), linesOf(other.data, t)] as const
  return (
    <table className="twins" aria-label={t('compare')}>
      <thead>
        <tr>
          <td />
          <th scope="col">{t('compareThis')}</th>
          <th scope="col">{t('compareKept')}</th>
        </tr>
      </thead>
      <tbody>
        {sides[0].map((mine, n) => {
          const theirs = sides[1][n] as Line
          const same = mine.text !== '' && mine.text === theirs.text
          return (
            <tr key={mine.label} className={same ? 'twins-same' : undefined}>
              <th scope="row">{mine.label}</th>
              <td>{mine.shown}</td>
              <td>
                {theirs.shown} {same && <small className="quiet">{t('compareSame')}</small>}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

type Line = { label: string; text: string; shown: ReactNode }

function linesOf({ place, contact, unitNames, hazards, visits }: PlaceFile, t: ReturnType<typeof usePlacesText>) {
  const said = (label: string, text: string, shown: ReactNode = text): Line => ({ label, text, shown })
  const person = contact === null ? '' : `${contact.nameMasked} ${contact.phoneMasked}`
  const open = hazards.filter(({ status }) => !finalStatuses.includes(status)).length
  return [
    said(t('name'), place.name),
    said(t('uscc'), place.uscc ?? '', place.uscc ?? <span className="quiet">{t('usccNone')}</span>),
    said(t('address'), place.address),
    said(t('unit'), unitNames.join(' / ')),
    said(t('contact'), person, person === '' ? '—' : person),
    said(t('registered'), '', <Time at={place.registeredAt} dayOnly />),
    said(t('compareVisits'), '', t('visitsCount', { n: visits.length })),
    said(t('compareHazards'), '', t('hazardsCount', { n: hazards.length, open })),
  ]
}
