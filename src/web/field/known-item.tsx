import type { EntryResult } from '#domain/inspections.ts'
import type { CheckItem } from '#domain/standards.ts'
import { useWords } from '#web/text/words.ts'
import { SeverityPlate } from '#web/ui/plate.tsx'
import { Clock, writtenDay } from '#web/ui/time.tsx'
import type { Draft, Known } from './drafts.ts'
import { FindingLink } from './finding-link.tsx'
import { Icon } from './icons.tsx'
import { KnownReinspection } from './known-reinspection.tsx'
import { useFieldText } from './text.ts'

type Props = { item: CheckItem; known: Known; draft: Draft; answer: (result: EntryResult) => void }

const choices = [
  ['fail', 'known.still'],
  ['pass', 'known.done'],
] as const

/** What was open before this walk, looked at again (回查). It stays one hazard whatever is seen today. */
export function KnownItem({ item, known, draft, answer }: Props) {
  const t = useFieldText()
  const w = useWords()
  const line = draft.lines[item.code]
  return (
    <li className={`item item-${line?.result ?? 'open'}`} id={item.code}>
      <p className="item-text" id={`text-${item.code}`}>
        {item.text}
      </p>
      <p className="item-facts small">
        <SeverityPlate severity={known.severity} />
        <span className="known">{w(`status.${known.status}`)}</span>
        <span>{w(`mode.${known.mode}`)}</span>
      </p>
      <p className="item-facts small">
        <span>{t('known.since', { day: writtenDay(known.foundAt) })}</span>
        {known.deadline !== null && <Clock deadline={known.deadline} overdueSince={known.overdueSince} />}
      </p>
      <fieldset className="three answers-two" aria-labelledby={`text-${item.code}`}>
        {choices.map(([result, word]) => (
          <button
            key={result}
            type="button"
            className={`answer answer-${result}`}
            aria-pressed={line?.result === result}
            onClick={() => answer(result)}
          >
            <Icon name={result} size={20} />
            {t(word)}
          </button>
        ))}
      </fieldset>
      {line?.result === 'fail' && (
        <>
          <p className="small">{t('known.stillHint')}</p>
          <FindingLink draft={draft} item={item} line={line} />
        </>
      )}
      <KnownReinspection known={known} draft={draft} passed={line?.result === 'pass'} />
    </li>
  )
}
