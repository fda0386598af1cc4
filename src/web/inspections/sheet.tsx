import { useState } from 'react'
import { Link } from 'react-router'
import type { Entry, Visit } from '#domain/inspections.ts'
import type { CheckItem } from '#domain/standards.ts'
import { ToggleChip } from '#web/desk/filter-chip.tsx'
import { pages } from '#web/paths.ts'
import { useWords } from '#web/text/words.ts'
import { SeverityPlate } from '#web/ui/plate.tsx'
import { useVisitsText } from './visits-text.ts'

type Props = { file: { visit: Visit; items: CheckItem[] } }

/** Every line of the sheet as it was that day, failed ones first. */
export function Sheet({ file: { visit, items } }: Props) {
  const t = useVisitsText()
  const [failedOnly, setFailedOnly] = useState(false)
  const entries = new Map(visit.entries.map((entry) => [entry.itemCode, entry]))
  const count = (result: Entry['result']) => visit.entries.filter((entry) => entry.result === result).length
  const lines = items
    .map((item) => ({ item, entry: entries.get(item.code) }))
    .filter(({ entry }) => !failedOnly || entry?.result === 'fail')
    .sort((a, b) => Number(b.entry?.result === 'fail') - Number(a.entry?.result === 'fail'))
  return (
    <section className="panel panel-long">
      <h2>
        {t('entries')}
        <small>
          {t('entriesCount', {
            all: items.length,
            pass: count('pass'),
            fail: count('fail'),
            skip: count('notApplicable'),
            left: items.length - visit.entries.length,
          })}
        </small>
        <ToggleChip label={t('onlyFailed')} on={failedOnly} onChange={setFailedOnly} />
      </h2>
      <ul className="sheet">
        {lines.map(({ item, entry }) => (
          <Line key={item.code} item={item} entry={entry} />
        ))}
      </ul>
    </section>
  )
}

function Line({ item, entry }: { item: CheckItem; entry: Entry | undefined }) {
  const t = useVisitsText()
  const w = useWords()
  const failed = entry?.result === 'fail'
  return (
    <li className={failed ? 'sheet-fail' : undefined}>
      <span className="quiet">{item.code}</span>
      <span>
        {item.text}
        {failed && (
          <small>
            <SeverityPlate severity={item.severity} />
            {entry.fixed.length > 0 && <span>{t('fixed')}</span>}
            {entry.hazardId !== null && <Link to={pages.hazard(entry.hazardId)}>{t('openHazard')}</Link>}
          </small>
        )}
      </span>
      <b>{entry === undefined ? t('notFilled') : w(`entry.${entry.result}`)}</b>
    </li>
  )
}
