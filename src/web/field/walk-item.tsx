import { type EntryResult, entryResults } from '#domain/inspections.ts'
import type { CheckItem } from '#domain/standards.ts'
import { useWords } from '#web/text/words.ts'
import { SeverityPlate } from '#web/ui/plate.tsx'
import type { Draft } from './drafts.ts'
import { FindingLink } from './finding-link.tsx'
import { Icon } from './icons.tsx'

type Props = { item: CheckItem; draft: Draft; answer: (result: EntryResult) => void }

/** One line of the sheet, with three answers a gloved thumb can hit. */
export function WalkItem({ item, draft, answer }: Props) {
  const w = useWords()
  const line = draft.lines[item.code]
  return (
    <li className={`item item-${line?.result ?? 'open'}`} id={item.code}>
      <p className="item-text" id={`text-${item.code}`}>
        {item.text}
      </p>
      <p className="item-facts small">
        <SeverityPlate severity={item.severity} />
        <span>{w(`mode.${item.mode}`)}</span>
      </p>
      <fieldset className="three" aria-labelledby={`text-${item.code}`}>
        {entryResults.map((result) => (
          <button
            key={result}
            type="button"
            className={`answer answer-${result}`}
            aria-pressed={line?.result === result}
            onClick={() => answer(result)}
          >
            <Icon name={result} size={20} />
            {w(`entry.${result}`)}
          </button>
        ))}
      </fieldset>
      {line?.result === 'fail' && <FindingLink draft={draft} item={item} line={line} />}
    </li>
  )
}
