import { NoticeLine } from '#web/notices/notice-line.tsx'
import type { HazardFile } from './answers.ts'
import { useHazardsText } from './hazards-text.ts'

/** What was sent to the party, and whether it arrived. */
export function Notices({ file }: { file: HazardFile }) {
  const t = useHazardsText()
  const newestFirst = file.notices.toSorted((one, other) => (one.createdAt < other.createdAt ? 1 : -1))
  return (
    <section className="panel">
      <h2>{t('noticesTitle')}</h2>
      {file.notices.length === 0 && <p className="quiet">{t('noticesNone')}</p>}
      <ul className="lines">
        {newestFirst.map((notice) => (
          <li key={notice.id}>
            <NoticeLine notice={notice} />
          </li>
        ))}
      </ul>
    </section>
  )
}
