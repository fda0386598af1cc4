import { owesProof } from '#domain/hazards.ts'
import type { PublicKey } from '#web/text/public-zh.ts'
import { type PublicNotice, stage, stages, wasReworked } from './notice.ts'
import { usePublicText } from './text.ts'

/** 已告知 → 整改中 → 待复查 → 已销号. */
export function Progress({ notice }: { notice: PublicNotice }) {
  const t = usePublicText()
  const at = stages.indexOf(stage(notice))
  const closed = notice.status === 'closed'
  return (
    <section className="public-progress">
      <h2>{t('progress.heading')}</h2>
      <ol>
        {stages.map((name, index) => {
          const state = index < at || closed ? 'done' : index === at ? 'current' : 'ahead'
          return (
            <li key={name} className={`public-stage-${state}`} aria-current={state === 'current' ? 'step' : undefined}>
              <StageMark state={state} n={index + 1} />
              <span>{t(`progress.${name}`)}</span>
              <span className="only-read">{t(`progress.${state}`)}</span>
            </li>
          )
        })}
      </ol>
    </section>
  )
}

function StageMark({ state, n }: { state: 'done' | 'current' | 'ahead'; n: number }) {
  return (
    <span className="public-stage-mark" aria-hidden="true">
      {state === 'done' ? '✓' : n}
    </span>
  )
}

export function NextUp({ notice }: { notice: PublicNotice }) {
  const t = usePublicText()
  return (
    <section className="public-next">
      <h2>{t('next.heading')}</h2>
      <p>{t(nextKey(notice))}</p>
      {owesProof(notice.status) && stage(notice) === 'told' && <p>{t('next.unanswered')}</p>}
    </section>
  )
}

function nextKey(notice: PublicNotice): PublicKey {
  switch (notice.status) {
    case 'reported':
    case 'verified':
    case 'filed':
      return 'next.early'
    case 'submitted':
      return 'next.waiting'
    case 'reinspected':
      return 'next.passed'
    case 'transferred':
      return 'next.transferred'
    case 'suspended':
      return 'next.suspended'
    case 'rectifying':
      return wasReworked(notice) ? 'next.reworked' : 'next.fixing'
    default:
      return 'next.told'
  }
}
