import { fromBase64url, toHex } from '#domain/bytes.ts'
import { pages } from '#web/paths.ts'
import { grouped } from '#web/receipts/grouped.ts'
import { writtenTime } from '#web/ui/time.tsx'
import type { DailySeal } from './figures.ts'
import { useInsightText } from './insight-text.ts'

/**
 * The last seal of the period. Printed and handed out it holds the whole log before it: nobody can change an earlier
 * event later without another number in these groups.
 */
export function DailyRoot({ seal }: { seal: DailySeal | null }) {
  const t = useInsightText()
  return (
    <section className="panel daily-root">
      <h2>{t('root.title')}</h2>
      {seal === null ? (
        <p className="quiet">{t('root.none')}</p>
      ) : (
        <>
          <dl className="pairs">
            <dt>{t('root.no')}</dt>
            <dd>{t('root.noSaid', { n: seal.no, at: writtenTime(seal.at) })}</dd>
            <dt>{t('root.root')}</dt>
            <dd className="daily-root-code">{grouped(toHex(fromBase64url(seal.root) ?? new Uint8Array()))}</dd>
            <dt>{t('root.key')}</dt>
            <dd className="daily-root-code">{seal.key}</dd>
          </dl>
          <p className="quiet small">
            {t('root.hint')}{' '}
            <a className="no-print" href={pages.verify()} target="_blank" rel="noreferrer">
              {t('root.check')}
            </a>
          </p>
        </>
      )}
    </section>
  )
}
