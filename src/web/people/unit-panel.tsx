import { Link } from 'react-router'
import { Bones } from '#web/desk/bones.tsx'
import { Failed } from '#web/desk/failed.tsx'
import { useMay } from '#web/desk/session.ts'
import { pages } from '#web/paths.ts'
import { useWords } from '#web/text/words.ts'
import { AsOf, writtenDay } from '#web/ui/time.tsx'
import type { PostRow, UnitFile } from './answers.ts'
import { usePeopleText } from './people-text.ts'
import { UnitActs } from './unit-acts.tsx'
import { useUnitFile } from './unit-file.ts'
import { vacancies } from './vacancies.ts'

export function UnitPanel({ id }: { id: string }) {
  const file = useUnitFile(id)
  if (file.data === undefined) {
    return file.error === null ? <Bones rows={4} /> : <Failed error={file.error} onRetry={() => void file.refetch()} />
  }
  return (
    <div className="unit-file">
      <Head file={file.data} />
      <Posts file={file.data} />
    </div>
  )
}

function Head({ file }: { file: UnitFile }) {
  const { unit, ancestors, counts, asOf } = file
  const t = usePeopleText()
  const w = useWords()
  const mayHazards = useMay('hazard.read')
  const mayPlaces = useMay('place.read')
  const ofLine = unit.line === null ? { unit: unit.path } : { department: unit.line }
  return (
    <section className="panel">
      <p className="quiet small">{ancestors.map((one) => one.name).join(' / ')}</p>
      <h2 className="unit-name">
        {unit.name}
        <small>
          {w(`unitKind.${unit.kind}`)} · {t('code')} {unit.code}
        </small>
        <AsOf at={asOf} />
      </h2>
      <dl className="tally">
        <div>
          <dt>{t('countOpen')}</dt>
          <dd>{t('countHazardUnit', { n: counts.open })}</dd>
        </div>
        <div>
          <dt>{t('countOverdue')}</dt>
          <dd className={counts.overdue > 0 ? 'clock-late' : undefined}>
            {t('countHazardUnit', { n: counts.overdue })}
          </dd>
        </div>
        <div>
          <dt>{t('countPlaces')}</dt>
          <dd>{t('countHazardUnit', { n: counts.places })}</dd>
        </div>
      </dl>
      <p className="unit-links">
        {mayHazards && <Link to={pages.hazards(ofLine)}>{t('seeHazards')}</Link>}
        {mayPlaces && unit.line === null && <Link to={pages.places({ unit: unit.path })}>{t('seePlaces')}</Link>}
      </p>
      <UnitActs file={file} />
    </section>
  )
}

function Posts({ file: { unit, posts } }: { file: UnitFile }) {
  const t = usePeopleText()
  const w = useWords()
  const may = useMay('people.read')
  const mayManage = useMay('people.manage')
  const gaps = vacancies(
    unit.kind,
    posts.map((post) => post.role),
  )
  return (
    <section className="panel">
      <h2>
        {t('posts')}
        <small>{may ? posts.length : ''}</small>
      </h2>
      {!may && <p className="quiet">{t('postsHidden')}</p>}
      {may && posts.length === 0 && <p className="quiet">{t('postsNone')}</p>}
      <ul className="post-list">
        {posts.map((post) => (
          <PostLine key={post.id} post={post} />
        ))}
        {may &&
          gaps.map((role) => (
            <li key={role} className="post-gap">
              <span className="badge badge-late">{t('gaps')}</span>
              <span>{t('gapNo', { role: w(`role.${role}`) })}</span>
            </li>
          ))}
      </ul>
      {may && gaps.length > 0 && (
        <p className="quiet small">
          {t('gapsHint')} {mayManage && <Link to={pages.accounts}>{t('accountsTitle')}</Link>}
        </p>
      )}
    </section>
  )
}

function PostLine({ post }: { post: PostRow }) {
  const t = usePeopleText()
  const w = useWords()
  return (
    <li>
      <b>{post.name}</b>
      <span>{w(`role.${post.role}`)}</span>
      <span className="quiet small">
        {t('since', { at: writtenDay(post.validFrom) })}
        {post.validTo !== null && ` ${t('until', { at: writtenDay(post.validTo) })}`}
        {post.certificateNo !== null && ` · ${t('certificate', { no: post.certificateNo })}`}
      </span>
    </li>
  )
}
