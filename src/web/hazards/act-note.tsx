import { Link } from 'react-router'
import type { FindingAct } from '#domain/hazards.ts'
import { noticeTemplate } from '#domain/inspections.ts'
import { pages } from '#web/paths.ts'
import type { hazardsZh } from '#web/text/hazards-zh.ts'
import { useWords } from '#web/text/words.ts'
import type { HazardFile } from './answers.ts'
import { useHazardsText } from './hazards-text.ts'

const said: Record<FindingAct, keyof typeof hazardsZh> = {
  safetyVisit: 'actSafetyVisit',
  administrativeInspection: 'actAdministrativeInspection',
  report: 'actReport',
}

/** Advice or order: the law keeps them apart, so the screen never leaves it open which one this is. */
export function ActNote({ file: { hazard } }: { file: HazardFile }) {
  const t = useHazardsText()
  const w = useWords()
  return (
    <section className={`panel act act-${noticeTemplate(hazard.act)}`}>
      <h2>
        {w(`act.${hazard.act}`)}
        <small>{w(`template.${noticeTemplate(hazard.act)}`)}</small>
      </h2>
      <p>{t(said[hazard.act])}</p>
      {hazard.foundIn !== null && <Link to={pages.visit(hazard.foundIn)}>{t('openVisit')}</Link>}
    </section>
  )
}
