import { finalStatuses, type HazardStatus } from '#domain/hazards.ts'
import { useWords } from '#web/text/words.ts'
import './status.css'

/** How far along: the ring fills with the way to 销号. Its word stands beside it. */
const way: Record<HazardStatus, number> = {
  reported: 0,
  verified: 0.1,
  filed: 0.2,
  dispatched: 0.35,
  accepted: 0.45,
  rectifying: 0.55,
  transferred: 0.55,
  suspended: 0.55,
  submitted: 0.75,
  reinspected: 0.9,
  closed: 1,
  closedDown: 1,
  void: 0,
}
const round = 2 * Math.PI * 5

export function StatusMark({ status }: { status: HazardStatus }) {
  const w = useWords()
  const ended = finalStatuses.includes(status)
  return (
    <span className={`status status-${status}`}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
        <circle className="status-rest" cx="7" cy="7" r="5" />
        <circle
          className="status-way"
          cx="7"
          cy="7"
          r="5"
          strokeDasharray={`${way[status] * round} ${round}`}
          transform="rotate(-90 7 7)"
        />
        {ended && status !== 'void' && <path className="status-tick" d="m4.6 7.2 1.7 1.7 3.2-3.6" />}
        {status === 'void' && <path className="status-tick" d="M4 7h6" />}
      </svg>
      {w(`status.${status}`)}
    </span>
  )
}
