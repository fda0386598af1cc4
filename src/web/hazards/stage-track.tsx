import type { HazardStatus } from '#domain/hazards.ts'
import { useWords, type Word } from '#web/text/words.ts'

const stages: readonly { word: Word; statuses: readonly HazardStatus[] }[] = [
  { word: 'action.hazard.report', statuses: ['reported', 'verified'] },
  { word: 'action.hazard.file', statuses: ['filed'] },
  { word: 'action.hazard.dispatch', statuses: ['dispatched', 'accepted'] },
  { word: 'status.rectifying', statuses: ['rectifying', 'transferred', 'suspended'] },
  { word: 'action.hazard.reinspect', statuses: ['submitted'] },
  { word: 'action.hazard.close', statuses: ['reinspected', 'closed', 'closedDown'] },
]

/** The six stages from report to close-out, and where this one stands. */
export function StageTrack({ status }: { status: HazardStatus }) {
  const w = useWords()
  if (status === 'void') return null
  const at = stages.findIndex((stage) => stage.statuses.includes(status))
  const ended = status === 'closed' || status === 'closedDown'
  return (
    <ol className="track">
      {stages.map((stage, n) => {
        const mood = n < at || ended ? 'done' : n === at ? 'now' : 'ahead'
        return (
          <li key={stage.word} className={`track-${mood}`} aria-current={mood === 'now' ? 'step' : undefined}>
            {w(stage.word)}
          </li>
        )
      })}
    </ol>
  )
}
