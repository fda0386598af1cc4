import type { CheckItem } from '#domain/standards.ts'
import { SeverityPlate } from '#web/ui/plate.tsx'
import { byCategory } from './by-category.ts'
import { Chosen } from './chosen.tsx'
import { KeptView } from './kept-query.tsx'
import { useFieldText } from './text.ts'
import { useSheet } from './use-sheet.ts'

type Props = { placeId: string; chosen: CheckItem | null; choose: (item: CheckItem | null) => void }

/** What it is, from the sheet of this place. What is already open there is not reported twice. */
export function ItemChoice({ placeId, chosen, choose }: Props) {
  const t = useFieldText()
  const sheet = useSheet(placeId)
  if (chosen !== null) return <Chosen text={chosen.text} change={() => choose(null)} />
  return (
    <KeptView of={sheet}>
      {({ items, open }) =>
        byCategory(items).map(([category, ofCategory]) => (
          <details key={category} className="fold">
            <summary>
              {category} <span className="quiet">{t('report.items', { n: ofCategory.length })}</span>
            </summary>
            <ul className="stack plainlist">
              {ofCategory.map((item) => {
                const known = open.some((row) => row.itemCode === item.code)
                return (
                  <li key={item.code}>
                    <button type="button" className="pick" disabled={known} onClick={() => choose(item)}>
                      <span>{item.text}</span>
                      <SeverityPlate severity={item.severity} />
                      {known && <span className="small">{t('report.known')}</span>}
                    </button>
                  </li>
                )
              })}
            </ul>
          </details>
        ))
      }
    </KeptView>
  )
}
