import { useSearchParams } from 'react-router'
import { Empty } from '#web/desk/empty.tsx'
import { useTitle } from '#web/desk/use-title.ts'
import { FirstSteps } from './first-steps.tsx'
import { usePeopleText } from './people-text.ts'
import { useBareDistrict } from './unit-list.ts'
import { UnitPanel } from './unit-panel.tsx'
import { UnitTree } from './unit-tree.tsx'
import './people.css'

/** The org tree on the left, one unit of it on the right; the chosen unit is in the address. */
export function UnitsPage() {
  const t = usePeopleText()
  const [query, setQuery] = useSearchParams()
  const chosen = query.get('unit')
  const bare = useBareDistrict()
  const shown = chosen ?? bare
  useTitle(t('unitsTitle'))
  return (
    <>
      <header className="page-head">
        <h1>{t('unitsTitle')}</h1>
        <span className="quiet">{t('unitsHint')}</span>
      </header>
      <div className="units">
        <section className="panel units-tree" aria-label={t('tree')}>
          <UnitTree chosen={shown} onChoose={(unit) => setQuery({ unit })} />
        </section>
        <div className="units-side">
          {bare !== null && <FirstSteps />}
          {shown !== null && <UnitPanel key={shown} id={shown} />}
          {shown === null && <Empty title={t('chooseUnit')}>{t('chooseText')}</Empty>}
        </div>
      </div>
    </>
  )
}
