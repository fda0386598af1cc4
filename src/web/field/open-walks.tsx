import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { useWords } from '#web/text/words.ts'
import { Ago } from '#web/ui/time.tsx'
import { type Draft, openItems, walksOf } from './drafts.ts'
import { fieldPages } from './field-paths.ts'
import { useWorker } from './session.tsx'
import { useFieldText } from './text.ts'

/** Walks that were begun and not signed, after a reload or a day later: where to go on. */
export function OpenWalks() {
  const t = useFieldText()
  const w = useWords()
  const { account } = useWorker()
  const [walks, setWalks] = useState<Draft[]>([])
  useEffect(() => {
    void walksOf(account.id).then(setWalks)
  }, [account.id])
  if (walks.length === 0) return null
  return (
    <section className="stack" aria-label={t('walk.openWalks')}>
      {walks.map((draft) => (
        <Link key={draft.id} className="card card-open" to={fieldPages.walk(draft.id)}>
          <span className="small strong">{t('walk.goOn', { act: w(`act.${draft.act}`) })}</span>
          <strong className="card-name">{draft.place.name}</strong>
          <span className="small">
            {t('walk.openCount', { n: openItems(draft).length })} · <Ago at={draft.changedAt} />
          </span>
        </Link>
      ))}
    </section>
  )
}
