import type { Visit } from '#domain/inspections.ts'
import { api } from '#web/paths.ts'
import { writtenTime } from '#web/ui/time.tsx'
import { useVisitsText } from './visits-text.ts'

type Props = { file: { visit: Visit; text: string; textHash: string } }

/** The text, and who stood by it. The fingerprint is of exactly these characters. */
export function Acknowledged({ file: { visit, text, textHash } }: Props) {
  const t = useVisitsText()
  const said = visit.acknowledgement
  return (
    <>
      <section className="panel">
        <h2>{said === null ? t('signNone') : said.kind === 'signed' ? t('signedTitle') : t('refusedTitle')}</h2>
        {said === null && <p className="quiet">{t('signNoneText')}</p>}
        {said?.kind === 'signed' && (
          <>
            <img className="signature" src={api.signature(visit.id)} alt={t('signature')} />
            <p>{t('signedAt', { at: writtenTime(said.at) })}</p>
            <p className="quiet code">{t('commitment', { code: said.commitment })}</p>
          </>
        )}
        {said?.kind === 'refused' && (
          <>
            <p>
              {t('refusedAt', { at: writtenTime(said.at) })} · {t('witnesses', { n: said.witnesses })}
            </p>
            {said.video !== null && (
              <a href={api.file(said.video)} target="_blank" rel="noreferrer">
                {t('video')}
              </a>
            )}
          </>
        )}
      </section>
      <section className="panel">
        <h2>{t('text')}</h2>
        {said === null && <p className="quiet">{t('textNone')}</p>}
        <pre className="signed-text" lang="zh-CN">
          {text}
        </pre>
        <p className="quiet code">{t('hash', { hash: textHash })}</p>
      </section>
    </>
  )
}
