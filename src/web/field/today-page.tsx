import { Link } from 'react-router'
import { instant } from '#domain/calendar.ts'
import { serverNow } from '#web/api.ts'
import { api } from '#web/paths.ts'
import { OfflineWarning } from './app/this-phone.tsx'
import { fieldPages } from './field-paths.ts'
import { Frame } from './frame.tsx'
import { HazardLine } from './hazard-line.tsx'
import { KeptView, useKept } from './kept-query.tsx'
import { OpenWalks } from './open-walks.tsx'
import { todayFrom } from './pack/answers.ts'
import { PackExpired } from './pack/pack-card.tsx'
import { useFromPack } from './pack/use-from-pack.ts'
import { PlaceCard } from './place-card.tsx'
import type { Today, TodayRow } from './shapes.ts'
import { Empty } from './states.tsx'
import { useFieldText } from './text.ts'

/** Where to go today, most urgent first: open hazards are looked at again (回查) before anything is looked for. */
export function TodayPage() {
  const t = useFieldText()
  const fromPack = useFromPack()
  const today = useKept<Today>(['today'], api.today, {
    otherwise: fromPack((pack) => todayFrom(pack, instant(serverNow()))),
  })
  return (
    <Frame title={t('tab.today')}>
      <OfflineWarning />
      <PackExpired />
      <OpenWalks />
      <KeptView of={today}>
        {({ rows }) => (
          <>
            {rows.length === 0 && (
              <Empty title={t('today.empty')}>
                <p>{t('today.emptyHint')}</p>
                <Link className="go" to={fieldPages.find}>
                  {t('tab.find')}
                </Link>
              </Empty>
            )}
            {rows.length > 0 && <p className="lead">{t('today.count', { n: rows.length })}</p>}
            <ol className="stack plainlist">
              {rows.map((row) => (
                <li key={row.id}>
                  <TodayCard row={row} />
                </li>
              ))}
            </ol>
          </>
        )}
      </KeptView>
    </Frame>
  )
}

/** So many hazards fit under a place before its own page is the better list. */
const shown = 2

function TodayCard({ row }: { row: TodayRow }) {
  const t = useFieldText()
  const more = row.hazards.length - shown
  return (
    <PlaceCard place={row} why={<span className={`why why-${row.why}`}>{t(`why.${row.why}`)}</span>}>
      {row.hazards.slice(0, shown).map((hazard) => (
        <HazardLine key={hazard.id} hazard={hazard} />
      ))}
      {more > 0 && <p className="small quiet">{t('today.more', { n: more })}</p>}
    </PlaceCard>
  )
}
