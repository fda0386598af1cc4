import type { HazardStatus } from '#domain/hazards.ts'
import type { hazardsZh } from '#web/text/hazards-zh.ts'
import { useHazardsText } from './hazards-text.ts'

const stages: readonly { text: keyof typeof hazardsZh; statuses: readonly HazardStatus[] }[] = [
  { text: 'stageReported', statuses: ['reported', 'verified'] },
  { text: 'stageFiled', statuses: ['filed'] },
  { text: 'stageDispatched', statuses: ['dispatched', 'accepted'] },
  { text: 'stageRectifying', statuses: ['rectifying', 'transferred', 'suspended'] },
  { text: 'stageSubmitted', statuses: ['submitted'] },
  { text: 'stageReinspected', statuses: ['reinspected', 'closed'] },
]

/** The six stages from report to close-out, and where this one stands; one that ended on another way went through none. */
export function StageTrack({ status }: { status: HazardStatus }) {
  const t = useHazardsText()
  if (status === 'void' || status === 'closedDown') return null
  const at = stages.findIndex((stage) => stage.statuses.includes(status))
  const ended = status === 'closed'
  return (
    <ol className="track">
      {stages.map((stage, n) => {
        const mood = n < at || ended ? 'done' : n === at ? 'now' : 'ahead'
        return (
          <li key={stage.text} className={`track-${mood}`} aria-current={mood === 'now' ? 'step' : undefined}>
            {t(stage.text)}
          </li>
        )
      })}
    </ol>
  )
}
