import { Link } from 'react-router'
import { type EntryResult, entryResults } from '#domain/inspections.ts'
import type { CheckItem } from '#domain/standards.ts'
import { useWords } from '#web/text/words.ts'
import { SeverityPlate } from '#web/ui/plate.tsx'
import { type Draft, lineIsComplete } from './drafts.ts'
import { fieldPages } from './field-paths.ts'
import { Icon } from './icons.tsx'
import { useFieldText } from './text.ts'

type Props = { item: CheckItem; draft: Draft; answer: (result: EntryResult) => void }

/** One line of the sheet, with three answers a gloved thumb can hit. */
export function WalkItem({ item, draft, answer }: Props) {
  const t = useFieldText()
  const w = useWords()
  const line = draft.lines[item.code]
  const known = draft.open[item.code] !== undefined
  const chosen = line?.known ? 'fail' : line?.result
  return (
    <li className={`item item-${chosen ?? 'open'}`} id={item.code}>
      <p className="item-text" id={`text-${item.code}`}>
        {item.text}
      </p>
      <p className="item-facts small">
        <SeverityPlate severity={item.severity} />
        <span>{w(`mode.${item.mode}`)}</span>
        {known && <span className="known">{t('walk.known')}</span>}
      </p>
      <fieldset className="three" aria-labelledby={`text-${item.code}`}>
        {entryResults.map((result) => (
          <button
            key={result}
            type="button"
            className={`answer answer-${result}`}
            aria-pressed={chosen === result}
            onClick={() => answer(result)}
          >
            <Icon name={result} size={20} />
            {result === 'fail' && known ? t('walk.stillThere') : w(`entry.${result}`)}
          </button>
        ))}
      </fieldset>
      {line?.known && <p className="small">{t('walk.knownHint')}</p>}
      {line?.result === 'fail' && (
        <Link className="finding" to={fieldPages.item(draft.id, item.code)}>
          {lineIsComplete(item, line) ? (
            <span>
              {t('walk.photos', { n: line.photos.length })}
              {line.fixed.length > 0 && ` · ${t('item.fixed')}`}
              {line.note !== '' && ` · ${line.note}`}
            </span>
          ) : (
            <span className="missing">{t(line.photos.length === 0 ? 'walk.photoMissing' : 'walk.afterMissing')}</span>
          )}
          <span className="small">{t('walk.open')}</span>
        </Link>
      )}
    </li>
  )
}
