import { api } from '#web/paths.ts'
import { ReceiptButton } from '#web/receipts/receipt-button.tsx'
import { useReceiptsText } from '#web/receipts/receipts-text.ts'
import type { PublicKey } from '#web/text/public-zh.ts'
import { useWords, wordOr } from '#web/text/words.ts'
import { Time } from '#web/ui/time.tsx'
import { demands, type PublicNotice } from './notice.ts'
import { plainReason } from './reasons.ts'
import { usePublicText } from './text.ts'

/** Three steps: put it right, keep proof, hand it in. */
export function HowTo({ notice }: { notice: PublicNotice }) {
  const t = usePublicText()
  return (
    <section className="public-how">
      <h2>{t('how.heading')}</h2>
      <ol>
        <li>{t(`how.${notice.mode}`)}</li>
        <li>
          {t('how.proof')}
          <Demands evidence={notice.evidence} />
        </li>
        <li>{t('how.send')}</li>
      </ol>
    </section>
  )
}

export function Demands({ evidence }: { evidence: string }) {
  return (
    <ul className="public-demands" lang="zh-CN">
      {demands(evidence).map((demand) => (
        <li key={demand}>{demand}</li>
      ))}
    </ul>
  )
}

export function Law({ notice }: { notice: PublicNotice }) {
  const t = usePublicText()
  return (
    <section className="public-law">
      <h2>{t('law.plain')}</h2>
      <p>{t(plainReason(notice.category))}</p>
      <p className="public-small">
        {t('law.heading')} <span lang="zh-CN">{notice.legalBasis}</span>
      </p>
    </section>
  )
}

/** Where the offices' word would not tell an owner what happened. */
const ownWords: Record<string, PublicKey> = {
  'hazard.filed': 'told.filed',
  'hazard.dispatched': 'told.dispatched',
  'hazard.accepted': 'told.accepted',
  'hazard.lapsed': 'told.lapsed',
}

/** What concerns the owner, as the server chose it, oldest first. */
export function History({ token, notice }: { token: string; notice: PublicNotice }) {
  const t = usePublicText()
  const w = useWords()
  const r = useReceiptsText()
  return (
    <section className="public-history">
      <h2>{t('history.heading')}</h2>
      <p className="public-hint">{t('history.receipts')}</p>
      <ol>
        {notice.history.map(({ id, type, at }) => {
          const own = ownWords[type]
          const said = own === undefined ? wordOr(w, `event.${type}`, type) : t(own)
          return (
            <li key={id}>
              <Time at={at} />
              <span>{said}</span>
              <ReceiptButton
                url={api.publicReceipt(token, id)}
                title={r('titleOf', { what: said })}
                className="public-small-button"
              />
            </li>
          )
        })}
      </ol>
    </section>
  )
}
