import { Link } from 'react-router'
import { approvalsNeeded } from '#domain/hazards.ts'
import type { Role } from '#domain/people.ts'
import { useSession } from '#web/desk/session.ts'
import { pages } from '#web/paths.ts'
import { useWords } from '#web/text/words.ts'
import { SeverityPlate, SituationBadge } from '#web/ui/plate.tsx'
import { Clock, writtenDeadline, writtenTime } from '#web/ui/time.tsx'
import type { HazardFile } from './answers.ts'
import { clockStopped } from './clock-stopped.ts'
import { useHazardsText } from './hazards-text.ts'
import { nextStep } from './next-step.ts'
import { StatusMark } from './status-mark.tsx'

/** What it is, how bad, how far, until when, and whose turn it is. */
export function HazardHead({ file, level }: { file: HazardFile; level: 1 | 2 }) {
  const { hazard, place } = file
  const Title = level === 1 ? 'h1' : 'h2'
  return (
    <header className="head">
      <p className="head-marks">
        <SeverityPlate severity={hazard.severity} size="large" />
        <StatusMark status={hazard.status} />
        {!clockStopped(hazard) && (
          <Clock deadline={hazard.deadline} overdueSince={hazard.overdueSince} stopped={clockStopped(hazard)} />
        )}
        {hazard.stalledSince !== null && <SituationBadge situation="stalled" />}
        {file.awaiting > 0 && <SituationBadge situation="awaiting" />}
        {hazard.relapseOf !== null && <SituationBadge situation="relapsed" />}
      </p>
      <Title>{file.item.text}</Title>
      <p className="head-place">
        <Link to={pages.place(place.id)}>{place.name}</Link>
        <span className="quiet">
          {place.address} · {file.unitNames.slice(1).join(' / ')}
        </span>
      </p>
      <Facts file={file} />
      <Next file={file} />
    </header>
  )
}

/** Small facts of its course, each only where it is so. */
function Facts({ file: { hazard } }: { file: HazardFile }) {
  const t = useHazardsText()
  const w = useWords()
  const said = [
    hazard.closedAt !== null && t('closedAt', { at: writtenTime(hazard.closedAt) }),
    hazard.closedOnSite && hazard.closedAt !== null && t('onSite'),
    hazard.deadline !== null && t('deadlineAt', { at: writtenDeadline(hazard.deadline) }),
    hazard.extensions > 0 &&
      hazard.originalDeadline !== null &&
      t('deadlineWas', { at: writtenDeadline(hazard.originalDeadline), n: hazard.extensions }),
    hazard.stalledSince !== null && t('stalledSince', { at: writtenTime(hazard.stalledSince) }),
    hazard.overdueSince !== null && t('overdueSince', { at: writtenTime(hazard.overdueSince) }),
    hazard.rung > 0 && t('rung', { n: hazard.rung }),
    hazard.supervision !== null && t('supervised', { at: writtenDeadline(hazard.supervision.until) }),
    hazard.reworks > 0 && t('reworked', { n: hazard.reworks }),
    hazard.extension !== null && t('extensionAsked', { at: writtenDeadline(hazard.extension.until) }),
    hazard.objection !== null && t('objectionAsked'),
    hazard.voiding !== null && t('voidAsked'),
    hazard.closingDown !== null && t('shutDownAsked'),
    hazard.sample === 'due' && t('sampleDue'),
    hazard.sample === 'failed' && w('sample.failed'),
    hazard.status === 'reinspected' && t('approvals', { n: hazard.approvals.length, needed: approvalsNeeded(hazard) }),
  ].filter((text) => text !== false)
  if (said.length === 0) return null
  return (
    <ul className="head-facts">
      {said.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  )
}

function Next({ file }: { file: HazardFile }) {
  const t = useHazardsText()
  const w = useWords()
  const role: Role | undefined = useSession().post?.role
  const next = nextStep(file.hazard)
  if (next === null) return <p className="next quiet">{t('nextNone')}</p>
  const mine =
    role !== undefined &&
    next.roles.includes(role) &&
    file.actions.some((one) => one.action === next.action && one.problem === null)
  const roles = next.roles.map((one) => w(`role.${one}`)).join(w('list.separator'))
  return (
    <p className="next">
      <b>{t('nextTitle')}</b>
      {t('nextBy', { roles, action: w(`action.${next.action}`) })}
      {mine && <span className="badge badge-mine">{t('nextYou')}</span>}
    </p>
  )
}
