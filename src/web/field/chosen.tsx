import { useFieldText } from './text.ts'

/** An answered question, folded to one line, with the way back. */
export function Chosen({ text, change }: { text: string; change: () => void }) {
  const t = useFieldText()
  return (
    <div className="chosen">
      <span>{text}</span>
      <button type="button" className="plain" onClick={change}>
        {t('report.change')}
      </button>
    </div>
  )
}
