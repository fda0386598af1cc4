import type { HazardEventType } from '#domain/hazards-evolve.ts'
import type { PublicKey } from '#web/text/public-zh.ts'
import { useWords, type Word } from '#web/text/words.ts'
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

/** What concerns the owner. Who in the offices passed it to whom is not told here. */
const told = [
  'hazard.reported',
  'hazard.filed',
  'hazard.mode_changed',
  'hazard.dispatched',
  'hazard.rectification_started',
  'hazard.submitted',
  'hazard.fixed_on_site',
  'hazard.passed',
  'hazard.reworked',
  'hazard.closed',
  'hazard.sample_failed',
  'hazard.extension_requested',
  'hazard.extension_granted',
  'hazard.extension_refused',
  'hazard.objected',
  'hazard.objection_answered',
  'hazard.referred',
  'hazard.transferred',
  'hazard.case_returned',
  'hazard.suspended',
  'hazard.resumed',
  'hazard.shut_down',
  'hazard.voided',
  'hazard.lapsed',
] as const satisfies readonly HazardEventType[]

type Told = (typeof told)[number]
const isTold = (type: string): type is Told => (told as readonly string[]).includes(type)

/** Where the offices' word would not tell an owner what happened. */
const ownWords: Partial<Record<Told, PublicKey>> = {
  'hazard.filed': 'told.filed',
  'hazard.dispatched': 'told.dispatched',
  'hazard.lapsed': 'told.lapsed',
}

export function History({ notice }: { notice: PublicNotice }) {
  const t = usePublicText()
  const w = useWords()
  const eventWords = (type: Told) => {
    const own = ownWords[type]
    return own === undefined ? w(`event.${type}` satisfies Word) : t(own)
  }
  return (
    <section className="public-history">
      <h2>{t('history.heading')}</h2>
      <ol>
        {notice.history.map(({ type, at }) =>
          isTold(type) ? (
            <li key={`${type}${at}`}>
              <Time at={at} />
              <span>{eventWords(type)}</span>
            </li>
          ) : null,
        )}
      </ol>
    </section>
  )
}
