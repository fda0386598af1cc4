import { type CheckItem, type Mode, modeMayChange, modes } from '#domain/standards.ts'
import { useWords } from '#web/text/words.ts'
import { useFieldText } from './text.ts'

/** The item's own mode or a stricter one; a looser one is the desk's to decide. */
export function ModeChoice({ item, mode, choose }: { item: CheckItem; mode: Mode; choose: (mode: Mode) => void }) {
  const t = useFieldText()
  const w = useWords()
  const possible = modes.filter((one) => modeMayChange(item, one, false))
  if (possible.length < 2) return null
  return (
    <fieldset className="stack">
      <legend>{t('item.mode')}</legend>
      {possible.map((one) => (
        <label key={one} className="choice">
          <input type="radio" name="mode" checked={one === mode} onChange={() => choose(one)} />
          <span>
            {w(`mode.${one}`)}
            <span className="quiet"> {one === item.mode ? t('item.modeOwn') : t('item.modeStricter')}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
