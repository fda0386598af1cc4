import { isFinal } from '#domain/hazards.ts'
import { useWords } from '#web/text/words.ts'
import { SeverityPlate, SituationBadge } from '#web/ui/plate.tsx'
import { Clock } from '#web/ui/time.tsx'
import type { HazardRow } from './shapes.ts'

/** One hazard in short: how bad, what, where it stands, until when. */
export function HazardLine({ hazard }: { hazard: HazardRow }) {
  const w = useWords()
  return (
    <span className="hazard">
      <span className="hazard-text">{hazard.itemText}</span>
      <span className="hazard-facts small">
        <SeverityPlate severity={hazard.severity} />
        {(hazard.awaiting ?? 0) > 0 && <SituationBadge situation="awaiting" />}
        <span>{w(`status.${hazard.status}`)}</span>
        {hazard.deadline !== null && (
          <Clock deadline={hazard.deadline} overdueSince={hazard.overdueSince} stopped={isFinal(hazard.status)} />
        )}
      </span>
    </span>
  )
}
