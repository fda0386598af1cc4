import type { HazardEventType } from '#domain/hazards-evolve.ts'
import { useWords, wordOr } from '#web/text/words.ts'
import { Time, writtenTime } from '#web/ui/time.tsx'
import type { HazardFile, TimelineEntry } from './answers.ts'
import { EntryProofs } from './entry-proofs.tsx'
import { eventDetail } from './event-detail.ts'
import { useHazardsText } from './hazards-text.ts'

/** Steps that bring it forward or throw it back stand out; the rest is there to be read. */
const heavy: readonly HazardEventType[] = [
  'hazard.reported',
  'hazard.filed',
  'hazard.dispatched',
  'hazard.submitted',
  'hazard.passed',
  'hazard.closed',
]
const grave: readonly HazardEventType[] = [
  'hazard.stalled',
  'hazard.lapsed',
  'hazard.escalated',
  'hazard.reworked',
  'hazard.sample_failed',
  'hazard.suspended',
  'hazard.shut_down_asked',
  'hazard.shut_down',
  'hazard.voided',
]

/** Who did what, when, under which post and with which words; newest first. `most`: only the latest few. */
export function Timeline({ file, most }: { file: HazardFile; most?: number }) {
  const t = useHazardsText()
  const entries = [...file.timeline].reverse()
  const shown = most === undefined ? entries : entries.slice(0, most)
  return (
    <section className="panel panel-long">
      <h2>
        {t('timelineTitle')}
        <small>{t('timelineCount', { n: entries.length })}</small>
      </h2>
      <ol className="timeline">
        {shown.map((entry, n) => (
          <Entry key={entry.id} entry={entry} before={entries[n + 1]} file={file} />
        ))}
      </ol>
    </section>
  )
}

type EntryProps = { entry: TimelineEntry; before: TimelineEntry | undefined; file: HazardFile }

function Entry({ entry, before, file }: EntryProps) {
  const t = useHazardsText()
  const w = useWords()
  const detail = eventDetail(entry, t, w)
  const mood = grave.includes(entry.type as HazardEventType)
    ? 'grave'
    : heavy.includes(entry.type as HazardEventType)
      ? 'heavy'
      : 'plain'
  const post = entry.unitName === null || entry.role === null ? '' : `${entry.unitName} ${w(`role.${entry.role}`)}`
  // Nobody came a second time: whoever saw it fixed passed it there and then.
  const onSite = entry.type === 'hazard.passed' && before?.type === 'hazard.fixed_on_site'
  const nameless = entry.role === 'party' ? w('role.party') : t('bySystem')
  return (
    <li className={`entry entry-${mood}`}>
      <p className="entry-what">
        <b>{entry.by === '' ? nameless : entry.by}</b>{' '}
        {onSite ? t('passedOnSite') : wordOr(w, `event.${entry.type}`, entry.type)}
        {detail !== '' && <span className="entry-detail">{detail}</span>}
      </p>
      {entry.remark !== null && entry.remark !== '' && <blockquote>{entry.remark}</blockquote>}
      <EntryProofs entry={entry} hazard={file.hazard} />
      <p className="entry-when">
        <Time at={entry.occurred} />
        {post !== '' && ` · ${post}`}
        {entry.late && ` · ${t('late', { at: writtenTime(entry.received) })}`}
      </p>
    </li>
  )
}
