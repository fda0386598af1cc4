import { useEffect, useMemo, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { checkReceipt } from '#domain/receipts.ts'
import type { PublishedKeys } from '#domain/seals.ts'
import { pages } from '#web/paths.ts'
import { PublicHead } from '#web/public/public-head.tsx'
import { primitives } from '#web/receipts/primitives.ts'
import { Bring } from './bring.tsx'
import { KeyPane } from './key-pane.tsx'
import { isDemoPage, keysOfPage } from './published.ts'
import { usePaper } from './use-paper.ts'
import { Verdict } from './verdict.tsx'
import { useVerifyText } from './verify-text.ts'
import '#web/public/public.css'
import '#web/public/forms.css'
import '#web/public/print.css'
import './verify.css'

const noKeys: PublishedKeys = { version: 1, keys: [] }

/** Anybody's page: a receipt is checked here, in the browser, and nothing is sent anywhere. */
export function VerifyApp() {
  const t = useVerifyText()
  const navigate = useNavigate()
  const [own] = useState(keysOfPage)
  const { brought, keys, setKeys, takeFile, takeText, clear } = usePaper()
  const inUse = keys?.keys ?? own
  const receipt = brought?.paper.kind === 'receipt' ? brought.paper.receipt : null
  const result = useMemo(
    () => (receipt === null ? null : checkReceipt(receipt, inUse ?? noKeys, primitives)),
    [receipt, inUse],
  )
  const top = useRef<HTMLDivElement>(null)
  useEffect(() => {
    document.title = t('title')
  }, [t])
  useEffect(() => {
    if (brought === null) return
    window.scrollTo(0, 0)
    top.current?.querySelector<HTMLElement>('h1')?.focus()
  }, [brought])
  const again = () => {
    clear()
    void navigate(pages.verify())
  }

  return (
    <div className="public verify">
      <PublicHead title={t('about')} demo={isDemoPage()} />
      <main className="public-main public-sheet" ref={top}>
        {brought === null ? (
          <Bring takeFile={takeFile} takeText={takeText} />
        ) : (
          <Verdict brought={brought} result={result} hasKeys={inUse !== null} again={again} />
        )}
        <aside className="public-side">
          <KeyPane own={own} given={keys} named={receipt?.seal.key} proven={result?.ok === true} setGiven={setKeys} />
        </aside>
        <Limits />
      </main>
    </div>
  )
}

function Limits() {
  const t = useVerifyText()
  return (
    <section className="verify-limits">
      <h2>{t('limits.heading')}</h2>
      <ul>
        <li>{t('limits.yes')}</li>
        <li>{t('limits.no')}</li>
        <li>{t('limits.own')}</li>
      </ul>
    </section>
  )
}
