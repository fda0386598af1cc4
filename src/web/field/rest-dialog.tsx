import { useEffect, useRef } from 'react'
import type { CheckItem } from '#domain/standards.ts'
import { emptyLine } from './drafts.ts'
import { useFieldText } from './text.ts'
import type { DraftInHand } from './use-draft.ts'

/** "The rest is fine" is a statement about so many lines: it says how many, and asks once. */
export function RestDialog({
  hand,
  items,
  close,
}: {
  hand: DraftInHand
  items: readonly CheckItem[]
  close: () => void
}) {
  const t = useFieldText()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  const confirm = () => {
    hand.setLines(Object.fromEntries(items.map((item) => [item.code, emptyLine])))
    close()
  }
  const critical = items.filter((item) => item.severity === 'critical')
  return (
    <dialog ref={dialog} className="dialog" onClose={close} aria-labelledby="rest-title">
      <h2 id="rest-title">{t('rest.title', { n: items.length })}</h2>
      <p>{t('rest.text')}</p>
      {critical.length > 0 && (
        <>
          <p className="strong">{t('rest.critical', { n: critical.length })}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list is scrolled by keyboard too. */}
          <section className="rest-critical small" tabIndex={0} aria-label={t('rest.critical', { n: critical.length })}>
            <ul>
              {critical.map((item) => (
                <li key={item.code}>{item.text}</li>
              ))}
            </ul>
          </section>
        </>
      )}
      <div className="stack">
        <button type="button" className="go" onClick={confirm}>
          {t('rest.go', { n: items.length })}
        </button>
        <button type="button" className="plain" onClick={close}>
          {t('rest.back')}
        </button>
      </div>
    </dialog>
  )
}
