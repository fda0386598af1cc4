import { departmentWord, useWords, wordOr } from '#web/text/words.ts'
import { Time } from '#web/ui/time.tsx'
import type { HazardFile } from './answers.ts'
import { useHazardsText } from './hazards-text.ts'

export function WhatIsWrong({ file }: { file: HazardFile }) {
  const t = useHazardsText()
  const w = useWords()
  const { hazard, item, place } = file
  return (
    <section className="panel">
      <h2>{t('whatTitle')}</h2>
      <dl className="pairs">
        <dt>{t('item')}</dt>
        <dd>
          {item.code} · {item.category}
        </dd>
        <dt>{t('mode')}</dt>
        <dd>{w(`mode.${hazard.mode}`)}</dd>
        <dt>{t('evidenceAsked')}</dt>
        <dd>{item.evidence}</dd>
        <dt>{t('legal')}</dt>
        <dd>
          {item.legalBasis}{' '}
          <span className="quiet">
            {t('legalConfidence', { level: wordOr(w, `confidence.${item.legalConfidence}`, item.legalConfidence) })}
          </span>
        </dd>
        <dt>{t('department')}</dt>
        <dd>{departmentWord(w, hazard.department)}</dd>
        <dt>{t('where')}</dt>
        <dd>{file.unitNames.join(' / ')}</dd>
        <dt>{t('address')}</dt>
        <dd>{place.address}</dd>
        <dt>{t('foundBy')}</dt>
        <dd>
          {file.people[hazard.foundBy] ?? '—'} · <Time at={hazard.foundAt} />
        </dd>
      </dl>
    </section>
  )
}
